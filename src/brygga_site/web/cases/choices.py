"""What a unit may say next in a case: the buttons, and the messages that a form lets one choose among."""

from dataclasses import dataclass

from brygga import discharge
from brygga.agreements import Duty
from brygga.discharge.messages import Admission
from brygga.process import Acknowledgement, Correction, Role
from brygga_site.cases import reads
from brygga_site.web.cases.timeline import Line, lines


@dataclass(frozen=True)
class Choice:
    """A message that may be sent now; `owed` is the unit's duty that it does, if any."""

    kind: str
    owed: Duty | None


def sayable(opened: reads.Opened, role: str) -> list[Choice]:
    if not role:
        return []
    open_duties = [one.duty for one in opened.owed if one.is_open and one.role == role]
    choices = [
        Choice(move.body.kind, next((duty for duty in open_duties if move.body.kind in duty.done_by), None))
        for move in discharge.may_say(opened.state, Role(role))
        if move.body not in _CHOOSING or to_choose(opened, move.body, role)
    ]
    return sorted(choices, key=lambda one: one.owed is None)


_CHOOSING = {Acknowledgement, Correction}


def to_choose(opened: reads.Opened, body: type, role: str) -> list[Line]:
    """The messages that one may acknowledge, or withdraw."""
    holding = {message.sequence: message for message in opened.state.holding}
    found = []
    for line in lines(opened.lines):
        message = holding.get(line.row.sequence)
        if line.withheld or message is None or isinstance(message.body, Acknowledgement | Admission):
            continue
        mine = message.role == role
        acknowledged = (message.sequence, Role(role)) in opened.state.acknowledged
        if mine if body is Correction else not mine and not acknowledged:
            found.append(line)
    return found
