"""Fetches of many cases at once, through the guard: boards and what a unit owes, with everybody on the trail."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet
from django.http import Http404

from brygga.access.basis import Basis
from brygga.agreements import Duty
from brygga.process import Acknowledgement, AnyProcess, Regime
from brygga.processes import PROCESSES
from brygga_site.agreements import registry
from brygga_site.cases.models import Case, Owing, Participant
from brygga_site.cases.reads import cases_of, works_with
from brygga_site.cases.receipts.reads import ToldCase, told_to
from brygga_site.cases.until import PASSED, soonest
from brygga_site.organisations.models import Assignment
from brygga_site.trail.actions import Deed, record, refuse
from brygga_site.trail.models import Action


@dataclass(frozen=True)
class Board:
    """The cases on a unit's board, what is owed now in each by any unit, and how many there are without a search.

    `told` is what is new to the unit in them. `nameless` are the cases whose person the unit has nothing to do with but
    for the case: nobody is named there.
    """

    cases: tuple[Case, ...]
    owed: dict[UUID, list[Owing]]
    told: dict[UUID, ToldCase]
    nameless: frozenset[UUID]
    total: int


@dataclass(frozen=True)
class Waiting:
    """What waits for a unit: what it owes now, the most urgent first, and what it has been told and not read, by case.

    Of a case in which it owes an acknowledgement, `told` has every message. `nameless` as on a board.
    """

    owed: tuple[Owing, ...]
    told: dict[UUID, ToldCase]
    nameless: frozenset[UUID]


def check_sees_cases(assignment: Assignment) -> None:
    """Whether there are cases that one can work with under this assignment. Raises Http404 when there are none."""
    if not works_with(assignment):
        purpose = assignment.purpose
        refuse(assignment, Deed(Action.LIST, "cases", Basis.OTHER_PURPOSE, purpose=purpose))
        raise Http404("no case is open to this assignment")


def duty_of(row: Owing) -> Duty:
    """The duty that a row is by, in the agreement of its case."""
    duties = registry().agreement(row.case.agreement).duties(row.case.process)
    return next(duty for duty in duties if duty.id == row.duty)


def is_to_acknowledge(duty: Duty) -> bool:
    """Whether a duty is done by taking up a message."""
    return Acknowledgement.kind in duty.done_by


def waiting_for(assignment: Assignment, now: datetime) -> Waiting:
    """What the unit owes now, by due time, and what has none by when it arose; and what it has been told."""
    with transaction.atomic():
        # Asked of each case that something is owed in: the other way about it goes through all that the unit ever had.
        mine = _arisen(now).filter(Exists(cases_of(assignment).filter(pk=OuterRef("case"))), unit=assignment.unit_id)
        rows = tuple(mine.select_related("case__person", "case__overview"))
        told = told_to(assignment, now, whole=[row.case for row in rows if is_to_acknowledge(duty_of(row))])
        cases = [row.case for row in rows] + [one.case for one in told.values() if one.new]
        _record_list(assignment, "what is owed and new", cases, assignment.purpose)
        return Waiting(rows, told, nameless_of(assignment, cases))


def nameless_of(assignment: Assignment, cases: Iterable[Case]) -> frozenset[UUID]:
    """The cases between parties about a person whom the unit has been told of in no case of care."""
    between = [case for case in cases if case.person_id and case.runs.regime is Regime.PARTIES]
    if not between:
        return frozenset()
    theirs = Case.objects.filter(person__in=[case.person_id for case in between], process__in=PROCESSES.of_care)
    told_of = Exists(Participant.objects.filter(case=OuterRef("pk"), unit=assignment.unit_id))
    known = set(theirs.filter(told_of).values_list("person_id", flat=True))
    return frozenset(case.pk for case in between if case.person_id not in known)


def board(assignment: Assignment, process: AnyProcess, sought: str, now: datetime) -> Board:
    """The unit's cases of a process that lists show now.

    With something `sought`, in small letters, only those whose person's name or identity number holds it.
    """
    with transaction.atomic():
        now_listed = {"participants__unit": assignment.unit_id, "participants__listed_until__gte": now}
        listed = cases_of(assignment).filter(process=process.name, **now_listed)
        cases = list(listed.order_by("overview__order_at", "pk"))
        nameless = nameless_of(assignment, cases)
        shown = tuple(case for case in cases if sought in _sought_in(case, case.pk in nameless))
        owed: dict[UUID, list[Owing]] = {}
        for row in _arisen(now).filter(case__in=[case.pk for case in shown]).select_related("unit"):
            owed.setdefault(row.case_id, []).append(row)
        told = told_to(assignment, now, among=shown)
        _record_list(assignment, "board", (case for case in shown if case.pk not in nameless), process.name)
    return Board(shown, owed, told, nameless, len(cases))


def waiting_until(assignment: Assignment, waiting: Waiting, now: datetime) -> datetime:
    """Until when what waits for a unit stands as it does now."""
    return soonest(now, _owings_until(Owing.objects.filter(unit=assignment.unit_id), now), *_told_until(waiting.told))


def board_until(board: Board, now: datetime) -> datetime:
    """Until when a board stands as it does now."""
    leave = [case.overview.listed_until + PASSED for case in board.cases]
    owed = _owings_until(Owing.objects.filter(case__in=[case.pk for case in board.cases]), now)
    return soonest(now, owed, *leave, *_told_until(board.told))


def _told_until(told: Mapping[UUID, ToldCase]) -> Iterator[datetime]:
    return (moment for one in told.values() for moment in one.changes_at)


def _owings_until(owings: QuerySet[Owing], now: datetime) -> datetime:
    first = owings.aggregate(
        since=Min("since", filter=Q(since__gt=now)),
        until=Min("until", filter=Q(until__gt=now)),
        due_at=Min("due_at", filter=Q(due_at__gt=now - PASSED)),
    )
    return soonest(now, first["since"], first["until"], first["due_at"] and first["due_at"] + PASSED)


def _sought_in(case: Case, nameless: bool) -> str:
    """The text that a search goes through."""
    if nameless:
        return ""
    return f"{case.person} {case.person.shown_number}".lower() if case.person else case.subject.lower()


def _arisen(now: datetime) -> QuerySet[Owing]:
    """What is owed now, the most urgent first."""
    arisen = Q(since__lte=now) & (Q(until__isnull=True) | Q(until__gt=now))
    return Owing.objects.filter(arisen).order_by(F("due_at").asc(nulls_last=True), "since", "pk")


def _record_list(assignment: Assignment, what: str, cases: Iterable[Case], purpose: str) -> None:
    persons = [person for case in cases for person in case.persons]
    record(assignment, Deed(Action.LIST, what, Basis.TAKES_PART, persons, purpose=purpose))
