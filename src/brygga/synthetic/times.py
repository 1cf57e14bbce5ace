"""Times of a made-up case: planned on the Swedish wall clock, told as instants."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from brygga.calendars import is_day_off, local
from brygga.calendars.deadlines import SWEDEN
from brygga.synthetic.chance import minutes


def instant(wall: datetime) -> datetime:
    """The instant (UTC, whole seconds) of a wall-clock time; a later time never gives an earlier instant.

    Clocks change between 02 and 03, when an hour is missing or comes twice. Times from 02 to 04 are therefore
    squeezed into 03 to 04, on every night alike.
    """
    if 2 <= wall.hour < 4:
        midnight = wall.replace(hour=0, minute=0, second=0, microsecond=0)
        wall = midnight + timedelta(hours=3) + (wall - midnight - timedelta(hours=2)) / 2
    return wall.replace(microsecond=0, tzinfo=SWEDEN).astimezone(UTC)


def planned(now: datetime) -> datetime:
    """The latest wall-clock time of which `instant` says that it has come, at `now` (aware)."""
    wall = local(now).replace(tzinfo=None)
    two = wall.replace(hour=2, minute=0, second=0, microsecond=0)
    if wall.hour == 2:
        return two - timedelta(seconds=1)
    return two + (wall - two - timedelta(hours=1)) * 2 if wall.hour == 3 else wall


def at(day: date, hour: float) -> datetime:
    """The wall-clock time `hour` hours into the day, in whole seconds."""
    return datetime.combine(day, time()) + timedelta(seconds=int(hour * 3600))


def in_office(rng: Random, moment: datetime) -> datetime:
    """`moment` if somebody is at work then, else soon after work next begins (07.45 to 16.45 on working days)."""
    minute = moment.hour * 60 + moment.minute
    day = moment.date()
    if minute < 465 and not is_day_off(day):
        return at(day, 7.75) + minutes(rng, 0, 90)
    if minute < 1005 and not is_day_off(day):
        return moment
    return at(working_day(day + timedelta(days=1)), 7.75) + minutes(rng, 0, 90)


def working_day(day: date) -> date:
    """`day`, or the first working day after it."""
    while is_day_off(day):
        day += timedelta(days=1)
    return day
