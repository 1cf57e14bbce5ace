"""Fetch of the cases that a program lists, through the guard, with everybody who is named on the trail."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from brygga.access.basis import Basis
from brygga.processes import PROCESSES
from brygga_site.cases.lists.reads import check_sees_cases, nameless_of
from brygga_site.cases.models import Case
from brygga_site.cases.reads import cases_of
from brygga_site.organisations.models import Assignment
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.models import Action


@dataclass(frozen=True)
class CasesSought:
    """Which cases: of a process, in a stage, over or not, changed at or after a moment; None or empty for all.

    `after` is the last case of the part before: when it was changed, and its number.
    """

    process: str = ""
    stage: str = ""
    over: bool | None = None
    changed_since: datetime | None = None
    after: tuple[datetime, UUID] | None = None


@dataclass(frozen=True)
class CasesFound:
    """A part of a list, whether more come after it, and the cases whose person the unit is not to be told."""

    cases: tuple[Case, ...]
    more: bool
    nameless: frozenset[UUID]


def cases_found(assignment: Assignment, sought: CasesSought, limit: int, now: datetime) -> CasesFound:
    """The unit's cases, those changed longest ago first: one that changes while it is listed comes once more.

    The trail names the persons of those that boards show now; of others nobody is named. Raises Http404.
    """
    check_sees_cases(assignment)
    with transaction.atomic():
        rows = _sought(cases_of(assignment), sought).order_by("overview__changed_at", "pk")
        cases = list(rows[: limit + 1])
        found = CasesFound(tuple(cases[:limit]), len(cases) > limit, nameless_of(assignment, cases[:limit]))
        named = [case for case in found.cases if case.overview.listed_until >= now and case.pk not in found.nameless]
        persons = [person for case in named for person in case.persons]
        purpose = sought.process or assignment.purpose
        record(assignment, Deed(Action.LIST, "cases", Basis.TAKES_PART, persons, purpose=purpose))
    return found


def _sought(rows: QuerySet[Case], sought: CasesSought) -> QuerySet[Case]:
    if sought.process:
        rows = rows.filter(process=sought.process)
    if sought.stage:
        rows = rows.filter(overview__stage=sought.stage)
    if sought.over is not None:
        closed = Q(pk__in=[])
        for process in PROCESSES:
            closed |= Q(process=process.name, overview__stage__in=[str(stage) for stage in process.over])
        rows = rows.filter(closed if sought.over else ~closed)
    if sought.changed_since:
        rows = rows.filter(overview__changed_at__gte=sought.changed_since)
    if sought.after:
        changed_at, number = sought.after
        rows = rows.filter(Q(overview__changed_at__gt=changed_at) | Q(overview__changed_at=changed_at, pk__gt=number))
    return rows
