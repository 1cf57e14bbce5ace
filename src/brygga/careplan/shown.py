"""What a plan shows of itself: on its card, at the head of its page, and where it stands among the others."""

from datetime import datetime, timedelta

from brygga.calendars import end_of_day
from brygga.careplan.draft import Intervention
from brygga.careplan.messages import ConsentTo
from brygga.careplan.parts import PlanStage as Stage
from brygga.careplan.state import OVER, WITH_CONSENT, CarePlan
from brygga.process import UNDER_WAY, CaseFact, Since, UnitName, fact

KEPT = timedelta(days=30)
"""How long a plan that is over stays in view."""


def card(state: CarePlan) -> tuple[CaseFact, ...]:
    """What matters at this stage: what is lacking before what is known."""
    if state.stage in OVER:
        return fact("over", state.over_at, state.closed_for)
    if state.stage is Stage.NEED_SEEN and state.needed_at:
        since = Since(state.needed_at)
        return fact("not-offered", since) if state.offer == "must" else fact("need-for", since)
    if state.stage is Stage.OFFERED and state.offered_at:
        return fact("unanswered", Since(state.offered_at))
    lacking = fact("childs-view-lacking", state.answered_at) if state.lacks_childs_view else ()
    if state.unconfirmed:
        return lacking + fact("unconfirmed", str(len(state.unconfirmed)))
    if state.follow_up and state.stage is Stage.AGREED:
        return lacking + fact("follow-up", state.follow_up)
    return lacking + (fact("meeting", state.meeting_at) or fact("waiting-since", state.called_at or state.answered_at))


def head(state: CarePlan) -> tuple[CaseFact, ...]:
    """Everything that is known: how it came about, who agreed to what, the plan itself, and what changed."""
    need = state.need
    if need is None:
        return ()
    answered = state.answered_by if state.answered_at else None
    return (
        fact("kind", need.plan)
        + fact("need", need.raised_by, *need.needs)
        + fact("answered", answered, state.answered_at)
        + fact("consents", *sorted(state.consents, key=list(ConsentTo).index))
        + _meeting(state)
        + _person(state)
        + tuple(line for goal in state.current_goals for line in fact("goal", goal.text))
        + tuple(line for one in state.interventions if not one.ended for line in _intervention(one))
        + tuple(line for one in state.others if not one.ended for line in fact("others", one.by, one.who, one.what))
        + _safety(state)
        + _versions(state)
        + fact("over", state.over_at, state.closed_for)
    )


def _meeting(state: CarePlan) -> tuple[CaseFact, ...]:
    guests = tuple(value for guest in state.guests for value in (guest.whom, guest.who))
    met = fact("held", state.held.held_at) if state.held else fact("meeting", state.meeting_at, state.meeting_place)
    return met + fact("guests", *guests)


def _person(state: CarePlan) -> tuple[CaseFact, ...]:
    lacking = fact("childs-view-lacking", state.answered_at) if state.lacks_childs_view else ()
    if state.stage not in WITH_CONSENT or state.prepared is None:
        return lacking if state.stage in WITH_CONSENT else ()
    return fact("matters", state.prepared.matters) + fact("childs-view", state.prepared.childs_view) + lacking


def _intervention(one: Intervention) -> tuple[CaseFact, ...]:
    told = (one.what, UnitName(one.unit), one.who, one.where, one.from_day, one.until)
    if one.counts:
        return fact("intervention", *told)
    return fact("intervention-refused", *told) if one.refused_at else fact("intervention-asked", *told)


def _safety(state: CarePlan) -> tuple[CaseFact, ...]:
    contact, safety = state.contact, state.safety
    return (
        (fact("contact", UnitName(state.coordinator or ""), contact.contact, contact.telephone) if contact else ())
        + (fact("night", safety.night, safety.night_telephone) if safety else ())
        + (fact("crisis", safety.signs, safety.person_does, safety.others_do) if safety else ())
    )


def _versions(state: CarePlan) -> tuple[CaseFact, ...]:
    last, changed = (state.versions[-1] if state.versions else None), state.changes
    evaluation = state.followed_up
    return (
        (fact("version", str(last.number), last.agreed_at) if last else ())
        + fact("added", *changed.added)
        + fact("changed", *changed.changed)
        + fact("ended", *changed.ended)
        + fact("follow-up", state.follow_up)
        + (fact("followed-up", state.followed_up_at, evaluation.goals, evaluation.evaluation) if evaluation else ())
    )


def order(state: CarePlan) -> datetime:
    """Who has waited longest, or is to be followed up soonest, comes first."""
    if state.stage in OVER:
        return state.over_at or UNDER_WAY
    if state.stage is Stage.AGREED and state.follow_up:
        return end_of_day(state.follow_up)
    return state.needed_at or UNDER_WAY


def listed_until(state: CarePlan) -> datetime:
    """One that is over stays a while, so that everybody sees how it ended."""
    return state.over_at + KEPT if state.stage in OVER and state.over_at else UNDER_WAY


def care_until(state: CarePlan) -> datetime | None:
    """From the day the person consents until the plan is over those who take part have the person in their care.

    That opens nobody's records: for those another consent is needed (2022:913 3:1), which this is not.
    """
    return UNDER_WAY if state.stage in WITH_CONSENT else None
