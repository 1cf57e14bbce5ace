"""What is said in made-up cases is what could be said in real ones."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.synthetic.stays import stay_told
from tests.tries import tries

from brygga.discharge import DISCHARGE, Stage, stay_of
from brygga.identities import Places
from brygga.process import Role, UnitFacts
from brygga.processes import PROCESSES
from brygga.synthetic import MadeCase, synthesize
from brygga.synthetic.discharge.stays import is_discharge

NIGHTS = [datetime(2023, 3, 26), datetime(2023, 10, 29)]


def check(case: MadeCase) -> None:
    process = PROCESSES[case.process]
    for number, message in enumerate(case.messages):
        process.check_says(process.fold(case.messages[:number], message.sent_at), message)
        assert message.body == process.parse(message.body.kind, message.body.model_dump(mode="json"))


def test_every_message_could_be_sent_when_it_was(cases):
    for case in cases[::2]:
        check(case)


def test_every_message_of_the_demo_could_be_sent_when_it_was(demo):
    for case in list(demo.cases)[::3]:
        check(case)


@settings(max_examples=tries(6), deadline=None)
@given(st.integers(0, 10**6), st.datetimes(datetime(2019, 1, 1), datetime(2030, 1, 1), timezones=st.timezones()))
def test_whatever_the_seed_and_the_present_every_message_could_be_sent_and_none_in_the_future(seed, as_of):
    county = synthesize(Places.load(), "23", 30, seed, as_of, stays_per_year=12, open_cases=4)
    for case in county.cases:
        assert case.messages
        assert all(message.sent_at <= as_of for message in case.messages)
        check(case)


@pytest.mark.parametrize("night", NIGHTS)
def test_the_nights_when_the_clocks_change_keep_messages_in_order(cases, night):
    around = [case for case in cases if abs(case.messages[0].sent_at.replace(tzinfo=None) - night) < timedelta(days=1)]
    assert around
    for case in around:
        check(case)


def test_messages_of_a_case_are_numbered_from_one_in_the_order_sent(cases):
    for case in cases:
        assert [message.sequence for message in case.messages] == list(range(1, len(case.messages) + 1))
        assert [m.sent_at for m in case.messages] == sorted(m.sent_at for m in case.messages)


def test_a_stay_is_the_one_that_all_the_messages_tell(discharges, county):
    for case in discharges:
        told = stay_of(DISCHARGE.fold(case.messages, county.as_of), case.case_id, case.municipality)
        assert stay_told(case, county.as_of) == told


def test_only_units_that_take_part_write_and_only_in_their_own_part(cases):
    for case in cases:
        process = PROCESSES[case.process]
        units = {unit.hsa_id: UnitFacts(unit.hsa_id, unit.kind, unit.role, unit.municipality) for unit in case.units}
        assert case.messages[0].unit == case.units[0].hsa_id
        for number, message in enumerate(case.messages):
            before = process.fold(case.messages[:number], message.sent_at)
            assert process.part_of(before, units[message.unit]) == message.part


def test_a_discharge_begins_in_a_ward(discharges):
    assert {case.units[0].role for case in discharges} == {Role.INPATIENT_CARE}


NOT_MADE_UP = {
    "moved",
    "taken-over",
    "municipality-corrected",
    "notice-forwarded",
    "told-otherwise",
    "date-call",
    "follow-up-call",
}
"""In the made-up county nobody moves between wards or between municipalities, every municipality has units, and no
agreement has anybody telephone."""


def test_every_other_kind_of_message_of_a_discharge_is_said_by_somebody(discharges):
    said = {message.body.kind for case in discharges for message in case.messages}
    assert said == set(DISCHARGE.bodies) - NOT_MADE_UP


def test_nobody_is_in_hospital_twice_at_a_time_or_after_death(demo):
    ended: dict[int, datetime] = {}
    for case in filter(is_discharge, demo.cases):
        state = DISCHARGE.fold(case.messages, demo.as_of)
        if state.stage is Stage.ABORTED:
            continue
        assert state.admitted_at > ended.get(case.person.number, state.admitted_at - timedelta(1))
        dead = state.destination == "deceased"
        ended[case.person.number] = demo.as_of if dead or not state.discharged_at else state.discharged_at


def test_case_numbers_are_never_used_twice(cases):
    assert max(Counter(case.case_id for case in cases).values()) == 1
