"""What must hold for one message of a plan, beyond who may send it at which stage."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from brygga.calendars import local, local_date
from brygga.careplan import messages as say
from brygga.careplan.parts import PRINCIPALS, PlanPart, Principal
from brygga.careplan.state import CarePlan
from brygga.process import Addressing, Body, NotAllowed, Role, Sent, UnitFacts

ANY_CARE: frozenset[Role | None] = frozenset(Role)
"""Any unit of care or social care may see the need, be called, and do something."""


def not_now(state: CarePlan, body: type[Body]) -> NotAllowed | None:
    """The refusal of what nobody can say as things stand, so that no page offers it."""
    if body is say.PlanCall and say.ConsentTo.COLLABORATION not in state.consents:
        return NotAllowed("the person has not consented to the units' working together; nobody can be called")
    if body is say.TimesAnswered and (state.call is None or len(state.call.times) < 2):
        return NotAllowed("the call proposes one time only; nothing is to be answered")
    if body is say.MedicalPlanning and state.declined_at is None:
        return NotAllowed("the person has not declined the plan")
    return _not_agreed(state) if body is say.PlanAgreed else None


def _not_agreed(state: CarePlan) -> NotAllowed | None:
    """Why the plan cannot be agreed as it stands: each with what to do."""
    if not state.current_goals:
        return NotAllowed("the plan has no goal; set one")
    if state.unconfirmed:
        numbers = ", ".join(str(one.number) for one in state.unconfirmed)
        reason = "interventions that nobody has promised: {numbers}; have each confirmed, or end it"
        return NotAllowed(reason, numbers=numbers)
    if not state.counting:
        return NotAllowed("no intervention is confirmed; a plan says what somebody does")
    if state.contact is None:
        return NotAllowed("no unit has taken the overall responsibility for the plan")
    return None


def _need(state: CarePlan, message: Sent, body: say.PlanNeed) -> NotAllowed | None:
    if body.plan is not say.PlanKind.CONTRACT:
        return None
    if PlanPart(message.part).principal is not Principal.REGION:
        return NotAllowed("a patient contract is the region's own; choose a coordinated plan")
    if set(body.needs) != {say.NeedOf.REGION}:
        return NotAllowed("the municipality is needed too; choose a coordinated plan, not a patient contract")
    return None


def _spoken_for(state: CarePlan, message: Sent, body: Any) -> NotAllowed | None:
    """Whether whoever answers may answer for the person."""
    by = body.agreed_by if isinstance(body, say.PlanAgreed) else body.by
    if by is say.AnsweredBy.RELATIVE and state.kin_may_consent is False:
        return NotAllowed("by the agreement next of kin do not answer for the person")
    guardians = {say.AnsweredBy.GUARDIAN, say.AnsweredBy.GUARDIANS}
    if by in guardians and not state.is_child:
        return NotAllowed("guardians answer for children only")
    return None


def _stated(state: CarePlan, message: Sent, body: say.ConsentStated) -> NotAllowed | None:
    if body.what is say.ConsentTo.COLLABORATION and not body.given:
        return NotAllowed("without collaboration there is no plan; say that the consent to it is withdrawn")
    if (body.what in state.consents) is body.given:
        return NotAllowed("that is how it stands already")
    return _spoken_for(state, message, body)


def _not_started(state: CarePlan, message: Sent, body: say.PlanNotStarted) -> NotAllowed | None:
    if body.reason is not say.WhyNotStarted.PLAN_EXISTS and state.offer == "must":
        return NotAllowed("the agreement has a plan offered here; offer it, and the person decides")
    return None


def _call(state: CarePlan, message: Sent, body: say.PlanCall) -> NotAllowed | None:
    times = list(body.times.values())
    if len(set(times)) < len(times):
        return NotAllowed("the same time is proposed twice")
    return next((past for time in times if (past := _past(time, message.sent_at))), None)


def _meeting(state: CarePlan, message: Sent, body: say.MeetingSet) -> NotAllowed | None:
    return _past(body.meeting_at, message.sent_at)


def _past(meeting: datetime, now: datetime) -> NotAllowed | None:
    # A form tells to the minute, a message is sent at a second of it.
    if meeting <= now.replace(second=0, microsecond=0):
        return NotAllowed("the meeting, {moment}, has passed; a call is to one that is to come", moment=_shown(meeting))
    return None


def _reaches(state: CarePlan, body: say.PlanCall, units: tuple[UnitFacts, ...], sender: UnitFacts) -> NotAllowed | None:
    """The principals draw a plan up together; a patient contract is the region's alone."""
    called = {PRINCIPALS[unit.role] for unit in units if unit.role}
    if state.is_contract:
        outside = NotAllowed("a patient contract is the region's own; call units of the region")
        return outside if Principal.MUNICIPALITY in called else None
    needs = set(state.need.needs) if state.need else set()
    wanted = {Principal.REGION if need is say.NeedOf.REGION else Principal.MUNICIPALITY for need in needs}
    there = called | set(state.principals.values())
    if state.call is None and (missing := sorted(wanted - there)):
        return NotAllowed("the call reaches nobody that answers for a need: {missing}", missing=missing[0])
    return None


