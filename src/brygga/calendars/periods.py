"""Calendar months and periods of dates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta


def add_months(day: date, months: int) -> date:
    """`day` moved by whole months; a day the month does not have becomes its last (31 January + 1: 28 February)."""
    moved: date = day + relativedelta(months=months)
    return moved


YEARS = range(1900, 2101)
"""The years that are taken in from outside: a year beyond them is a slip, or was to say “without end”."""


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month. Raises ValueError when there is no such month."""

    year: int
    number: int

    def __post_init__(self) -> None:
        date(self.year, self.number, 1)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """The month written `YYYY-MM`. Raises ValueError that says so."""
        year, dash, number = text.partition("-")
        if not (dash and len(year) == 4 and len(number) == 2 and (year + number).isdecimal() and text.isascii()):
            raise ValueError(f"'{text}' is no month: write YYYY-MM, for instance 2023-03")
        if int(year) not in YEARS:
            raise ValueError(f"'{text}' is no month to ask for: the years go from {YEARS[0]} to {YEARS[-1]}")
        try:
            return cls(int(year), int(number))
        except ValueError:
            raise ValueError(f"'{text}' is no month: the month goes from 01 to 12") from None

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return self.following().first - timedelta(days=1)

    def following(self, months: int = 1) -> "Month":
        """The month `months` later (earlier when negative)."""
        return Month.of(add_months(self.first, months))

    def until(self, last: "Month") -> Iterator["Month"]:
        """This month and every one up to and with `last`."""
        month = self
        while month <= last:
            yield month
            month = month.following()

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


@dataclass(frozen=True, order=True)
class Period:
    """A run of days, both ends included. Raises ValueError when it ends before it begins."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a period cannot end ({self.last}) before it begins ({self.first})")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last
