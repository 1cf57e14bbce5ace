"""What must hold for one message of compulsory care, beyond who may send it at which stage."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from brygga.calendars import add_months, local, local_date
from brygga.compulsory import messages as say
from brygga.compulsory.parts import CompulsoryPart as Part
from brygga.compulsory.parts import CompulsoryStage as Stage
from brygga.compulsory.state import CompulsoryCare
from brygga.process import Addressing, Body, NotAllowed, Role, Sent

ANY_CARE: frozenset[Role | None] = frozenset(Role)
"""Any unit of care or social care may be called, told of a leave or a decision, and be asked to do something."""

_COURT_SAYS = (say.CourtAllowsClosed, say.CourtAllowsOpen, say.CourtRefuses)


def not_now(state: CompulsoryCare, body: type[Body]) -> NotAllowed | None:
    """The refusal of what nobody can say as things stand, so that no page offers it."""
    if body in _COURT_SAYS and state.pending is None:
        return NotAllowed("no application waits for the court; write the application first")
    if body is say.CourtApplication and state.pending:
        return NotAllowed("application {of} waits for the court already", of=state.pending.number)
    if body is say.CourtRefuses and state.is_reviewed:
        reason = "under special discharge review the court says in which form the care goes on, or ends it; say that"
        return NotAllowed(reason)
    if body is say.CourtPlanSigned and not state.plan.is_confirmed:
        return _not_confirmed(state)
    if body is say.OpenCareBegun:
        return _not_open(state)
    return _of_care(state, body)


def _of_care(state: CompulsoryCare, body: type[Body]) -> NotAllowed | None:
    is_converted = state.begun is not None and state.begun.ground is say.CareGround.CONVERTED
    refusals: dict[type[Body], tuple[bool, NotAllowed]] = {
        say.DecisionSubmitted: (
            is_converted and state.submitted_at is None,
            NotAllowed("only a decision to keep somebody who came of free will is submitted, once"),
        ),
        say.OpenBefore: (
            not state.applications and state.decided_on is None,
            NotAllowed("the court's decisions are followed here already; write the next one"),
        ),
        say.ReadyJudged: (state.ready is None, NotAllowed("the person is judged ready already")),
        say.ReadyNoMore: (state.ready is not None, NotAllowed("nobody has judged the person ready")),
        say.ConditionsSet: (
            state.left_to_physician,
            NotAllowed("the court sets the conditions; it has not left them to the chief physician"),
        ),
        say.LeaveGranted: (state.leave is None, NotAllowed("a leave is granted already; end or revoke it first")),
        say.OpenCareResumed: (
            state.pending is None,
            NotAllowed("an application waits for the court; the person stays in closed form until it is decided"),
        ),
        say.SipAfterCare: (
            state.ended_from_open,
            NotAllowed("an individual plan is offered when open care has passed into voluntary care"),
        ),
    }
    holds, refusal = refusals.get(body, (True, None))
    return None if holds else refusal


def _not_confirmed(state: CompulsoryCare) -> NotAllowed:
    if not state.plan.interventions:
        return NotAllowed("the plan is not complete: it has no intervention; plan one")
    numbers = ", ".join(str(one.number) for one in state.plan.unconfirmed)
    reason = "the plan is not complete: units have not confirmed {numbers}; have each confirmed, or take it out"
    return NotAllowed(reason, numbers=numbers)


def _not_open(state: CompulsoryCare) -> NotAllowed | None:
    """Whether one of the three preconditions is not met, and which."""
    refusals = {
        "ready": NotAllowed("no physician has judged the person ready to leave the hospital"),
        "decision": NotAllowed("the court has not decided on open care"),
        "open-care": NotAllowed("nobody has said that the region's outpatient care is there for the person"),
    }
    return next((refusals[lacks] for lacks in state.lacks_for_open), None)


def _begun(state: CompulsoryCare, message: Sent, body: say.CompulsoryCareBegun) -> NotAllowed | None:
    return _future(message, body.from_day)


def _open_before(state: CompulsoryCare, message: Sent, body: say.OpenBefore) -> NotAllowed | None:
    if state.begun is None or state.begun_at is None:
        return None
    if not state.begun.from_day <= body.decided_on <= body.open_since:
        return NotAllowed("care begins, is then decided to be open, and is open after that; look at the days")
    if body.open_since >= local_date(state.begun_at):
        return NotAllowed("what happens from the day when the case began here is said as it happens")
    return _in_time(state, body.decided_on, body.until)


def _held(state: CompulsoryCare, message: Sent, body: say.PlanningHeld) -> NotAllowed | None:
    return _moment_ahead(message, body.held_at)


def _called(state: CompulsoryCare, message: Sent, body: say.PlanningCalled) -> NotAllowed | None:
    # A form tells to the minute, a message is sent at a second of it.
    if body.meeting_at <= message.sent_at.replace(second=0, microsecond=0):
        moment = _shown(body.meeting_at)
        return NotAllowed("the planning, {moment}, has passed; a call is to one that is to come", moment=moment)
    return None


def _standing(state: CompulsoryCare, message: Sent, body: Any) -> NotAllowed | None:
    if state.plan.intervention(body.of):
        return None
    return NotAllowed("message {of} is no intervention of the plan now", of=body.of)


def _taken_out(state: CompulsoryCare, message: Sent, body: say.CourtPlanInterventionEnded) -> NotAllowed | None:
    one = state.plan.intervention(body.of)
    if one is None:
        others = {number for number, _ in state.plan.others}
        return None if body.of in others else _standing(state, message, body)
    if message.unit != one.unit and message.part != Part.PSYCHIATRY:
        return NotAllowed("it is taken out by the unit that does it, or by psychiatry")
    return None


def _answered(state: CompulsoryCare, message: Sent, body: Any) -> NotAllowed | None:
    """Nobody promises, or refuses, what another unit is to do."""
    if body.of in to_answer(state, message.unit, type(body)):
        return None
    return NotAllowed("message {of} is no intervention that your unit is to answer for", of=body.of)


def to_answer(state: CompulsoryCare, unit: str, body: type[Body]) -> tuple[int, ...]:
    """The interventions that a unit may confirm, or refuse: its own that are not, one it refused too."""
    answered = "confirmed_at" if body is say.CourtPlanInterventionConfirmed else "refused_at"
    own = (one for one in state.plan.interventions if one.unit == unit)
    return tuple(one.number for one in own if getattr(one, answered) is None)


def _signed(state: CompulsoryCare, message: Sent, body: say.CourtPlanSigned) -> NotAllowed | None:
    if message.unit in state.plan.signed:
        return NotAllowed("your unit has signed the plan as it stands")
    return None


def _applied(state: CompulsoryCare, message: Sent, body: say.CourtApplication) -> NotAllowed | None:
    if refusal := _asks_amiss(state, body.asks_for) or _future(message, body.sent_on):
        return refusal
    if not body.asks_for.is_open:
        return None
    if not state.plan.is_confirmed:
        return _not_confirmed(state)
    if not state.is_plan_complete:
        return NotAllowed("the plan is not complete: psychiatry and the municipality that has an intervention sign it")
    if not body.conditions:
        return NotAllowed("an application for open care proposes conditions; choose them")
    if state.is_reviewed and not body.risk_account:
        return NotAllowed("under special discharge review an account of the risk of relapse is to be enclosed")
    if body.asks_for is say.ApplicationFor.OPEN and not _followed_up(state):
        reason = "an application to continue open care has a follow-up of the plan with it; follow the plan up first"
        return NotAllowed(reason)
    return None


def _asks_amiss(state: CompulsoryCare, asks_for: say.ApplicationFor) -> NotAllowed | None:
    is_open = state.stage is Stage.OPEN
    from_open = {say.ApplicationFor.OPEN, say.ApplicationFor.TO_CLOSED}
    if (asks_for in from_open) is not is_open:
        return NotAllowed("that is not the form in which the care is given now; choose another application")
    return None


def _followed_up(state: CompulsoryCare) -> bool:
    """Whether the plan was followed up after the court last let the care be open."""
    decided = state.decided_at
    return state.followed_up_at is not None and (decided is None or state.followed_up_at > decided)


def _decided(state: CompulsoryCare, message: Sent, body: Any) -> NotAllowed | None:
    pending = state.pending
    if pending is None or pending.number != body.of:
        return NotAllowed("message {of} is no application that waits for the court", of=body.of)
    if body.decided_on < pending.sent_on:
        return NotAllowed(
            "the decision, {day}, is before the application, {sent}", day=body.decided_on, sent=pending.sent_on
        )
    return _future(message, body.decided_on) or _in_time(state, body.decided_on, getattr(body, "until", None))


def _in_time(state: CompulsoryCare, decided_on: date, until: date | None) -> NotAllowed | None:
    """Whether what the court let is no longer than it may be; nothing where the figures are not known."""
    if until is None:
        return None
    longest = longest_until(state, decided_on)
    if until < decided_on or (longest and until > longest):
        return NotAllowed("the care may go on until {longest} at the most, not {until}", longest=longest, until=until)
    return None


def longest_until(state: CompulsoryCare, decided_on: date) -> date | None:
    """The last day for which a court's decision of a day can let the care go on."""
    if state.begun is None or state.later_months is None or state.first_months is None:
        return None
    if state.allowed_before == 0 and not state.is_forensic and state.begun.until is None:
        # LPT 8 and 13 §§: the first time is counted from the decision to admit, and not from the court's.
        return add_months(state.begun.from_day, state.first_months)
    return add_months(decided_on, state.later_months)


