"""What a reader of the settlement has asked to see: read from the address, and written back into it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from brygga.calendars import Month
from brygga_site.charges.reads import FIRST_YEAR

SORTS = ("code", "amount")


class Unreadable(ValueError):
    """An address that asks for something that is no year, month or order; the message says what is."""


@dataclass(frozen=True)
class Selection:
    """A year and, where chosen, one municipality and one month of it; `sort` orders the municipalities."""

    year: int
    municipality: str | None = None
    month: int | None = None
    sort: str = "code"

    @property
    def query(self) -> str:
        """The selection as the query of an address."""
        asked = {"year": self.year, "municipality": self.municipality, "month": self.month, "sort": self.sort}
        return urlencode({name: value for name, value in asked.items() if value and value != "code"})

    def months_until(self, today: date) -> tuple[Month, Month]:
        """The first and the last month asked for; none that has not begun."""
        return Month(self.year, self.month or 1), min(Month(self.year, self.month or 12), Month.of(today))


def selection_from(query: Mapping[str, str], today: date) -> Selection:
    """The selection that a query asks for; without a year, this year's. Raises Unreadable."""
    sort = query.get("sort") or "code"
    if sort not in SORTS:
        raise Unreadable(_("The order is “code” or “amount”, not “%(given)s”.") % {"given": sort})
    year = _year(query.get("year") or str(today.year), today)
    return Selection(year, query.get("municipality") or None, _month(query.get("month") or "", year, today), sort)


def month_from(text: str, today: date) -> Month:
    """The month written YYYY-MM in an address. Raises Unreadable."""
    try:
        month = Month.parse(text)
    except ValueError:
        told = _("“%(given)s” is no month. Write the year and the month as 2026-03.") % {"given": text}
        raise Unreadable(told) from None
    _year(str(month.year), today)
    return _begun(month, today)


def _year(text: str, today: date) -> int:
    if text.isascii() and text.isdecimal() and len(text) == 4 and FIRST_YEAR <= int(text) <= today.year:
        return int(text)
    told = _("“%(given)s” is no year that can be shown. Choose a year from %(first)s to %(last)s.")
    raise Unreadable(told % {"given": text, "first": FIRST_YEAR, "last": today.year})


def _month(text: str, year: int, today: date) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= 12:
        return _begun(Month(year, int(text)), today).number
    raise Unreadable(_("“%(given)s” is no month. Write a number from 1 to 12.") % {"given": text})


def _begun(month: Month, today: date) -> Month:
    if month > Month.of(today):
        raise Unreadable(_("%(month)s has not begun, so there is nothing to settle in it.") % {"month": month})
    return month
