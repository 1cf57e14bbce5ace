"""What can be done to persons: registered, marked as protected, and stated about what they wish."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from brygga.access import Protection, Reader, Wishes, check_says
from brygga.access.messages import Block, LiftRequested
from brygga.process import Body, NotAllowed
from brygga_site.organisations.models import Assignment
from brygga_site.people.grounds import grounds_of
from brygga_site.people.models import Person, Statement
from brygga_site.people.reads import Standing, person_for, refusals
from brygga_site.people.relation import is_child, reader_of, statements_of, wishes_of
from brygga_site.people.seen import visible
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.models import Action, Ground


class Changed(Exception):
    """Something was stated that the sender had not seen. `since` holds it; nothing was written."""

    def __init__(self, since: Sequence[Statement]) -> None:
        self.since = tuple(since)
        super().__init__(f"{len(self.since)} statements have come since the person's wishes were read")


def register_person(assignment: Assignment, number: str, **fields: str) -> Person:
    """Registers a person by identity number; the one there is, when someone else registered first.

    Of a person with protected registration no address is kept.
    """
    if fields.get("protection") == Protection.PROTECTED_REGISTRATION:
        fields["registered_address"] = ""
    with transaction.atomic():
        person, is_new = Person.objects.get_or_create(identity_number=number, defaults=fields)
        action = Action.WRITE if is_new else Action.READ
        record(assignment, Deed(action, "registration", Ground.WARD_ADMITS, [person.pk]))
    return person


def mark_protected(assignment: Assignment, person_id: int, protection: Protection, now: datetime) -> None:
    """Says that the person's identity is protected, how, or no longer. Raises Refused.

    Of a person with protected registration no address is kept, nor one that was here before.
    """
    with refusals(assignment, Action.WRITE, "protection", person_id), transaction.atomic():
        person = person_for(assignment, person_id, now, least=Standing.RELATED).person
        person.protection = protection.value
        if protection is Protection.PROTECTED_REGISTRATION:
            person.registered_address = ""
        person.save(update_fields=["protection", "registered_address"])
        record(assignment, Deed(Action.WRITE, f"protection {protection}", Ground.IN_CARE, [person.pk]))


def state_wish(
    assignment: Assignment, person_id: int, body: Body, seen: int, key: str, now: datetime, met: bool = False
) -> Statement:
    """Records a statement about what a person wishes, or what stands in for it.

    `seen` is the number of the last statement the sender has read; when others have come since, nothing is written and
    Changed tells which. Asked again with the same `key` it returns the statement made the first time. `met`: the sender
    has given the person's whole number. Raises Refused for a person the unit has nothing to do with, NotAllowed for
    what may not be said.
    """
    with refusals(assignment, Action.WRITE, body.kind, person_id), transaction.atomic():
        person = person_for(assignment, person_id, now, met, lock=True).person
        rows = statements_of(person)
        again = next((row for row in rows if row.idempotency_key == key), None)
        if again:
            return again
        # The clock may have been set back; the order of the statements is the order in which they were made.
        at = max([now, *(row.sent_at for row in rows[-1:])])
        reader, wishes = reader_of(assignment, person, at), wishes_of(person, at)
        known = [row for row in rows if visible(reader, row, wishes)]
        unseen = [row for row in known if row.sequence > seen]
        if not unseen:
            _check(reader, body, wishes, known, is_child(person, timezone.localdate(at)))
        made = None if unseen else _append(assignment, person, reader, body, wishes, key)
        newest = made or unseen[-1]
        ground, paragraph = grounds_of(newest)
        action = Action.WRITE if made else Action.READ
        what = f"{newest.kind} {newest.sequence}"
        record(assignment, Deed(action, what, ground, [person.pk], paragraph=paragraph))
    if made is None:
        raise Changed(unseen)
    return made


def _check(reader: Reader, body: Body, wishes: Wishes, known: Sequence[Statement], child: bool) -> None:
    of = getattr(body, "of", None)
    # What the sender may not see answers as what there is not.
    if of is not None and of not in {row.sequence for row in known}:
        raise NotAllowed("there is no statement {of} that holds", of=str(of))
    check_says(reader, body, wishes, child)


def _append(assignment: Assignment, person: Person, reader: Reader, body: Body, wishes: Wishes, key: str) -> Statement:
    return Statement.objects.create(
        person=person,
        sequence=len(wishes.messages) + 1,
        kind=body.kind,
        content=body.model_dump(mode="json"),
        provider=_provider(reader, body, wishes),
        sent_at=wishes.now,
        unit=assignment.unit,
        role=assignment.unit.role,
        assignment=assignment,
        idempotency_key=key,
    )


def _provider(reader: Reader, body: Body, wishes: Wishes) -> str:
    if isinstance(body, LiftRequested):
        return dict(wishes.of(Block))[body.of].provider
    return getattr(body, "provider", "") or reader.provider
