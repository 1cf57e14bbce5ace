"""What a day and a time of the clock are in the words of an agreement: office hours, the evening, a weekend night.

Hours are half-open: 08:00 to 17:00 ends before 17:00. Those that end at or before their start go on into the next day
and belong to the day on which they began, as a shift on call does: Saturday at 03:00 is still Friday's.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from brygga.calendars import is_day_off, is_weekend_or_holiday, local
from brygga.rules.facts import Hours, Scalar, Vocabulary

DAYS: dict[str, Callable[[date], bool]] = {
    "weekdays": lambda day: not is_weekend_or_holiday(day),
    "weekends-and-holidays": is_weekend_or_holiday,
    "working-days": lambda day: not is_day_off(day),
    "days-off": is_day_off,
}
"""The days that hours may be of. Eves on which offices are closed are weekdays, but days off."""
SHORTEST, LONGEST = len("2026-11-30T17"), len("2026-11-30T17:00:00.000000+01:00")
Figure = Callable[[str, date], Scalar]


def moment_in(text: object) -> datetime | None:
    """The moment that a text gives, on the Swedish wall clock; None where it gives no day and time."""
    if not isinstance(text, str) or not SHORTEST <= len(text) <= LONGEST:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return local(moment).replace(tzinfo=None) if moment.tzinfo else moment


def values_at(vocabulary: Vocabulary, moment: datetime, figure: Figure) -> frozenset[Scalar]:
    """The values of the vocabulary's clock that a moment may be; several where the agreement does not tell them apart.

    `figure` gives the hours that stand as figures, on a day. Raises LookupError for a figure without a value.
    """
    clock = vocabulary.clock
    if clock is None:
        return frozenset()
    found = 0
    for day in (moment.date() - timedelta(days=1), moment.date()):
        for hours in vocabulary.hours:
            if DAYS[hours.days](day) and _covers(hours, day, moment, figure):
                found |= hours.mask
    return frozenset(clock.of(found or clock.full))


def _covers(hours: Hours, day: date, moment: datetime, figure: Figure) -> bool:
    start, end = (
        datetime.combine(day, one if isinstance(one, time) else time.fromisoformat(str(figure(one, day))))
        for one in (hours.start, hours.end)
    )
    return start <= moment < (end if end > start else end + timedelta(days=1))
