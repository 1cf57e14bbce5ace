"""A situation has a day: the wording of that day answers, and a day whose wording is not stored says so."""

from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from tests.domain.agreements.folders import ACT, ACT_CLAUSE, changed, write

from brygga.agreements import Agreement, AgreementKind, Clause, Registry, WordingStanding, load_all, wording_on
from brygga.agreements.wordings import other_wordings

HEAD = ACT.replace('file = "law.md"', 'file = "law.md"\nwording_from = 2018-01-01\nwording_to = 2025-05-26').replace(
    'kind = "statute"\n\n[term]',
    'kind = "statute"\nin_force_from = 2018-01-01\nin_force_to = 2026-06-30\n\n[term]',
)
NEWER = """
[[source]]
id = "law-2026"
title = "Lagen"
file = "law-2026.md"
wording_from = 2025-12-15
wording_to = 2026-01-15
renews = "law"
"""


def clause(clause_id: str, place: str, *, source: str = "law", days: str = "") -> str:
    text = ACT_CLAUSE.replace('"1.1"', f'"{clause_id}"').replace('"1 §"', f'"{place}"')
    return text.replace('source = "law"', f'source = "{source}"\n{days}')


@pytest.fixture
def county(tmp_path) -> Agreement:
    clauses = [
        ACT_CLAUSE,
        clause("1.2", "2 §, första stycket", days="from = 2020-01-01\nto = 2025-12-31"),
        clause("1.3", "2 §, andra stycket", days="to = 2025-12-31"),
        clause("1.2-2026", "2 §, första stycket", source="law-2026", days="from = 2026-01-01"),
    ]
    files = {"act/agreement.toml": HEAD.replace("[[part]]", f"{NEWER}\n[[part]]"), "act/clauses.toml": "".join(clauses)}
    return load_all(write(tmp_path, files)).agreement("county")


@pytest.mark.parametrize(
    ("clause_id", "on", "standing", "notice"),
    [
        ("1.1", date(2018, 1, 1), "holds", ""),
        ("1.1", date(2026, 1, 15), "holds", ""),
        (
            "1.1",
            date(2026, 1, 16),
            "unchecked",
            "1 is stored as it stood on 2026-01-15; whether it has changed by 2026-01-16 is not known",
        ),
        (
            "1.1",
            date(2017, 12, 31),
            "not-in-force",
            "1 is in force from 2018-01-01 until 2026-06-30, not on 2017-12-31",
        ),
        (
            "1.1",
            date(2026, 7, 1),
            "not-in-force",
            "1 is in force from 2018-01-01 until 2026-06-30, not on 2026-07-01",
        ),
        ("1.2", date(2025, 12, 31), "holds", ""),
        ("1.2", date(2026, 1, 1), "other", "2 has another wording on 2026-01-01: 1.2-2026"),
        ("1.2-2026", date(2025, 12, 31), "other", "2 has another wording on 2025-12-31: 1.2"),
        (
            "1.2",
            date(2019, 5, 1),
            "not-stored",
            "the wording stored of 2 holds from 2020-01-01 until 2025-12-31; "
            "what stands there on 2019-05-01 is not stored",
        ),
        ("A.1", date(1900, 1, 1), "holds", ""),
    ],
)
def test_the_wording_of_the_day_holds_or_the_notice_says_what_is_stored(county, clause_id, on, standing, notice):
    found = wording_on(county, clause_id, on)
    assert (found.standing, str(found)) == (standing, notice)


def test_a_day_before_the_only_wording_that_is_stored_says_so(tmp_path) -> None:
    files = changed("act/clauses.toml", ('source = "law"', 'source = "law"\nfrom = 2020-01-01')) | {
        "act/agreement.toml": HEAD
    }
    found = wording_on(load_all(write(tmp_path, files)).agreement("act"), "1.1", date(2019, 12, 31))
    assert found.standing is WordingStanding.NOT_STORED
    assert str(found) == (
        "the wording stored of 1 holds from 2020-01-01 until 2025-05-26; what stands there on 2019-12-31 is not stored"
    )


def test_a_clause_that_is_not_there_has_no_wording(county) -> None:
    with pytest.raises(LookupError, match=r"county has no clause 'B.1'"):
        wording_on(county, "B.1", date(2026, 1, 1))


REGISTRY: Registry = load_all()
ACTS = [one for one in REGISTRY.agreements.values() if one.head.kind is AgreementKind.STATUTE]


@pytest.mark.parametrize("act", ACTS, ids=lambda one: one.id)
def test_no_two_clauses_of_an_act_hold_at_one_place_on_one_day(act: Agreement) -> None:
    by_place: dict[tuple[str, str], list[Clause]] = {}
    for one in act.clauses:
        by_place.setdefault((one.part, one.place), []).append(one)
    pairs = (pair for clauses in by_place.values() for pair in combinations(clauses, 2))
    assert [(one.id, other.id) for one, other in pairs if other not in other_wordings(act, one)] == []


@pytest.mark.parametrize("agreement", REGISTRY.agreements.values(), ids=lambda one: one.id)
def test_the_days_of_a_source_cover_those_of_its_clauses(agreement: Agreement) -> None:
    sources = {source.id: source for source in agreement.head.source}
    outside = []
    for one in agreement.clauses:
        source = sources[one.source]
        too_early = one.from_ and source.wording_from and one.from_ < source.wording_from
        # What an amendment has decided stands in the text before it takes effect.
        begins_after = one.from_ and source.wording_to and one.from_ > source.wording_to + timedelta(days=366)
        if too_early or begins_after:
            outside.append(one.id)
    assert outside == []


@pytest.mark.parametrize("agreement", REGISTRY.agreements.values(), ids=lambda one: one.id)
def test_of_clauses_at_one_place_each_says_another_thing(agreement: Agreement) -> None:
    """A sentence of an agreement may hold several clauses; then their lines, their words or their days part them."""
    told = [(one.part, one.place, one.lines, one.summary, one.from_, one.to) for one in agreement.clauses]
    assert len(set(told)) == len(told)


@pytest.mark.parametrize("act", ACTS, ids=lambda one: one.id)
def test_every_wording_of_a_section_begins_the_day_after_the_one_before(act: Agreement) -> None:
    by_place: dict[tuple[str, str], list[tuple[date, date]]] = {}
    for one in act.clauses:
        if one.from_ or one.to:
            days = (one.from_ or date.min, one.to or date.max)
            by_place.setdefault((one.part, one.place), []).append(days)
    for place, days in by_place.items():
        days.sort()
        for (_, last), (first, _) in pairwise(days):
            assert first == last + timedelta(days=1), place


def test_an_amending_act_changes_an_act_from_one_day_and_not_before_its_own_year():
    days: dict[tuple[str, str], set[date]] = {}
    for agreement in load_all().agreements.values():
        for clause in agreement.clauses:
            if clause.by:
                days.setdefault((clause.part, clause.by), set()).add(clause.from_)
    assert {at: found for at, found in days.items() if len(found) > 1} == {}
    assert [at for at, (day,) in days.items() if day.year < int(at[1][:4])] == []