def _leave(state: CompulsoryCare, message: Sent, body: say.LeaveGranted) -> NotAllowed | None:
    if state.is_reviewed and body.decided_by is say.LeaveDecider.CHIEF_PHYSICIAN:
        reason = (
            "under special discharge review the court decides on leave, unless it has left that to the chief physician"
        )
        return NotAllowed(reason)
    if not state.is_reviewed and body.decided_by is not say.LeaveDecider.CHIEF_PHYSICIAN:
        return NotAllowed("the chief physician decides on leave; the court does under special discharge review alone")
    if body.back_at <= message.sent_at:
        return NotAllowed("the leave, until {moment}, has passed", moment=_shown(body.back_at))
    if state.begun and local_date(body.leaves_at) < state.begun.from_day:
        return NotAllowed("the leave begins before the care does, {day}", day=state.begun.from_day)
    if body.recipients and not body.meanwhile:
        return NotAllowed("say what the units that are told are to do meanwhile")
    return None


def _leave_over(state: CompulsoryCare, message: Sent, body: Any) -> NotAllowed | None:
    if state.leave is None or state.leave.number != body.of:
        return NotAllowed("message {of} is no leave that is under way", of=body.of)
    at = body.back_at if isinstance(body, say.CareLeaveEnded) else body.revoked_at
    if isinstance(body, say.CareLeaveEnded) and at < state.leave.granted.leaves_at:
        return NotAllowed(
            "nobody is back before the leave begins, {moment}", moment=_shown(state.leave.granted.leaves_at)
        )
    return _moment_ahead(message, at)


