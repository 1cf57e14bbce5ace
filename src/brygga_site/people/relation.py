"""What a unit is to a person: the one place that builds the `Reader` whom `brygga.access` decides about."""

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from brygga.access import Reader, Wishes, fold, parse
from brygga.discharge import Stage
from brygga.discharge.messages import NamedCareContact
from brygga.identities import IdentityNumber, InvalidIdentityNumber
from brygga.process import Correction, Purpose, Role, Sent
from brygga_site.organisations.models import Assignment, Unit
from brygga_site.organisations.providers import provider_of
from brygga_site.people.models import Person, Statement

KEPT_DAYS = 7
"""How many days after the discharge a case is still under way: on the board, and a relation to the person."""

OF_AGE = 18


def reader_of(assignment: Assignment, person: Person, now: datetime) -> Reader:
    """Who would read about the person under this assignment."""
    unit = assignment.unit
    return Reader(
        unit=unit.hsa_id,
        provider=provider_of(unit),
        role=Role(unit.role) if unit.role else None,
        purpose=Purpose(assignment.purpose),
        related=_is_related(unit, person, now),
        is_own_record=is_own_record(assignment, person),
    )


def is_own_record(assignment: Assignment, person: Person) -> bool:
    return bool(assignment.staff.identity_number) and assignment.staff.identity_number == person.identity_number


def is_colleague(assignment: Assignment, person: Person) -> bool:
    """Whether the person works in the reader's organisation: such a reading is allowed, and flagged to the reviewer."""
    organisation = assignment.unit.organisation_id
    colleagues = Assignment.objects.filter(unit__organisation=organisation, revoked_at__isnull=True)
    return colleagues.filter(staff__identity_number=person.identity_number).exists()


def is_child(person: Person, on: date) -> bool:
    """Whether the person is under 18 on a day. A reserve number tells no age, so nobody is a child by it."""
    try:
        born = IdentityNumber(person.identity_number).born
    except InvalidIdentityNumber:
        return False
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) < OF_AGE


def wishes_of(person: Person, now: datetime) -> Wishes:
    """What the person's statements come to now."""
    return fold(sent(statements_of(person)), now, is_child(person, timezone.localdate(now)))


def statements_of(person: Person) -> list[Statement]:
    """Every statement about a person who has passed the guard, in the order made."""
    return list(person.statements.select_related("unit__organisation", "assignment__staff").order_by("sequence"))


def sent(rows: list[Statement]) -> list[Sent]:
    """Stored statements as the library knows them."""
    return [
        Sent(row.sequence, row.sent_at, row.unit.hsa_id, Role(row.part), parse(row.kind, row.content)) for row in rows
    ]


def takes_part(unit: Unit, person: Person) -> bool:
    """Whether the unit has ever taken part in a case about the person, and so been told of it."""
    return person.cases.filter(participants__unit=unit).exists()


def _is_related(unit: Unit, person: Person, now: datetime) -> bool:
    """The unit takes part in a case under way, still owes something in one, or is the named care contact's."""
    under_way = Q(overview__stage__in=[Stage.ADMITTED, Stage.NOTIFIED, Stage.READY])
    lately = Q(overview__stage=Stage.DISCHARGED, overview__discharged_at__gte=now - timedelta(days=KEPT_DAYS))
    arisen = Q(owings__since__lte=now) & (Q(owings__until__isnull=True) | Q(owings__until__gt=now))
    owes = arisen & Q(owings__unit=unit) & ~Q(overview__stage=Stage.ABORTED)
    if person.cases.filter(participants__unit=unit).filter(under_way | lately | owes).exists():
        return True
    return _is_named_contact(unit, person)


def _is_named_contact(unit: Unit, person: Person) -> bool:
    """Whether the newest appointment of a named care contact that is not withdrawn is this unit's."""
    kinds = [NamedCareContact.kind, Correction.kind]
    rows = person.cases.filter(messages__kind__in=kinds).order_by("-messages__sent_at", "-messages__sequence")
    withdrawn = set()
    for case, sequence, kind, content, sender in rows.values_list(
        "pk", "messages__sequence", "messages__kind", "messages__content", "messages__unit"
    ):
        if kind == Correction.kind:
            withdrawn.add((case, content["of"]))
        elif (case, sequence) not in withdrawn:
            return sender == unit.pk
    return False
