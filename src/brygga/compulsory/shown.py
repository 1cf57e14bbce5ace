"""What compulsory care shows of itself: on its card, at the head of its page, and where it stands among the others."""

from datetime import datetime, timedelta

from brygga.calendars import end_of_day
from brygga.compulsory.courtplan import PlannedIntervention
from brygga.compulsory.parts import CompulsoryStage as Stage
from brygga.compulsory.state import IN_HOSPITAL, OVER, CompulsoryCare
from brygga.process import UNDER_WAY, CaseFact, UnitName, fact

KEPT = timedelta(days=30)
"""How long care that is over stays in view."""


def card(state: CompulsoryCare) -> tuple[CaseFact, ...]:
    """What matters now: a leave, what is lacking before the person can leave, or until when the care may go on."""
    if state.stage in OVER:
        return fact("over", state.over_on, state.why_over)
    if state.leave:
        return fact("leave", state.leave.granted.leaves_at, state.leave.granted.back_at)
    if state.plan.unconfirmed:
        return fact("unconfirmed", str(len(state.plan.unconfirmed)))
    if state.pending:
        return fact("applied", state.pending.asks_for, state.pending.sent_on)
    since = fact("open-since", state.open_since if state.stage is Stage.OPEN else None)
    return fact("until", state.until) or since or fact("from", state.begun.from_day if state.begun else None)


def head(state: CompulsoryCare) -> tuple[CaseFact, ...]:
    """Everything that is known: the care, the leave, the plan for the court, what the court said, what lacks still."""
    begun = state.begun
    if begun is None:
        return ()
    pending = state.pending
    return (
        fact("ground", begun.ground, begun.from_day)
        + fact("enrolled", UnitName(state.enrolled_at or ""))
        + fact("needs", *(state.needs or ()))
        + (fact("held", state.held.held_at) if state.held else fact("planning", state.meeting_at))
        + tuple(line for one in state.plan.interventions for line in _intervention(one))
        + tuple(line for _, other in state.plan.others for line in fact("others", other.who, other.what))
        + fact("signed", *(UnitName(unit) for unit in state.plan.signed))
        + (fact("complete", state.plan.changed_at) if state.is_plan_complete else ())
        + (fact("applied", pending.asks_for, pending.sent_on) if pending else ())
        + fact("decided", state.decided_on)
        + fact("until", state.until)
        + fact("conditions", *state.conditions, state.conditions_say)
        + _towards_open(state)
        + _leave(state)
        + (fact("open-since", state.open_since) if state.stage is Stage.OPEN else ())
        + (fact("readmitted", state.readmitted_on) if state.stage is Stage.READMITTED else ())
        + fact("over", state.over_on, state.why_over)
    )


def _intervention(one: PlannedIntervention) -> tuple[CaseFact, ...]:
    told = (one.what, UnitName(one.unit), one.who, one.decision, one.attitude)
    if one.confirmed_at:
        return fact("intervention", *told)
    return fact("intervention-refused", *told) if one.refused_at else fact("intervention-asked", *told)


def _towards_open(state: CompulsoryCare) -> tuple[CaseFact, ...]:
    """Which of the three preconditions are met, as long as the person is in hospital."""
    if state.stage not in IN_HOSPITAL:
        return ()
    ready = state.ready
    there = state.stage is Stage.OPEN_DECIDED and state.open_care is not True
    return (
        (fact("ready", ready.judged_at, ready.judged_by) if ready else ())
        + fact("open-decided", state.open_decided_on)
        + (fact("open-care-lacking", state.open_decided_on) if there else ())
    )


def _leave(state: CompulsoryCare) -> tuple[CaseFact, ...]:
    if state.leave is None:
        return ()
    granted = state.leave.granted
    told = (UnitName(unit) for unit in granted.recipients)
    return (
        fact("leave", granted.leaves_at, granted.back_at, granted.decided_by)
        + fact("leave-told", *told)
        + fact("leave-meanwhile", granted.meanwhile)
        + fact("leave-conditions", *granted.conditions, granted.conditions_say)
    )


def order(state: CompulsoryCare) -> datetime:
    """Whose time runs out first comes first."""
    if state.stage in OVER:
        return state.over_at or UNDER_WAY
    if state.leave:
        return state.leave.granted.back_at
    return end_of_day(state.until) if state.until else state.begun_at or UNDER_WAY


def listed_until(state: CompulsoryCare) -> datetime:
    """Care that is over stays a while, so that the individual plan after it can be offered."""
    return state.over_at + KEPT if state.over_at else UNDER_WAY


def care_until(state: CompulsoryCare) -> datetime | None:
    """As long as the care is compulsory, those who take part have the person in their care."""
    return None if state.stage is Stage.NEW else state.over_at or UNDER_WAY