def _guest(state: CarePlan, message: Sent, body: say.GuestInvited) -> NotAllowed | None:
    return _with_kin(state) if body.whom is say.Guest.KIN else None


def _with_kin(state: CarePlan) -> NotAllowed | None:
    if say.ConsentTo.KIN in state.consents:
        return None
    return NotAllowed("the person has not consented to next of kin taking part; write the consent in first")


def _held(state: CarePlan, message: Sent, body: say.MeetingHeld) -> NotAllowed | None:
    if body.held_at > message.sent_at:
        return NotAllowed("the meeting, {moment}, is in the future", moment=_shown(body.held_at))
    if state.needed_at and body.held_at < state.needed_at.replace(second=0, microsecond=0):
        return NotAllowed("the meeting, {moment}, is before the need was seen", moment=_shown(body.held_at))
    return _with_kin(state) if body.with_kin else None


def _goal(state: CarePlan, message: Sent, body: Any) -> NotAllowed | None:
    return None if state.goal(body.of) else NotAllowed("message {of} is no goal of the plan now", of=body.of)


def _dropped(state: CarePlan, message: Sent, body: say.GoalDropped) -> NotAllowed | None:
    left = [one.number for one in state.interventions if one.goal == body.of and not one.ended]
    left += [one.number for one in state.others if one.goal == body.of and not one.ended]
    if left:
        numbers = ", ".join(map(str, left))
        return NotAllowed("what is done for that goal is to be ended first: {numbers}", numbers=numbers)
    return _goal(state, message, body)


def _planned(state: CarePlan, message: Sent, body: say.InterventionPlanned) -> NotAllowed | None:
    return _goal(state, message, body) or _in_order(body.from_day, body.until)


def _changed(state: CarePlan, message: Sent, body: say.InterventionChanged) -> NotAllowed | None:
    one = state.intervention(body.of)
    if one is None:
        return NotAllowed("message {of} is no intervention of the plan now", of=body.of)
    return _in_order(body.from_day or one.from_day, body.until or one.until)


def _in_order(from_day: date, until: date | None) -> NotAllowed | None:
    if until and until < from_day:
        return NotAllowed("it ends, {until}, before it begins, {from_day}", until=until, from_day=from_day)
    return None


def _answered(state: CarePlan, message: Sent, body: Any) -> NotAllowed | None:
    """Nobody promises, or refuses, what another unit is to do."""
    if body.of in to_answer(state, message.unit, type(body)):
        return None
    return NotAllowed("message {of} is no intervention that your unit is to answer for", of=body.of)


