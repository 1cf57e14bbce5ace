"""What must hold for one message in one case, beyond who may send it at which stage."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from brygga.calendars import local, local_date
from brygga.discharge import messages as say
from brygga.discharge.state import MOVES, Discharge
from brygga.process import Acknowledgement, Body, Correction, Move, NotAllowed, Role, Sent, check_may_say, sayable


def may_say(state: Discharge, role: Role) -> tuple[Move, ...]:
    """What this role may say next; a message that has been said and can be said once only is left out."""
    return tuple(move for move in sayable(MOVES, state, role) if not _said_already(state, move.body))


def check_says(state: Discharge, message: Sent) -> None:
    """Whether `message` may be sent as the next one of the case. Raises NotAllowed with the reason."""
    body = message.body
    check_may_say(MOVES, state, message.role, body.kind)
    guard = _GUARDS.get(type(body))
    refusal = _said_already(state, type(body)) or (guard(state, message, body) if guard else None)
    if refusal:
        raise refusal


def says(state: Discharge, message: Sent) -> bool:
    """Whether `message` may be sent as the next one of the case."""
    try:
        check_says(state, message)
    except NotAllowed:
        return False
    return True


def _said_already(state: Discharge, body: type[Body]) -> NotAllowed | None:
    once = {
        say.NeedAssessed: (state.need_assessed_at, "that needs are likely has already been judged"),
        say.AdmissionNotice: (
            state.notice_at,
            "the admission notice has been sent; send a changed date instead",
        ),
        say.SipHeld: (state.sip_held_at, "the SIP has already been held"),
        say.SipNotNeeded: (state.sip_not_needed, "it has already been said that no SIP is needed"),
    }
    said, reason = once.get(body, (None, ""))
    return NotAllowed(reason) if said else None


def _admission(state: Discharge, message: Sent, body: say.Admission) -> NotAllowed | None:
    return _not_later("the admission", body.admitted_at, message.sent_at)


def _need_assessed(state: Discharge, message: Sent, body: say.NeedAssessed) -> NotAllowed | None:
    return _within_stay(state, "the judgement", body.assessed_at, message)


def _notice(state: Discharge, message: Sent, body: say.AdmissionNotice | say.ChangedDischargeDate) -> NotAllowed | None:
    if state.admitted_at and body.expected_discharge < local_date(state.admitted_at):
        reason = "the expected discharge, {expected}, is before the admission"
        return NotAllowed(reason, expected=body.expected_discharge)
    return None


def _ready(state: Discharge, message: Sent, body: say.ReadyNotice) -> NotAllowed | None:
    return _within_stay(state, "the judgement", body.assessed_at, message)


def _sip_held(state: Discharge, message: Sent, body: say.SipHeld) -> NotAllowed | None:
    return _within_stay(state, "the SIP", body.held_at, message)


def _discharged(state: Discharge, message: Sent, body: say.Discharged) -> NotAllowed | None:
    # A discharge is told to the minute, the notice was sent at a second of it.
    if state.ready_at and body.discharged_at < state.ready_at.replace(second=0, microsecond=0):
        reason = "the discharge is before the discharge-ready notice, sent {ready}"
        return NotAllowed(reason, ready=_shown(state.ready_at))
    return _within_stay(state, "the discharge", body.discharged_at, message)


def _acknowledgement(state: Discharge, message: Sent, body: Acknowledgement) -> NotAllowed | None:
    of = next((m for m in state.holding if m.sequence == body.of), None)
    if of is None:
        return NotAllowed("there is no message {of} to acknowledge", of=body.of)
    if of.unit == message.unit:
        return NotAllowed("a unit does not acknowledge its own message")
    if (body.of, message.role) in state.acknowledged:
        return NotAllowed("message {of} has already been acknowledged", of=body.of)
    return None


def _correction(state: Discharge, message: Sent, body: Correction) -> NotAllowed | None:
    of = next((m for m in state.holding if m.sequence == body.of), None)
    if of is None:
        return NotAllowed("there is no message {of} that still holds", of=body.of)
    if of.unit != message.unit:
        return NotAllowed("a message is withdrawn by the unit that sent it")
    if isinstance(of.body, say.Admission):
        return NotAllowed("the admission begins the case and cannot be withdrawn; close the case instead")
    return None


def _within_stay(state: Discharge, what: str, moment: datetime, message: Sent) -> NotAllowed | None:
    if state.admitted_at and moment < state.admitted_at:
        reason = f"{what}, {{moment}}, is before the admission, {{admitted}}"
        return NotAllowed(reason, moment=_shown(moment), admitted=_shown(state.admitted_at))
    return _not_later(what, moment, message.sent_at)


def _not_later(what: str, moment: datetime, now: datetime) -> NotAllowed | None:
    return NotAllowed(f"{what}, {{moment}}, is in the future", moment=_shown(moment)) if moment > now else None


def _shown(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}"


_GUARDS: dict[type[Body], Callable[[Discharge, Sent, Any], NotAllowed | None]] = {
    say.Admission: _admission,
    say.NeedAssessed: _need_assessed,
    say.AdmissionNotice: _notice,
    say.ChangedDischargeDate: _notice,
    say.ReadyNotice: _ready,
    say.SipHeld: _sip_held,
    say.Discharged: _discharged,
    Acknowledgement: _acknowledgement,
    Correction: _correction,
}