def _judged(state: CompulsoryCare, message: Sent, body: say.ReadyJudged | say.ReadyNoMore) -> NotAllowed | None:
    return _moment_ahead(message, body.judged_at)


def _transferred(state: CompulsoryCare, message: Sent, body: say.OpenCareBegun) -> NotAllowed | None:
    if state.open_decided_on and body.began_on < state.open_decided_on:
        return NotAllowed("open care begins after the court has decided, {day}", day=state.open_decided_on)
    return _future(message, body.began_on)


def _readmitted(state: CompulsoryCare, message: Sent, body: say.Readmitted) -> NotAllowed | None:
    if state.open_since and body.decided_on < state.open_since:
        return NotAllowed("open care began only on {day}", day=state.open_since)
    return _future(message, body.decided_on)


def _resumed(state: CompulsoryCare, message: Sent, body: say.OpenCareResumed) -> NotAllowed | None:
    if state.readmitted_on and body.resumed_on < state.readmitted_on:
        return NotAllowed("the person was readmitted only on {day}", day=state.readmitted_on)
    return _future(message, body.resumed_on)


def _ended(state: CompulsoryCare, message: Sent, body: say.CompulsoryCareEnded) -> NotAllowed | None:
    if state.begun and body.ended_on < state.begun.from_day:
        return NotAllowed("the care began only on {day}", day=state.begun.from_day)
    forensic = {say.WhyCareEnded.DETENTION_OVER, say.WhyCareEnded.TO_LPT}
    if body.reason in forensic and not state.is_forensic:
        return NotAllowed("that ends care under LRV only; choose another reason")
    if body.reason is say.WhyCareEnded.TO_FORENSIC and state.is_forensic:
        return NotAllowed("that ends care under LPT only; choose another reason")
    return _future(message, body.ended_on)


