"""The state of a deviation: a fold over its messages. Moves are a table, drawn in docs/generated."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from brygga.deviation import messages as say
from brygga.deviation.parts import DeviationPart as Part
from brygga.deviation.parts import DeviationStage as Stage
from brygga.process import (
    Acknowledgement,
    Body,
    CaseState,
    Correction,
    FreeMessage,
    Move,
    Sent,
    UnitFacts,
    moves,
    staying,
    to,
)

_REPORTER, _RECEIVER = frozenset({Part.REPORTER}), frozenset({Part.RECEIVER})
_BOTH = _REPORTER | _RECEIVER
_ANALYSING = _BOTH | {Part.CONTRIBUTOR}
_ALL = frozenset(Part)

NOT_ANALYSED = (Stage.REPORTED, Stage.RETURNED, Stage.RECEIVED)
MEASURING = (Stage.ANALYSED, Stage.ANSWERED, Stage.FOLLOWED_UP)
OPEN = (*NOT_ANALYSED, *MEASURING)
OVER = frozenset({Stage.CLOSED, Stage.DISMISSED})
SETTLING: tuple[type[Body], ...] = (say.MeasureDone, say.MeasureLeft)

MOVES = moves(
    Move(say.DeviationReport, _REPORTER, to(Stage.REPORTED, Stage.NEW)),
    Move(say.DirectContact, _ANALYSING, staying(OPEN)),
    Move(say.DeviationReceived, _RECEIVER, to(Stage.RECEIVED, Stage.REPORTED)),
    Move(say.DeviationAnalysed, _RECEIVER, to(Stage.ANALYSED, Stage.RECEIVED, Stage.ANALYSED)),
    Move(say.DeviationAccount, _ANALYSING - _RECEIVER, staying((*NOT_ANALYSED, Stage.ANALYSED))),
    Move(say.DeviationDrawnIn, _RECEIVER, staying([Stage.RECEIVED, Stage.ANALYSED])),
    # Measures come after the analysis: from then on the deviation stays with its receiver, and nobody's is orphaned.
    Move(say.MeasurePlanned, _ANALYSING, staying(MEASURING)),
    Move(say.NoMeasures, _RECEIVER, staying([Stage.ANALYSED])),
    Move(say.DeviationAnswered, _RECEIVER, to(Stage.ANSWERED, Stage.ANALYSED)),
    Move(say.MeasureDone, _ANALYSING, staying(MEASURING)),
    Move(say.MeasureLeft, _ANALYSING, staying(MEASURING)),
    Move(say.DeviationFollowedUp, _BOTH, to(Stage.FOLLOWED_UP, Stage.ANSWERED, Stage.FOLLOWED_UP)),
    Move(say.DeviationClosed, _BOTH, to(Stage.CLOSED, Stage.ANSWERED, Stage.FOLLOWED_UP)),
    Move(say.DeviationForwarded, _BOTH, to(Stage.REPORTED, *NOT_ANALYSED)),
    Move(say.DeviationReturned, _RECEIVER, to(Stage.RETURNED, Stage.REPORTED, Stage.RECEIVED)),
    Move(say.DeviationDismissed, _BOTH, to(Stage.DISMISSED, *NOT_ANALYSED)),
    Move(Acknowledgement, _ALL, staying((*OPEN, *OVER))),
    Move(FreeMessage, _ALL, staying(OPEN)),
    Move(Correction, _ALL, staying((*OPEN, *OVER))),
)
"""Who may say what at which stage, and where it leads."""


@dataclass(frozen=True)
class PlannedMeasure:
    """A measure by the number of the message that planned it. `settled_at`: when it was said done, or left."""

    number: int
    unit: str
    due: date
    planned_at: datetime
    settled_at: datetime | None = None
    settled_by: int | None = None
    is_done: bool = False


@dataclass(frozen=True)
class Deviation(CaseState):
    """What the messages of a deviation say, as of now. Moments are None until something has been said of them.

    `receiver` is the unit that the deviation is with, since `with_receiver_at`; `drawn_in` when each contributor was.
    """

    stage: StrEnum = Stage.NEW
    report: say.DeviationReport | None = None
    reporter: str | None = None
    reported_at: datetime | None = None
    receiver: str | None = None
    with_receiver_at: datetime | None = None
    not_theirs: frozenset[str] = frozenset()
    contact: say.DirectContact | None = None
    returned_at: datetime | None = None
    received_at: datetime | None = None
    drawn_in: tuple[tuple[str, datetime], ...] = ()
    accounts: frozenset[str] = frozenset()
    analysed_at: datetime | None = None
    joint: bool = False
    no_measures_at: datetime | None = None
    measures: tuple[PlannedMeasure, ...] = ()
    answered_at: datetime | None = None
    followed_up_at: datetime | None = None
    effect: say.Effect | None = None
    over_at: datetime | None = None
    dismissal: say.Dismissal | None = None

    @property
    def is_serious(self) -> bool:
        return self.report is not None and self.report.seriousness is say.Seriousness.SERIOUS

    @property
    def lacks_contact(self) -> bool:
        """Whether it is serious and nobody has been told directly."""
        return self.is_serious and self.contact is None

    @property
    def waiting(self) -> tuple[PlannedMeasure, ...]:
        """The measures that are neither done nor left, what is due first before the rest."""
        return tuple(sorted((m for m in self.measures if m.settled_at is None), key=lambda m: (m.due, m.number)))

    @property
    def planned_at(self) -> datetime | None:
        """When there was a plan: the receiver's first measure, or that there is to be none."""
        planned = (measure.planned_at for measure in self.measures if measure.unit == self.receiver)
        return min((moment for moment in (*planned, self.no_measures_at) if moment), default=None)

    @property
    def settled_at(self) -> datetime | None:
        """When the last measure was done or left; None as long as any waits, and where there is none."""
        if self.waiting:
            return None
        return max((measure.settled_at for measure in self.measures if measure.settled_at), default=None)

    def part(self, unit: str) -> Part | None:
        """What the unit with this HSA-id is. As long as nothing has been reported anybody may be the reporter."""
        if self.reporter in {None, unit}:
            return Part.REPORTER
        if unit == self.receiver:
            return Part.RECEIVER
        if unit in dict(self.drawn_in):
            return Part.CONTRIBUTOR
        return Part.INFORMED if unit in self.taking_part else None


