"""What staff have opened, gathered from the log in one pass: by whom, where, about whom, when."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from brygga.calendars import local

NIGHT_ENDS, NIGHT_BEGINS = 6, 22
"""The hours on the Swedish wall clock between which it is day."""


class Look(NamedTuple):
    """One entry about one person, or about nobody known (None). `at` has a time zone.

    `staff` is the number of the member of staff, None where nobody knows who it was; user names change hands.

    `for_care` is whether it was opened to give care or support; `related` whether the unit then took part in a case
    of the person; `emergency` whether it rests on a rule for emergencies (`emergencies`).
    """

    entry: int
    at: datetime
    staff: int | None
    unit: str
    person: int | None
    refused: bool = False
    emergency: bool = False
    for_care: bool = True
    related: bool = True


@dataclass(slots=True)
class Looked:
    """How many entries, the number of the first, and the times of the first and the last."""

    entry: int
    first: datetime
    last: datetime
    entries: int = 1


@dataclass(slots=True)
class OpenedAbout:
    """What one staff member at one unit opened about one person: all of it, and what stands out in it, if anything."""

    all: Looked
    emergency: Looked | None = None
    unrelated: Looked | None = None


@dataclass
class Gathered:
    """What `gather` found; the keys are the number of staff, unit, and person, day or the day a night began."""

    about: dict[tuple[int | None, str, int], OpenedAbout] = field(default_factory=dict)
    seen: dict[tuple[int | None, str, date], set[int]] = field(default_factory=lambda: defaultdict(set))
    in_day: dict[tuple[int | None, str, date], Looked] = field(default_factory=dict)
    in_night: dict[tuple[int | None, str, date], Looked] = field(default_factory=dict)
    refusals: dict[tuple[int | None, str], Looked] = field(default_factory=dict)
    days: dict[int | None, set[date]] = field(default_factory=lambda: defaultdict(set))
    nights: dict[int | None, set[date]] = field(default_factory=lambda: defaultdict(set))

    @property
    def persons(self) -> set[int]:
        """Everyone who was opened."""
        return {person for _, _, person in self.about}


def gather(looks: Iterable[Look]) -> Gathered:
    """The looks in the order of the log, each taken once. A refusal showed nothing and counts among refusals alone."""
    found = Gathered()
    last_refusal = 0
    for look in looks:
        if look.refused:
            # An entry about several persons is one refusal.
            if look.entry != last_refusal:
                who = (look.staff, look.unit)
                found.refusals[who] = _more(found.refusals.get(who), look)
            last_refusal = look.entry
        elif look.person is not None:
            _add(found, look, look.person)
    return found


def _add(found: Gathered, look: Look, person: int) -> None:
    at = local(look.at)
    day = at.date()
    # A night belongs to the day it began.
    worked = (at - timedelta(hours=NIGHT_ENDS)).date()
    key = (look.staff, look.unit, person)
    about = found.about.get(key)
    if about is None:
        about = found.about[key] = OpenedAbout(_more(None, look))
    else:
        _more(about.all, look)
    found.days[look.staff].add(worked)
    if not NIGHT_ENDS <= at.hour < NIGHT_BEGINS:
        found.nights[look.staff].add(worked)
        found.in_night[look.staff, look.unit, worked] = _more(found.in_night.get((look.staff, look.unit, worked)), look)
    if look.emergency:
        about.emergency = _more(about.emergency, look)
    if look.for_care:
        if not look.related and not look.emergency:
            about.unrelated = _more(about.unrelated, look)
        found.seen[look.staff, look.unit, day].add(person)
        found.in_day[look.staff, look.unit, day] = _more(found.in_day.get((look.staff, look.unit, day)), look)


def _more(looked: Looked | None, look: Look) -> Looked:
    """One more entry counted. They come in the order of the log."""
    if looked is None:
        return Looked(look.entry, look.at, look.at)
    looked.entries += 1
    looked.last = look.at
    return looked
