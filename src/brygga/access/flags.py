"""Patterns in the log that deserve a second look (2008:355 4:3, 2022:913 4:4). A flag is a question and no verdict.

Only what was opened for itself counts: a board shows everybody on it, and nobody has chosen whom. Every limit stands
in `Limits` with its reason.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from statistics import median
from unicodedata import normalize

from brygga.access.looks import Gathered, Looked

DAY_KINDS = frozenset({"health-centre", "case-officers", "office", "dental"})
"""Kinds of unit that have nobody at work at night. Wards and home care work around the clock."""

PARTICLES = frozenset({"af", "al", "av", "da", "de", "del", "den", "der", "di", "el", "la", "van", "von"})
"""Words within surnames that many share who are no kin."""


class FlagKind(StrEnum):
    """The patterns, the gravest first."""

    OWN = "own-record"
    EMERGENCY = "emergency"
    UNRELATED = "no-relation"
    COLLEAGUE = "colleague"
    SURNAME = "same-surname"
    MANY = "many-records"
    HOURS = "unusual-hours"
    REFUSED = "refused"


@dataclass(frozen=True)
class Limits:
    """Where a pattern begins.

    `rare_nights_percent`, `days_known`: around the clock, nights are unusual for whoever opened records on at least
    so many days and on at most this share of them at night; with fewer days nothing is known of their habits.
    `many_times`, `many_at_least`: so many times as many persons in a day as is usual in the unit (the median of its
    staff's days), and never fewer than on an ordinary ward round. `refusals`: one mistyped address is chance.
    """

    rare_nights_percent: int = 10
    days_known: int = 10
    many_times: int = 3
    many_at_least: int = 20
    refusals: int = 5


@dataclass(frozen=True)
class Worker:
    """A staff member: the whole name, and their own number among the persons, None when they are not one of them."""

    name: str
    person: int | None = None


@dataclass(frozen=True)
class Flag:
    """A pattern found: what one staff member at one unit did, about one person or (None) about no one in particular.

    `staff` is by number, None where nobody knows who it was. `entry` is the first of the `entries`; `figures` are what
    the reason says in words. `gravity` compares flags of one kind, the larger the graver (`ranking`).
    """

    kind: FlagKind
    staff: int | None
    unit: str
    person: int | None
    entry: int
    entries: int
    first: datetime
    last: datetime
    figures: Mapping[str, int | str]
    gravity: tuple[int, ...] = ()


@dataclass(frozen=True)
class KnownBesideLog:
    """What is known beside the log: staff by number, persons' family names by number, and units' kinds.

    `workplaces` are the units, by HSA-id, at which a person works or has worked, by the person's number.
    """

    staff: Mapping[int | None, Worker]
    family_names: Mapping[int, str]
    unit_kinds: Mapping[str, str]
    workplaces: Mapping[int, Collection[str]] = field(default_factory=dict)


def flags(gathered: Gathered, known: KnownBesideLog, limits: Limits | None = None) -> Iterator[Flag]:
    """Every pattern in what was gathered."""
    bounds = limits or Limits()
    yield from _about_one(gathered, known)
    yield from _many(gathered, bounds)
    yield from _hours(gathered, known, bounds)
    yield from _refused(gathered, bounds)


@lru_cache(maxsize=100_000)
def surnames(name: str) -> frozenset[str]:
    """The parts of a family name that may be shared, in small letters; particles and single letters are left out."""
    parts = re.split(r"[\s\-–’']+", normalize("NFC", name).casefold())
    return frozenset(part for part in parts if len(part) > 1 and part not in PARTICLES)


def surname_of(name: str) -> str:
    """The family name within a whole name: all but its first word."""
    return name.strip().partition(" ")[2]


def _about_one(gathered: Gathered, known: KnownBesideLog) -> Iterator[Flag]:
    """Several patterns about the same person are graver than one, and so is a shared name that few have."""
    bearers = _bearers(gathered, known)
    for (staff, unit, person), looked in gathered.about.items():
        who = known.staff.get(staff, Worker(""))
        shared = surnames(surname_of(who.name)) & surnames(known.family_names.get(person, ""))
        own = who.person == person
        tests: list[tuple[FlagKind, bool, Looked | None]] = [
            (FlagKind.OWN, own, looked.all),
            (FlagKind.EMERGENCY, True, looked.emergency),
            (FlagKind.UNRELATED, True, looked.unrelated),
            (FlagKind.COLLEAGUE, not own and unit in known.workplaces.get(person, ()), looked.all),
            (FlagKind.SURNAME, not own and bool(shared), looked.all),
        ]
        found = [(kind, which) for kind, holds, which in tests if holds and which]
        for kind, which in found:
            named = kind is FlagKind.SURNAME
            common = min(bearers[name] for name in shared) if named else 0
            figures: dict[str, int | str] = {"name": ", ".join(sorted(shared)).title()} if named else {}
            yield _flag(kind, (staff, unit, person), which, figures, (len(found), -common, which.entries))


def _bearers(gathered: Gathered, known: KnownBesideLog) -> Counter[str]:
    """How many of the persons opened have each part of a surname."""
    return Counter(part for person in gathered.persons for part in surnames(known.family_names.get(person, "")))


def _hours(gathered: Gathered, known: KnownBesideLog, bounds: Limits) -> Iterator[Flag]:
    for (staff, unit, _), looked in gathered.in_night.items():
        days, nights = len(gathered.days[staff]), len(gathered.nights[staff])
        rare = days >= bounds.days_known and nights * 100 <= days * bounds.rare_nights_percent
        closed = known.unit_kinds.get(unit) in DAY_KINDS
        if closed or rare:
            figures = {} if closed else {"nights": nights, "days": days}
            yield _flag(FlagKind.HOURS, (staff, unit, None), looked, figures, (-nights, looked.entries))


def _many(gathered: Gathered, bounds: Limits) -> Iterator[Flag]:
    usual = _usual(gathered.seen)
    for (staff, unit, day), persons in gathered.seen.items():
        if len(persons) >= max(bounds.many_at_least, bounds.many_times * usual[unit]):
            figures = {"persons": len(persons), "usual": round(usual[unit])}
            yield _flag(FlagKind.MANY, (staff, unit, None), gathered.in_day[staff, unit, day], figures, (len(persons),))


def _usual(seen: Mapping[tuple[int | None, str, date], set[int]]) -> Mapping[str, float]:
    """How many persons a member of each unit's staff opens in a day, by the median."""
    of_unit: dict[str, list[int]] = defaultdict(list)
    for (_, unit, _), persons in seen.items():
        of_unit[unit].append(len(persons))
    return {unit: median(counts) for unit, counts in of_unit.items()}


def _refused(gathered: Gathered, bounds: Limits) -> Iterator[Flag]:
    for (staff, unit), looked in gathered.refusals.items():
        if looked.entries >= bounds.refusals:
            yield _flag(FlagKind.REFUSED, (staff, unit, None), looked, {}, (looked.entries,))


def _flag(
    kind: FlagKind,
    who: tuple[int | None, str, int | None],
    looked: Looked,
    figures: Mapping[str, int | str],
    gravity: tuple[int, ...],
) -> Flag:
    return Flag(kind, *who, looked.entry, looked.entries, looked.first, looked.last, figures, gravity)
