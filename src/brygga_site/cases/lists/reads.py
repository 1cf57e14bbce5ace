"""Fetches of many cases at once, through the guard: boards and what a unit owes, with everybody on the trail."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import BigAutoField, CharField, DateTimeField, Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from brygga import texts
from brygga.access.basis import Basis
from brygga.agreements import Asked, Courtesy
from brygga.process import Acknowledgement, AnyProcess, Regime
from brygga.processes import PROCESSES
from brygga_site.agreements import usable
from brygga_site.cases.models import Case, Owing, Participant
from brygga_site.cases.reads import works_with
from brygga_site.cases.receipts.reads import ToldCase, told_to
from brygga_site.cases.until import PASSED, soonest
from brygga_site.organisations.models import Assignment
from brygga_site.people.relation import is_own_record
from brygga_site.prepared import Given, PreparedModels
from brygga_site.trail.actions import Deed, record, refuse
from brygga_site.trail.models import Action


def _coming() -> QuerySet[Owing]:
    """What is owed now or will be, the most urgent first."""
    holds = Q(until__isnull=True) | Q(until__gt=Given("now", DateTimeField()))
    return Owing.objects.filter(holds).order_by(F("due_at").asc(nulls_last=True), "since", "pk")


def _listed(prefix: str) -> dict[str, object]:
    """What is asked of a case, or by `prefix` of what has one: that a unit's list of a process shows it now."""
    return {
        f"{prefix}process": Given("process", CharField()),
        f"{prefix}participants__unit": Given("unit", BigAutoField()),
        f"{prefix}participants__listed_until__gte": Given("now", DateTimeField()),
    }


def _owed() -> QuerySet[Owing]:
    # Asked of each case that something is owed in: the other way about it goes through all that the unit ever had.
    unit = Given("unit", BigAutoField())
    takes_part = Exists(Participant.objects.filter(case=OuterRef("case"), unit=unit))
    return _coming().filter(takes_part, unit=unit).select_related("case__person", "case__overview")


OWED = PreparedModels(_owed)
OWED_IN_LISTED = PreparedModels(lambda: _coming().filter(**_listed("case__")).select_related("unit"))
LISTED = PreparedModels(
    lambda: Case.objects.filter(**_listed("")).select_related("person", "overview").order_by("overview__order_at", "pk")
)


@dataclass(frozen=True)
class Board:
    """The cases on a unit's board, what is owed now in each by any unit, and how many there are without a search.

    `told` is what is new to the unit in them. `nameless` are the cases whose person the unit has nothing to do with but
    for the case: nobody is named there. `until` is when the clock alone changes it.
    """

    cases: tuple[Case, ...]
    owed: dict[UUID, list[Owing]]
    told: dict[UUID, ToldCase]
    nameless: frozenset[UUID]
    total: int
    until: datetime


def check_sees_cases(assignment: Assignment) -> None:
    """Whether there are cases that one can work with under this assignment. Raises Http404 when there are none."""
    if not works_with(assignment):
        purpose = assignment.purpose
        refuse(assignment, Deed(Action.LIST, "cases", Basis.OTHER_PURPOSE, purpose=purpose))
        raise Http404("no case is open to this assignment")


@dataclass(frozen=True)
class Waiting:
    """What waits for a unit: what it owes now, by due time, and what has none by when it arose; and what it was told.

    `told` is what nobody there has read, by case, and every message of a case in which what it is asked is about one.
    `nameless` as on a board; `until` is when the clock alone changes it.
    """

    owed: tuple[Owing, ...]
    told: dict[UUID, ToldCase]
    nameless: frozenset[UUID]
    until: datetime


def duty_of(row: Owing) -> Asked | None:
    """The duty or courtesy that a row is by, in the agreement of its case.

    None where that one cannot be used: a list shows the case and its deadline, and says once that it cannot tell more.
    """
    agreement = usable(row.case.agreement)
    if agreement is None:
        return None
    asked = row.case.runs.asked(agreement)
    return next(one for one in asked if one.id == row.duty)


def is_to_acknowledge(duty: Asked | None) -> bool:
    """Whether a duty is done by taking up a message."""
    return duty is not None and Acknowledgement.kind in duty.done_by


def shows_what_it_is_about(duty: Asked | None) -> bool:
    """Whether whoever is asked sees the message that it arose with."""
    return is_to_acknowledge(duty) or (isinstance(duty, Courtesy) and duty.shows)


