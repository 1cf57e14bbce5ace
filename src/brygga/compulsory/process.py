"""Compulsory care as the rest of Brygga asks it."""

from collections.abc import Mapping
from typing import Any

from brygga.calendars import local_date
from brygga.compulsory import messages as say
from brygga.compulsory.about import FROM_KINDS, from_message
from brygga.compulsory.duties import EVENTS, courtesies, events, own_events
from brygga.compulsory.guards import ADDRESSING, OF_CONTENT, in_own_part, not_now, to_answer
from brygga.compulsory.parts import CompulsoryPart as Part
from brygga.compulsory.parts import CompulsoryStage as Stage
from brygga.compulsory.shown import card, care_until, head, listed_until, order
from brygga.compulsory.state import MOVES, OVER, SAID, CompulsoryCare, part_of, with_writers
from brygga.compulsory.under import FIGURES, situation, under
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
    Role,
    Sent,
    load_words,
)

TOGETHER, TELLS = "1991-1128.7a.4", "1991-1128.7a.6"
"""The plan is drawn up by the units together; they are told when open care is decided."""

_PLAN: tuple[type[Body], ...] = (
    say.PlanningCalled,
    say.CourtPlanIntervention,
    say.CourtPlanInterventionChanged,
    say.CourtPlanInterventionConfirmed,
    say.CourtPlanInterventionRefused,
    say.CourtPlanInterventionEnded,
    say.MeasureOfOthers,
    say.CourtPlanSigned,
    say.CourtPlanFollowedUp,
    Acknowledgement,
)
_OPEN: tuple[type[Body], ...] = (say.CourtAllowsOpen, say.ConditionsSet, say.OpenCareBegun)

ORDERED: dict[type[Body], str | None] = {
    **{move.body: None for move in MOVES.values() if move.body is not Correction},
    **dict.fromkeys(_PLAN, TOGETHER),
    **dict.fromkeys(_OPEN, TELLS),
}
"""The clause by which each message is told. Plan and open care are ordered told; why the care is compulsory is not."""

IN_OWN_WORDS = frozenset(
    body.kind
    for body in (
        *(say.NeedsFound, say.PlanningHeld, say.CourtApplication, say.CourtPlanFollowedUp),
        *(FreeMessage, Correction),
    )
)
"""The kinds that say something of the person in somebody's own words, beyond the plan itself."""


def withdrawable(state: CompulsoryCare, message: Sent, body: Correction) -> NotAllowed | None:
    """A message is withdrawn only when what was said after it could have been said without it."""
    return COMPULSORY.rests_on(state, body.of)


def initial(state: CompulsoryCare, body: type[Body]) -> Mapping[str, Any]:
    """What is known already: today, the application that waits, the conditions that were proposed, the leave."""
    names = ("sent_on", "decided_on", "submitted_on", "began_on", "resumed_on", "ended_on")
    known: dict[str, Any] = dict.fromkeys(names, local_date(state.now)) | {"held_at": state.meeting_at}
    if state.pending and "of" in body.model_fields:
        known["of"] = state.pending.number if say.CourtApplication.kind in body.refers_to else None
    if state.leave and say.LeaveGranted.kind in body.refers_to:
        known["of"] = state.leave.number
    proposed = next((m.body for m in reversed(state.holding) if isinstance(m.body, say.CourtApplication)), None)
    if proposed and body in {say.CourtAllowsOpen, say.ConditionsSet}:
        known |= {"conditions": proposed.conditions, "conditions_say": proposed.conditions_say}
    if body is say.CompulsoryCareEnded:
        known["needs"] = state.needs or ()
    return {name: value for name, value in known.items() if value and name in body.model_fields}


def unasked(state: CompulsoryCare, body: type[Body]) -> frozenset[str]:
    """An account of the risk of relapse is asked for under special discharge review alone."""
    return frozenset() if state.is_reviewed else frozenset({"risk_account"}) & set(body.model_fields)


def to_name(state: CompulsoryCare, unit: str, body: type[Body]) -> Mapping[int, str] | None:
    """The interventions that a message may be about, as they read now."""
    standing = {one.number: one.what for one in state.plan.interventions}
    if body is say.CourtPlanInterventionConfirmed or body is say.CourtPlanInterventionRefused:
        return {number: standing[number] for number in to_answer(state, unit, body)}
    if body is say.CourtPlanInterventionEnded:
        own = {one.number for one in state.plan.interventions if unit in {one.unit, state.enrolled_at}}
        others = {number: other.what for number, other in state.plan.others}
        return {number: text for number, text in standing.items() if number in own} | others
    return standing if body is say.CourtPlanInterventionChanged else None


def answers(state: CompulsoryCare) -> Mapping[str, Any]:
    """What a worked case may ask."""
    return {
        "complete": state.is_plan_complete,
        "unconfirmed": [one.number for one in state.plan.unconfirmed],
        "lacks": list(state.lacks_for_open),
        "expires": state.expires,
        "away": state.is_away,
        "sip": state.sip,
    }


WORDS = load_words("brygga.compulsory")

COMPULSORY = Process(
    name="compulsory",
    subject=CaseSubject.PERSON,
    regime=Regime.COHERENT,
    read_by="2008-355.4.1",
    opens=say.CompulsoryCareBegun,
    opening=Opening(
        by=frozenset({Role.INPATIENT_CARE}),
        clause="1991-1128.15",
        refusal="compulsory care begins at the hospital where the person is enrolled",
        from_message=from_message,
        from_kinds=FROM_KINDS,
    ),
    parts=Part,
    part_of=part_of,
    stages=Stage,
    over=OVER,
    columns=(Stage.CLOSED, Stage.OPEN_DECIDED, Stage.OPEN, Stage.READMITTED, Stage.ENDED),
    moves=MOVES,
    state=CompulsoryCare,
    said=with_writers(SAID),
    guards={move.body: in_own_part(OF_CONTENT.get(move.body)) for move in MOVES.values()}
    | {Correction: in_own_part(withdrawable)},
    once=not_now,
    addressing=ADDRESSING,
    events=events,
    own_events=own_events,
    event_names=EVENTS,
    told=ORDERED,
    own_words=IN_OWN_WORDS,
    care_until=care_until,
    listed_until=listed_until,
    order=order,
    card=card,
    facts=head,
    situation=situation,
    under=under,
    figures=FIGURES,
    initial=initial,
    unasked=unasked,
    to_name=to_name,
    answers=answers,
    words=WORDS,
    courtesies=courtesies(WORDS),
)
"""Compulsory psychiatric care: LPT (1991:1128) and LRV (1991:1129), with the plan of 7 a §."""
