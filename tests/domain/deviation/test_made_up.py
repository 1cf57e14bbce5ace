"""Made-up deviations follow from what went wrong in made-up discharges, and are told as real ones would be."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.domain.deviation.cast import WEST

from brygga.calendars import end_of_day
from brygga.deviation import DEVIATION
from brygga.deviation import DeviationStage as Stage
from brygga.discharge import DISCHARGE
from brygga.identities import Places
from brygga.process import UnitFacts, turn
from brygga.synthetic import MadeCase, synthesize
from brygga.synthetic import deviation as made_up

NEW_YEARS_EVE = end_of_day(date(2023, 12, 31))


@pytest.fixture(scope="module")
def county():
    """Twelve thousand discharges of 2023."""
    return synthesize(Places.load(), "14", 12_000, 7, NEW_YEARS_EVE, stays_per_year=12_000)


@pytest.fixture(scope="module")
def cases(county) -> list[MadeCase]:
    return list(county.cases)


@pytest.fixture(scope="module")
def deviations(cases) -> list[MadeCase]:
    return [case for case in cases if case.process == "deviation"]


@pytest.fixture(scope="module")
def discharges(cases) -> dict[str, MadeCase]:
    return {case.case_id: case for case in cases if case.process == "discharge"}


def test_two_to_four_discharges_in_a_hundred_lead_to_one(deviations, discharges):
    assert 0.02 < len(deviations) / len(discharges) < 0.04


def test_every_message_could_be_sent_when_it_was_and_by_whom_it_was(deviations):
    for case in deviations:
        units = {unit.hsa_id: UnitFacts(unit.hsa_id, unit.kind, unit.role, unit.municipality) for unit in case.units}
        assert case.messages[0].unit == case.units[0].hsa_id
        for number, message in enumerate(case.messages):
            before = DEVIATION.fold(case.messages[:number], message.sent_at)
            assert DEVIATION.part_of(before, units[message.unit]) == message.part
            DEVIATION.check_says(before, message)
            assert message.body == DEVIATION.parse(message.body.kind, message.body.model_dump(mode="json"))


def test_they_reach_every_stage_and_every_message_is_said_by_somebody(deviations, county):
    stages = Counter(DEVIATION.fold(case.messages, county.as_of).stage for case in deviations)
    assert set(stages) == set(Stage) - {Stage.NEW}
    assert {message.body.kind for case in deviations for message in case.messages} == set(DEVIATION.bodies)


def test_whoever_takes_part_knows_whose_turn_it_is(deviations, county):
    for case in deviations:
        state = DEVIATION.fold(case.messages, county.as_of)
        parts = {unit: str(part) for unit in sorted(state.taking_part) if (part := state.part(unit))}
        assert bool(turn(DEVIATION.duties(state, WEST, parts))) is not DEVIATION.is_over(state)


def test_each_is_about_a_message_of_that_persons_discharge_that_came_before_it(deviations, discharges):
    about = [(case, case.messages[0].body.about) for case in deviations]
    assert sum(one is not None for _, one in about) > 0.8 * len(about)
    for case, one in about:
        origin = discharges[case.case_id.removesuffix("-D")]
        assert case.person is origin.person
        assert set(case.units[:2]) <= set(origin.units)
        if one:
            said = origin.messages[one.sequence - 1]
            assert (one.case, one.kind, one.unit, one.sent_at) == (
                origin.case_id,
                said.body.kind,
                said.unit,
                said.sent_at,
            )
            assert one.clause == DISCHARGE.told[type(said.body)]
            assert one.sent_at < case.messages[0].sent_at


def test_a_notice_that_is_reported_was_late(deviations, discharges):
    late = [case for case in deviations if (about := case.messages[0].body.about) and about.kind == "admission-notice"]
    assert late
    for case in late:
        origin = discharges[case.case_id.removesuffix("-D")]
        needs = [m.body for m in origin.messages if m.body.kind in {"admission", "need-assessed"}]
        known = [getattr(body, "assessed_at", None) or body.admitted_at for body in needs]
        assert case.messages[0].body.about.sent_at - max(known) > timedelta(hours=24)


def test_they_are_the_same_each_time_and_take_nothing_from_the_chance_of_the_others(county, cases):
    smaller = replace(county, size=2000, yearly=400)
    again = list(smaller.cases)
    assert list(smaller.cases) == again
    block = next(iter(smaller.blocks()))
    so_far = [case for case in block.cases if case.process == "discharge"]
    made = [case for case in block.cases if case.process == "deviation"]
    assert list(made_up.make(smaller, block.people, tuple(so_far))) == made
    assert list(made_up.make(smaller, block.people, tuple(block.cases))) == made


def test_without_discharges_there_are_no_deviations(county):
    people = next(iter(county.blocks())).people
    assert list(made_up.make(county, people, ())) == []
