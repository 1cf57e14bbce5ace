"""Fetches of cases, each through the guard: `brygga.access` decides, message by message.

A case that is missing and one about a person the unit has nothing to do with give the same answer. Whatever shows
something about a person leaves its entry on the trail first; so does a refusal.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils.crypto import salted_hmac

from brygga import discharge
from brygga.access import Decision, Protection, Reader, ShownIn, check_purpose, shows_address
from brygga.agreements import Agreement
from brygga.discharge import Discharge
from brygga.process import Owed, Role
from brygga_site.agreements import registry
from brygga_site.cases.models import Case, Message
from brygga_site.cases.seen import Seen, refusal, seen, sent, weightiest
from brygga_site.organisations.models import Assignment, Unit
from brygga_site.people.models import Person
from brygga_site.people.refused import Refused, no_relation
from brygga_site.people.relation import is_colleague, reader_of, wishes_of
from brygga_site.trail.actions import Deed, record, refuse
from brygga_site.trail.models import Action, Ground


@dataclass(frozen=True)
class Opened:
    """A case as one unit may see it: its messages with the decision about each, and the address where it is shown.

    `state` and `owed` are those of the whole case for a unit that takes part: everything that leads there is told by
    order of an act. For others they are None and empty, and they read the messages alone.
    """

    case: Case
    agreement: Agreement
    lines: tuple[Seen, ...]
    state: Discharge | None
    owed: tuple[Owed, ...]
    address: str
    of_colleague: bool
    ground: Decision

    @property
    def messages(self) -> tuple[Message, ...]:
        """The messages that the unit may read."""
        return tuple(line.row for line in self.lines if line.shown)


@contextmanager
def refusals(assignment: Assignment, action: Action, what: str, case_id: UUID) -> Iterator[None]:
    """Puts on the trail that a case was refused, with the person it is about."""
    try:
        yield
    except Refused as refused:
        about = Case.objects.filter(pk=case_id).values_list("person_id", flat=True)
        refuse(assignment, Deed.by(refused.decision, action, what, about, case_id))
        raise


def cases_of(assignment: Assignment) -> QuerySet[Case]:
    """The cases in which the unit of this assignment takes part, for whoever works with care or social care there.

    None of them is about the reader.
    """
    purposes = {Role.SOCIAL_SERVICES: Assignment.Purpose.SOCIAL_CARE}
    if assignment.purpose != purposes.get(assignment.unit.role, Assignment.Purpose.CARE):
        return Case.objects.none()
    found = Case.objects.filter(participants__unit=assignment.unit_id).select_related("person", "overview")
    own = assignment.staff.identity_number
    return found.exclude(person__identity_number=own) if own else found


def case_for(assignment: Assignment, case_id: UUID, lock: bool = False) -> Case:
    """One case that the unit takes part in, locked against other writers when asked. Raises Refused for all others."""
    found = cases_of(assignment)
    if lock:
        found = found.select_for_update(of=("self",))
    case = found.filter(pk=case_id).first()
    if case is None:
        raise Refused(_why_not(assignment, case_id))
    return case


def _why_not(assignment: Assignment, case_id: UUID) -> Decision:
    """Why a case is none of the unit's to write in; of the case itself it says nothing but that it is one's own."""
    case = Case.objects.filter(pk=case_id).select_related("person").first()
    reader = reader_of(assignment, case.person, case.opened_at) if case else None
    return (check_purpose(reader) if reader else None) or no_relation(assignment)


def open_for(assignment: Assignment, case_id: UUID, now: datetime, to_say: bool = False) -> Opened:
    """One case as far as the unit may read it. Raises Refused; `to_say`: also when it takes no part in it."""
    what = "case"
    with refusals(assignment, Action.READ, what, case_id), transaction.atomic():
        if to_say:
            case_for(assignment, case_id)
        opened = _opened(assignment, case_id, now)
        deed = Deed.by(opened.ground, Action.READ, what, [opened.case.person_id], opened.case.pk)
        record(assignment, deed)
    return opened


def _opened(assignment: Assignment, case_id: UUID, now: datetime) -> Opened:
    case = Case.objects.filter(pk=case_id).select_related("person", "overview").first()
    if case is None:
        raise Refused(no_relation(assignment))
    person = case.person
    reader, wishes = reader_of(assignment, person, now), wishes_of(person, now)
    if refused := check_purpose(reader):
        raise Refused(refused)
    takes_part = case.participants.filter(unit=assignment.unit_id).exists()
    rows = list(messages_of(case))
    lines = tuple(seen(rows, reader, wishes, takes_part))
    ground = weightiest(lines)
    if ground is None:
        raise _refused(assignment, case, lines)
    agreement = registry().agreement(case.agreement)
    state = discharge.fold(sent(rows), now) if takes_part else None
    owed = discharge.duties(state, agreement, frozenset(roles_in(case))) if state else ()
    address = shown_address(person, reader)
    return Opened(case, agreement, lines, state, owed, address, is_colleague(assignment, person), ground)


def seen_by(assignment: Assignment, case: Case, rows: list[Message], now: datetime) -> list[Seen]:
    """The messages of a case that the unit takes part in, each with the decision about it."""
    person = case.person
    return seen(rows, reader_of(assignment, person, now), wishes_of(person, now), takes_part=True)


def _refused(assignment: Assignment, case: Case, lines: Iterable[Seen]) -> Refused:
    decision = refusal(lines)
    if decision is None or decision.ground.id.startswith("no-relation"):
        return Refused(no_relation(assignment))
    return Refused(decision, case.person_id)


def shown_address(person: Person, reader: Reader) -> str:
    """The registered address where the unit sees it on a page about the person alone; empty where it does not."""
    shown = shows_address(Protection(person.protection), reader.role, reader.related, ShownIn.PAGE)
    return person.registered_address if shown else ""


def version_of(assignment: Assignment, case_id: UUID) -> str | None:
    """What changes with every message of a case and every statement about its person; nothing can be read out of it.

    None for a case that the unit takes no part in.
    """
    case = cases_of(assignment).filter(pk=case_id).first()
    if case is None:
        return None
    counted = f"{case.pk}:{case.overview.version}:{case.person.statements.count()}"
    return salted_hmac("version of a case", counted).hexdigest()[:16]


def messages_of(case: Case) -> QuerySet[Message]:
    """Every message of a case that has passed the guard, in the order sent."""
    return case.messages.select_related("unit__organisation", "assignment__staff").order_by("sequence")


def roles_in(case: Case) -> list[Role]:
    return [Role(role) for role in case.participants.values_list("role", flat=True)]


def units_in(case: Case) -> QuerySet[Unit]:
    """The units that take part in a case that has passed the guard."""
    return Unit.objects.filter(participations__case=case).select_related("organisation")


def check_may_open(assignment: Assignment) -> None:
    """A case is opened by a ward, by whoever works with care there. Raises Http404 for others."""
    if not may_open(assignment):
        refuse(assignment, Deed(Action.WRITE, "admission", Ground.NO_WARD))
        raise Http404("only a ward admits")


def may_open(assignment: Assignment) -> bool:
    return assignment.unit.role == Role.INPATIENT_CARE and assignment.purpose == Assignment.Purpose.CARE


def units_to_notify(case: Case) -> QuerySet[Unit]:
    """The units outside the ward that may be told of an admission: those of the municipality that answers."""
    roles = [Role.OUTPATIENT_CARE, Role.MUNICIPAL_HEALTH_CARE, Role.SOCIAL_SERVICES]
    return Unit.objects.filter(municipality=case.municipality, role__in=roles, closed_at__isnull=True).order_by(
        "role", "name"
    )


def units_last_time(assignment: Assignment, case: Case) -> QuerySet[Unit]:
    """The units that took part in the person's case before this one, of those that the reader's unit took part in."""
    last = cases_of(assignment).filter(person=case.person_id).exclude(pk=case.pk).order_by("-opened_at").first()
    return units_in(last) if last else Unit.objects.none()