def waiting_for(assignment: Assignment, now: datetime) -> Waiting:
    """What waits for the unit now."""
    names = {process.name for process in works_with(assignment)}
    with transaction.atomic():
        coming = OWED.rows(unit=assignment.unit_id, now=now)
        mine = [row for row in coming if row.case.process in names and not _is_own(assignment, row.case)]
        rows = _arisen(mine, now)
        told = told_to(assignment, now, [row.case for row in rows if shows_what_it_is_about(duty_of(row))])
        cases = [row.case for row in rows] + [one.case for one in told.values() if one.new]
        _record_list(assignment, "what is owed and new", cases, assignment.purpose)
        until = soonest(now, *_changes(mine), *_opens_or_closes(told))
        return Waiting(tuple(rows), told, nameless_of(assignment, cases), until)


def coming_in(cases: Iterable[Case], now: datetime) -> QuerySet[Owing]:
    """What is owed or asked now in cases that have passed the guard, by any unit, and what comes with a day."""
    rows = Owing.objects.filter(case__in=list(cases)).filter(Q(until__isnull=True) | Q(until__gt=now))
    return rows.filter(Q(since__lte=now) | Q(due_at__isnull=False)).select_related("case", "unit")


def nameless_of(assignment: Assignment, cases: Iterable[Case]) -> frozenset[UUID]:
    """The cases between parties about a person whom the unit has been told of in no case of care."""
    between = [case for case in cases if case.person_id and case.runs.regime is Regime.PARTIES]
    if not between:
        return frozenset()
    theirs = Case.objects.filter(person__in=[case.person_id for case in between], process__in=PROCESSES.of_care)
    told_of = Exists(Participant.objects.filter(case=OuterRef("pk"), unit=assignment.unit_id))
    known = set(theirs.filter(told_of).values_list("person_id", flat=True))
    return frozenset(case.pk for case in between if case.person_id not in known)


def board(assignment: Assignment, process: AnyProcess, sought: str, now: datetime, what: str = "board") -> Board:
    """The unit's cases of a process that lists show now; the trail calls it by `what` it is.

    With something `sought` (as `brygga.texts.sought` gives it), only those whose person's name or number holds it.
    """
    if process not in works_with(assignment):
        raise Http404("no such board")
    asked = {"unit": assignment.unit_id, "process": process.name, "now": now}
    with transaction.atomic():
        cases = [case for case in LISTED.rows(**asked) if not _is_own(assignment, case)]
        nameless = nameless_of(assignment, cases)
        shown = {case.pk: case for case in cases if _holds(case, case.pk in nameless, sought)}
        coming = [row for row in OWED_IN_LISTED.rows(**asked) if row.case_id in shown]
        owed: dict[UUID, list[Owing]] = {}
        for row in _arisen(coming, now):
            owed.setdefault(row.case_id, []).append(row)
        told = {pk: one for pk, one in told_to(assignment, now).items() if pk in shown}
        _record_list(assignment, what, (case for case in shown.values() if case.pk not in nameless), process.name)
    leave = [case.overview.listed_until + PASSED for case in shown.values()]
    until = soonest(now, *_changes(coming), *leave, *_opens_or_closes(told))
    return Board(tuple(shown.values()), owed, told, nameless, len(cases), until)


def _opens_or_closes(told: Mapping[UUID, ToldCase]) -> Iterator[datetime]:
    return (moment for one in told.values() for moment in one.changes_at)


def _is_own(assignment: Assignment, case: Case) -> bool:
    """Whether the case is about the reader."""
    return case.person is not None and is_own_record(assignment, case.person)


def _arisen(coming: Iterable[Owing], now: datetime) -> list[Owing]:
    """Of what is owed now or later, what is owed now."""
    return [row for row in coming if row.since <= now]


def _changes(coming: Iterable[Owing]) -> Iterator[datetime | None]:
    """The moments at which the clock alone changes what is owed."""
    for row in coming:
        yield from (row.since, row.until, row.due_at and row.due_at + PASSED)


def _holds(case: Case, nameless: bool, sought: str) -> bool:
    """Whether the person's name or number, or the subject, holds what is sought; the number in any usual form."""
    if not sought:
        return True
    if nameless:
        return False
    if case.person is None:
        return sought in texts.sought(case.subject)
    number = re.sub(r"[\s+-]", "", sought)
    is_number = any(letter.isdecimal() for letter in number)
    held = is_number and number in texts.sought(case.person.identity_number.replace("-", ""))
    return held or sought in texts.sought(str(case.person))


def _record_list(assignment: Assignment, what: str, cases: Iterable[Case], purpose: str) -> None:
    persons = [person for case in cases for person in case.persons]
    record(assignment, Deed(Action.LIST, what, Basis.TAKES_PART, persons, purpose=purpose))