def part_of(state: Deviation, unit: UnitFacts) -> Part | None:
    """What a unit is follows from what was said, not from what kind of unit it is."""
    return state.part(unit.hsa_id)


def _reported(state: Deviation, message: Sent, body: say.DeviationReport) -> dict[str, Any]:
    return {
        "report": body,
        "reporter": message.unit,
        "reported_at": message.sent_at,
        "receiver": body.recipients[0],
        "with_receiver_at": message.sent_at,
    }


def _forwarded(state: Deviation, message: Sent, body: say.DeviationForwarded) -> dict[str, Any]:
    declined = state.not_theirs | {message.unit} if message.unit == state.receiver else state.not_theirs
    return {
        "receiver": body.recipients[0],
        "with_receiver_at": message.sent_at,
        "not_theirs": declined,
        "returned_at": None,
        "received_at": None,
    }


def _returned(state: Deviation, message: Sent, body: say.DeviationReturned) -> dict[str, Any]:
    return {
        "receiver": None,
        "with_receiver_at": None,
        "not_theirs": state.not_theirs | {message.unit},
        "returned_at": message.sent_at,
        "received_at": None,
    }


def _planned(state: Deviation, message: Sent, body: say.MeasurePlanned) -> dict[str, Any]:
    measure = PlannedMeasure(message.sequence, message.unit, body.due, message.sent_at)
    return {"measures": (*state.measures, measure)}


def _settled(state: Deviation, message: Sent, body: say.MeasureDone | say.MeasureLeft) -> dict[str, Any]:
    def settled(measure: PlannedMeasure) -> PlannedMeasure:
        done = isinstance(body, say.MeasureDone)
        return replace(measure, settled_at=message.sent_at, settled_by=message.sequence, is_done=done)

    return {"measures": tuple(settled(m) if m.number == body.of else m for m in state.measures)}


SAID: dict[type[Body], Callable[[Deviation, Sent, Any], dict[str, Any]]] = {
    say.DeviationReport: _reported,
    say.DirectContact: lambda s, m, b: {"contact": s.contact or b},
    say.DeviationReceived: lambda s, m, b: {"received_at": m.sent_at},
    say.DeviationForwarded: _forwarded,
    say.DeviationReturned: _returned,
    say.DeviationDrawnIn: lambda s, m, b: {"drawn_in": (*s.drawn_in, *((unit, m.sent_at) for unit in b.recipients))},
    say.DeviationAccount: lambda s, m, b: {"accounts": s.accounts | {m.unit}},
    say.DeviationAnalysed: lambda s, m, b: {"analysed_at": s.analysed_at or m.sent_at, "joint": b.joint},
    say.MeasurePlanned: _planned,
    say.NoMeasures: lambda s, m, b: {"no_measures_at": m.sent_at},
    say.MeasureDone: _settled,
    say.MeasureLeft: _settled,
    say.DeviationAnswered: lambda s, m, b: {"answered_at": m.sent_at},
    say.DeviationFollowedUp: lambda s, m, b: {"followed_up_at": m.sent_at, "effect": b.effect},
    say.DeviationClosed: lambda s, m, b: {"over_at": m.sent_at},
    say.DeviationDismissed: lambda s, m, b: {"over_at": m.sent_at, "dismissal": b.reason},
}
"""What each message changes."""
