"""Made-up compulsory care is told as real care would be: leave, open care, readmission, and its end."""

from collections import Counter
from datetime import date

import pytest
from tests.domain.compulsory.cast import WEST

from brygga.calendars import end_of_day
from brygga.compulsory import COMPULSORY
from brygga.compulsory import CompulsoryStage as Stage
from brygga.identities import Places
from brygga.process import UnitFacts
from brygga.synthetic import MadeCase, synthesize

NEW_YEARS_EVE = end_of_day(date(2025, 12, 31))


@pytest.fixture(scope="module")
def county():
    return synthesize(Places.load(), "14", 12_000, 7, NEW_YEARS_EVE, stays_per_year=100)


@pytest.fixture(scope="module")
def spells(county) -> list[MadeCase]:
    return [case for case in county.cases if case.process == "compulsory"]


def test_every_message_could_be_sent_when_it_was_by_whom_it_was_and_to_whom(spells):
    for case in spells:
        facts = {unit.hsa_id: UnitFacts(unit.hsa_id, unit.kind, unit.role, unit.municipality) for unit in case.units}
        for number, message in enumerate(case.messages):
            before = COMPULSORY.under(COMPULSORY.fold(case.messages[:number], message.sent_at), WEST)
            assert COMPULSORY.part_of(before, facts[message.unit]) == message.part
            COMPULSORY.check_says(before, message)
            told = tuple(facts[unit] for unit in getattr(message.body, "recipients", ()))
            COMPULSORY.check_reaches(before, message.body, told, facts[message.unit])
            assert message.body == COMPULSORY.parse(message.body.kind, message.body.model_dump(mode="json"))


def test_they_reach_every_form_and_say_nearly_everything(spells, county):
    stages = Counter(COMPULSORY.fold(case.messages, county.as_of).stage for case in spells)
    assert set(stages) == set(Stage) - {Stage.NEW}
    said = {message.body.kind for case in spells for message in case.messages}
    rare = {
        *("court-refuses", "compulsory-open-before", "compulsory-responsibility-taken", "compulsory-ready-no-more"),
        *("correction", "compulsory-intervention-ended"),
    }
    assert set(COMPULSORY.bodies) - said == rare


def test_only_psychiatric_wards_begin_it(spells):
    assert {case.units[0].care_type for case in spells} == {"psychiatric"}
