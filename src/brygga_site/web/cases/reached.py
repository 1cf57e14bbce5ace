"""Whom a message has reached: who has taken it up, who has read it, and who has not yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from brygga.process import Acknowledgement
from brygga_site.cases.models import Receipt
from brygga_site.cases.reads import OpenedCase


@dataclass(frozen=True)
class ByUnit:
    """That a unit has done something with a message: who there, and when. A program's doing has no name."""

    unit: str
    name: str
    when: datetime


@dataclass(frozen=True)
class Reached:
    """Each unit that a message was told to, by what has become of it there; one that has taken it up has read it."""

    taken_up: list[ByUnit] = field(default_factory=list)
    read: list[ByUnit] = field(default_factory=list)
    not_yet: list[str] = field(default_factory=list)


def reached(opened: OpenedCase, receipts: Mapping[int, Sequence[Receipt]]) -> dict[int, Reached]:
    """By the number of each message that is shown, for those who take part."""
    found: dict[int, Reached] = {}
    took_up = set()
    holding = {message.sequence for message in opened.state.holding} if opened.state else set()
    shown = {line.sequence for line in opened.lines if line.shown}
    for line in opened.lines:
        body, row = line.message.body, line.row
        if isinstance(body, Acknowledgement) and line.sequence in holding & shown and body.of in shown:
            took_up.add((body.of, row.unit_id))
            name = row.assignment.staff.name if row.assignment else ""
            found.setdefault(body.of, Reached()).taken_up.append(ByUnit(row.unit.name, name, row.sent_at))
    for sequence, rows in receipts.items():
        of = found.setdefault(sequence, Reached())
        for row in rows:
            if (sequence, row.unit_id) in took_up:
                continue
            if row.read_at and row.read_by:
                of.read.append(ByUnit(row.unit.name, row.read_by.staff.name, row.read_at))
            else:
                of.not_yet.append(row.unit.name)
    return found
