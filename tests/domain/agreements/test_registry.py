"""Which agreement applies, and what an agreement says by itself or by what it falls back to."""

from dataclasses import replace
from datetime import date

import pytest
from tests.domain.agreements.folders import changed, write

from brygga.agreements import Agreement, AgreementScope, Term, TwoAgreements, load_all

REGISTRY = load_all()


@pytest.mark.parametrize(
    ("municipality", "agreement"),
    [
        ("1480", "vastra-gotaland"),
        ("1401", "vastra-gotaland"),
        ("2380", "jamtland-harjedalen"),
        ("0980", "gotland"),
        ("2180", "sverige"),
        ("0180", "sverige"),
    ],
    ids=["Göteborg", "Härryda", "Östersund", "Gotland", "Gävle", "Stockholm"],
)
def test_responsibility_is_divided_by_the_municipalitys_own_agreement_or_else_by_the_acts(municipality, agreement):
    assert REGISTRY.applying_to(municipality).id == agreement


def test_no_municipality_has_two_agreements_that_divide_responsibility():
    dividing = [a for a in REGISTRY.agreements.values() if a.fallback and a.regulates_responsibility]
    for code in REGISTRY.places.municipalities:
        assert sum(agreement.is_party(code) for agreement in dividing) <= 1, code


def head(agreement_id: str, covers: tuple[str, ...], **term: object) -> Agreement:
    """An agreement of Gävle alone, made of another."""
    other = REGISTRY.agreement("gavleborg-lansledning")
    notice = Term.model_validate({"kind": "rolling", "notice_months": 6, "one_partys_notice": "ends-for-all", **term})
    parties = other.head.parties.model_copy(update={"municipalities": ("2180",)})
    update = {"id": agreement_id, "covers": tuple(map(AgreementScope, covers)), "term": notice, "parties": parties}
    return replace(other, head=other.head.model_copy(update=update))


DAY = date(2024, 3, 1)


def test_an_agreement_on_payment_liability_alone_is_found_by_what_it_is_about():
    paying = head("paying", ("payment-liability",))
    registry = replace(REGISTRY, agreements={**REGISTRY.agreements, "paying": paying})
    assert registry.applying_to("2180", AgreementScope.PAYMENT_LIABILITY, DAY).id == "paying"
    assert registry.applying_to("2180", AgreementScope.RESPONSIBILITY, DAY).id == "sverige"


def test_an_agreement_that_has_ended_or_not_begun_applies_no_longer_or_not_yet():
    ended = head("ended", ("payment-liability",), notice=[{"party": "2180", "on": date(2023, 8, 31)}])
    begins = head("begins", ("payment-liability",), in_force_from=date(2024, 3, 1))
    registry = replace(REGISTRY, agreements={**REGISTRY.agreements, "ended": ended, "begins": begins})
    applying = [
        registry.applying_to("2180", AgreementScope.PAYMENT_LIABILITY, day).id
        for day in (date(2024, 2, 29), date(2024, 3, 1))
    ]
    assert applying == ["ended", "begins"]


def test_two_agreements_at_once_are_an_error_that_names_both():
    both = {name: head(name, ("payment-liability",)) for name in ("one", "other")}
    registry = replace(REGISTRY, agreements={**REGISTRY.agreements, **both})
    with pytest.raises(TwoAgreements, match=r"one and other both regulate payment-liability .* 2180 on 2024-03-01"):
        registry.applying_to("2180", AgreementScope.PAYMENT_LIABILITY, DAY)


def test_of_a_day_for_which_its_rule_is_missing_an_agreement_is_asked_and_not_the_act():
    before = date(2022, 12, 31)
    assert REGISTRY.applying_to("1480", AgreementScope.PAYMENT_LIABILITY, before).id == "vastra-gotaland"
    assert REGISTRY.applying_to("1480", AgreementScope.RESPONSIBILITY, before).id == "sverige"


def test_gotland_follows_the_act_on_payment_liability():
    assert REGISTRY.applying_to("0980", AgreementScope.PAYMENT_LIABILITY, DAY).id == "sverige"
    [held] = REGISTRY.agreement("gotland").liability_on(DAY)
    assert (held.agreement_id, held.rule.id) == ("sverige", "individual")


def test_the_acts_are_the_baseline_and_every_county_falls_back_to_them():
    assert REGISTRY.baseline.id == "sverige"
    for agreement in REGISTRY.agreements.values():
        assert [one.id for one in agreement.lineage()][-1] == "sverige"


def test_an_unknown_agreement_is_answered_with_those_there_are():
    with pytest.raises(LookupError) as error:
        REGISTRY.agreement("skane")
    there_are = ", ".join(sorted(REGISTRY.agreements))
    assert "sverige" in there_are
    assert error.value.args[0] == f"there is no agreement 'skane'; there are {there_are}"


def test_a_clause_of_the_act_is_found_through_the_agreement():
    agreement = REGISTRY.agreement("vastra-gotaland")
    assert agreement.clause("A.11").part == "A"
    assert agreement.clause("2017-612.5.4").part == "2017-612"
    with pytest.raises(LookupError) as error:
        agreement.clause("A.99")
    assert error.value.args[0] == "vastra-gotaland has no clause 'A.99'"


def test_the_clauses_of_the_agreement_go_before_those_of_the_act():
    clauses = REGISTRY.agreement("vastra-gotaland").clauses_carried_by("settlement", "no_sip_call")
    assert clauses[0].startswith("C.")
    assert any(clause.startswith("2017-612.") for clause in clauses)


def test_the_duties_of_the_acts_hold_in_every_county():
    for process in {duty.process for duty in REGISTRY.baseline.own_duties}:
        of_the_acts = {duty.id for duty in REGISTRY.baseline.duties(process)}
        for agreement in REGISTRY.agreements.values():
            assert of_the_acts <= {duty.id for duty in agreement.duties(process)}


def test_a_process_that_nobody_has_agreed_on_has_no_duties():
    assert len(REGISTRY.baseline.duties("discharge")) == 11
    assert REGISTRY.baseline.duties("departure") == ()


def test_an_agreement_replaces_a_duty_of_the_act_by_its_id(tmp_path):
    own = changed("act/duties.toml", ('label_en = "Call"', 'label_en = "Call at once"'), ('["1.1"]', '["A.1"]'))
    folder = write(tmp_path, {"county/duties.toml": own["act/duties.toml"]})
    registry = load_all(folder)
    assert [duty.label_en for duty in registry.agreement("county").duties("discharge")] == ["Call at once"]
    assert [duty.label_en for duty in registry.agreement("act").duties("discharge")] == ["Call"]


def test_the_folder_of_agreements_can_be_named_by_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("BRYGGA_AGREEMENTS", str(write(tmp_path, {})))
    assert sorted(load_all().agreements) == ["act", "county"]
