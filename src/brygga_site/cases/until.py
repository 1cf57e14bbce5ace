"""Until when a page is right while nobody says anything: the next moment at which the clock alone changes it.

A page left open is compared with that moment; it is not made anew with every minute.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Min, Q, QuerySet

from brygga.calendars import end_of_day, local_date
from brygga.process import OwedDuty
from brygga_site.cases.models import Case, Owing
from brygga_site.cases.reads import OpenedCase
from brygga_site.organisations.models import Assignment
from brygga_site.people.relation import relation_changes_at, wishes_of

PASSED = timedelta(seconds=1)
"""What holds up to and with a moment is over a second later; deadlines are counted in whole seconds."""


def soonest(now: datetime, *moments: datetime | None) -> datetime:
    """The first of these moments that is to come; at the latest when the day turns, with all that says "today"."""
    midnight = end_of_day(local_date(now)) + PASSED
    return min(moment for moment in (midnight, *moments) if moment and moment > now)


def owed_until(assignment: Assignment, now: datetime) -> datetime:
    """Until when what a unit owes stands as it does now."""
    return _owings_until(Owing.objects.filter(unit=assignment.unit_id), now)


def board_until(cases: Iterable[Case], now: datetime) -> datetime:
    """Until when a board that shows these cases stands as it does now."""
    leave = [case.overview.listed_until + PASSED for case in cases]
    return soonest(now, _owings_until(Owing.objects.filter(case__in=[case.pk for case in cases]), now), *leave)


def case_until(assignment: Assignment, opened: OpenedCase, now: datetime) -> datetime:
    """Until when a case stands as it does now for a unit: its duties, and whether the person may be read about."""
    moments = [moment for duty in opened.owed for moment in _of_duty(duty)]
    if person := opened.case.person:
        moments += [relation_changes_at(assignment.unit, person, now), wishes_of(person, now).changes_at]
    return soonest(now, *moments)


def _owings_until(owings: QuerySet[Owing], now: datetime) -> datetime:
    first = owings.aggregate(
        since=Min("since", filter=Q(since__gt=now)),
        until=Min("until", filter=Q(until__gt=now)),
        due_at=Min("due_at", filter=Q(due_at__gt=now - PASSED)),
    )
    return soonest(now, first["since"], first["until"], first["due_at"] and first["due_at"] + PASSED)


def _of_duty(duty: OwedDuty) -> tuple[datetime | None, ...]:
    return duty.since, duty.until, duty.due_at and duty.due_at + PASSED
