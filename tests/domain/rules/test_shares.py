"""A proof says what its declared gaps and the general duty take, and where two tables contradict each other."""

from typing import Any

import pytest
from tests.domain.rules.test_tables import MUNICIPALITY, REGION, VOCABULARY, row

from brygga.rules import Table, disagreements, parse_table, proof_json, prove

INTERIM = {"principal": "to-be-agreed", "performer": "to-be-agreed", "basis": "interim"}


def table(agreement: str, *rows: dict[str, Any], name: str = "care", **more: Any) -> Table:
    content = {"name": name, "hit_policy": "first", "row": list(rows), **more}
    return parse_table(content, VOCABULARY, agreement, f"{name}.toml")


def gap(name: str, when: Any = None, **more: Any) -> dict[str, Any]:
    return {**row(name, when, INTERIM), "because_sv": "Källan tiger.", "because_en": "The source is silent.", **more}


ACT = table(
    "act",
    row("child", {"age": {"to": 17}}, general=True),
    declared_gap=[gap("aids", {"need_kind": "aids"}), gap("rest")],
)
HERE = table("here", row("home", {"dwelling": "ordinary"}, MUNICIPALITY), falls_to_baseline=True).falling_to(ACT)


def test_a_gap_says_what_share_of_the_situations_it_takes_in_the_whole_that_answers() -> None:
    proof = prove(HERE).to_json(True)
    # 10 dwellings, 2 bands of age, 10 needs; ordinary dwellings are answered here, children in the others by the act.
    assert (proof["situations"], proof["gap_share"], proof["general_duty_share"]) == (200, 0.45, 0.45)
    first, second = proof["declared_gaps"]
    assert (first["agreement"], first["row"], first["situations"], first["share"]) == ("act", "rest", 81, 0.405)
    assert (second["row"], second["situations"], second["share"]) == ("aids", 9, 0.045)
    assert (second["because"], second["interim"], second["clauses"]) == ("Källan tiger.", INTERIM, ["B.1"])


@pytest.mark.parametrize(
    ("when", "catches"),
    [
        (None, True),
        ({"need_kind": {"not": ["aids"]}}, True),
        ([{"need_kind": "aids"}, {"dwelling": {"not": ["hvb"]}}], True),
        ({"need_kind": "aids"}, False),
        ({"need_kind": "aids", "dwelling": {"not": ["hvb"]}}, False),
        ({"age": {"from": 18}}, False),
    ],
)
def test_a_gap_that_names_no_fact_by_what_it_is_takes_whatever_no_row_names(when: Any, catches: bool) -> None:
    found = prove(table("here", row("home", {"dwelling": "ordinary"}), declared_gap=[gap("hole", when)]))
    assert [one.id for one in found.catch_alls] == (["hole"] if catches else [])
    assert not catches or not found.ok


def test_a_table_that_is_handed_over_whole_is_proved_as_the_one_below_it() -> None:
    handed = Table("there", ACT.question, VOCABULARY, ACT.policy, (), (), True).falling_to(ACT)
    document = proof_json([ACT, handed])
    act, there = document["tables"]
    assert there == {**act, "agreement": "there", "rows": 0, "catch_alls": []}
    assert there["gap_share"] == 0.5


def physician(then: dict[str, str], **when: Any) -> Table:
    rows = [row("special", when, then), row("all", None, {"physician": "region-physician", "principal": "region"})]
    return table("here", *rows, name="physician")


def test_two_tables_that_name_different_principals_of_one_matter_are_found() -> None:
    care = table("here", row("all", None, REGION))
    night = physician({"physician": "to-be-agreed", "principal": "both"}, time="evening-night")
    (found,) = [one.to_json() for one in disagreements({"care": care, "physician": night})]
    assert found["answer"] == "principal"
    assert (found["a"]["table"], found["a"]["row"], found["a"]["answer"]) == ("care", "all", "region")
    assert (found["b"]["table"], found["b"]["row"], found["b"]["answer"]) == ("physician", "special", "both")
    assert found["facts"]["time"] == ["evening-night"]
    assert found["facts"]["profession"] == ["physician"]


def test_a_row_that_leaves_the_principal_out_contradicts_nothing() -> None:
    care = table("here", row("all", None, REGION))
    assert not disagreements({"care": care, "physician": physician({"physician": "to-be-agreed"}, palliative="team")})


def test_a_nurse_and_a_physician_may_have_different_principals() -> None:
    care = table("here", row("nurse", {"profession": "nurse"}, MUNICIPALITY), row("all", None, REGION))
    assert not disagreements(
        {"care": care, "physician": physician({"physician": "region-physician"}, time="weekend-day")}
    )
