"""The state of a spell of compulsory care: a fold over its messages. Moves are a table, drawn in docs/generated."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from brygga.compulsory import messages as say
from brygga.compulsory.courtplan import CourtPlan, PlannedIntervention
from brygga.compulsory.parts import OF_ROLE
from brygga.compulsory.parts import CompulsoryPart as Part
from brygga.compulsory.parts import CompulsoryStage as Stage
from brygga.process import (
    Acknowledgement,
    Body,
    CaseState,
    Correction,
    FreeMessage,
    Move,
    Role,
    Sent,
    UnitFacts,
    moves,
    staying,
    to,
)

_ALL, _PSYCHIATRY = frozenset(Part), frozenset({Part.PSYCHIATRY})
_REGION = frozenset({Part.PSYCHIATRY, Part.WARD, Part.OUTPATIENT})

IN_HOSPITAL = (Stage.CLOSED, Stage.OPEN_DECIDED, Stage.READMITTED)
UNDER_WAY_STAGES = (*IN_HOSPITAL, Stage.OPEN)
OVER = frozenset({Stage.ENDED})
_HELD = staying(UNDER_WAY_STAGES)

MOVES = moves(
    Move(say.CompulsoryCareBegun, _PSYCHIATRY, to(Stage.CLOSED, Stage.NEW)),
    Move(say.NeedsFound, _PSYCHIATRY, _HELD),
    Move(say.PlanningCalled, _PSYCHIATRY, _HELD),
    Move(say.PlanningHeld, _PSYCHIATRY, _HELD),
    Move(say.CourtPlanIntervention, _ALL, _HELD),
    Move(say.CourtPlanInterventionConfirmed, _ALL, _HELD),
    Move(say.CourtPlanInterventionRefused, _ALL, _HELD),
    Move(say.MeasureOfOthers, _ALL, _HELD),
    Move(say.CourtPlanSigned, _ALL, _HELD),
    Move(say.CourtApplication, _PSYCHIATRY, _HELD),
    Move(
        say.CourtAllowsOpen,
        _PSYCHIATRY,
        to(Stage.OPEN_DECIDED, *IN_HOSPITAL) | staying([Stage.OPEN]),
    ),
    Move(
        say.CourtAllowsClosed,
        _PSYCHIATRY,
        to(Stage.CLOSED, *UNDER_WAY_STAGES),
    ),
    Move(
        say.CourtRefuses,
        _PSYCHIATRY,
        to(Stage.ENDED, Stage.CLOSED, Stage.OPEN_DECIDED, Stage.OPEN) | {Stage.READMITTED: Stage.OPEN},
    ),
    Move(say.ReadyJudged, _PSYCHIATRY, staying(IN_HOSPITAL)),
    Move(say.OpenCareAvailability, _REGION, staying(IN_HOSPITAL)),
    Move(say.OpenCareBegun, _PSYCHIATRY, to(Stage.OPEN, Stage.OPEN_DECIDED)),
    Move(say.ConditionsSet, _PSYCHIATRY, staying([Stage.OPEN_DECIDED, Stage.OPEN])),
    Move(say.LeaveGranted, _PSYCHIATRY, staying(IN_HOSPITAL)),
    Move(say.CareLeaveEnded, _PSYCHIATRY, staying(IN_HOSPITAL)),
    Move(say.LeaveRevoked, _PSYCHIATRY, staying(IN_HOSPITAL)),
    Move(say.CourtPlanFollowedUp, _ALL, _HELD),
    Move(say.Readmitted, _PSYCHIATRY, to(Stage.READMITTED, Stage.OPEN)),
    Move(say.OpenCareResumed, _PSYCHIATRY, to(Stage.OPEN, Stage.READMITTED)),
    Move(say.CompulsoryCareEnded, _PSYCHIATRY, to(Stage.ENDED, *UNDER_WAY_STAGES)),
    Move(say.SipAfterCare, _PSYCHIATRY, staying([Stage.ENDED])),
    Move(say.CourtPlanInterventionChanged, _ALL, _HELD),
    Move(say.CourtPlanInterventionEnded, _ALL, _HELD),
    Move(say.ReadyNoMore, _PSYCHIATRY, staying(IN_HOSPITAL)),
    Move(say.DecisionSubmitted, _PSYCHIATRY, staying([Stage.CLOSED])),
    Move(say.OpenBefore, _PSYCHIATRY, to(Stage.OPEN, Stage.CLOSED)),
    Move(say.ResponsibilityTaken, frozenset({Part.WARD}), _HELD),
    Move(Acknowledgement, _ALL, staying((*UNDER_WAY_STAGES, *OVER))),
    Move(FreeMessage, _ALL, _HELD),
    Move(Correction, _ALL, staying((*UNDER_WAY_STAGES, *OVER))),
)
"""Who may say what at which stage, and where it leads."""


@dataclass(frozen=True)
class PutToCourt:
    """An application by the number of its message; `decided` once the court has said anything of it."""

    number: int
    asks_for: say.ApplicationFor
    sent_on: date
    said_at: datetime
    decided: bool = False


@dataclass(frozen=True)
class CareLeave:
    """A leave by the number of its message; `over_at` is when it ended or was revoked."""

    number: int
    granted: say.LeaveGranted
    told_at: datetime
    over_at: datetime | None = None


@dataclass(frozen=True)
class CompulsoryCare(CaseState):
    """What the messages of a spell say, as of now; None is what nothing has been said of.

    `enrolled_at` is the unit where the person is enrolled, `parts` what each unit was when it wrote last. `decided_on`
    and `until` are of the court's last decision; `open_decided_on` of the last that let the care be open, `open_since`
    when it began. `expires` is the day by which an application has to be there, `first_days` and `sip` what the
    agreement makes of it; they are not known when it is seen under no agreement.
    """

    stage: StrEnum = Stage.NEW
    begun: say.CompulsoryCareBegun | None = None
    begun_at: datetime | None = None
    enrolled_at: str | None = None
    parts: Mapping[str, Part] = field(default_factory=dict)
    needs: tuple[say.PlanNeedOf, ...] | None = None
    needs_at: datetime | None = None
    called_at: datetime | None = None
    meeting_at: datetime | None = None
    held: say.PlanningHeld | None = None
    held_said_at: datetime | None = None
    plan: CourtPlan = field(default_factory=CourtPlan)
    followed_up_at: datetime | None = None
    submitted_at: datetime | None = None
    applications: tuple[PutToCourt, ...] = ()
    allowed_before: int = 0
    decided_on: date | None = None
    decided_at: datetime | None = None
    until: date | None = None
    open_decided_on: date | None = None
    open_decided_at: datetime | None = None
    conditions: tuple[say.SpecialCondition, ...] = ()
    conditions_say: str = ""
    left_to_physician: bool = False
    leaves: tuple[CareLeave, ...] = ()
    ready: say.ReadyJudged | None = None
    open_care: bool | None = None
    open_since: date | None = None
    readmitted_on: date | None = None
    readmitted_at: datetime | None = None
    over_on: date | None = None
    over_at: datetime | None = None
    ended_from_open: bool = False
    why_over: say.WhyCareEnded | None = None
    needs_after: tuple[say.PlanNeedOf, ...] = ()
    expires: date | None = field(default=None, compare=False)
    first_months: int | None = field(default=None, compare=False)
    later_months: int | None = field(default=None, compare=False)
    sip: str | None = field(default=None, compare=False)

    @property
    def is_forensic(self) -> bool:
        return self.begun is not None and self.begun.ground.is_forensic

    @property
    def is_reviewed(self) -> bool:
        """Whether it is under special discharge review (LRV)."""
        return self.begun is not None and self.begun.ground is say.CareGround.REVIEWED

    @property
    def pending(self) -> PutToCourt | None:
        """The application that the court has not decided."""
        return next((one for one in reversed(self.applications) if not one.decided), None)

    @property
    def is_plan_complete(self) -> bool:
        """Whether the plan for the court is drawn up (LPT 7 a §, second paragraph)."""
        return self.plan.is_complete(self.parts)

    @property
    def lacks_for_open(self) -> tuple[str, ...]:
        """Which of the three preconditions for leaving for open care are not met."""
        met = {
            "ready": self.ready is not None,
            "decision": self.open_decided_on is not None,
            "open-care": self.open_care is True,
        }
        return tuple(name for name, is_met in met.items() if not is_met)

    @property
    def leave(self) -> CareLeave | None:
        """The leave that is granted and not over."""
        if self.stage not in IN_HOSPITAL:
            return None
        return next((one for one in self.leaves if one.over_at is None), None)

    @property
    def is_away(self) -> bool:
        """Whether the person is on leave now; one that recurs is not said day by day."""
        leave = self.leave
        return leave is not None and not leave.granted.recurring and leave.granted.leaves_at <= self.now


def part_of(state: CompulsoryCare, unit: UnitFacts) -> Part | None:
    """Psychiatry is the unit where the person is enrolled; as long as nothing is said, any unit of inpatient care."""
    if unit.role is None:
        return None
    if unit.hsa_id == state.enrolled_at or (state.enrolled_at is None and unit.role is Role.INPATIENT_CARE):
        return Part.PSYCHIATRY
    return OF_ROLE[unit.role]


def _begun(state: CompulsoryCare, message: Sent, body: say.CompulsoryCareBegun) -> dict[str, Any]:
    return {"begun": body, "begun_at": message.sent_at, "enrolled_at": message.unit, "until": body.until}


def _open_before(state: CompulsoryCare, message: Sent, body: say.OpenBefore) -> dict[str, Any]:
    decided = {"decided_on": body.decided_on, "open_decided_on": body.decided_on, "until": body.until}
    said = {"conditions": body.conditions, "conditions_say": body.conditions_say}
    return decided | said | {"open_since": body.open_since, "allowed_before": 1, "decided_at": message.sent_at}


def _taken(state: CompulsoryCare, message: Sent, body: say.ResponsibilityTaken) -> dict[str, Any]:
    parts = {unit: Part.WARD if part is Part.PSYCHIATRY else part for unit, part in state.parts.items()}
    return {"enrolled_at": message.unit, "parts": {**parts, message.unit: Part.PSYCHIATRY}}


def _planned(state: CompulsoryCare, message: Sent, body: say.CourtPlanIntervention) -> dict[str, Any]:
    unit = body.recipients[0] if body.recipients else message.unit
    own = message.sent_at if unit == message.unit else None
    one = PlannedIntervention(
        message.sequence, unit, body.need, body.what, body.who, body.attitude, message.sent_at, own
    )
    return {"plan": state.plan.changed(message.sent_at, (*state.plan.interventions, one))}


def _changed(state: CompulsoryCare, message: Sent, body: say.CourtPlanInterventionChanged) -> dict[str, Any]:
    given = {name: value for name in ("what", "who", "attitude") if (value := getattr(body, name))}
    one = state.plan.intervention(body.of)
    # What the unit itself says that it will do it has promised.
    own = message.sent_at if one and one.unit == message.unit else None
    anew = {"asked_at": message.sent_at, "confirmed_at": own, "refused_at": None}
    return {"plan": state.plan.with_each(message.sent_at, body.of, **given, **anew)}


def _confirmed(state: CompulsoryCare, message: Sent, body: say.CourtPlanInterventionConfirmed) -> dict[str, Any]:
    at = message.sent_at
    said = {"confirmed_at": at, "refused_at": None, "decision": body.decision}
    return {"plan": state.plan.with_each(at, body.of, **said)}


def _refused(state: CompulsoryCare, message: Sent, body: say.CourtPlanInterventionRefused) -> dict[str, Any]:
    at = message.sent_at
    return {"plan": state.plan.with_each(at, body.of, confirmed_at=None, refused_at=at)}


def _others(state: CompulsoryCare, message: Sent, body: say.MeasureOfOthers) -> dict[str, Any]:
    others = (*state.plan.others, (message.sequence, body))
    return {"plan": replace(state.plan.changed(message.sent_at, state.plan.interventions), others=others)}


def _signed(state: CompulsoryCare, message: Sent, body: say.CourtPlanSigned) -> dict[str, Any]:
    return {"plan": replace(state.plan, signed={**state.plan.signed, message.unit: Part(message.part)})}


def _applied(state: CompulsoryCare, message: Sent, body: say.CourtApplication) -> dict[str, Any]:
    one = PutToCourt(message.sequence, body.asks_for, body.sent_on, message.sent_at)
    return {"applications": (*state.applications, one)}


def _decided(state: CompulsoryCare, of: int) -> dict[str, Any]:
    return {
        "applications": tuple(replace(one, decided=True) if one.number == of else one for one in state.applications)
    }


def _allowed(state: CompulsoryCare, message: Sent, body: Any) -> dict[str, Any]:
    counted = {"allowed_before": state.allowed_before + 1, "until": body.until}
    return _decided(state, body.of) | counted | {"decided_on": body.decided_on, "decided_at": message.sent_at}


def _closed(state: CompulsoryCare, message: Sent, body: say.CourtAllowsClosed) -> dict[str, Any]:
    # A new decision on closed care stands in place of one that let it be open.
    undone = {"open_decided_on": None, "open_decided_at": None, "ready": None, "open_care": None, "open_since": None}
    return _allowed(state, message, body) | undone | {"conditions": (), "conditions_say": ""}


def _opened(state: CompulsoryCare, message: Sent, body: say.CourtAllowsOpen) -> dict[str, Any]:
    decided = {"open_decided_on": body.decided_on, "open_decided_at": message.sent_at}
    said = {"conditions": body.conditions, "conditions_say": body.conditions_say}
    return _allowed(state, message, body) | decided | said | {"left_to_physician": body.left_to_physician}


def _no(state: CompulsoryCare, message: Sent, body: say.CourtRefuses) -> dict[str, Any]:
    if state.stage is Stage.READMITTED:
        return _decided(state, body.of) | {"open_since": body.decided_on}
    return _decided(state, body.of) | _ended(state, message, body.decided_on, None)


def _ended(state: CompulsoryCare, message: Sent, on: date, why: say.WhyCareEnded | None) -> dict[str, Any]:
    over = {"over_on": on, "over_at": message.sent_at, "why_over": why}
    return over | {"ended_from_open": state.stage is Stage.OPEN}


def _leave_over(state: CompulsoryCare, message: Sent, body: Any) -> dict[str, Any]:
    at = body.back_at if isinstance(body, say.CareLeaveEnded) else body.revoked_at
    return {"leaves": tuple(replace(one, over_at=at) if one.number == body.of else one for one in state.leaves)}


def _transferred(state: CompulsoryCare, message: Sent, body: say.OpenCareBegun) -> dict[str, Any]:
    over = tuple(one if one.over_at else replace(one, over_at=message.sent_at) for one in state.leaves)
    return {"open_since": body.began_on, "leaves": over}


def _readmitted(state: CompulsoryCare, message: Sent, body: say.Readmitted) -> dict[str, Any]:
    # The decision on open care stands meanwhile; whether the person is ready, and open care there, is said anew.
    back = {"readmitted_on": body.decided_on, "readmitted_at": message.sent_at, "open_since": None}
    return back | {"ready": None, "open_care": None}


SAID: dict[type[Body], Callable[[CompulsoryCare, Sent, Any], dict[str, Any]]] = {
    say.CompulsoryCareBegun: _begun,
    say.OpenBefore: _open_before,
    say.ResponsibilityTaken: _taken,
    say.DecisionSubmitted: lambda s, m, b: {"submitted_at": m.sent_at},
    say.NeedsFound: lambda s, m, b: {"needs": b.needs, "needs_at": m.sent_at},
    say.PlanningCalled: lambda s, m, b: {"called_at": m.sent_at, "meeting_at": b.meeting_at},
    say.PlanningHeld: lambda s, m, b: {"held": b, "held_said_at": m.sent_at},
    say.CourtPlanIntervention: _planned,
    say.CourtPlanInterventionChanged: _changed,
    say.CourtPlanInterventionConfirmed: _confirmed,
    say.CourtPlanInterventionRefused: _refused,
    say.CourtPlanInterventionEnded: lambda s, m, b: {"plan": s.plan.without(m.sent_at, b.of)},
    say.MeasureOfOthers: _others,
    say.CourtPlanSigned: _signed,
    say.CourtPlanFollowedUp: lambda s, m, b: {"followed_up_at": m.sent_at},
    say.CourtApplication: _applied,
    say.CourtAllowsClosed: _closed,
    say.CourtAllowsOpen: _opened,
    say.CourtRefuses: _no,
    say.ConditionsSet: lambda s, m, b: {"conditions": b.conditions, "conditions_say": b.conditions_say},
    say.LeaveGranted: lambda s, m, b: {"leaves": (*s.leaves, CareLeave(m.sequence, b, m.sent_at))},
    say.CareLeaveEnded: _leave_over,
    say.LeaveRevoked: _leave_over,
    say.ReadyJudged: lambda s, m, b: {"ready": b},
    say.ReadyNoMore: lambda s, m, b: {"ready": None},
    say.OpenCareAvailability: lambda s, m, b: {"open_care": b.available},
    say.OpenCareBegun: _transferred,
    say.Readmitted: _readmitted,
    say.OpenCareResumed: lambda s, m, b: {"open_since": b.resumed_on},
    say.CompulsoryCareEnded: lambda s, m, b: _ended(s, m, b.ended_on, b.reason) | {"needs_after": b.needs},
}
"""What each message changes in the care; beside it, what each writer was (`with_writers`)."""


def with_writers(
    said: Mapping[type[Body], Callable[[CompulsoryCare, Sent, Any], dict[str, Any]]],
) -> dict[type[Body], Callable[[CompulsoryCare, Sent, Any], dict[str, Any]]]:
    """The same, and of every message what its writer was when it wrote."""

    def of(body_type: type[Body]) -> Callable[..., dict[str, Any]]:
        says = said.get(body_type)

        def change(state: CompulsoryCare, message: Sent, body: Any) -> dict[str, Any]:
            written = {"parts": {**state.parts, message.unit: Part(message.part)}}
            return written | (says(state, message, body) if says else {})

        return change

    return {move.body: of(move.body) for move in MOVES.values() if move.body is not Correction}
