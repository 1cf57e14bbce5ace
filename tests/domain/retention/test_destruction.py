"""When what is held about a person may be destroyed, by the acts and by an organisation's own plan."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brygga.agreements import Agreement, load_all
from brygga.process import Role
from brygga.processes import PROCESSES
from brygga.retention import (
    HeldRecord,
    KeptBecause,
    Planned,
    RecordKind,
    RetentionRules,
    UnlawfulPlan,
    check_plan,
    decide,
    record_of,
    rules_of,
)

BORAS, GOTEBORG, LINKOPING = "1490", "1480", "0580"
ON_THE_4TH, ON_THE_15TH, A_CHILD = "195012042130", "195107152166", "201801042381"
COORDINATION, RESERVE = "197010632391", "VGR-12345"
DAY = date(2040, 6, 1)


@pytest.fixture(scope="module")
def acts() -> Agreement:
    return load_all().agreement("sverige")


@pytest.fixture(scope="module")
def rules(acts: Agreement) -> RetentionRules:
    return rules_of(acts, DAY)


def held(record: RecordKind, last: date, number: str = ON_THE_4TH, area: str = BORAS, **more: object) -> HeldRecord:
    return HeldRecord(
        record, area, **{"is_over": True, "last_entry": last, "newest_entry": last, "number": number, **more}
    )


def reasons(rules: RetentionRules, record: HeldRecord, plan: Planned | None = None, on: date = DAY) -> list[str]:
    return [one.because.value for one in decide(record, rules, plan, on).kept]


def test_a_patient_record_stays_ten_years_to_the_day_and_no_act_orders_it_gone(rules: RetentionRules) -> None:
    of_ten_years_ago = held(RecordKind.PATIENT, date(2030, 6, 1))
    ends = decide(of_ten_years_ago, rules, None, DAY)
    assert [(one.because, one.clause, one.until) for one in ends.kept] == [(KeptBecause.WITHIN, "2008-355.3.17.1", DAY)]
    the_day_after = decide(of_ten_years_ago, rules, None, DAY + timedelta(days=1))
    assert the_day_after.is_due
    assert (the_day_after.may_go, the_day_after.must_have_gone) == (date(2040, 6, 2), None)


def test_the_last_entry_of_a_leap_day_counts_to_the_end_of_february(rules: RetentionRules) -> None:
    assert decide(held(RecordKind.SOCIAL, date(2032, 2, 29)), rules, None, DAY).may_go == date(2037, 3, 1)


def test_a_social_record_goes_after_five_years_and_by_the_end_of_the_next(rules: RetentionRules) -> None:
    ends = decide(held(RecordKind.SOCIAL, date(2035, 3, 1)), rules, None, DAY)
    assert (ends.is_due, ends.may_go, ends.must_have_gone) == (True, date(2040, 3, 2), date(2041, 12, 31))


def test_in_private_hands_a_social_record_goes_after_two_years(rules: RetentionRules) -> None:
    assert decide(held(RecordKind.PRIVATE_SOCIAL, date(2038, 5, 31)), rules, None, DAY).may_go == date(2040, 6, 1)


@pytest.mark.parametrize(
    ("number", "area", "expected"),
    [
        (ON_THE_4TH, BORAS, []),
        (ON_THE_15TH, BORAS, ["research"]),
        (ON_THE_4TH, GOTEBORG, ["research"]),
        (ON_THE_4TH, LINKOPING, ["research"]),
        (A_CHILD, BORAS, ["child"]),
        (RESERVE, BORAS, ["birthday-unknown"]),
    ],
)
def test_for_research_and_of_children_social_records_stay(
    rules: RetentionRules, number: str, area: str, expected: list[str]
) -> None:
    assert reasons(rules, held(RecordKind.SOCIAL, date(2030, 1, 1), number, area)) == expected
    assert reasons(rules, held(RecordKind.PATIENT, date(2029, 1, 1), number, area)) == []


def test_a_coordination_number_tells_the_day_of_birth_too(rules: RetentionRules) -> None:
    of_the_3rd = replace(rules, sample_days=frozenset({3}))
    assert reasons(of_the_3rd, held(RecordKind.SOCIAL, date(2030, 1, 1), COORDINATION)) == ["research"]
    assert reasons(rules, held(RecordKind.SOCIAL, date(2030, 1, 1), COORDINATION)) == []


def test_what_keeps_a_record_is_all_told(rules: RetentionRules) -> None:
    last = date(2038, 1, 1)
    open_on_hold = held(RecordKind.SOCIAL, last, ON_THE_15TH, is_over=False, on_hold=True)
    assert reasons(rules, open_on_hold) == ["open", "within", "hold", "research"]


def test_a_newer_entry_about_the_person_keeps_the_older_record(rules: RetentionRules) -> None:
    record = held(RecordKind.SOCIAL, date(2030, 1, 1), newest_entry=date(2036, 1, 1))
    ends = decide(record, rules, None, DAY)
    assert [(one.because, one.until) for one in ends.kept] == [(KeptBecause.NEWER, date(2041, 1, 1))]


def test_a_plan_lengthens_what_is_a_least_time_and_decides_where_no_act_does(rules: RetentionRules) -> None:
    last, plan = date(2029, 1, 1), Planned(20, "RS 2030-17", date(2030, 1, 1))
    assert reasons(rules, held(RecordKind.PATIENT, last), plan) == ["within"]
    assert decide(held(RecordKind.PATIENT, last), rules, plan, DAY).period.decision == "RS 2030-17"
    assert reasons(rules, held(RecordKind.OTHER, last)) == ["no-rule"]
    assert reasons(rules, held(RecordKind.OTHER, last), Planned(5, "RS 2030-18", date(2030, 1, 1))) == []


@pytest.mark.parametrize(
    ("record", "years", "clause"),
    [
        (RecordKind.PATIENT, 9, "2008-355.3.17.1"),
        (RecordKind.SOCIAL, 10, "2025-400.16.1.1"),
        (RecordKind.PRIVATE_SOCIAL, 10, "2025-400.17.2.1"),
        (RecordKind.OTHER, 0, ""),
        (RecordKind.OTHER, 201, ""),
    ],
)
def test_no_plan_goes_against_an_act(rules: RetentionRules, record: RecordKind, years: int, clause: str) -> None:
    with pytest.raises(UnlawfulPlan) as refused:
        check_plan(rules, record, years)
    assert refused.value.clause == clause
    check_plan(rules, RecordKind.PATIENT, 10)


def test_every_process_and_role_has_a_kind_of_record_and_every_clause_of_a_rule_there_is(
    acts: Agreement, rules: RetentionRules
) -> None:
    for process, role, private in product(PROCESSES, [None, *Role], [False, True]):
        assert record_of(process, role, private) in RecordKind
    for clause in (*(period.clause for period in rules.years.values()), rules.sample_clause, "2025-400.16.2"):
        assert acts.clause(clause).kind in {"figure", "prohibition"}


DAYS = st.dates(date(2026, 1, 1), date(2045, 12, 31))


@given(
    record=st.sampled_from(RecordKind),
    last=DAYS,
    later=st.integers(0, 4000),
    on=DAYS,
    years=st.none() | st.integers(1, 40),
)
def test_nothing_ever_goes_before_its_acts_least_time(
    rules: RetentionRules, record: RecordKind, last: date, later: int, on: date, years: int | None
) -> None:
    """Counted another way: by full years between two days."""
    newest = last + timedelta(days=later)
    plan = Planned(years, "x", date(2026, 1, 1)) if years else None
    ends = decide(held(record, last, ON_THE_4TH, newest_entry=newest), rules, plan, on)
    least = {"patient": 10, "social": 5, "private-social": 2, "other": years or 0}[record.value]
    full = (
        on.year - newest.year - ((on.month, on.day) <= (newest.month, min(newest.day, 28 if newest.month == 2 else 31)))
    )
    if ends.is_due:
        assert full >= least
    if record is RecordKind.OTHER and not years:
        assert not ends.is_due
