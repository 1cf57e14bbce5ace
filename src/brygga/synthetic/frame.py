"""What a made-up county is given before anything is drawn: where, how many, until when, and by which seed."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from brygga.identities import Municipality
from brygga.synthetic.places import HomewardPace, paces
from brygga.synthetic.units import MadeUnit


@dataclass(frozen=True)
class Frame:
    """A county about to be made up, as it is to stand at `as_of` (aware).

    `size` counts the people, `yearly` the discharges of the 365 days before `as_of`, and `under_way` those of them
    that are made to be open at `as_of`, beside those that are so anyway.
    """

    code: str
    municipalities: tuple[Municipality, ...]
    size: int
    seed: int
    as_of: datetime
    yearly: int
    under_way: int
    units: tuple[MadeUnit, ...]

    @cached_property
    def paces(self) -> dict[str, HomewardPace]:
        """How quickly each municipality takes its people home, by code."""
        return paces(self.municipalities, self.seed)
