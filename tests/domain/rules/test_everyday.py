"""What is ordinary is presumed, openly: the everyday case takes at most five answers in every agreement."""

from typing import Any

import pytest
from tests.domain.rules.test_tables import MUNICIPALITY, REGION, care, row

from brygga.agreements import Agreement, load_all
from brygga.rules import InvalidFacts, Table, decide, words
from brygga.rules.presume import presumptions

REGISTRY = load_all()
ASKED = sorted(a.id for a in REGISTRY.agreements.values() if a.own_tables)
MOST = 5

SOMEBODY: dict[str, Any] = {
    "age": 82,
    "dwelling": "ordinary",
    "profession": "nurse",
    "clinic_access": "hindered-illness",
    "lasts_over_time": True,
    "home_care_enrolled": False,
    "support_moving": True,
    "medication": "manages-alone",
    "scope_calls_for_home": True,
    "responsible_principal": "municipality",
    "prescriber": "region-physician",
    "product_list": "region",
    "needs_region_care": True,
    "needs_municipal_care": True,
    "needs_social_services": True,
    "coordination_needed": True,
    "self_care_help": "home-help",
    "self_care_safe": True,
    "contact_kind": "care-contact",
    "main_care_at": "health-centre",
    "deceased_task": "confirm-death",
    "death_place": "home",
    "municipality": "1480",
}
"""An old person at home, hindered by illness; of what neither this nor the case says, the first value."""
EVERYDAY: dict[str, tuple[dict[str, Any], ...]] = {
    "care": (
        {},
        {"clinic_access": "without-difficulty"},
        {"clinic_access": "without-difficulty", "age": 40, "lasts_over_time": False, "support_moving": False},
        {"dwelling": "special-housing-elderly"},
        {"dwelling": "short-term-place"},
        {"profession": "physician"},
        {"profession": "physician", "age": 8},
        {"profession": "physician", "level_of_care": "specialised"},
        {"home_care_enrolled": True},
        {"need_kind": "social-services"},
        {"need_kind": "dental", "dental_group": False},
    ),
    "physician": (
        {},
        {"dwelling": "special-housing-elderly", "physician_matter": "round"},
        {"time": "evening-night", "urgency": "cannot-wait"},
    ),
    "pays": (
        {"cost_item": "prescribed-medicine"},
        {"cost_item": "personal-aid"},
        {"cost_item": "wound-care"},
        {"cost_item": "bladder-bowel"},
        {"cost_item": "care"},
    ),
    "sip": ({}, {"inpatient": "admitted"}),
    "self-care": ({}, {"self_care": "assessed-self-care"}),
    "contacts": ({}, {"contact_kind": "physician-contact"}),
    "deceased": ({}, {"death_place": "municipal-housing"}),
}


def answers_needed(table: Table, case: dict[str, Any]) -> list[str]:
    """The facts that somebody must give: at once what is not as presumed, then what is asked, the best first."""
    facts = {fact.key: fact for fact in table.facts}
    truth = {key: fact.ordinary for key, fact in facts.items()} | SOMEBODY | case
    given = {
        key: value
        for key, value in case.items()
        if key in facts and facts[key].ordinary is not None and value != facts[key].ordinary
    }
    while True:
        decision = decide(table, given, presuming=True)
        if not decision.open:
            return list(given)
        asked = decision.open[0]
        given[asked] = facts[asked].values[0].key if truth[asked] is None else truth[asked]


@pytest.mark.parametrize("agreement", ASKED)
def test_the_everyday_case_takes_at_most_five_answers(agreement: str) -> None:
    tables = REGISTRY.agreement(agreement).tables
    needed = {
        (name, *case.items()): answers
        for name, cases in EVERYDAY.items()
        for case in cases
        if len(answers := answers_needed(tables[name], case)) > MOST
    }
    assert not needed


def test_what_is_presumed_counts_as_given_and_is_listed() -> None:
    table = care(row("child", {"age": {"to": 17}, "registered": "party"}), row("rest", None, MUNICIPALITY))
    decision = decide(table, {"age": 8}, presuming=True)
    assert decision.row == "child"
    assert decision.to_json()["presumed"] == [{"fact": "registered", "value": "party", "decides": True}]
    assert not decide(table, {"age": 8}).is_certain


def test_a_value_that_decides_who_is_responsible_is_asked_unless_it_goes_without_saying() -> None:
    table = care(row("evening", {"time": "evening-night"}, MUNICIPALITY), row("rest"))
    assert not presumptions(table, {})
    assert decide(table, {}, presuming=True).open == ("time",)
    same = {**REGION, "performer": "on-call-physician"}
    table = care(row("evening", {"time": "evening-night"}, same), row("rest"))
    assert [(one.fact.key, one.decides) for one in presumptions(table, {})] == [("time", False)]


def test_what_somebody_does_not_know_is_not_presumed() -> None:
    table = care(row("abroad", {"registered": "none"}, MUNICIPALITY), row("rest"))
    assert decide(table, {"registered": None}, presuming=True).open == ("registered",)


