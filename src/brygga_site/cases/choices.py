"""What a unit may say next in a case: what pages have as buttons and programs read as choices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from brygga.agreements import Asked
from brygga.process import Acknowledgement, AnyProcess, Body, Correction, OwedDuty
from brygga.processes import PROCESSES
from brygga_site.cases.reads import OpenedCase, may_begin
from brygga_site.cases.seen import SeenMessage
from brygga_site.organisations.models import Assignment


@dataclass(frozen=True)
class SayableChoice:
    """A message that may be sent now; `owed` is what the unit is asked for that it does, if anything."""

    kind: str
    owed: Asked | None


def sayable(opened: OpenedCase) -> list[SayableChoice]:
    """What the reader's unit may say now, what it owes first."""
    if opened.part is None or opened.state is None or opened.agreement is None:
        return []
    open_duties = [duty.duty for duty in opened.owed if _is_owed(opened, duty)]
    choices = [
        SayableChoice(move.body.kind, next((duty for duty in open_duties if move.body.kind in duty.done_by), None))
        for move in opened.process.may_say(opened.state, opened.part)
        if "of" not in move.body.model_fields or choosable(opened, move.body)
    ]
    return sorted(choices, key=lambda choice: choice.owed is None)


@dataclass(frozen=True)
class TakeUp:
    """The numbers of the messages that the unit may take up now, and of the one that it owes to; 0 for none.

    `kind` is the message that does it.
    """

    may: frozenset[int]
    owed: int
    kind: str = Acknowledgement.kind


def to_take_up(opened: OpenedCase, say_now: Iterable[SayableChoice]) -> TakeUp:
    """What may be acknowledged among what may be said now."""
    choice = next((choice for choice in say_now if choice.kind == Acknowledgement.kind), None)
    if choice is None or opened.state is None:
        return TakeUp(frozenset(), 0)
    may = frozenset(line.sequence for line in choosable(opened, Acknowledgement))
    owed = next((one for one in opened.owed if choice.owed == one.duty and _is_owed(opened, one)), None)
    about = opened.process.to_acknowledge(opened.state, opened.reader.unit, owed.since) if owed else None
    return TakeUp(may, about.sequence if about and about.sequence in may else 0)


def choosable(opened: OpenedCase, body: type[Body]) -> list[SeenMessage]:
    """The messages that hold and that one of this kind may be about: to acknowledge, to withdraw, to answer."""
    return [line for line in opened.lines if line.shown and _may_be_chosen(opened, body, line.sequence)]


def called(opened: OpenedCase, body: type[Body]) -> Mapping[int, str]:
    """What the messages that one of this kind may be about are called now, where the process says it."""
    return opened.process.to_name(opened.state, opened.reader.unit, body) or {}


def begun_from_messages(assignment: Assignment, opened: OpenedCase) -> list[AnyProcess]:
    """The processes of which the unit begins a case from a message of this one."""
    if opened.agreement is None:
        return []
    return [
        process
        for process in PROCESSES
        if process.opening.from_message and process is not opened.process and may_begin(assignment, process)
    ]


def _is_owed(opened: OpenedCase, duty: OwedDuty) -> bool:
    """Whether the reader's unit owes it now."""
    return duty.is_open and opened.reader.unit in duty.units


def _may_be_chosen(opened: OpenedCase, body: type[Body], sequence: int) -> bool:
    assert opened.state  # noqa: S101 (only whoever takes part says anything)
    message = opened.state.holds(sequence)
    if message is None:
        return False
    own, opens = message.unit == opened.reader.unit, isinstance(message.body, opened.process.opens)
    if body is Correction:
        return own and not opens
    if body is Acknowledgement:
        return message in opened.process.may_acknowledge(opened.state, opened.reader.unit)
    if body.answers:
        return message in opened.process.may_answer(opened.state, opened.reader.unit, body)
    may = opened.process.to_name(opened.state, opened.reader.unit, body)
    return message.body.kind in body.refers_to and (may is None or sequence in may)
