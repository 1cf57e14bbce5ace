"""Until when a page is right while nobody says anything: the next moment at which the clock alone changes it.

A page left open is compared with that moment; it is not made anew with every minute.
"""

from datetime import datetime, timedelta

from brygga.calendars import end_of_day, local_date
from brygga.process import OwedDuty
from brygga_site.cases.reads import OpenedCase
from brygga_site.organisations.models import Assignment
from brygga_site.people.reads import relation_changes_at

PASSED = timedelta(seconds=1)
"""What holds up to and with a moment is over a second later; deadlines are counted in whole seconds."""


def soonest(now: datetime, *moments: datetime | None) -> datetime:
    """The first of these moments that is to come; at the latest when the day turns, with all that says "today"."""
    midnight = end_of_day(local_date(now)) + PASSED
    return min(moment for moment in (midnight, *moments) if moment and moment > now)


def case_until(assignment: Assignment, opened: OpenedCase, now: datetime) -> datetime:
    """Until when a case stands as it does now for a unit: its duties, and whether the person may be read about."""
    person = opened.case.person
    related = relation_changes_at(assignment.unit, person, now) if person else None
    of_duties = (moment for duty in opened.owed for moment in _of_duty(duty))
    return soonest(now, opened.wishes.changes_at, related, *of_duties)


def _of_duty(duty: OwedDuty) -> tuple[datetime | None, ...]:
    return duty.since, duty.until, duty.due_at and duty.due_at + PASSED
