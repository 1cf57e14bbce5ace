"""The page and the program are told the same of every process, in every stage and every part."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone
from tests.site.cast import signed_in
from tests.site.programs import unit_program

from brygga.access.administration import PURPOSES
from brygga.identities import Places
from brygga.process import UnitFacts
from brygga.processes import PROCESSES
from brygga.synthetic import MadeCase as MadeUp
from brygga.synthetic import MadeCounty, MadeUnit, synthesize
from brygga_site.cases import bulk
from brygga_site.cases.models import Participant
from brygga_site.organisations.models import Assignment, Organisation, Staff
from brygga_site.organisations.models import Unit as StoredUnit
from brygga_site.people.models import Person

pytestmark = pytest.mark.django_db


def county() -> MadeCounty:
    return synthesize(Places.load(), "14", 1500, 8, timezone.now(), stays_per_year=500, open_cases=250)


def every_stage_and_part(made: MadeCounty) -> Iterator[tuple[MadeUp, list[str]]]:
    """Made-up cases as they once stood, with the units to look at: of each process each stage in each part."""
    seen: set[tuple[str, str, str]] = set()
    for told in made.cases:
        process = PROCESSES[told.process]
        for count in range(1, len(told.messages) + 1):
            messages = told.messages[:count]
            state = process.fold(messages, messages[-1].sent_at)
            new = []
            for unit in told.units:
                part = process.part_of(state, UnitFacts(unit.hsa_id, unit.kind, unit.role, unit.municipality))
                place = (told.process, str(state.stage), str(part))
                if part and unit.hsa_id in state.taking_part and place not in seen:
                    seen.add(place)
                    new.append(unit.hsa_id)
            if new:
                # Each with a person of its own: nobody is in hospital twice at a time.
                person = replace(told.person, number=len(seen), identity_number=f"RES-14-{len(seen):07}")
                yield replace(told, case_id=f"{told.case_id}-{count}", person=person, messages=messages), new


def stored_units(units: tuple[MadeUnit, ...]) -> dict[str, StoredUnit]:
    region = Organisation.objects.create(kind="region", code="14", name="Region")
    municipal = {
        code: Organisation.objects.create(kind="municipality", code=code, name=code)
        for code in sorted({unit.municipality for unit in units})
    }
    rows = [
        StoredUnit(
            hsa_id=unit.hsa_id,
            organisation=municipal[unit.municipality] if unit.kind in ("home-care", "case-officers") else region,
            kind=unit.kind.value,
            role=unit.role.value,
            name=unit.name,
            municipality=unit.municipality,
        )
        for unit in units
    ]
    return {row.hsa_id: row for row in StoredUnit.objects.bulk_create(rows)}


def stored_people(cases: list[MadeUp]) -> dict[int, Person]:
    about = {told.person.number: told.person for told in cases}
    rows = [
        Person(
            identity_number=person.identity_number,
            given_name=person.given_name,
            family_name=person.family_name,
            municipality=person.municipality,
        )
        for person in about.values()
    ]
    return dict(zip(about, Person.objects.bulk_create(rows), strict=True))


def working_at(unit: StoredUnit) -> Assignment:
    staff = Staff.objects.create(username=f"at-{unit.pk}", name="A", organisation=unit.organisation)
    purpose = PURPOSES[unit.kind][0]
    return Assignment.objects.create(staff=staff, unit=unit, title="Tester", purpose=purpose, from_day=date(2020, 1, 1))


def test_the_page_and_the_program_are_told_the_same_whatever_the_process_stage_and_part() -> None:
    made = county()
    chosen = list(every_stage_and_part(made))
    cases = [told for told, _units in chosen]
    units = stored_units(made.units)
    bulk.load(cases, units, stored_people(cases), timezone.now(), lambda count: None)
    assignments: dict[int, Assignment] = {}
    seen = set()
    looked = {hsa_id for _told, names in chosen for hsa_id in names}
    rows = Participant.objects.filter(unit__hsa_id__in=looked).select_related("case__overview", "unit__organisation")
    for row in rows.order_by("pk"):
        place = (row.case.process, row.case.overview.stage, row.part)
        if place in seen:
            continue
        seen.add(place)
        who = assignments.setdefault(row.unit_id, None) or working_at(row.unit)
        assignments[row.unit_id] = who
        page = signed_in(who).get(f"/cases/{row.case_id}").context
        told = unit_program(who)("get", f"/cases/{row.case_id}")
        assert (told["stage"], told["part"], told["over"]) == (*place[1:], page["is_over"])
        # The page acknowledges at each message; a program is told of it among the rest.
        offered = [(choice["kind"], choice["does"]) for choice in told["say"]]
        assert [one for one in offered if one[0] != "acknowledgement"] == [
            (choice.kind, choice.owed and choice.owed.id) for choice in page["sayable"]
        ], place
        taken_up = {of for choice in told["say"] if choice["kind"] == "acknowledgement" for of in choice["of"]}
        assert taken_up == page["take_up"].may, place
        assert [(duty["duty"], duty["standing"]) for duty in told["owed"]] == [
            (owed.duty.id, owed.standing) for owed in page["owed"]
        ]
        assert (told["turn"], told["begins"]) == (
            sorted(page["opened"].turn),
            [name for name, *_ in page["begins"]],
        )
        assert [fact["name"] for fact in told["facts"]] == [fact.name for fact in _facts(page)]
        assert [line["number"] for line in told["messages"]] == [line.row.sequence for line in page["lines"]]
    assert {process for process, _stage, _part in seen} == set(PROCESSES.names)


def _facts(page: dict) -> tuple:
    return page["process"].facts(page["opened"].state)
