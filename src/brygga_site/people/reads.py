"""Fetches of persons, through the guard. A person who is missing and one the unit has nothing to do with are alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from django.db import transaction
from django.db.models import BigAutoField, CharField, DateTimeField, Min, Q, QuerySet
from django.http import Http404

from brygga import access
from brygga.access import Reader, Wishes, check_purpose
from brygga.access.basis import Basis
from brygga.process import Purpose
from brygga_site.organisations.models import Assignment, Unit
from brygga_site.organisations.providers import provider_of
from brygga_site.people.let_go import is_let_go
from brygga_site.people.models import Listing, Person, Statement
from brygga_site.people.refused import Refused, no_relation
from brygga_site.people.relation import reader_of, takes_part, wishes_of
from brygga_site.prepared import Given, Prepared, PreparedModels
from brygga_site.trail.actions import Deed, record, refuse
from brygga_site.trail.models import Action

SOUGHT = "person by number"
REQUESTS_KEPT = timedelta(days=30)
"""How long an unanswered request to lift a block is looked for."""


class Standing(IntEnum):
    """How near a unit is to a person: nothing to do with them, met, told of them once, or in their care now."""

    NOTHING = 0
    MET = 1
    TOLD = 2
    RELATED = 3


@dataclass(frozen=True)
class KnownPerson:
    """A person the unit has to do with: who reads, what the person's statements come to, and how near the unit is."""

    person: Person
    reader: Reader
    wishes: Wishes
    standing: Standing


def everybody_by_number() -> Iterator[tuple[int, str]]:
    """The numbers of all persons, each with the identity number: for what those who run the site take in."""
    return Person.objects.values_list("pk", "identity_number").iterator()


def listed_at(person: Person) -> int | None:
    """The number of the open health centre where the person is listed, as far as the register has been read."""
    open_ = Listing.objects.filter(person=person, unit__closed_at__isnull=True)
    return open_.values_list("unit", flat=True).first()


@contextmanager
def refusals(assignment: Assignment, action: Action, what: str, person_id: int) -> Iterator[None]:
    """Puts on the trail that a person was refused, when there is one."""
    try:
        yield
    except Refused as refused:
        about = Person.objects.filter(pk=person_id).values_list("pk", flat=True)
        refuse(assignment, Deed.by(refused.decision, action, what, about, purpose=assignment.purpose))
        raise


def may_seek(assignment: Assignment) -> bool:
    """Whether the unit finds persons by number. `check_may_seek` refuses for the same reason."""
    return access.may_seek(assignment.unit.as_role, Purpose(assignment.purpose))


def check_may_seek(assignment: Assignment) -> None:
    """Raises Http404 for a unit that finds nobody by number."""
    if not may_seek(assignment):
        refuse(assignment, Deed(Action.READ, SOUGHT, Basis.NOT_SEEKING, purpose=assignment.purpose))
        raise Http404("nobody is found by number here")


def person_by_number(assignment: Assignment, number: str) -> Person | None:
    """The person with an identity number, for care units that may have them in front of them. Raises Http404."""
    check_may_seek(assignment)
    with transaction.atomic():
        found = Person.objects.filter(identity_number=number).select_related("replaced_by").first()
        found = found and (found.replaced_by or found)
        if found and is_let_go(found, assignment):
            found = None
        about = [found.pk] if found else []
        record(assignment, Deed(Action.READ, SOUGHT, Basis.BY_NUMBER, about, purpose=assignment.purpose))
    return found


def person_for(
    assignment: Assignment,
    person_id: int,
    now: datetime,
    met: bool = False,
    lock: bool = False,
    least: Standing = Standing.MET,
) -> KnownPerson:
    """One person whom the unit has to do with, locked against other writers when asked. Raises Refused for all others.

    `met`: the reader has given the person's whole number.
    """
    persons = Person.objects.select_for_update() if lock else Person.objects
    person = persons.filter(pk=person_id).first()
    if person is None:
        raise Refused(no_relation(assignment))
    reader, wishes = reader_of(assignment, person, now), wishes_of(person, now)
    if refused := check_purpose(reader):
        raise Refused(refused)
    standing = _standing(assignment, person, reader, wishes, met)
    if standing < least:
        raise Refused(no_relation(assignment), person.pk if met else None)
    return KnownPerson(person, reader, wishes, standing)


