"""Decision tables for the site's tests: the real agreements with a few made-up rows, so that data may change."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from brygga.agreements import Registry
from brygga.rules import Table, parse_table
from brygga_site.agreements import registry
from brygga_site.web.agreements.links import all_links

REGION = {"principal": "region", "performer": "health-centre", "basis": "agreement"}
TOWN = {"principal": "municipality", "performer": "municipal-health-care"}
AGREED = {"principal": "to-be-agreed", "performer": "to-be-agreed"}
ASYLUM = {"legal_status": ["asylum-seeker", "without-permit"]}
HOUSING = {"dwelling": "special-housing-elderly"}
AS_AGREED = {**REGION, "performer": "municipal-health-care", "basis": "individual-agreement"}

CARE = {
    "name": "care",
    "hit_policy": "first",
    "falls_to_baseline": True,
    "row": [
        {"id": "agreed", "when": {**ASYLUM, "individual_agreement": True}, "then": AS_AGREED, "clauses": ["B.7.2"]},
        {"id": "asylum", "when": ASYLUM, "then": REGION, "clauses": ["B.7.1"]},
        {
            "id": "housing",
            "when": [HOUSING, {"dwelling": "ordinary", "age": {"from": 80}}],
            "then": TOWN,
            "clauses": ["B.7"],
            "note_sv": "Kommunen bokar besöken.",
            "note_en": "The municipality books the visits.",
        },
        {"id": "handed", "when": {"dwelling": "hvb"}, "falls_to_baseline": True, "clauses": ["B.7"]},
    ],
    "declared_gap": [
        {
            "id": "sis",
            "when": {"dwelling": "sis"},
            "then": {**AGREED, "basis": "interim"},
            "clauses": ["B.7"],
            "because_sv": "Avtalet nämner inte SiS.",
            "because_en": "The agreement does not mention SiS.",
        }
    ],
}
ACTS = {
    "name": "care",
    "hit_policy": "first",
    "row": [{"id": "acute", "when": {"urgency": "acute"}, "then": REGION, "clauses": ["2017-612.1.3"]}],
    "declared_gap": [
        {
            "id": "outside",
            "then": AGREED,
            "clauses": ["2017-612.1.3"],
            "because_sv": "Lagarna säger inte vem.",
            "because_en": "The acts do not say who.",
        }
    ],
}
OTHERWISE = {
    "name": "care",
    "hit_policy": "first",
    "falls_to_baseline": True,
    "row": [{"id": "asylum", "when": ASYLUM, "then": TOWN, "clauses": ["8.inledning.3"]}],
}
FAULTY = {
    "name": "pays",
    "hit_policy": "unique",
    "row": [
        {"id": "child", "when": {"age": {"to": 17}}, "then": {"payer": "region", "payment_standing": "final"}},
        {"id": "home", "when": {"dwelling": "ordinary"}, "then": {"payer": "person", "payment_standing": "final"}},
        {"id": "never", "when": {"dwelling": "ordinary", "age": {"to": 5}}, "then": {"payer": "person"}},
    ],
}


def made_up() -> Registry:
    """The real agreements with these tables and no others."""
    real = registry()
    for row in FAULTY["row"]:
        row.update(clauses=["B.7"], then={"payment_standing": "final", **row["then"]})

    def table(content: dict[str, Any], agreement: str) -> Table:
        return parse_table(content, real.vocabulary, agreement, "test.toml")

    acts = replace(real.baseline, own_tables=(table(ACTS, "sverige"),))
    own = {
        "vastra-gotaland": (table(CARE, "vastra-gotaland"), table(FAULTY, "vastra-gotaland")),
        "jamtland-harjedalen": (table(OTHERWISE, "jamtland-harjedalen"),),
    }
    found = {
        name: acts if one is real.baseline else replace(one, own_tables=own.get(name, ()), fallback=acts)
        for name, one in real.agreements.items()
    }
    return replace(real, agreements=found)


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    """The site runs the made-up tables."""
    found = made_up()
    monkeypatch.setattr("brygga_site.agreements.let_in", lambda: found)
    registry.cache_clear()
    all_links.cache_clear()
    yield found
    registry.cache_clear()
    all_links.cache_clear()
