"""Deviation as the rest of Brygga asks it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from brygga.deviation import messages as say
from brygga.deviation.about import from_message
from brygga.deviation.duties import EVENTS, doing, events, own_events
from brygga.deviation.guards import ADDRESSING, ANYBODY, OF_CONTENT, in_own_part, not_now
from brygga.deviation.parts import DeviationPart as Part
from brygga.deviation.parts import DeviationStage as Stage
from brygga.deviation.shown import card, head, listed_until, order
from brygga.deviation.state import MOVES, OVER, SAID, SETTLING, Deviation, part_of
from brygga.process import (
    HELPING,
    Body,
    CaseSubject,
    Correction,
    FreeMessage,
    NotAllowed,
    Opening,
    Process,
    Purpose,
    Purposes,
    Regime,
    Sent,
    load_words,
)

QUALITY_WORK = "2008-355.2.4.4"
"""A deviation is handled to better the work, not to give the person care: it is no part of any record."""

PURPOSES: Purposes = {**HELPING, None: frozenset({Purpose.ADMINISTRATION})}
"""Whoever gives care or social care; at an office, whoever administers: a quality office, the MAS."""

IN_OWN_WORDS = frozenset(
    body.kind
    for body in (
        say.DeviationReport,
        say.DeviationForwarded,
        say.DeviationReturned,
        say.DeviationDrawnIn,
        say.DeviationAccount,
        say.DeviationAnalysed,
        say.MeasurePlanned,
        say.NoMeasures,
        say.MeasureLeft,
        say.DeviationAnswered,
        say.DeviationFollowedUp,
        say.DeviationClosed,
        say.DeviationDismissed,
        FreeMessage,
        Correction,
    )
)
"""The kinds that hold what somebody wrote freely."""


def care_until(state: Deviation) -> datetime | None:
    """Never: whoever answers for a mistake has not the person in its care by that."""
    return None


def withdrawable(state: Deviation, message: Sent, body: Correction) -> NotAllowed | None:
    """A message is withdrawn only when what was said after it could have been said without it."""
    return DEVIATION.rests_on(state, body.of)


def initial(state: Deviation, body: type[Body]) -> Mapping[str, Any]:
    """A form about a measure begins with the one that is due next."""
    return {"of": state.waiting[0].number} if body in SETTLING and state.waiting else {}


def unasked(state: Deviation, body: type[Body]) -> frozenset[str]:
    """Why nobody was told directly is asked only where somebody should have been."""
    return frozenset() if state.lacks_contact else frozenset({"without_contact"}) & set(body.model_fields)


def answers(state: Deviation) -> Mapping[str, Any]:
    """What a worked case of a deviation may ask."""
    return {"receiver": state.receiver, "measures_waiting": [measure.number for measure in state.waiting]}


DEVIATION = Process(
    name="deviation",
    subject=CaseSubject.PERSON,
    person_required=False,
    regime=Regime.PARTIES,
    read_by=QUALITY_WORK,
    purposes=PURPOSES,
    opens=say.DeviationReport,
    opening=Opening(
        by=ANYBODY,
        clause=QUALITY_WORK,
        refusal="a deviation is reported by whoever works with care or social care, or administers at an office",
        from_message=from_message,
    ),
    parts=Part,
    part_of=part_of,
    stages=Stage,
    over=OVER,
    owes_nothing=frozenset({Stage.DISMISSED}),
    columns=(
        Stage.REPORTED,
        Stage.RETURNED,
        Stage.RECEIVED,
        Stage.ANALYSED,
        Stage.ANSWERED,
        Stage.FOLLOWED_UP,
        Stage.CLOSED,
    ),
    moves=MOVES,
    state=Deviation,
    said=SAID,
    guards={move.body: in_own_part(OF_CONTENT.get(move.body)) for move in MOVES.values()}
    | {Correction: in_own_part(withdrawable)},
    once=not_now,
    addressing=ADDRESSING,
    events=events,
    own_events=own_events,
    event_names=EVENTS,
    doing=doing,
    told={move.body: None for move in MOVES.values() if move.body is not Correction},
    own_words=IN_OWN_WORDS,
    care_until=care_until,
    listed_until=listed_until,
    order=order,
    card=card,
    facts=head,
    initial=initial,
    unasked=unasked,
    answers=answers,
    words=load_words("brygga.deviation"),
)
"""Deviations in collaboration. No act orders one told; what the agreements ask stands in their duties."""
