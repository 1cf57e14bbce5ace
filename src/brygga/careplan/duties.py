"""The events that the duties and courtesies of a plan are counted from."""

from datetime import datetime, time, timedelta

from brygga.agreements import Courtesy, Deadline
from brygga.calendars.deadlines import SWEDEN
from brygga.careplan import messages as say
from brygga.careplan.guards import not_now
from brygga.careplan.parts import COORDINATING, PlanPart
from brygga.careplan.parts import PlanStage as Stage
from brygga.careplan.state import DRAWN_UP, WITH_CONSENT, CarePlan
from brygga.process import Sent, Words

EVENTS = frozenset(
    """
    need-seen to-offer lss-to-offer offer-unanswered answered declined consented called times-proposed meeting-passed
    meeting-held child-unheard to-confirm uncoordinated to-agree agreed follow-up-day lss-reviewed over
    """.split()
)
"""Every event that a duty may be counted from."""


def doing(state: CarePlan) -> tuple[Sent, ...]:
    """The messages that can do a duty.

    A child's view is what a preparation without it does not give.
    """
    unheard = state.is_child and [m for m in state.holding if isinstance(m.body, say.PersonPrepared)]
    without = {m.sequence for m in unheard or () if not getattr(m.body, "childs_view", "")}
    return tuple(m for m in state.holding if m.sequence not in without)


def events(state: CarePlan) -> dict[str, datetime]:
    """When each event that duties are counted from happened, or will; one of which nothing is known is absent."""
    need, stage = state.need, state.stage
    with_consent = stage in WITH_CONSENT
    consented = state.answered_at if with_consent else None
    offers = state.offer in {"must", "division-instead"}
    meeting = state.meeting_at if stage is Stage.CALLED else None
    happened: dict[str, datetime | None] = {
        "need-seen": state.needed_at,
        "to-offer": state.needed_at if offers else None,
        "lss-to-offer": state.needed_at if need and need.lss else None,
        "offer-unanswered": state.offered_at if stage is Stage.OFFERED else None,
        "answered": state.answered_at,
        "declined": state.declined_at,
        # The acts' clocks are for the plan of both; a patient contract is none.
        "consented": consented if not state.is_contract else None,
        "called": state.called_at,
        "meeting-passed": meeting,
        "meeting-held": state.held_said_at,
        "child-unheard": state.answered_at if with_consent and state.is_child else None,
        "uncoordinated": state.held_said_at if stage in DRAWN_UP and state.contact is None else None,
        "to-agree": _to_agree(state),
        "agreed": state.versions[0].agreed_at if state.versions else None,
        "follow-up-day": _follow_up(state),
        "lss-reviewed": _reviewed(state) if need and need.lss else None,
        "over": state.over_at,
    }
    return {name: moment for name, moment in happened.items() if moment}


def own_events(state: CarePlan, unit: str) -> dict[str, datetime]:
    """What befell one unit alone: it is asked to confirm something, or which of several times it can."""
    asked = state.awaiting(unit) if state.stage in DRAWN_UP else ()
    proposed = _proposed(state, unit) if state.stage is Stage.CALLED else None
    happened = {"to-confirm": asked[0].asked_at if asked else None, "times-proposed": proposed}
    return {name: moment for name, moment in happened.items() if moment}


def _proposed(state: CarePlan, unit: str) -> datetime | None:
    calls = [m for m in state.holding if isinstance(m.body, say.PlanCall) and unit in m.body.recipients]
    several = calls and isinstance(body := calls[-1].body, say.PlanCall) and len(body.times) > 1
    settled = state.meeting_said_at and several and state.meeting_said_at > calls[-1].sent_at
    return calls[-1].sent_at if several and not settled else None


def _to_agree(state: CarePlan) -> datetime | None:
    """Since when nothing stands in the way of agreeing: everything is confirmed, and somebody coordinates."""
    if state.stage not in {Stage.DRAFTED, Stage.REVISED} or not_now(state, say.PlanAgreed):
        return None
    return state.changed_at


def _follow_up(state: CarePlan) -> datetime | None:
    """The beginning of the day when the plan is to be followed up."""
    if state.follow_up is None or state.stage not in {Stage.AGREED, Stage.REVISED}:
        return None
    return datetime.combine(state.follow_up, time(), SWEDEN)


def _reviewed(state: CarePlan) -> datetime | None:
    """When the plan was last gone through with the person, from which the year of LSS 10 § runs."""
    moments = [state.versions[-1].agreed_at] if state.versions else []
    moments += [state.followed_up_at] if state.followed_up_at else []
    # What is waited for is another review: the one by which the wait began does not end it.
    return max(moments) + timedelta.resolution if moments and state.stage in WITH_CONSENT else None


def courtesies(words: Words) -> tuple[Courtesy, ...]:
    """What units are asked to say though no clause of the acts orders it; an agreement that does gives a duty."""
    everybody, coordinating = tuple(map(str, PlanPart)), tuple(sorted(COORDINATING))
    confirm = (say.InterventionConfirmed.kind, say.InterventionRefused.kind)

    def asked(id: str, by: tuple[str, ...], arises: str, *done_by: str, **more: object) -> Courtesy:
        phrase, deadline = words.courtesies[id], Deadline(promptly=True, after=arises)
        return Courtesy(
            id=id,
            process="careplan",
            label=phrase.sv,
            label_en=phrase.en,
            owed_by=by,
            arises=arises,
            done_by=done_by,
            deadline=deadline,
            # The overall responsibility changes hands, and what was done before it did is done.
            one_for_all=by == coordinating,
            **more,
        )

    return (
        asked("record-answer", coordinating, "offer-unanswered", "plan-offer-accepted", "plan-offer-declined"),
        asked("answer-times", everybody, "times-proposed", "plan-times-answered", until="meeting-held"),
        asked("record-meeting", coordinating, "meeting-passed", "plan-meeting-held", "plan-meeting-set", "plan-call"),
        asked("hear-child", coordinating, "child-unheard", "person-prepared", until="over"),
        asked("confirm-intervention", everybody, "to-confirm", *confirm),
        asked("agree-plan", coordinating, "to-agree", "plan-agreed", until="over"),
        asked("follow-up-plan", coordinating, "follow-up-day", "plan-followed-up", until="over"),
    )
