"""What can be done to persons: registered, marked as protected, and stated about what they wish."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from brygga.access import Protection, Reader, Wishes, check_says
from brygga.access.basis import Basis
from brygga.access.messages import Block, DetailsCorrected, LiftRequested, NumberReplaced
from brygga.identities import Places
from brygga.process import AnyProcess, Body, NotAllowed
from brygga_site.organisations.models import Assignment
from brygga_site.people import shown
from brygga_site.people.grounds import grounds_of
from brygga_site.people.models import Person, Statement
from brygga_site.people.reads import Standing, person_for, refusals
from brygga_site.people.relation import is_child, reader_of, statements_of, wishes_of
from brygga_site.people.seen import visible
from brygga_site.told.actions import Changed, OtherContent, Telling
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.models import Action


@dataclass(frozen=True)
class PersonDetails:
    """Who somebody is, beside the number, as it is to stand; and why it is another than before."""

    given_name: str
    family_name: str
    municipality: str
    registered_address: str
    reason: str


def register_person(assignment: Assignment, number: str, process: AnyProcess, **fields: str) -> Person:
    """Registers a person by identity number for a case of a process; the one there is, when someone else did first.

    Of a person with protected registration no address is kept.
    """
    if fields.get("protection") == Protection.PROTECTED_REGISTRATION:
        fields["registered_address"] = ""
    with transaction.atomic():
        person, is_new = Person.objects.get_or_create(identity_number=number, defaults=fields)
        action = Action.WRITE if is_new else Action.READ
        deed = Deed(action, "registration", Basis.OPENS, [person.pk], purpose=process.name)
        record(assignment, deed.resting_on(process.opening.clause))
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
        what = f"protection {protection}"
        record(assignment, Deed(Action.WRITE, what, Basis.IN_CARE, [person.pk], purpose=assignment.purpose))
        shown.changed(person)


def state_wish(
    assignment: Assignment, person_id: int, body: Body, seen: int, key: str, now: datetime, met: bool = False
) -> Statement:
    """Records a statement about what a person wishes, or what stands in for it.

    `seen` is the number of the last statement the sender has read; when others have come since, nothing is written and
    Changed tells which. Asked again with the same `key` it returns the statement made the first time. `met`: the sender
    has given the person's whole number. Raises Refused for a person the unit has nothing to do with, NotAllowed for
    what may not be said, OtherContent for a key that was used for something else.
    """
    with refusals(assignment, Action.WRITE, body.kind, person_id), transaction.atomic():
        person = person_for(assignment, person_id, now, met, lock=True).person
        rows, content = statements_of(person), body.model_dump(mode="json")
        telling = Telling(rows, assignment, body.kind, content, seen, key, now)
        again = telling.again()
        if again:
            return again
        reader, wishes = reader_of(assignment, person, telling.sent_at), wishes_of(person, telling.sent_at)
        known = [row for row in rows if visible(reader, row, wishes)]
        unseen = telling.unseen(known)
        if unseen:
            newest, action = unseen[-1], Action.READ
        else:
            _check(reader, body, wishes, known, is_child(person, timezone.localdate(telling.sent_at)))
            provider = _provider(reader, body, wishes)
            _apply(person, body)
            newest = telling.add(Statement(person=person, provider=provider, part=assignment.unit.role))
            action = Action.WRITE
        ground, paragraph = grounds_of(newest)
        what = f"{newest.kind} {newest.sequence}"
        told = [] if unseen else [newest]
        deed = Deed(action, what, ground, [person.pk], paragraph=paragraph, purpose=assignment.purpose, told=told)
        record(assignment, deed)
        if not unseen:
            shown.changed(person)
    if unseen:
        raise Changed(unseen)
    return newest


def correct_details(
    assignment: Assignment, person_id: int, details: PersonDetails, seen: int, key: str, now: datetime
) -> Statement:
    """Corrects a person's name, address and municipality of registration, by a statement that says so.

    The rest is as for `state_wish`. The address is not in the statement; of a protected registration none is kept.
    """
    said = {name: getattr(details, name) for name in ("given_name", "family_name", "municipality", "reason")}
    if told := told_before(assignment, person_id, DetailsCorrected.kind, said, key):
        kept = Person.objects.only("registered_address", "protection").get(pk=person_id)
        protected = kept.protection == Protection.PROTECTED_REGISTRATION
        if details.registered_address != kept.registered_address and not protected:
            # The address stands in no statement; one that is not there now was another then, or has been corrected.
            raise OtherContent(key)
        return told
    with transaction.atomic():
        # Read before it is locked: what stood before is for whoever reads the statement, the lock is `state_wish`'s.
        person = person_for(assignment, person_id, now, least=Standing.RELATED).person
        address = details.registered_address
        if person.protection == Protection.PROTECTED_REGISTRATION:
            address = ""
        body = DetailsCorrected(
            given_name=details.given_name,
            family_name=details.family_name,
            municipality=details.municipality,
            was=f"{person}, {Places.load().municipality(person.municipality).short}",
            new_address=address != person.registered_address,
            reason=details.reason,
        )
        statement = state_wish(assignment, person_id, body, seen, key, now)
        Person.objects.filter(pk=person_id).update(registered_address=address)
    return statement


def told_before(
    assignment: Assignment, person_id: int, kind: str, content: dict[str, Any], key: str
) -> Statement | None:
    """The statement that was made with this key, of what says what stood before it and so is another now.

    `content` is what of it does not hang on that. Raises OtherContent when the key was used for something else.
    """
    told = Statement.objects.filter(person=person_id, idempotency_key=key).first()
    if told is None:
        return None
    same = all(told.content.get(name) == value for name, value in content.items())
    if (told.unit_id, told.kind, same) != (assignment.unit.pk, kind, True):
        raise OtherContent(key)
    return told


def _apply(person: Person, body: Body) -> None:
    """What a statement changes of who somebody is. Whoever has the number already goes on having it."""
    if isinstance(body, DetailsCorrected):
        person.given_name, person.family_name = body.given_name, body.family_name
        person.municipality = body.municipality
        person.save(update_fields=["given_name", "family_name", "municipality"])
    if isinstance(body, NumberReplaced):
        if person.identity_number != body.was:
            raise NotAllowed("another number stands here than the one named; look again")
        if not Person.objects.filter(identity_number=body.number).exists():
            person.identity_number = body.number
            person.save(update_fields=["identity_number"])


def _check(reader: Reader, body: Body, wishes: Wishes, known: Sequence[Statement], child: bool) -> None:
    of = getattr(body, "of", None)
    # What the sender may not see answers as what there is not.
    if of is not None and of not in {row.sequence for row in known}:
        raise NotAllowed("there is no statement {of} that holds", of=str(of))
    check_says(reader, body, wishes, child)


def _provider(reader: Reader, body: Body, wishes: Wishes) -> str:
    if isinstance(body, LiftRequested):
        return dict(wishes.of(Block))[body.of].provider
    return getattr(body, "provider", "") or reader.provider
