"""What must hold for one message in one deviation, beyond who may send it at which stage."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from brygga.calendars import local, local_date
from brygga.deviation import messages as say
from brygga.deviation.parts import DeviationPart as Part
from brygga.deviation.parts import DeviationStage as Stage
from brygga.deviation.state import SETTLING, Deviation
from brygga.process import Addressing, Body, NotAllowed, Role, Sent

ANYBODY: frozenset[Role | None] = frozenset({*Role, None})
"""Any unit may fail to do what was agreed, and any may see it; an office (None) can be where deviations are handled."""


def not_now(state: Deviation, body: type[Body]) -> NotAllowed | None:
    """The refusal of what nobody can say as things stand, so that no page offers it."""
    if body is say.NoMeasures and state.planned_at:
        return NotAllowed("there is a plan already")
    if body in SETTLING and not state.waiting:
        return NotAllowed("no measure is waiting to be done")
    if body is say.DeviationAnswered and state.planned_at is None:
        return NotAllowed("the answer waits for a plan; plan a measure, or say that none is needed")
    if body is say.DeviationFollowedUp and not (state.settled_at and any(m.is_done for m in state.measures)):
        return NotAllowed("what is followed up are measures that are done, and none may be waiting")
    if body is say.DeviationClosed and state.waiting:
        numbers = ", ".join(str(measure.number) for measure in state.waiting)
        return NotAllowed("measures that are neither done nor left: {numbers}", numbers=numbers)
    return None


def _report(state: Deviation, message: Sent, body: say.DeviationReport) -> NotAllowed | None:
    if message.unit in body.recipients:
        return NotAllowed("a unit does not report a deviation to itself")
    return _in_future("the event, {moment}, is in the future", body.happened_at, message.sent_at)


def _contact(state: Deviation, message: Sent, body: say.DirectContact) -> NotAllowed | None:
    happened = state.report.happened_at if state.report else body.contacted_at
    if body.contacted_at < happened:
        reason = "the contact, {moment}, is before the event, {happened}"
        return NotAllowed(reason, moment=_shown(body.contacted_at), happened=_shown(happened))
    return _in_future("the contact, {moment}, is in the future", body.contacted_at, message.sent_at)


def _forwarded(state: Deviation, message: Sent, body: say.DeviationForwarded) -> NotAllowed | None:
    (unit,) = body.recipients
    if unit == state.reporter:
        return NotAllowed("a deviation does not go to whoever reported it; return it instead")
    if unit == state.receiver:
        return NotAllowed("the deviation is with that unit already")
    if message.unit == state.reporter and state.stage is Stage.RECEIVED:
        return NotAllowed("the unit has taken the deviation up; only that unit can pass it on")
    # Two units that each say it is the other's would send it to and fro for ever; whoever reported it breaks the tie.
    if message.unit == state.receiver and unit in state.not_theirs:
        return NotAllowed("{unit} has said already that the deviation is not theirs; return it instead", unit=unit)
    return None


def _drawn_in(state: Deviation, message: Sent, body: say.DeviationDrawnIn) -> NotAllowed | None:
    there = [unit for unit in body.recipients if state.part(unit) not in {None, Part.INFORMED}]
    return NotAllowed("these units take part already: {units}", units=", ".join(there)) if there else None


def _planned(state: Deviation, message: Sent, body: say.MeasurePlanned) -> NotAllowed | None:
    if body.due < local_date(message.sent_at):
        return NotAllowed("the day, {day}, has passed", day=body.due)
    return None


def _settled(state: Deviation, message: Sent, body: say.MeasureDone | say.MeasureLeft) -> NotAllowed | None:
    if not any(m.number == body.of and m.unit == message.unit for m in state.waiting):
        return NotAllowed("message {of} is no measure of your unit's that is waiting to be done", of=body.of)
    return None


def _done(state: Deviation, message: Sent, body: say.MeasureDone) -> NotAllowed | None:
    if body.done_on > local_date(message.sent_at):
        return NotAllowed("the day, {day}, is in the future", day=body.done_on)
    if state.report and body.done_on < local_date(state.report.happened_at):
        return NotAllowed("the day, {day}, is before the event", day=body.done_on)
    return _settled(state, message, body)


def _closed(state: Deviation, message: Sent, body: say.DeviationClosed) -> NotAllowed | None:
    if state.lacks_contact and not body.without_contact:
        return NotAllowed("the deviation is serious; record the direct contact, or say why there was none")
    return None


def _dismissed(state: Deviation, message: Sent, body: say.DeviationDismissed) -> NotAllowed | None:
    if body.reason is say.Dismissal.MISTAKE and message.unit != state.reporter:
        return NotAllowed("that a report was a mistake is said by whoever sent it")
    return None


def _in_future(reason: str, moment: datetime, now: datetime) -> NotAllowed | None:
    return NotAllowed(reason, moment=_shown(moment)) if moment > now else None


def _shown(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}"


Guard = Callable[[Deviation, Sent, Any], NotAllowed | None]

OF_CONTENT: dict[type[Body], Guard] = {
    say.DeviationReport: _report,
    say.DirectContact: _contact,
    say.DeviationForwarded: _forwarded,
    say.DeviationDrawnIn: _drawn_in,
    say.MeasurePlanned: _planned,
    say.MeasureDone: _done,
    say.MeasureLeft: _settled,
    say.DeviationClosed: _closed,
    say.DeviationDismissed: _dismissed,
}
"""What must hold of what a message says."""


def in_own_part(check: Guard | None) -> Guard:
    """The guard `check`, after that the sender is what it speaks as: parts change hands when a report is passed on."""

    def guard(state: Deviation, message: Sent, body: Any) -> NotAllowed | None:
        if state.part(message.unit) != message.part:
            return NotAllowed("your unit is not {part} of the deviation", part=message.part)
        return check(state, message, body) if check else None

    return guard


ADDRESSING: dict[type[Body], Addressing] = dict.fromkeys(
    (say.DeviationReport, say.DeviationForwarded, say.DeviationDrawnIn), Addressing(to=ANYBODY)
)
"""Whom a deviation may go to."""