def _future(message: Sent, day: date) -> NotAllowed | None:
    if day > local_date(message.sent_at):
        return NotAllowed("the day, {day}, is in the future; say it when it has happened", day=day)
    return None


def _moment_ahead(message: Sent, moment: datetime) -> NotAllowed | None:
    if moment > message.sent_at:
        return NotAllowed("the time, {moment}, is in the future; say it when it has happened", moment=_shown(moment))
    return None


def _shown(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}"


Guard = Callable[[CompulsoryCare, Sent, Any], NotAllowed | None]

OF_CONTENT: dict[type[Body], Guard] = {
    say.CompulsoryCareBegun: _begun,
    say.OpenBefore: _open_before,
    say.PlanningCalled: _called,
    say.PlanningHeld: _held,
    say.CourtPlanInterventionChanged: _standing,
    say.CourtPlanInterventionConfirmed: _answered,
    say.CourtPlanInterventionRefused: _answered,
    say.CourtPlanInterventionEnded: _taken_out,
    say.CourtPlanSigned: _signed,
    say.CourtApplication: _applied,
    say.CourtAllowsClosed: _decided,
    say.CourtAllowsOpen: _decided,
    say.CourtRefuses: _decided,
    say.LeaveGranted: _leave,
    say.CareLeaveEnded: _leave_over,
    say.LeaveRevoked: _leave_over,
    say.ReadyJudged: _judged,
    say.ReadyNoMore: _judged,
    say.OpenCareBegun: _transferred,
    say.Readmitted: _readmitted,
    say.OpenCareResumed: _resumed,
    say.CompulsoryCareEnded: _ended,
}
"""What must hold of what a message says."""


def in_own_part(check: Guard | None) -> Guard:
    """The guard `check`, after that the sender is what it speaks as: the person may be enrolled at another unit now."""

    def guard(state: CompulsoryCare, message: Sent, body: Any) -> NotAllowed | None:
        is_psychiatry = state.enrolled_at in {None, message.unit}
        if (message.part == Part.PSYCHIATRY) is not is_psychiatry:
            return NotAllowed("your unit is not {part} in this care", part=message.part)
        return check(state, message, body) if check else None

    return guard


ADDRESSING: dict[type[Body], Addressing] = {
    say.PlanningCalled: Addressing(to=ANY_CARE, near=True),
    say.CourtPlanIntervention: Addressing(to=ANY_CARE, present=True),
    say.CourtAllowsOpen: Addressing(to=ANY_CARE, near=True),
    say.LeaveGranted: Addressing(to=ANY_CARE, near=True),
}
"""Whom messages may go to: any unit is called or told; what another is to do is asked of those who take part."""
