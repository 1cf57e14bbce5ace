"""What is asked by a prepared query is what the queryset itself would give, on either engine."""

from datetime import UTC, datetime

import pytest
from django.db.models import Model
from django.utils import timezone

from brygga_site.cases.lists import reads as lists
from brygga_site.cases.models import Case, Owing, Participant
from brygga_site.cases.reads import CASE_OPENED, MESSAGES, PARTICIPANTS
from brygga_site.people.relation import STATEMENTS

pytestmark = pytest.mark.django_db


def values(row: Model, *along: str) -> dict[str, object]:
    """Every column of a row, and of what was selected along with it."""
    found = {field.attname: row.__dict__[field.attname] for field in row._meta.concrete_fields}
    for name in along:
        for step in name.split("__"):
            assert step in row._state.fields_cache, f"{name} was not selected along"
        found |= {f"{name}.{key}": value for key, value in values(getattr(row, name)).items()}
    return found


def test_a_case_comes_with_its_person_and_overview(notified):
    found, known = CASE_OPENED.first(case=notified.pk), Case.objects.select_related("person", "overview").get()
    assert values(found, "person", "overview") == values(known, "person", "overview")


def test_a_case_that_there_is_not_is_nothing(notified):
    assert CASE_OPENED.first(case="00000000-0000-0000-0000-000000000000") is None


def test_participants_come_with_their_units(notified):
    known = Participant.objects.filter(case=notified).order_by("pk").select_related("unit")
    found = PARTICIPANTS.rows(case=notified.pk)
    assert [values(row, "unit") for row in found] == [values(row, "unit") for row in known]
    assert len(found) > 1


def test_messages_come_in_order_with_the_name_of_whoever_sent_them(notified):
    found, known = MESSAGES.rows(case=notified.pk), notified.messages.order_by("sequence")
    assert [values(row) for row in found] == [values(row) for row in known]
    assert [row.assignment.staff.name for row in found] == [row.assignment.staff.name for row in known]


def test_what_is_owed_and_what_is_listed_are_those_of_the_moment_that_is_asked_about(notified, cast):
    now, unit = timezone.now(), cast.boris.unit_id
    mine = Owing.objects.filter(unit=unit, until__gt=now) | Owing.objects.filter(unit=unit, until__isnull=True)
    assert {row.pk for row in lists.OWED.rows(unit=unit, now=now)} == set(mine.values_list("pk", flat=True)) != set()
    asked = {"unit": unit, "process": "discharge"}
    assert [row.pk for row in lists.LISTED.rows(now=now, **asked)] == [notified.pk]
    assert lists.LISTED.rows(now=datetime(9500, 1, 1, tzinfo=UTC), **asked) == []


def test_one_question_is_asked_of_the_one_person_alone(notified):
    assert STATEMENTS.rows(person=notified.person_id) == list(notified.person.statements.all())
