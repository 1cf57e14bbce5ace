"""The plan as the rest of Brygga asks it."""

from collections.abc import Mapping
from typing import Any

from brygga.careplan import messages as say
from brygga.careplan.about import FROM_KINDS, from_message
from brygga.careplan.duties import EVENTS, courtesies, doing, events, own_events
from brygga.careplan.guards import ADDRESSING, ANY_CARE, OF_CONTENT, in_own_part, not_now, to_answer
from brygga.careplan.offer import situation, under
from brygga.careplan.paper import paper
from brygga.careplan.parts import PlanPart as Part
from brygga.careplan.parts import PlanStage as Stage
from brygga.careplan.shown import card, care_until, head, listed_until, order
from brygga.careplan.state import MOVES, OVER, SAID, CarePlan, part_of, with_writers
from brygga.process import (
    Acknowledgement,
    Body,
    CaseSubject,
    Correction,
    FreeMessage,
    NotAllowed,
    Opening,
    Process,
    Regime,
    Sent,
    load_words,
)

CONTENT = "2017-30.16.4.4"
"""What the plan must show those who draw it up together, and the person: told by the act, with the person's consent.

What the person wants to have said to those who draw it up is theirs to be told.
"""

ORDERED: dict[type[Body], str | None] = {
    move.body: None for move in MOVES.values() if move.body is not Correction
} | dict.fromkeys(
    (
        say.PlanCall,
        say.PersonPrepared,
        say.GoalSet,
        say.GoalChanged,
        say.GoalDropped,
        say.InterventionPlanned,
        say.InterventionChanged,
        say.InterventionConfirmed,
        say.InterventionRefused,
        say.InterventionEnded,
        say.ActionOfOthers,
        say.CoordinationTaken,
        say.SafetySet,
        say.PlanAgreed,
        say.PlanFollowedUp,
        say.PlanClosed,
        say.ConsentWithdrawn,
        Acknowledgement,
    ),
    CONTENT,
)
"""The clause by which each message is told. What goes beyond the plan's own content no act orders told."""

IN_OWN_WORDS = frozenset(
    body.kind
    for body in (say.PlanNeed, say.PersonPrepared, say.MeetingHeld, say.MedicalPlanning, FreeMessage, Correction)
)
"""The kinds that say something of the person in somebody's own words, beyond the plan itself."""


def withdrawable(state: CarePlan, message: Sent, body: Correction) -> NotAllowed | None:
    """A message is withdrawn only when what was said after it could have been said without it."""
    return CAREPLAN.rests_on(state, body.of)


def initial(state: CarePlan, body: type[Body]) -> Mapping[str, Any]:
    """What is known already: when the meeting was, where, who coordinates, who answers at night, the next day."""
    call, safety, contact = state.call, state.safety, state.contact
    where = {"place": call.place, "video": call.video, "meeting_at": call.first_time} if call else {}
    known: dict[type[Body], Mapping[str, Any]] = {
        say.MeetingHeld: {"held_at": state.meeting_at},
        say.MeetingSet: where,
        say.SafetySet: safety.model_dump() if safety else {},
        say.CoordinationTaken: contact.model_dump() if contact else {},
        say.PersonPrepared: state.prepared.model_dump() if state.prepared else {},
        say.PlanAgreed: {"follow_up": state.follow_up if state.follow_up and _is_ahead(state) else None},
    }
    return {name: value for name, value in known.get(body, {}).items() if value not in (None, "")}


def _is_ahead(state: CarePlan) -> bool:
    return state.follow_up is not None and state.follow_up > state.now.date()


def unasked(state: CarePlan, body: type[Body]) -> frozenset[str]:
    """A child's own view is asked of a child's plan alone."""
    return frozenset() if state.is_child else frozenset({"childs_view"}) & set(body.model_fields)


def to_name(state: CarePlan, unit: str, body: type[Body]) -> Mapping[int, str] | None:
    """The goals and interventions that a message may be about, as they read now."""
    goals = {goal.number: goal.text for goal in state.current_goals}
    standing = {one.number: one.what for one in state.interventions if not one.ended}
    if body in {say.InterventionConfirmed, say.InterventionRefused}:
        return {number: standing[number] for number in to_answer(state, unit, body)}
    if body is say.InterventionEnded:
        own = {one.number for one in state.interventions if unit in {one.unit, state.coordinator}}
        others = {one.number: one.what for one in state.others if not one.ended}
        return {number: text for number, text in standing.items() if number in own} | others
    if body is say.InterventionChanged:
        return standing
    return goals if say.GoalSet.kind in body.refers_to else None


def answers(state: CarePlan) -> Mapping[str, Any]:
    """What a worked case of a plan may ask."""
    return {
        "offer": state.offer,
        "consents": sorted(state.consents),
        "coordinator": state.coordinator,
        "counting": [one.number for one in state.counting],
        "unconfirmed": [one.number for one in state.unconfirmed],
        "version": len(state.versions),
        "childs_view_lacking": state.lacks_childs_view,
    }


WORDS = load_words("brygga.careplan")

CAREPLAN = Process(
    name="careplan",
    subject=CaseSubject.PERSON,
    regime=Regime.COHERENT,
    read_by="2008-355.4.1",
    opens=say.PlanNeed,
    opening=Opening(
        by=ANY_CARE,
        clause="2017-30.16.4.1",
        refusal="the need of a plan is seen by whoever works with care or social care",
        from_message=from_message,
        from_kinds=FROM_KINDS,
    ),
    parts=Part,
    part_of=part_of,
    stages=Stage,
    over=OVER,
    owes_nothing=frozenset({Stage.NOT_STARTED}),
    columns=(
        Stage.NEED_SEEN,
        Stage.OFFERED,
        Stage.ACCEPTED,
        Stage.CALLED,
        Stage.DRAFTED,
        Stage.AGREED,
        Stage.REVISED,
        Stage.DECLINED,
        Stage.CLOSED,
    ),
    moves=MOVES,
    state=CarePlan,
    said=with_writers(SAID),
    guards={move.body: in_own_part(OF_CONTENT.get(move.body)) for move in MOVES.values()}
    | {Correction: in_own_part(withdrawable)},
    once=not_now,
    addressing=ADDRESSING,
    events=events,
    own_events=own_events,
    event_names=EVENTS,
    doing=doing,
    told=ORDERED,
    own_words=IN_OWN_WORDS,
    care_until=care_until,
    listed_until=listed_until,
    order=order,
    card=card,
    facts=head,
    situation=situation,
    under=under,
    initial=initial,
    unasked=unasked,
    to_name=to_name,
    paper=paper,
    answers=answers,
    words=WORDS,
    courtesies=courtesies(WORDS),
)
"""The coordinated individual plan (2017:30 16:4, 2025:400 10:8), and the region's patient contract."""
