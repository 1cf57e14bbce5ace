"""Made-up people: test numbers as far as they go, then reserve numbers; ages as in the country."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import accumulate
from random import Random

from brygga.identities import Municipality
from brygga.synthetic.chance import pick, pick_weighted, stream
from brygga.synthetic.names import family_name, given_name
from brygga.synthetic.places import weights

STREETS = """Storgatan Kyrkvägen Skolgatan Björkvägen Ringvägen Strandvägen Parkgatan Granvägen Ängsvägen Åkervägen
Östra_Hamngatan Kvarnbacken Lingonstigen Fiskaregatan Hantverkargatan Norra_Bryggan Smedjegatan Tallstigen""".split()

# Share of the people in each ten years of age, and the longest-lived; about Sweden's own.
_AGES = (0.11, 0.12, 0.12, 0.14, 0.125, 0.13, 0.11, 0.095, 0.04, 0.01)
_AGES_SUMMED = tuple(accumulate(_AGES))
# How many times as often somebody of this age is in hospital with needs afterwards.
_RISKS = (1, 1, 1, 2, 3, 5, 10, 25, 60, 80)


class IdentityKind(StrEnum):
    """`TEST` is one of Skatteverket's test numbers; `RESERVE` a local reserve number (`RES-14-0000123`)."""

    TEST = "personnummer"
    RESERVE = "reserve"


@dataclass(frozen=True, slots=True)
class MadePerson:
    """A made-up person. `number` counts the county's people from 0; `municipality` is where they are registered."""

    number: int
    identity_number: str
    identity_kind: IdentityKind
    given_name: str
    family_name: str
    born: date
    street: str
    postal_town: str
    municipality: str

    @property
    def is_woman(self) -> bool:
        """The last digit but one of the number is even for women."""
        return int(self.identity_number[-2]) % 2 == 0


@cache
def test_numbers() -> tuple[str, ...]:
    """Skatteverket's published test numbers, twelve digits each."""
    text = (files("brygga.identities") / "data" / "test_personnummer.csv").read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines()[1:] if line.strip())


def age_group(born: date, on: date) -> int:
    """Tens of years of age, 0 to 9."""
    return min(9, max(0, on.year - born.year) // 10)


def risk(born: date, on: date) -> int:
    """How much more often than a child this person is in hospital with needs afterwards."""
    return _RISKS[age_group(born, on)]


class Register:
    """Draws the county's people run by run, in any order; a run that begins at the same number is always the same.

    `born_by` is the day by which everybody must have been born; younger test numbers are not used.
    """

    def __init__(self, county: str, homes: Sequence[Municipality], seed: int, born_by: date) -> None:
        self._county, self._homes, self._seed, self._born_by = county, tuple(homes), seed, born_by
        self._shares = tuple(accumulate(weights(homes)))
        self._numbers = self._in_order()

    def people(self, first: int, count: int) -> list[MadePerson]:
        """People number `first` and on, `count` of them."""
        rng = stream(self._seed, "people", first)
        return [self._person(rng, number) for number in range(first, first + count)]

    def _in_order(self) -> list[str]:
        """The test numbers as they are given out: the list has few old people, so these tend to come first."""
        rng = stream(self._seed, "test numbers")
        usable = [one for one in test_numbers() if _born(one) < self._born_by]
        keys = {one: rng.random() ** (1 / risk(_born(one), self._born_by)) for one in usable}
        return sorted(usable, key=lambda one: (-keys[one], one))

    def _person(self, rng: Random, number: int) -> MadePerson:
        home = pick_weighted(rng, self._homes, self._shares)
        tested = number < len(self._numbers)
        identity = self._numbers[number] if tested else f"RES-{self._county}-{number:07d}"
        woman = int(identity[-2]) % 2 == 0
        return MadePerson(
            number=number,
            identity_number=identity,
            identity_kind=IdentityKind.TEST if tested else IdentityKind.RESERVE,
            given_name=given_name(rng, woman),
            family_name=family_name(rng),
            born=_born(identity) if tested else self._birthday(rng),
            street=f"{pick(rng, STREETS).replace('_', ' ')} {1 + int(rng.random() * 80)}",
            postal_town=home.short,
            municipality=home.code,
        )

    def _birthday(self, rng: Random) -> date:
        tens = pick_weighted(rng, range(10), _AGES_SUMMED)
        return self._born_by - timedelta(days=1 + int((tens + rng.random()) * 3652))


def _born(digits: str) -> date:
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
