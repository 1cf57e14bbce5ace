"""A made-up county: its people, units and cases, drawn block by block so that a whole county fits in memory."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

from brygga.calendars import local
from brygga.identities import Municipality, Places
from brygga.processes import PROCESSES
from brygga.synthetic.cases import MadeCase
from brygga.synthetic.discharge.admissions import MOST_CASES
from brygga.synthetic.frame import Frame
from brygga.synthetic.people import MadePerson, Register
from brygga.synthetic.units import units_of

# Stays a year for each person that become cases: some 0.14 stays, of which a fifth have needs after discharge.
CASES_PER_PERSON = 0.14 / 5
BLOCK = 1000
"""People to a block. People, cases and their order depend on it: another number is another county."""


@dataclass(frozen=True)
class CountyBlock:
    """A run of the county's people with all their cases, process by process."""

    people: list[MadePerson]
    cases: list[MadeCase]


class Maker(Protocol):
    """What lies beside a process in `synthetic/<process>`: its cases of some people, after those made already."""

    def make(self, frame: Frame, people: Sequence[MadePerson], so_far: Sequence[MadeCase]) -> Iterable[MadeCase]: ...


def makers() -> Iterator[Maker]:
    """The makers of the processes that have one, in the order of the list."""
    for name in PROCESSES.names:
        if find_spec(module := f"brygga.synthetic.{name}"):
            yield import_module(module)


@dataclass(frozen=True)
class MadeCounty(Frame):
    """A made-up county as it stands at `as_of`. Nothing is drawn before it is asked for, and always the same."""

    @property
    def people(self) -> Iterator[MadePerson]:
        """Everybody, by number."""
        register = self._register()
        return (person for first, count in self._runs() for person in register.people(first, count))

    @property
    def cases(self) -> Iterator[MadeCase]:
        """Every case, block by block."""
        return (case for block in self.blocks() for case in block.cases)

    def blocks(self) -> Iterator[CountyBlock]:
        """The people and their cases together, in one pass."""
        register, made = self._register(), tuple(makers())
        for first, count in self._runs():
            people = register.people(first, count)
            cases: list[MadeCase] = []
            for maker in made:
                cases += maker.make(self, people, tuple(cases))
            yield CountyBlock(people, cases)

    def _register(self) -> Register:
        born_by = local(self.as_of).date() - timedelta(days=366)
        return Register(self.code, self.municipalities, self.seed, born_by)

    def _runs(self) -> Iterator[tuple[int, int]]:
        return ((first, min(BLOCK, self.size - first)) for first in range(0, self.size, BLOCK))


def synthesize(
    places: Places,
    county_code: str,
    people: int,
    seed: int,
    as_of: datetime,
    *,
    stays_per_year: int | None = None,
    open_cases: int | None = None,
    municipalities: Sequence[str] | None = None,
) -> MadeCounty:
    """A made-up county with `people` people, as it stands at `as_of` after 365 days of cases.

    `stays_per_year` is how many cases began in those days (from the number of people when None); `open_cases` about
    how many are still open at `as_of` (as many as the lengths of stay give when None); `municipalities` the codes of
    those where people live (all of the county's when None). Raises UnknownCode, and ValueError with what is wrong.
    """
    places.region(county_code)
    homes = _homes(places, county_code, municipalities)
    yearly = round(people * CASES_PER_PERSON) if stays_per_year is None else stays_per_year
    if people < 1:
        raise ValueError(f"a county has at least one person, not {people}")
    if not 0 <= yearly <= (most := people * MOST_CASES // 2):
        raise ValueError(f"{people} people cannot have {yearly} stays in a year: at most {most}")
    # As it is, about 1 in 40 of a year's cases is open; of those made to be, some 5 in 6 (others end the same day).
    under_way = 0 if open_cases is None else max(0, (open_cases - yearly // 40) * 6 // 5)
    if under_way > yearly:
        raise ValueError(f"of {yearly} cases {open_cases} cannot be open")
    return MadeCounty(county_code, homes, people, seed, local(as_of), yearly, under_way, units_of(homes))


def _homes(places: Places, county_code: str, codes: Sequence[str] | None) -> tuple[Municipality, ...]:
    own = places.of_county(county_code)
    if codes is None:
        return own
    homes = tuple(places.municipality(code) for code in dict.fromkeys(codes))
    if strangers := [one.name for one in homes if one not in own]:
        raise ValueError(f"not in county {county_code}: {', '.join(strangers)}")
    if not homes:
        raise ValueError("people live in at least one municipality; leave the list out for all of the county's")
    return homes
