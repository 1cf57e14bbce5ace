"""Fetches of cases, each through the guard: a unit sees the cases it takes part in and no others.

A case that is missing and one that is not the unit's give the same answer. Whatever shows something about a person
leaves its entry on the trail first; so does a refusal.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.http import Http404

from brygga import discharge
from brygga.agreements import Agreement
from brygga.discharge import Discharge, Stage
from brygga.process import Owed, Role, Sent
from brygga_site.agreements import registry
from brygga_site.cases.models import Case, Message, Owing
from brygga_site.organisations.models import Assignment, Unit
from brygga_site.trail.actions import Deed, record, refuse
from brygga_site.trail.models import Action, Ground

NO_CASES = (Assignment.Purpose.ASSIGNMENTS, Assignment.Purpose.LOG_REVIEW)
"""The purposes for which nobody sees a case, wherever the assignment is."""


@dataclass(frozen=True)
class Opened:
    """A case as read by one unit: its rows, the state its messages lead to, and what is owed in it."""

    case: Case
    agreement: Agreement
    messages: tuple[Message, ...]
    state: Discharge
    owed: tuple[Owed, ...]


@dataclass(frozen=True)
class Board:
    """The cases on a unit's board, what is owed now in each by any unit, and how many there are without a search."""

    cases: tuple[Case, ...]
    owed: dict[UUID, list[Owing]]
    total: int


@contextmanager
def refusals(assignment: Assignment, action: Action, what: str, case_id: UUID) -> Iterator[None]:
    """Puts on the trail that a case was refused, with the person it is about, and refuses it."""
    try:
        yield
    except Http404:
        about = Case.objects.filter(pk=case_id).values_list("person_id", flat=True)
        refuse(assignment, Deed(action, what, Ground.TAKES_NO_PART, about, case_id))
        raise


def cases_of(assignment: Assignment) -> QuerySet[Case]:
    """The cases in which the unit of this assignment takes part."""
    found = Case.objects.filter(participants__unit=assignment.unit_id).select_related("person", "overview")
    return found.none() if assignment.purpose in NO_CASES else found


def case_for(assignment: Assignment, case_id: UUID, lock: bool = False) -> Case:
    """One case of the unit's, locked against other writers when asked. Raises Http404 for all others alike."""
    found = cases_of(assignment)
    if lock:
        found = found.select_for_update(of=("self",))
    try:
        return found.get(pk=case_id)
    except Case.DoesNotExist:
        raise Http404("no such case") from None


def open_for(assignment: Assignment, case_id: UUID, now: datetime) -> Opened:
    """One case of the unit's, read whole. Raises Http404."""
    with refusals(assignment, Action.READ, "case", case_id), transaction.atomic():
        case = case_for(assignment, case_id)
        rows = tuple(messages_of(case))
        roles = frozenset(roles_in(case))
        record(assignment, Deed(Action.READ, "case", Ground.TAKES_PART, [case.person_id], case.pk))
    agreement = registry().agreement(case.agreement)
    state = discharge.fold(sent(rows), now)
    return Opened(case, agreement, rows, state, discharge.duties(state, agreement, roles))


def check_sees_cases(assignment: Assignment) -> None:
    """Whether the assignment is for something that needs cases. Raises Http404 when it is not."""
    if assignment.purpose in NO_CASES:
        refuse(assignment, Deed(Action.LIST, "cases", Ground.OTHER_PURPOSE))
        raise Http404("no case is open to this assignment")


def version_of(assignment: Assignment, case_id: UUID) -> int:
    """How many messages one of the unit's cases has: tells a page whether it is current, and nothing else."""
    with refusals(assignment, Action.READ, "case", case_id):
        return case_for(assignment, case_id).overview.version


def messages_of(case: Case) -> QuerySet[Message]:
    """Every message of a case that has passed the guard, in the order sent."""
    return case.messages.select_related("unit", "assignment__staff").order_by("sequence")