def to_answer(state: CarePlan, unit: str, body: type[Body]) -> tuple[int, ...]:
    """The interventions that a unit may confirm, or refuse: its own that are not, one it refused too."""
    answered = "confirmed_at" if body is say.InterventionConfirmed else "refused_at"
    own = (one for one in state.interventions if one.unit == unit and not one.ended)
    return tuple(one.number for one in own if getattr(one, answered) is None)


def _ended(state: CarePlan, message: Sent, body: say.InterventionEnded) -> NotAllowed | None:
    one = state.intervention(body.of)
    if one is None:
        others = any(other.number == body.of and not other.ended for other in state.others)
        return None if others else NotAllowed("message {of} is no intervention of the plan now", of=body.of)
    if message.unit != one.unit and not PlanPart(message.part).coordinates:
        return NotAllowed("it is ended by the unit that does it, or by the one with the overall responsibility")
    return None


def _taken(state: CarePlan, message: Sent, body: say.CoordinationTaken) -> NotAllowed | None:
    if state.contact == body and state.coordinator == message.unit:
        return NotAllowed("your unit has said so already")
    return None


def _agreed(state: CarePlan, message: Sent, body: say.PlanAgreed) -> NotAllowed | None:
    return _ahead(body.follow_up, message.sent_at) or _spoken_for(state, message, body)


def _followed_up(state: CarePlan, message: Sent, body: say.PlanFollowedUp) -> NotAllowed | None:
    return _ahead(body.next_follow_up, message.sent_at)


def _ahead(day: date, now: datetime) -> NotAllowed | None:
    if day <= local_date(now):
        return NotAllowed("the follow-up, {day}, is to be on a day that is to come", day=day)
    return None


def _closed(state: CarePlan, message: Sent, body: say.PlanClosed) -> NotAllowed | None:
    met = state.followed_up is not None and state.followed_up.goals is say.GoalsMet.ALL
    if body.reason is say.WhyClosed.GOALS_MET and not met:
        return NotAllowed("no follow-up has said that the goals are met; follow up together with the person first")
    return None


def _shown(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}"


Guard = Callable[[CarePlan, Sent, Any], NotAllowed | None]

OF_CONTENT: dict[type[Body], Guard] = {
    say.PlanNeed: _need,
    say.OfferAccepted: _spoken_for,
    say.OfferDeclined: _spoken_for,
    say.ConsentStated: _stated,
    say.ConsentWithdrawn: _spoken_for,
    say.PlanNotStarted: _not_started,
    say.PlanCall: _call,
    say.MeetingSet: _meeting,
    say.GuestInvited: _guest,
    say.MeetingHeld: _held,
    say.GoalChanged: _goal,
    say.GoalDropped: _dropped,
    say.InterventionPlanned: _planned,
    say.InterventionChanged: _changed,
    say.InterventionConfirmed: _answered,
    say.InterventionRefused: _answered,
    say.InterventionEnded: _ended,
    say.ActionOfOthers: _goal,
    say.CoordinationTaken: _taken,
    say.PlanAgreed: _agreed,
    say.PlanFollowedUp: _followed_up,
    say.PlanClosed: _closed,
}
"""What must hold of what a message says."""


def in_own_part(check: Guard | None) -> Guard:
    """The guard `check`, after that the sender is what it speaks as: the overall responsibility changes hands."""

    def guard(state: CarePlan, message: Sent, body: Any) -> NotAllowed | None:
        if state.part(message.unit, PlanPart(message.part).principal) != message.part:
            return NotAllowed("your unit is not {part} of the plan", part=message.part)
        return check(state, message, body) if check else None

    return guard


ADDRESSING: dict[type[Body], Addressing] = {
    say.PlanCall: Addressing(to=ANY_CARE, near=True, check=_reaches),
    say.InterventionPlanned: Addressing(to=ANY_CARE, present=True),
}
"""Whom a plan's messages may go to: any unit is called; what another is to do is asked of those who take part."""
