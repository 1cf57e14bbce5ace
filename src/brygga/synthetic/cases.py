"""A made-up case, of any process."""

from dataclasses import dataclass

from brygga.process import Sent
from brygga.synthetic.people import MadePerson
from brygga.synthetic.units import MadeUnit


@dataclass(frozen=True, slots=True)
class MadeCase:
    """A made-up case. `units` are those that may come into it, whether they have written or not, the first began it."""

    case_id: str
    process: str
    person: MadePerson
    municipality: str
    units: tuple[MadeUnit, ...]
    messages: tuple[Sent, ...]
