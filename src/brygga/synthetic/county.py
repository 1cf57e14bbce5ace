"""A made-up county: its people, units and cases, drawn block by block so that a whole county fits in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from brygga.calendars import local
from brygga.identities import Municipality, Places
from brygga.synthetic.cases import MOST_CASES, Case, courses, tell
from brygga.synthetic.cast import Units
from brygga.synthetic.chance import stream
from brygga.synthetic.people import Person, Register
from brygga.synthetic.places import Pace, paces
from brygga.synthetic.units import Unit, units_of

# Stays a year for each person that become cases: some 0.14 stays, of which a fifth have needs after discharge.
CASES_PER_PERSON = 0.14 / 5
BLOCK = 1000
"""People to a block. People, cases and their order depend on it: another number is another county."""


@dataclass(frozen=True)
class Block:
    """A run of the county's people with all their cases, by day of admission."""

    people: list[Person]
    cases: list[Case]


@dataclass(frozen=True)
class County:
    """A made-up county as it stands at `as_of` (aware). Nothing is drawn before it is asked for, and always the same.

    `size` counts the people, `yearly` the cases of the 365 days before `as_of`, and `under_way` those of them that
    are made to be open at `as_of`, beside those that are so anyway.
    """

    code: str
    municipalities: tuple[Municipality, ...]
    size: int
    seed: int
    as_of: datetime
    yearly: int
    under_way: int
    units: tuple[Unit, ...]

    @property
    def people(self) -> Iterator[Person]:
        """Everybody, by number."""
        register = self._register()
        return (person for first, count in self._runs() for person in register.people(first, count))

    @property
    def cases(self) -> Iterator[Case]:
        """Every case, block by block."""
        return (case for block in self.blocks() for case in block.cases)

    def blocks(self) -> Iterator[Block]:
        """The people and their cases together, in one pass."""
        register, units, pace = self._register(), Units(self.units), paces(self.municipalities, self.seed)
        for first, count in self._runs():
            people = register.people(first, count)
            yield Block(people, list(self._cases(people, units, pace)))

    def _cases(self, people: list[Person], units: Units, pace: dict[str, Pace]) -> Iterator[Case]:
        first, last = people[0].number, people[-1].number + 1
        rng = stream(self.seed, "cases", first)
        number, until = (self.yearly * edge // self.size for edge in (first, last))
        under_way = self.under_way * last // self.size - self.under_way * first // self.size
        for person, course, is_last in courses(rng, people, pace, self.as_of, until - number, under_way):
            number += 1
            cast = units.cast(rng, person, course.care_type)
            messages = tell(rng, course, cast, self.as_of, may_die=is_last)
            case_id = f"{self.code}-{number:07d}"
            yield Case(case_id, person, person.municipality, course.care_type, cast.units, messages)

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
) -> County:
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
    return County(county_code, homes, people, seed, local(as_of), yearly, under_way, units_of(homes))


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
