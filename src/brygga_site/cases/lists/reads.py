"""Fetches of many cases at once, through the guard: the board and what a unit owes, with everybody on the trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.http import Http404

from brygga.discharge import Stage
from brygga_site.cases.models import Case, Owing
from brygga_site.cases.reads import cases_of
from brygga_site.organisations.models import Assignment
from brygga_site.trail.actions import Deed, record, refuse
from brygga_site.trail.models import Action, Ground

NO_CASES = (Assignment.Purpose.ASSIGNMENTS, Assignment.Purpose.LOG_REVIEW)
"""The purposes for which nobody sees a case, wherever the assignment is."""


@dataclass(frozen=True)
class Board:
    """The cases on a unit's board, what is owed now in each by any unit, and how many there are without a search."""

    cases: tuple[Case, ...]
    owed: dict[UUID, list[Owing]]
    total: int


def check_sees_cases(assignment: Assignment) -> None:
    """Whether the assignment is for something that needs cases. Raises Http404 when it is not."""
    if assignment.purpose in NO_CASES:
        refuse(assignment, Deed(Action.LIST, "cases", Ground.OTHER_PURPOSE))
        raise Http404("no case is open to this assignment")


def owed_by(assignment: Assignment, now: datetime) -> list[Owing]:
    """What the unit owes now, the most urgent first: by due time, and what has none by when it arose."""
    with transaction.atomic():
        mine = _arisen(now).filter(unit=assignment.unit_id, case__in=cases_of(assignment))
        rows = list(mine.select_related("case__person", "case__overview"))
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


def last_change(assignment: Assignment) -> datetime | None:
    """When something last happened in any of the unit's cases."""
    return cases_of(assignment).aggregate(last=Max("overview__changed_at"))["last"]


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