def sent(rows: Iterable[Message]) -> list[Sent]:
    """Stored messages as the library knows them."""
    return [
        Sent(row.sequence, row.sent_at, row.unit.hsa_id, Role(row.role), discharge.parse(row.kind, row.content))
        for row in rows
    ]


def roles_in(case: Case) -> list[Role]:
    return [Role(role) for role in case.participants.values_list("role", flat=True)]


def units_in(case: Case) -> QuerySet[Unit]:
    """The units that take part in a case that has passed the guard."""
    return Unit.objects.filter(participations__case=case).select_related("organisation")


def owed_by(assignment: Assignment, now: datetime) -> list[Owing]:
    """What the unit owes now, the most urgent first: by due time, and what has none by when it arose."""
    with transaction.atomic():
        rows = list(_arisen(now).filter(unit=assignment.unit_id).select_related("case__person", "case__overview"))
        _record_list(assignment, "what is owed", (row.case for row in rows))
    return rows


def board(assignment: Assignment, discharged_since: datetime, sought: str, now: datetime) -> Board:
    """The unit's cases that are under way, and those discharged since a moment.

    With something `sought`, in small letters, only those whose person's name or identity number holds it.
    """
    with transaction.atomic():
        cases = list(_on_board(assignment, discharged_since))
        shown = tuple(case for case in cases if sought in f"{case.person} {case.person.shown_number}".lower())
        owed: dict[UUID, list[Owing]] = {}
        for row in _arisen(now).filter(case__in=[case.pk for case in shown]).select_related("unit"):
            owed.setdefault(row.case_id, []).append(row)
        _record_list(assignment, "board", shown)
    return Board(shown, owed, len(cases))


def _on_board(assignment: Assignment, discharged_since: datetime) -> QuerySet[Case]:
    under_way = Q(overview__stage__in=[Stage.ADMITTED, Stage.NOTIFIED, Stage.READY])
    lately = Q(overview__stage=Stage.DISCHARGED, overview__discharged_at__gte=discharged_since)
    order = ("overview__ready_at", "overview__expected_discharge", "overview__admitted_at", "pk")
    return cases_of(assignment).filter(under_way | lately).order_by(*order)


def _arisen(now: datetime) -> QuerySet[Owing]:
    """What is owed now, the most urgent first."""
    arisen = Q(since__lte=now) & (Q(until__isnull=True) | Q(until__gt=now))
    return Owing.objects.filter(arisen).order_by(F("due_at").asc(nulls_last=True), "since", "pk")


def _record_list(assignment: Assignment, what: str, cases: Iterable[Case]) -> None:
    record(assignment, Deed(Action.LIST, what, Ground.TAKES_PART, [case.person_id for case in cases]))


def check_may_open(assignment: Assignment) -> None:
    """A case is opened by a ward. Raises Http404 for others."""
    if assignment.unit.role != Role.INPATIENT_CARE:
        refuse(assignment, Deed(Action.WRITE, "admission", Ground.NO_WARD))
        raise Http404("only a ward admits")


def last_change(assignment: Assignment) -> datetime | None:
    """When something last happened in any of the unit's cases."""
    return cases_of(assignment).aggregate(last=Max("overview__changed_at"))["last"]


def units_to_notify(case: Case) -> QuerySet[Unit]:
    """The units outside the ward that may be told of an admission: those of the municipality that answers."""
    roles = [Role.OUTPATIENT_CARE, Role.MUNICIPAL_HEALTH_CARE, Role.SOCIAL_SERVICES]
    return Unit.objects.filter(municipality=case.municipality, role__in=roles, closed_at__isnull=True).order_by(
        "role", "name"
    )


def units_last_time(case: Case) -> QuerySet[Unit]:
    """The units that took part when the person of a case that has passed the guard was last in hospital."""
    last = Case.objects.filter(person=case.person_id).exclude(pk=case.pk).order_by("-opened_at").first()
    return units_in(last) if last else Unit.objects.none()
