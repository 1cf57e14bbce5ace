"""Moments and deadlines on the Swedish wall clock.

A moment is an aware datetime. The acts count hours and days as a person in Sweden reads the clock: 24 hours
after Saturday 08:00 is Sunday 08:00, also in the night when the clocks change.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SWEDEN = ZoneInfo("Europe/Stockholm")


def local(moment: datetime) -> datetime:
    """`moment` on the Swedish wall clock.

    Raises ValueError for a moment without a time zone: whose clock it was read from would be a guess.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone; give one, for instance +01:00")
    return moment.astimezone(SWEDEN)


def local_date(moment: datetime) -> date:
    """The calendar day in Sweden on which `moment` falls."""
    return local(moment).date()


def hours_after(moment: datetime, hours: int) -> datetime:
    """The moment `hours` later on the wall clock (2017:612, chapter 2 § 3: 24 hours)."""
    return (local(moment).replace(tzinfo=None) + timedelta(hours=hours)).replace(tzinfo=SWEDEN)


def end_of_day(day: date, days_later: int = 0) -> datetime:
    """The last second of the calendar day `days_later` days after `day` (2017:612, chapter 4 § 3: three days)."""
    return datetime.combine(day + timedelta(days=days_later), time(23, 59, 59), tzinfo=SWEDEN)
