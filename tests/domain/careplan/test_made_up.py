"""Made-up plans are told as real ones would be: of adults and children, declined, revised, closed."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from tests.domain.careplan.cast import WEST

from brygga.calendars import end_of_day
from brygga.careplan import CAREPLAN
from brygga.careplan import PlanStage as Stage
from brygga.identities import Places
from brygga.process import UnitFacts
from brygga.synthetic import MadeCase, synthesize

NEW_YEARS_EVE = end_of_day(date(2025, 12, 31))


@pytest.fixture(scope="module")
def county():
    return synthesize(Places.load(), "14", 12_000, 7, NEW_YEARS_EVE, stays_per_year=500)


@pytest.fixture(scope="module")
def plans(county) -> list[MadeCase]:
    return [case for case in county.cases if case.process == "careplan"]


def facts_of(case: MadeCase) -> dict[str, UnitFacts]:
    return {unit.hsa_id: UnitFacts(unit.hsa_id, unit.kind, unit.role, unit.municipality) for unit in case.units}


def test_every_message_could_be_sent_when_it_was_by_whom_it_was_and_to_whom(plans):
    for case in plans:
        units = facts_of(case)
        assert case.messages[0].unit == case.units[0].hsa_id
        for number, message in enumerate(case.messages):
            before = CAREPLAN.under(CAREPLAN.fold(case.messages[:number], message.sent_at), WEST)
            assert CAREPLAN.part_of(before, units[message.unit]) == message.part
            CAREPLAN.check_says(before, message)
            told = tuple(units[unit] for unit in getattr(message.body, "recipients", ()))
            CAREPLAN.check_reaches(before, message.body, told, units[message.unit])
            assert message.body == CAREPLAN.parse(message.body.kind, message.body.model_dump(mode="json"))


def test_they_reach_every_stage(plans, county):
    stages = Counter(CAREPLAN.fold(case.messages, county.as_of).stage for case in plans)
    assert set(stages) == set(Stage) - {Stage.NEW}


def test_there_are_children_contracts_refusals_revisions_and_plans_past_their_follow_up(plans, county):
    states = [CAREPLAN.under(CAREPLAN.fold(case.messages, county.as_of), WEST) for case in plans]
    assert any(state.is_child and state.lacks_childs_view and state.counting for state in states)
    assert any(state.is_child and not state.lacks_childs_view for state in states)
    assert any(state.is_contract and state.versions for state in states)
    assert any(len(state.versions) > 1 for state in states)
    assert any(state.unconfirmed for state in states)
    late = [state for state in states if state.stage is Stage.AGREED and state.follow_up < county.as_of.date()]
    assert late
    assert {state.closed_for for state in states} >= {"goals-met", "the-plan"}


def test_they_are_the_same_each_time_whatever_other_cases_there_are(county):
    smaller = replace(county, size=2000, yearly=100)
    block = next(iter(smaller.blocks()))
    made = [case for case in block.cases if case.process == "careplan"]
    assert made == [
        case for case in next(iter(replace(smaller, yearly=0).blocks())).cases if case.process == "careplan"
    ]
