"""Reading the vocabulary and tables: what is wrong is said with file, row, what is allowed and the nearest spelling."""

from pathlib import Path
from typing import Any

import pytest

from brygga.rules import InvalidFacts, InvalidRules, Table, decide, load_vocabulary, parse_table, prove
from brygga.rules.words import situation

FACTS = Path(__file__).parents[3] / "agreements" / "facts.toml"
VOCABULARY = load_vocabulary(FACTS)
REGION = {"principal": "region", "performer": "health-centre"}
MUNICIPALITY = {"principal": "municipality", "performer": "municipal-health-care"}


def row(name: str, when: Any = None, then: Any = REGION, **more: Any) -> dict[str, Any]:
    return {"id": name, "clauses": ["B.1"], "then": then, **({"when": when} if when else {}), **more}


def care(*rows: dict[str, Any], **more: Any) -> Table:
    return parse_table(
        {"name": "care", "hit_policy": "first", "row": list(rows), **more}, VOCABULARY, "here", "care.toml"
    )


CHILD = care(row("child", {"age": {"to": 17}}), row("adult", {"dwelling": "ordinary"}, MUNICIPALITY))


def faults(*rows: dict[str, Any], **more: Any) -> str:
    with pytest.raises(InvalidRules) as error:
        care(*rows, **more)
    return str(error.value)


def test_a_misspelt_fact_is_met_with_the_nearest_spelling() -> None:
    assert "care.toml: row › 'a' › when: there is no fact 'dweling'; did you mean 'dwelling'?" in faults(
        row("a", {"dweling": "ordinary"})
    )


def test_a_misspelt_value_is_met_with_what_is_allowed() -> None:
    said = faults(row("a", {"inpatient": "admited"}))
    assert "inpatient: there is no value 'admited'; did you mean 'admitted'?; allowed: none, admitted, on-leave" in said


def test_every_fault_of_a_table_is_said_at_once() -> None:
    bad = {"id": "a", "then": {"principal": "regin", "who": "x"}, "when": {"age": {"from": 18, "to": 17}}}
    said = faults(bad, row("b"), row("b"), hit_policy="any")
    for part in ("cite at least one clause", "did you mean 'region'?", "performer: this key is missing", "'who'"):
        assert part in said
    assert "in order (found 18 to 17)" in said
    assert "this id stands twice" in said
    assert "there is no hit policy 'any'" in said


def test_facts_that_the_vocabulary_has_not_got_are_refused_together() -> None:
    with pytest.raises(InvalidFacts) as error:
        decide(CHILD, {"age": 130, "dwelling": "castle", "colour": "red", "home_help": 1})
    assert len(error.value.messages) == 4


def test_a_child_of_17_is_the_regions_and_at_18_the_municipalitys() -> None:
    at_17 = decide(CHILD, {"age": 17, "dwelling": "ordinary"})
    assert (at_17.row, at_17.answer["principal"]) == ("child", "region")
    assert [(one.fact, one.before, one.after, one.answer) for one in at_17.nearest_change] == [
        ("age", 17, 18, MUNICIPALITY)
    ]
    at_18 = decide(CHILD, {"age": 18, "dwelling": "ordinary"})
    assert at_18.passed_over[0].because.sv == "ålder 18 år (raden gäller: ålder 0–17 år)"


def test_an_adult_placed_in_hvb_falls_in_a_gap_that_the_proof_shows_in_words() -> None:
    gap = prove(CHILD).gaps[0]
    assert situation(VOCABULARY, gap.condition) == "ålder minst 18 år; boende: inte ordinärt boende"
    assert not decide(CHILD, {"age": 40, "dwelling": "hvb"}).is_answered


def test_an_agreement_that_is_silent_falls_to_the_baseline_and_says_so() -> None:
    silent = care(row("child", {"age": {"to": 17}}), falls_to_baseline=True).falling_to(care(row("law")))
    assert decide(silent, {"age": 40}).row == "law"
    table = parse_table(
        {"name": "care", "hit_policy": "first", "row": [row("law")]}, VOCABULARY, "sverige", "care.toml"
    )
    decision = decide(silent.falling_to(table), {"age": 40})
    assert (decision.falls_back_to, decision.row) == ("sverige", "law")


def test_an_exception_written_after_its_rule_is_unreachable() -> None:
    proof = prove(care(row("rule", {"dwelling": ["hvb", "sis"]}), row("exception", {"dwelling": "sis"}), row("rest")))
    assert proof.more_general == [("rule", "exception")]
    assert proof.unreachable[0].more["covered_by"] == ["rule"]
