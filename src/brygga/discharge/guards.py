"""What must hold for one message in one case, beyond who may send it at which stage."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from brygga.calendars import local, local_date
from brygga.discharge import messages as say
from brygga.discharge.state import OUTSIDE, Discharge
from brygga.process import Addressing, Body, NotAllowed, Role, Sent, UnitFacts


def said_already(state: Discharge, body: type[Body]) -> NotAllowed | None:
    """The refusal of what is said once only and has been."""
    once = {
        say.CareRequestPrepared: (state.care_request_awaited, "that a care request will come has been told already"),
        say.DischargeThrough: (
            state.hospital is not say.HospitalKind.REGIONAL,
            "the patient is at none of the regional hospitals; the admission says which kind it is",
        ),
        say.LeaveEnded: (
            state.leave is None or state.leave.until <= state.now,
            "the patient is on no leave, and is to have none",
        ),
        say.NeedAssessed: (state.need_assessed_at, "that needs are likely has already been judged"),
        say.AdmissionNotice: (
            state.notice_at,
            "the admission notice has been sent; supplement it, or send a changed date",
        ),
        say.SipHeld: (state.sip_held_at, "the SIP has already been held"),
        say.SipNotNeeded: (state.sip_not_needed, "it has already been said that no SIP is needed"),
        say.HomeServicesResumed: (
            say.HomeServices.PAUSED not in state.paused_by_unit.values(),
            "no services at home are paused",
        ),
    }
    if body is say.SipNotNeeded and state.sip_held_at:
        return NotAllowed("the SIP has already been held")
    said, reason = once.get(body, (None, ""))
    return NotAllowed(reason) if said else None


def _admission(state: Discharge, message: Sent, body: say.Admission) -> NotAllowed | None:
    return _in_future("the admission, {moment}, is in the future", body.admitted_at, message.sent_at)


def _notice(state: Discharge, message: Sent, body: say.AdmissionNotice | say.ChangedDischargeDate) -> NotAllowed | None:
    if state.admitted_at and body.expected_discharge < local_date(state.admitted_at):
        reason = "the expected discharge, {expected}, is before the admission"
        return NotAllowed(reason, expected=body.expected_discharge)
    return None


def _supplement(state: Discharge, message: Sent, body: say.NoticeSupplement) -> NotAllowed | None:
    if not state.notice_at:
        return NotAllowed("there is no admission notice that holds; send one")
    if stated := sorted(need for need in body.needs if need in state.needs - state.outside):
        reason = "{needs} has been stated already; to tell one more unit choose the unit alone"
        return NotAllowed(reason, needs=", ".join(stated))
    return _judged(state, message, body) if body.assessed_at else None


def _forwarded(state: Discharge, message: Sent, body: say.NoticeForwarded) -> NotAllowed | None:
    if message.unit in body.recipients:
        return NotAllowed("a unit does not pass the notice on to itself")
    if state.paused_by_unit.get(message.unit) is say.HomeServices.PAUSED:
        return NotAllowed("your unit's services at home are paused; resume them, then pass the notice on")
    return None


def _wrong_recipient(state: Discharge, message: Sent, body: say.WrongRecipient) -> NotAllowed | None:
    if state.paused_by_unit.get(body.recipients[0]) is say.HomeServices.PAUSED:
        return NotAllowed("the unit's services at home are paused; ask it to resume them first")
    return None


def _told_back(state: Discharge, message: Sent, body: say.ToldBack) -> NotAllowed | None:
    of = state.holds(body.of)
    if of is None or of.body.kind not in body.refers_to:
        return NotAllowed("message {of} names no unit that was told by mistake", of=body.of)
    before = "the telling, {moment}, is before the admission, {admitted}"
    return _before(state, before, body.told_at) or _in_future(
        "the telling, {moment}, is in the future", body.told_at, message.sent_at
    )


def _care_request(
    state: Discharge, message: Sent, body: say.CareRequest | say.CareRequestPrepared
) -> NotAllowed | None:
    if body.wanted_from and body.wanted_from < local_date(message.sent_at):
        return NotAllowed("the day, {day}, has passed", day=body.wanted_from)
    return None


def _date_call(state: Discharge, message: Sent, body: say.DateCall) -> NotAllowed | None:
    of = state.holds(body.of)
    if of is None or of.body.kind not in body.refers_to:
        return NotAllowed("message {of} changes no day of discharge", of=body.of)
    before = "the call, {moment}, is before the admission, {admitted}"
    return _before(state, before, body.called_at) or _in_future(
        "the call, {moment}, is in the future", body.called_at, message.sent_at
    )


def _handed_over(state: Discharge, message: Sent, body: say.MedicineList) -> NotAllowed | None:
    before = "the list was handed over, {moment}, before the admission, {admitted}"
    return _before(state, before, body.handed_over_at) or _in_future(
        "the list was handed over, {moment}, in the future", body.handed_over_at, message.sent_at
    )


def _follow_up(state: Discharge, message: Sent, body: say.FollowUpCall) -> NotAllowed | None:
    if state.destination is say.Destination.DECEASED:
        return NotAllowed("the patient has died")
    if state.discharged_at and body.called_at < state.discharged_at.replace(second=0, microsecond=0):
        reason = "the call, {moment}, is before the discharge, {discharged}"
        return NotAllowed(reason, moment=_shown(body.called_at), discharged=_shown(state.discharged_at))
    return _in_future("the call, {moment}, is in the future", body.called_at, message.sent_at)


def _leave_ended(state: Discharge, message: Sent, body: say.LeaveEnded) -> NotAllowed | None:
    if state.leave and body.ended_at > state.leave.until:
        reason = "the leave was to end before that, {until}; tell of a new leave instead"
        return NotAllowed(reason, until=_shown(state.leave.until))
    before = "the leave, {moment}, is before the admission, {admitted}"
    return _before(state, before, body.ended_at) or _in_future(
        "the end of the leave, {moment}, is in the future", body.ended_at, message.sent_at
    )


def _told_otherwise(state: Discharge, message: Sent, body: say.ToldOtherwise) -> NotAllowed | None:
    of = state.holds(body.of)
    if of is None or of.body.kind not in body.refers_to:
        return NotAllowed("message {of} is none that others are to be told of", of=body.of)
    if unstated := sorted(set(body.needs) - state.needs - state.outside):
        return NotAllowed("{needs} is no need that has been stated", needs=", ".join(unstated))
    before = "the telling, {moment}, is before the admission, {admitted}"
    return _before(state, before, body.told_at) or _in_future(
        "the telling, {moment}, is in the future", body.told_at, message.sent_at
    )


def _judged(state: Discharge, message: Sent, body: Any) -> NotAllowed | None:
    before = "the judgement, {moment}, is before the admission, {admitted}"
    return _before(state, before, body.assessed_at) or _in_future(
        "the judgement, {moment}, is in the future", body.assessed_at, message.sent_at
    )


def _sip_not_needed(state: Discharge, message: Sent, body: say.SipNotNeeded) -> NotAllowed | None:
    alone = (frozenset({say.Need.OUTPATIENT_CARE}), frozenset({say.Need.SOCIAL_SERVICES}))
    is_offered = state.plan_offered
    if body.reason is say.NoSipReason.ONE_PRINCIPAL and is_offered and all(map(is_offered, alone)):
        return NotAllowed("the agreement has a SIP offered to everyone discharged, whoever meets the needs")
    return None


def _sip_held(state: Discharge, message: Sent, body: say.SipHeld) -> NotAllowed | None:
    # A meeting is told to the minute, a call to it may name a second.
    meeting = state.sip_meeting_at and state.sip_meeting_at.replace(second=0, microsecond=0)
    if meeting and body.held_at < meeting:
        reason = "the SIP, {moment}, is before the meeting that was called to, {meeting}; call to another time first"
        return NotAllowed(reason, moment=_shown(body.held_at), meeting=_shown(meeting))
    before = "the SIP, {moment}, is before the admission, {admitted}"
    return _before(state, before, body.held_at) or _in_future(
        "the SIP, {moment}, is in the future", body.held_at, message.sent_at
    )


def _discharged(state: Discharge, message: Sent, body: say.Discharged) -> NotAllowed | None:
    # A discharge is told to the minute, the notice was sent at a second of it.
    if state.ready_at and body.discharged_at < state.ready_at.replace(second=0, microsecond=0):
        reason = "the discharge is before the discharge-ready notice, sent {ready}"
        return NotAllowed(reason, ready=_shown(state.ready_at))
    before = "the discharge, {moment}, is before the admission, {admitted}"
    return _before(state, before, body.discharged_at) or _in_future(
        "the discharge, {moment}, is in the future", body.discharged_at, message.sent_at
    )


def _moved(state: Discharge, message: Sent, body: say.Moved | say.TakenOver) -> NotAllowed | None:
    earlier = max((moment for moment in (state.admitted_at, state.moved_at) if moment), default=None)
    if earlier and body.moved_at < earlier:
        reason = "the move, {moment}, is before the patient came to the ward, {came}"
        return NotAllowed(reason, moment=_shown(body.moved_at), came=_shown(earlier))
    return _in_future("the move, {moment}, is in the future", body.moved_at, message.sent_at)


def _another(state: Discharge, message: Sent, body: say.MunicipalityCorrected) -> NotAllowed | None:
    answers = state.municipality or body.was
    if body.municipality == answers:
        return NotAllowed("that municipality answers already")
    return None if body.was == answers else NotAllowed("another municipality answers than the one named; look again")


def _to_another_ward(
    state: Discharge, body: say.Moved, units: tuple[UnitFacts, ...], sender: UnitFacts
) -> NotAllowed | None:
    return NotAllowed("the patient is on that ward already") if state.ward in body.recipients else None


def _can_receive(state: Discharge, message: Sent, body: say.CanReceive) -> NotAllowed | None:
    if body.from_day < local_date(message.sent_at):
        return NotAllowed("the day, {day}, has passed", day=body.from_day)
    return None


def _resumed(state: Discharge, message: Sent, body: say.HomeServicesResumed) -> NotAllowed | None:
    paused = state.paused_by_unit.get(message.unit) is say.HomeServices.PAUSED
    return None if paused else NotAllowed("your unit has paused no services at home")


def _leave(state: Discharge, message: Sent, body: say.Leave) -> NotAllowed | None:
    if body.until <= body.from_at:
        return NotAllowed("the leave ends, {until}, before it begins", until=_shown(body.until))
    return _before(state, "the leave, {moment}, is before the admission, {admitted}", body.from_at)


def _question(state: Discharge, message: Sent, body: say.QuestionAsked) -> NotAllowed | None:
    return NotAllowed("a unit does not ask itself") if message.unit in body.recipients else None


def _before(state: Discharge, reason: str, moment: datetime) -> NotAllowed | None:
    if state.admitted_at and moment < state.admitted_at:
        return NotAllowed(reason, moment=_shown(moment), admitted=_shown(state.admitted_at))
    return None


def _in_future(reason: str, moment: datetime, now: datetime) -> NotAllowed | None:
    return NotAllowed(reason, moment=_shown(moment)) if moment > now else None


def _reaches_every_need(
    state: Discharge, notice: say.AdmissionNotice, units: tuple[UnitFacts, ...], sender: UnitFacts
) -> NotAllowed | None:
    """Every need has a unit that is told, and needs of municipal health care tell outpatient care too (2:1)."""
    return _reaches(_concerned(notice.needs), notice, units)


def _reaches_what_is_added(
    state: Discharge, supplement: say.NoticeSupplement, units: tuple[UnitFacts, ...], sender: UnitFacts
) -> NotAllowed | None:
    """Every need that is added has a unit that is told, also one that was told before: it plans from then on (2:6)."""
    told = _concerned(state.needs) - {Role(need) for need in supplement.needs}
    return _reaches(_concerned((*state.needs, *supplement.needs)) - told, supplement, units)


def _concerned(needs: Iterable[say.Need]) -> frozenset[Role]:
    """Whom the act has told when these needs are likely."""
    roles = frozenset(Role(need) for need in needs)
    return roles | {Role.OUTPATIENT_CARE} if Role.MUNICIPAL_HEALTH_CARE in roles else roles


def _reaches(
    needed: frozenset[Role], body: say.AdmissionNotice | say.NoticeSupplement, units: tuple[UnitFacts, ...]
) -> NotAllowed | None:
    told, outside = {unit.role for unit in units}, {Role(need) for need in body.outside}
    if missing := sorted(needed - told - outside):
        reason = "the notice goes to no unit of {missing}; choose one, or say that they are told beside Brygga"
        return NotAllowed(reason, missing=", ".join(missing))
    if needless := sorted(outside - needed):
        return NotAllowed("{needs} is told beside Brygga, but no such need is stated", needs=", ".join(needless))
    if both := sorted(outside & told):
        return NotAllowed("{needs} is told here, by a unit that you chose, and beside Brygga", needs=", ".join(both))
    return None


def _shown(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}"


GUARDS: dict[type[Body], Callable[[Discharge, Sent, Any], NotAllowed | None]] = {
    say.Admission: _admission,
    say.NeedAssessed: _judged,
    say.AdmissionNotice: _notice,
    say.NoticeSupplement: _supplement,
    say.NoticeForwarded: _forwarded,
    say.ToldOtherwise: _told_otherwise,
    say.WrongRecipient: _wrong_recipient,
    say.ToldBack: _told_back,
    say.CareRequestPrepared: _care_request,
    say.CareRequest: _care_request,
    say.DateCall: _date_call,
    say.MedicineList: _handed_over,
    say.FollowUpCall: _follow_up,
    say.LeaveEnded: _leave_ended,
    say.ChangedDischargeDate: _notice,
    say.ReadyNotice: _judged,
    say.Leave: _leave,
    say.CanReceive: _can_receive,
    say.HomeServicesResumed: _resumed,
    say.QuestionAsked: _question,
    say.SipNotNeeded: _sip_not_needed,
    say.SipHeld: _sip_held,
    say.Discharged: _discharged,
    say.Moved: _moved,
    say.TakenOver: _moved,
    say.MunicipalityCorrected: _another,
}
"""What must hold of each message."""

ADDRESSING: dict[type[Body], Addressing] = {
    say.AdmissionNotice: Addressing(to=OUTSIDE, near=True, beside="outside", check=_reaches_every_need),
    say.NoticeSupplement: Addressing(to=OUTSIDE, near=True, beside="outside", check=_reaches_what_is_added),
    say.NoticeForwarded: Addressing(to=OUTSIDE, near=True, within=True),
    say.WrongRecipient: Addressing(to=OUTSIDE, present=True),
    say.CareRequestPrepared: Addressing(to=OUTSIDE, present=True),
    say.CareRequest: Addressing(to=OUTSIDE, present=True),
    say.QuestionAsked: Addressing(to=OUTSIDE | {Role.INPATIENT_CARE}, present=True),
    say.Moved: Addressing(to=frozenset({Role.INPATIENT_CARE}), own=True, check=_to_another_ward),
}
"""Whom the admission notice goes to, wherever they are, and to whom it is passed on; to which wards a patient moves.

Questions and care requests go to those who take part already, and so does what says that a unit was told by mistake.
"""
