"""A made-up case, of any process."""

from dataclasses import dataclass

from brygga.process import Sent
from brygga.synthetic.people import Person
from brygga.synthetic.units import Unit


@dataclass(frozen=True, slots=True)
class Case:
    """A made-up case. `units` are those that may come into it, whether they have written or not, the first began it."""

    case_id: str
    process: str
    person: Person
    municipality: str
    units: tuple[Unit, ...]
    messages: tuple[Sent, ...]
