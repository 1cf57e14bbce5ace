"""The registry of the 21 regions and the 290 municipalities."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeVar

T = TypeVar("T")


class UnknownCode(LookupError):
    """A code that no region or municipality has."""


@dataclass(frozen=True, order=True)
class Region:
    """A region: its county code (`14`), the county's name and its short name."""

    code: str
    name: str
    short: str


@dataclass(frozen=True, order=True)
class Municipality:
    """A municipality: its code (`1480`), its name, its short name and the code of its county."""

    code: str
    name: str
    short: str
    county: str


@dataclass(frozen=True)
class Places:
    """Every region and municipality by code."""

    regions: Mapping[str, Region]
    municipalities: Mapping[str, Municipality]

    @classmethod
    @cache
    def load(cls) -> "Places":
        """The registry that comes with Brygga (see `data/README.md` for where it is from)."""
        regions = (Region(*row) for row in _rows("counties.csv"))
        municipalities = (Municipality(*row) for row in _rows("municipalities.csv"))
        return cls({r.code: r for r in regions}, {m.code: m for m in municipalities})

    def region(self, code: str) -> Region:
        """The region with county code `code`. Raises UnknownCode."""
        return _find(self.regions, code, "region", "two digits, for instance 14")

    def municipality(self, code: str) -> Municipality:
        """The municipality with `code`. Raises UnknownCode."""
        return _find(self.municipalities, code, "municipality", "four digits, for instance 1480")

    def of_county(self, code: str) -> tuple[Municipality, ...]:
        """The municipalities of a county, by code."""
        return tuple(m for m in self.municipalities.values() if m.county == code)


def _rows(name: str) -> list[list[str]]:
    text = (files(__package__) / "data" / name).read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines()))[1:]


def _find(registry: Mapping[str, T], code: str, what: str, form: str) -> T:
    try:
        return registry[code]
    except KeyError:
        raise UnknownCode(f"no {what} has the code '{code}': a code is {form}") from None