def test_nothing_is_presumed_that_contradicts_what_was_said() -> None:
    table = care(
        row("abroad", {"registered": "none"}, MUNICIPALITY),
        row("asylum", {"legal_status": "asylum-seeker"}),
        row("rest"),
    )
    assert [one.fact.key for one in presumptions(table, {"legal_status": "asylum-seeker"})] == []


def test_changes_of_the_principal_come_first_and_another_need_is_no_change() -> None:
    table = care(
        row("dental", {"need_kind": "dental"}, {"principal": "state", "performer": "dental"}),
        row("night", {"time": "evening-night", "age": {"from": 18}}, {**REGION, "performer": "on-call-physician"}),
        row("child", {"age": {"to": 17}}, MUNICIPALITY),
        row("rest"),
    )
    decision = decide(table, {"age": 17, "time": "evening-night", "need_kind": "health-care"})
    assert [one.fact for one in decision.nearest_change] == ["age"]
    decision = decide(table, {"age": 18, "time": "office-hours", "need_kind": "health-care"})
    assert [(one.fact, one.answer["principal"]) for one in decision.nearest_change] == [
        ("age", "municipality"),
        ("time", "region"),
    ]


def test_facts_are_understood_in_the_words_of_both_languages() -> None:
    vocabulary = REGISTRY.vocabulary
    said = {"Ålder": "82", "BOENDE": "särskilt boende för äldre", "home help": "Ja", "urgency": "Akut (omedelbar)"}
    assert vocabulary.understood(said) == {
        "age": 82,
        "dwelling": "special-housing-elderly",
        "home_help": True,
        "urgency": "acute",
    }
    assert vocabulary.understood({"municipality": "Göteborg"}) == {"municipality": "1480"}
    with pytest.raises(InvalidFacts, match="'age' is given twice, by its key and by its name"):
        vocabulary.understood({"age": 82, "ålder": 17})


@pytest.mark.parametrize("agreement", ASKED)
def test_every_label_of_a_value_is_understood_or_stands_for_several(agreement: str) -> None:
    home: Agreement = REGISTRY.agreement(agreement)
    assert home.vocabulary
    for fact in home.vocabulary.facts.values():
        labels = [words.fact_in(fact, fact.bits[value.key], "sv") and value.label.sv for value in fact.values]
        for value in fact.values:
            if labels.count(value.label.sv) == 1 and fact.understood(value.label.sv.upper()) != value.key:
                assert value.label.sv.casefold() in {one.label.en.casefold() for one in fact.values}


def test_the_errors_of_absurd_facts_are_short() -> None:
    table = care(row("child", {"age": {"to": 17}}), row("rest"))
    with pytest.raises(InvalidFacts) as many:
        decide(table, {f"fact {number}": 1 for number in range(100_000)})
    assert len(many.value.messages) == 11
    assert many.value.messages[-1] == "and 99990 more errors"
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    for value in ("x" * 5_000_000, 10**5000, deep, {"a": deep}, float("nan"), -1, b"82"):
        with pytest.raises(InvalidFacts) as error:
            decide(table, table.vocabulary.understood({"age": value, "dwelling": value, "home_help": value}))
        assert len(str(error.value)) < 900


def test_what_is_presumed_settles_nothing_that_has_not_been_asked() -> None:
    """A citizen of the EU whose age is not said is no child because support within what parents give is ordinary."""
    table = REGISTRY.agreement("jamtland-harjedalen").table("care")
    visitor = {"need_kind": "dental", "legal_status": "eu-citizen", "registered": "none", "eu_coordination": "none"}
    acute = {**visitor, "urgency": "acute"}
    unsaid = decide(table, acute, presuming=True)
    assert (unsaid.row, "extent" in unsaid.answer, unsaid.open) == (None, False, ("age",))
    grown_up, child = (decide(table, {**acute, "age": age}, presuming=True) for age in (40, 10))
    assert (grown_up.row, grown_up.answer["extent"]) == ("eu-citizen-dental", "full")
    assert (child.row, child.answer["extent"]) == ("dental-visitor-immediate", "immediate")


@pytest.mark.parametrize("agreement", ASKED)
def test_no_presumption_excludes_a_value_of_a_fact_that_has_to_be_asked(agreement: str) -> None:
    tried = 0
    for name, table in REGISTRY.agreement(agreement).tables.items():
        facts = {fact.key: fact for fact in table.facts}
        for given in ({}, *({fact.key: value.key} for fact in table.facts for value in fact.values[:3])):
            known = table.vocabulary.known(given)
            found = {one.fact.key: one.fact.bit(one.value) for one in presumptions(table, given)}
            taken = {**known, **found}
            for when in (one.when for one in table.vocabulary.impossible if one.when.keys() <= facts.keys()):
                to_ask = [key for key in when if key not in taken and facts[key].ordinary is None]
                if to_ask and when.keys() & found.keys():
                    tried += 1
                    assert not all(taken.get(key, mask) & mask for key, mask in when.items()), (name, given, when)
    assert tried
