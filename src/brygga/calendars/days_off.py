"""Days off in Sweden."""

from datetime import date
from functools import cache

import holidays


@cache
def _days_off(year: int) -> frozenset[date]:
    # The library leaves Sundays in and the eves out unless told; offices are closed on the eves.
    calendar = holidays.country_holidays("SE", years=year, categories=("public", "de_facto", "optional"))
    return frozenset(calendar)


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("SE", years=year, categories=("public",)))


def is_weekend_or_holiday(day: date) -> bool:
    """Whether `day` is a Saturday, a Sunday or a public holiday (`lördag, söndag och helgdag`); an eve is none."""
    return day.weekday() >= 5 or day in _public_holidays(day.year)


def is_day_off(day: date) -> bool:
    """Whether `day` is a Saturday, a Sunday, a public holiday or one of the eves on which offices are closed."""
    return day.weekday() >= 5 or day in _days_off(day.year)
