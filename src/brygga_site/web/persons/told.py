"""What was said of a person, across all the unit's cases, as lines on a page."""

from dataclasses import dataclass

from brygga.process import Correction
from brygga_site.cases.known import KnownByCases
from brygga_site.cases.models import Case, Message

AT_FIRST = 12
"""So many stand open; those before lie folded."""


@dataclass(frozen=True)
class ToldMessage:
    """A message in one of the cases, and whether it has been withdrawn since."""

    case: Case
    row: Message
    withdrawn: bool


def events(known: KnownByCases) -> tuple[list[ToldMessage], list[ToldMessage]]:
    """The newest messages, and those before."""
    gone = {
        (one.case.pk, line.message.body.of)
        for one in known.cases
        for line in one.lines
        if isinstance(line.message.body, Correction)
    }
    every = [ToldMessage(one.case, line.row, (one.case.pk, line.sequence) in gone) for one, line in known.events]
    return every[:AT_FIRST], every[AT_FIRST:]