def person_to_confirm(assignment: Assignment, person_id: int, now: datetime, met: bool) -> Person:
    """Who it is about, for whoever is about to do something for the person; on the trail. Raises Refused.

    `met`: the reader has given the person's whole number.
    """
    with refusals(assignment, Action.READ, "person", person_id), transaction.atomic():
        known = person_for(assignment, person_id, now, met)
        ground = Basis.BY_NUMBER if known.standing is Standing.MET else Basis.IN_CARE
        record(assignment, Deed(Action.READ, "person", ground, [person_id], purpose=assignment.purpose))
    return known.person


def _standing(assignment: Assignment, person: Person, reader: Reader, wishes: Wishes, met: bool) -> Standing:
    """How near the unit is to the person. Whoever is asked to lift a block is near enough to answer."""
    if reader.related:
        return Standing.RELATED
    if takes_part(assignment.unit, person) or _is_asked(assignment, person, wishes):
        return Standing.TOLD
    near = met or wishes.is_open_in_emergency(reader.unit)
    return Standing.MET if near else Standing.NOTHING


def _is_asked(assignment: Assignment, person: Person, wishes: Wishes) -> bool:
    """Whether someone asks to have a block lifted that this unit has set."""
    asked = wishes.requests(provider_of(assignment.unit))
    blocks = [one.body.of for one in wishes.messages if one.sequence in asked]
    return person.statements.filter(sequence__in=blocks, unit=assignment.unit_id).exists()


def _asked() -> QuerySet[Statement]:
    since, provider = Given("since", DateTimeField()), Given("provider", CharField())
    asked = Statement.objects.filter(kind="lift-requested", provider=provider, sent_at__gte=since)
    return asked.select_related("person", "unit")


ASKED = PreparedModels(_asked)


def _changes() -> QuerySet:
    unit, now = Given("unit", BigAutoField()), Given("now", DateTimeField())
    cases = Person.objects.filter(pk=Given("person", BigAutoField()), cases__participants__unit=unit).order_by()
    mine = Q(cases__owings__unit=unit)
    moments = {
        "ends": Min("cases__overview__care_until", filter=Q(cases__overview__care_until__gte=now)),
        "arises": Min("cases__owings__since", filter=mine & Q(cases__owings__since__gt=now)),
        "lapses": Min("cases__owings__until", filter=mine & Q(cases__owings__until__gt=now)),
    }
    return cases.values("pk").annotate(**moments).values_list(*moments)


CHANGES = Prepared(_changes)


def relation_changes_at(unit: Unit, person: Person, now: datetime) -> datetime | None:
    """When the clock alone next begins or ends what `_is_related` asks; None when it does not."""
    ((ends, arises, lapses),) = CHANGES.rows(person=person.pk, unit=unit.pk, now=now) or [(None, None, None)]
    # Care lasts up to and with its last moment.
    return min(filter(None, (ends and ends + timedelta(seconds=1), arises, lapses)), default=None)


def lift_requests(assignment: Assignment, now: datetime) -> tuple[list[Statement], datetime | None]:
    """The requests to lift a block that the unit is to answer at once: it set the block, or is in the person's care.

    And when the clock alone next changes which these are; None when it does not.
    """
    asked = ASKED.rows(provider=provider_of(assignment.unit), since=now - REQUESTS_KEPT)
    found = [row for row in asked if _is_mine(assignment, row, now)]
    if found:
        about = [row.person_id for row in found]
        paragraph = "2022-913.3.5.2"
        deed = Deed(Action.LIST, "requests to lift", Basis.IN_CARE, about, purpose=assignment.purpose)
        with transaction.atomic():
            record(assignment, deed.resting_on(paragraph))
    changes = (moment for row in asked for moment in _request_changes(assignment, row, now))
    return found, min(filter(None, changes), default=None)


def _request_changes(assignment: Assignment, row: Statement, now: datetime) -> tuple[datetime | None, ...]:
    kept = row.sent_at + REQUESTS_KEPT + timedelta(seconds=1)
    return kept, wishes_of(row.person, now).changes_at, relation_changes_at(assignment.unit, row.person, now)


def _is_mine(assignment: Assignment, row: Statement, now: datetime) -> bool:
    person, wishes = row.person, wishes_of(row.person, now)
    reader = reader_of(assignment, person, now)
    if check_purpose(reader) or row.sequence not in wishes.requests(reader.provider):
        return False
    return reader.related or _is_asked(assignment, person, wishes)
