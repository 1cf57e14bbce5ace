"""A made-up county has the size, the delays and the mistakes of a real one."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from statistics import mean

import pytest
from tests.domain.synthetic.stays import stay_told

from brygga.calendars.deadlines import SWEDEN
from brygga.discharge import DISCHARGE, CareType, Stay
from brygga.identities import Places, UnknownCode
from brygga.synthetic import synthesize
from brygga.synthetic.discharge.stays import is_discharge

from .conftest import A_TUESDAY, TWELVE


@pytest.fixture(scope="module")
def stays(cases, county) -> list[Stay]:
    return [stay for case in cases if (stay := stay_told(case, county.as_of))]


def waits(stays: Iterable[Stay]) -> list[int]:
    """Days from the ready notice to discharge."""
    return [(s.discharged_at.date() - s.ready_at.date()).days for s in stays if s.discharged_at and s.ready_at]


def share(those: Iterable[bool]) -> float:
    return mean(map(float, those))


def test_somatic_patients_wait_about_two_days_and_two_thirds_leave_on_the_same_day(stays):
    days = waits(s for s in stays if s.care_type is CareType.SOMATIC)
    assert 1.7 < mean(days) < 2.5
    assert 0.62 < share(d == 0 for d in days) < 0.72
    assert 0.05 < share(d > 7 for d in days) < 0.11


def test_psychiatric_patients_wait_longer(stays):
    assert 3.0 < mean(waits(s for s in stays if s.care_type is CareType.PSYCHIATRIC)) < 5.0


def test_a_few_municipalities_pass_three_days_on_average_and_most_do_not(county):
    big = synthesize(Places.load(), "14", 60_000, 7, county.as_of, stays_per_year=12_000)
    by_municipality: dict[str, list[Stay]] = {}
    for case in big.cases:
        if stay := stay_told(case, big.as_of):
            by_municipality.setdefault(stay.municipality, []).append(stay)
    means = {code: mean(d for d in waits(own) if d <= 7) for code, own in by_municipality.items()}
    assert len(means) == 49
    assert 3 <= sum(one > 3 for one in means.values()) <= 10
    assert means["1480"] < 3


def test_some_admission_notices_are_late_and_some_are_never_sent(stays):
    left = [s for s in stays if s.discharged_at]
    late = [
        s.admission_notice_at - (s.need_assessed_at or s.admitted_at) > timedelta(hours=24)
        for s in left
        if s.admission_notice_at
    ]
    assert 0.03 < share(late) < 0.12
    assert 0.01 < share(s.admission_notice_at is None for s in left) < 0.08


def test_some_calls_to_planning_are_late_and_outpatient_care_is_sometimes_not_there(stays):
    called = [s for s in stays if s.discharged_at and s.sip_required and s.sip_called_at and s.ready_at]
    assert 0.03 < share(s.sip_called_at.date() > s.ready_at.date() + timedelta(3) for s in called) < 0.15
    assert any(s.sip_called_at < s.ready_at for s in called)
    assert 0.02 < share(not s.outpatient_available for s in stays if s.discharged_at) < 0.15


def test_fewer_patients_become_ready_at_weekends(stays):
    ready = Counter(s.ready_at.weekday() >= 5 for s in stays if s.ready_at)
    assert 0.05 < ready[True] / ready.total() < 2 / 7 - 0.05


def test_stays_at_the_present_are_at_every_stage(discharges, county):
    stages = Counter(DISCHARGE.fold(case.messages, county.as_of).stage for case in discharges)
    assert set(stages) == {"admitted", "notified", "ready", "discharged", "aborted"}


def test_a_demo_has_about_the_open_and_closed_cases_that_were_asked_for(demo):
    discharges = list(filter(is_discharge, demo.cases))
    states = [DISCHARGE.fold(case.messages, demo.as_of) for case in discharges]
    assert len(states) == 3300
    assert 260 < sum(not DISCHARGE.is_over(state) for state in states) < 340
    assert {case.municipality for case in discharges} == set(TWELVE)
    ready = [state for state in states if state.stage == "ready"]
    assert sum(A_TUESDAY - state.ready_at < timedelta(days=4) for state in ready) > 40
    assert sum(A_TUESDAY - state.ready_at > timedelta(days=4) for state in ready) > 20


@pytest.mark.parametrize("at", ["02:00", "02:43", "03:20", "03:59"])
def test_a_county_made_at_night_has_no_case_in_which_nothing_is_said_yet(at):
    now = datetime.fromisoformat(f"2026-12-01T{at}").replace(tzinfo=SWEDEN)
    asked = {"stays_per_year": 500, "open_cases": 400, "municipalities": TWELVE[:1]}
    assert all(case.messages for case in synthesize(Places.load(), "14", 1200, 16, now, **asked).cases)


def test_a_county_of_one_person_and_no_stays_is_a_county():
    county = synthesize(Places.load(), "09", 1, 1, A_TUESDAY, stays_per_year=0)
    assert len(list(county.people)) == 1
    assert list(county.cases) == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"people": 0}, "a county has at least one person, not 0"),
        ({"people": 10, "stays_per_year": 26}, "10 people cannot have 26 stays in a year: at most 25"),
        ({"people": 100, "stays_per_year": 10, "open_cases": 50}, "of 10 cases 50 cannot be open"),
        ({"municipalities": ("1480", "2380")}, "not in county 14: Östersunds kommun"),
        (
            {"municipalities": ()},
            "people live in at least one municipality; leave the list out for all of the county's",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(asked, said):
    people = asked.pop("people", 100)
    with pytest.raises(ValueError) as caught:
        synthesize(Places.load(), "14", people, 1, A_TUESDAY, **asked)
    assert str(caught.value) == said


def test_a_county_or_municipality_that_does_not_exist_is_refused():
    with pytest.raises(UnknownCode):
        synthesize(Places.load(), "02", 100, 1, A_TUESDAY)
    with pytest.raises(UnknownCode):
        synthesize(Places.load(), "14", 100, 1, A_TUESDAY, municipalities=("1499", "9999"))
