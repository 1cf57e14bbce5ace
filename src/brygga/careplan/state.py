"""The state of a plan: a fold over its messages. Moves are a table, drawn in docs/generated."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from brygga.careplan import messages as say
from brygga.careplan.draft import Goal, Intervention, OthersAction, PlanVersion, VersionChanges, changes
from brygga.careplan.parts import COORDINATING, PRINCIPALS, PlanPart, Principal, part_of_principal
from brygga.careplan.parts import PlanStage as Stage
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

_ALL = frozenset(PlanPart)
_COORDINATOR = COORDINATING

WITH_CONSENT = (Stage.ACCEPTED, Stage.CALLED, Stage.DRAFTED, Stage.AGREED, Stage.REVISED)
DRAWN_UP = (Stage.DRAFTED, Stage.AGREED, Stage.REVISED)
OVER = frozenset({Stage.DECLINED, Stage.NOT_STARTED, Stage.CLOSED})
OPEN = (Stage.NEED_SEEN, Stage.OFFERED, *WITH_CONSENT)

_DRAFTING: dict[StrEnum, StrEnum] = {
    Stage.DRAFTED: Stage.DRAFTED,
    Stage.AGREED: Stage.REVISED,
    Stage.REVISED: Stage.REVISED,
}
"""What changes the plan: one that is agreed is then under revision, and the version before holds meanwhile."""

MOVES = moves(
    Move(say.PlanNeed, _COORDINATOR, to(Stage.NEED_SEEN, Stage.NEW)),
    Move(say.PlanOffered, _COORDINATOR, to(Stage.OFFERED, Stage.NEED_SEEN, Stage.OFFERED, Stage.DECLINED)),
    Move(say.OfferAccepted, _COORDINATOR, to(Stage.ACCEPTED, Stage.OFFERED)),
    Move(say.OfferDeclined, _COORDINATOR, to(Stage.DECLINED, Stage.OFFERED)),
    Move(say.PlanCall, _COORDINATOR, to(Stage.CALLED, Stage.ACCEPTED, Stage.CALLED) | staying(DRAWN_UP)),
    Move(say.TimesAnswered, _ALL, staying((Stage.CALLED, *DRAWN_UP))),
    Move(say.MeetingSet, _COORDINATOR, staying((Stage.CALLED, *DRAWN_UP))),
    Move(say.PersonPrepared, _ALL, staying(WITH_CONSENT)),
    Move(say.GuestInvited, _COORDINATOR, staying(WITH_CONSENT)),
    Move(say.MeetingHeld, _COORDINATOR, to(Stage.DRAFTED, Stage.CALLED) | staying(DRAWN_UP)),
    Move(say.GoalSet, _ALL, _DRAFTING),
    Move(say.InterventionPlanned, _ALL, _DRAFTING),
    Move(say.InterventionConfirmed, _ALL, staying(DRAWN_UP)),
    Move(say.InterventionRefused, _ALL, staying(DRAWN_UP)),
    Move(say.ActionOfOthers, _ALL, _DRAFTING),
    Move(say.CoordinationTaken, _ALL, staying(WITH_CONSENT)),
    Move(say.SafetySet, _ALL, staying(DRAWN_UP)),
    Move(say.PlanAgreed, _COORDINATOR, to(Stage.AGREED, Stage.DRAFTED, Stage.REVISED)),
    Move(say.PlanFollowedUp, _COORDINATOR, staying([Stage.AGREED, Stage.REVISED])),
    Move(say.InterventionChanged, _ALL, _DRAFTING),
    Move(say.InterventionEnded, _ALL, _DRAFTING),
    Move(say.GoalChanged, _ALL, _DRAFTING),
    Move(say.GoalDropped, _ALL, _DRAFTING),
    Move(say.ConsentStated, _COORDINATOR, staying(WITH_CONSENT)),
    Move(say.MedicalPlanning, _ALL, staying([Stage.DECLINED, Stage.CLOSED])),
    Move(say.PlanClosed, _COORDINATOR, to(Stage.CLOSED, *WITH_CONSENT)),
    Move(say.ConsentWithdrawn, _COORDINATOR, to(Stage.CLOSED, *WITH_CONSENT)),
    Move(say.PlanNotStarted, _COORDINATOR, to(Stage.NOT_STARTED, Stage.NEED_SEEN, Stage.OFFERED)),
    Move(Acknowledgement, _ALL, staying((*OPEN, *OVER))),
    Move(FreeMessage, _ALL, staying(OPEN)),
    Move(Correction, _ALL, staying((*OPEN, *OVER))),
)
"""Who may say what at which stage, and where it leads."""


@dataclass(frozen=True)
class CarePlan(CaseState):
    """What the messages of a plan say, as of now. Moments are None until something has been said of them.

    `coordinator` is the unit that has the overall responsibility, whoever saw the need until one takes it with
    `contact`; `principals` whose each unit is that has written. `offer` is what the agreement's table says of the need
    ("must", "may" or another of its answers), None where it is not known or is seen under no agreement;
    `kin_may_consent` whether the agreement lets next of kin consent.
    """

    stage: StrEnum = Stage.NEW
    need: say.PlanNeed | None = None
    needed_at: datetime | None = None
    coordinator: str | None = None
    contact: say.CoordinationTaken | None = None
    principals: Mapping[str, Principal] = field(default_factory=dict)
    offered_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: say.AnsweredBy | None = None
    consents_to_plan: bool = False
    consents: frozenset[say.ConsentTo] = frozenset()
    declined_at: datetime | None = None
    medical_at: datetime | None = None
    call: say.PlanCall | None = None
    called_at: datetime | None = None
    meeting_at: datetime | None = None
    meeting_place: str = ""
    meeting_said_at: datetime | None = None
    held: say.MeetingHeld | None = None
    held_said_at: datetime | None = None
    prepared: say.PersonPrepared | None = None
    prepared_at: datetime | None = None
    guests: tuple[say.GuestInvited, ...] = ()
    goals: tuple[Goal, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    others: tuple[OthersAction, ...] = ()
    safety: say.SafetySet | None = None
    versions: tuple[PlanVersion, ...] = ()
    follow_up: date | None = None
    followed_up: say.PlanFollowedUp | None = None
    followed_up_at: datetime | None = None
    changed_at: datetime | None = None
    over_at: datetime | None = None
    closed_for: StrEnum | None = None
    offer: str | None = field(default=None, compare=False)
    kin_may_consent: bool | None = field(default=None, compare=False)

    @property
    def is_contract(self) -> bool:
        """Whether it is the region's own patient contract."""
        return self.need is not None and self.need.plan is say.PlanKind.CONTRACT

    @property
    def is_child(self) -> bool:
        return self.need is not None and self.need.is_child

    @property
    def lacks_childs_view(self) -> bool:
        """Whether it is a child's, and nobody has written what the child thinks."""
        return self.is_child and not (self.prepared and self.prepared.childs_view)

    @property
    def counting(self) -> tuple[Intervention, ...]:
        """The interventions that count: each confirmed by the unit that is to do it, as it stands now."""
        return tuple(one for one in self.interventions if one.counts)

    @property
    def unconfirmed(self) -> tuple[Intervention, ...]:
        """Those that nobody has promised: not answered, or refused, and not taken out of the plan."""
        return tuple(one for one in self.interventions if one.stands_in_way)

    @property
    def current_goals(self) -> tuple[Goal, ...]:
        return tuple(goal for goal in self.goals if not goal.dropped)

    def awaiting(self, unit: str) -> tuple[Intervention, ...]:
        """What a unit is asked to confirm, the oldest first."""
        mine = (one for one in self.interventions if one.unit == unit and one.awaits)
        return tuple(sorted(mine, key=lambda one: one.asked_at))

    @property
    def holds_now(self) -> PlanVersion | None:
        """The version that holds; a later draft changes nothing before it is agreed."""
        return self.versions[-1] if self.versions and self.stage in {Stage.AGREED, Stage.REVISED} else None

    @property
    def changes(self) -> VersionChanges:
        """What differs from the version agreed last; once agreed anew, what that one changed."""
        versions = (None, None, *self.versions)
        before = versions[-2] if self.stage is Stage.AGREED else versions[-1]
        return changes(before, self.goals, self.interventions, self.others)

    def intervention(self, number: int) -> Intervention | None:
        """The intervention of this number, while it stands."""
        return next((one for one in self.interventions if one.number == number and not one.ended), None)

    def goal(self, number: int) -> Goal | None:
        """The goal of this number, while it is one."""
        return next((one for one in self.goals if one.number == number and not one.dropped), None)

    def part(self, unit: str, principal: Principal | None) -> PlanPart | None:
        """What a unit is. As long as nothing has been said anybody may be the one that sees the need."""
        whose = principal or self.principals.get(unit)
        return part_of_principal(whose, self.coordinator in {None, unit}) if whose else None


def part_of(state: CarePlan, unit: UnitFacts) -> PlanPart | None:
    """A unit's principal follows from its role, the overall responsibility from what was said."""
    return state.part(unit.hsa_id, PRINCIPALS[unit.role] if unit.role else None)


def _needed(state: CarePlan, message: Sent, body: say.PlanNeed) -> dict[str, Any]:
    return {"need": body, "needed_at": message.sent_at, "coordinator": message.unit}


def _accepted(state: CarePlan, message: Sent, body: say.OfferAccepted) -> dict[str, Any]:
    said = ((say.ConsentTo.COLLABORATION, body.collaboration), (say.ConsentTo.KIN, body.next_of_kin))
    consents = frozenset(what for what, given in said if given)
    return _answered(message, body.by) | {"consents_to_plan": True, "consents": consents, "declined_at": None}


def _declined(state: CarePlan, message: Sent, body: say.OfferDeclined) -> dict[str, Any]:
    consents = frozenset({say.ConsentTo.COLLABORATION} if body.collaboration else ())
    over = {"declined_at": message.sent_at, "over_at": message.sent_at}
    return _answered(message, body.by) | {"consents": consents} | over


def _answered(message: Sent, by: say.AnsweredBy) -> dict[str, Any]:
    return {"answered_at": message.sent_at, "answered_by": by}


def _withdrawn(state: CarePlan, message: Sent, body: say.ConsentWithdrawn) -> dict[str, Any]:
    apart = body.what is say.WithdrawnFrom.COLLABORATION
    kept = state.consents - {say.ConsentTo.COLLABORATION} if apart else state.consents
    stated = {"consents_to_plan": False, "consents": kept, "declined_at": message.sent_at}
    return stated | {"over_at": message.sent_at, "closed_for": body.what}


def _consent(state: CarePlan, message: Sent, body: say.ConsentStated) -> dict[str, Any]:
    return {"consents": state.consents | {body.what} if body.given else state.consents - {body.what}}


def _called(state: CarePlan, message: Sent, body: say.PlanCall) -> dict[str, Any]:
    # One time alone is the meeting's; of several one is settled later.
    only = body.first_time if len(body.times) == 1 else None
    met = {"meeting_at": only, "meeting_place": body.place, "meeting_said_at": message.sent_at if only else None}
    return {"call": body, "called_at": state.called_at or message.sent_at} | met


def _met(state: CarePlan, message: Sent, body: say.MeetingSet) -> dict[str, Any]:
    return {"meeting_at": body.meeting_at, "meeting_place": body.place, "meeting_said_at": message.sent_at}


def _goal_changed(state: CarePlan, message: Sent, body: say.GoalChanged) -> dict[str, Any]:
    put = tuple(
        replace(one, text=body.goal, put_at=message.sent_at) if one.number == body.of else one for one in state.goals
    )
    # Whoever promised something did it for the goal as it was; who puts it otherwise knows what they have promised.
    touched = tuple(
        one if one.goal != body.of or one.ended or one.unit == message.unit else one.asked_anew(message.sent_at)
        for one in state.interventions
    )
    return {"goals": put, "interventions": touched, "changed_at": message.sent_at}


def _planned(state: CarePlan, message: Sent, body: say.InterventionPlanned) -> dict[str, Any]:
    unit = body.recipients[0] if body.recipients else message.unit
    one = Intervention(
        message.sequence,
        body.of,
        unit,
        body.what,
        body.who,
        body.from_day,
        body.until,
        body.where,
        body.how_measured,
        message.sent_at,
        message.sent_at if unit == message.unit else None,
    )
    return {"interventions": (*state.interventions, one), "changed_at": message.sent_at}


def _changed(state: CarePlan, message: Sent, body: say.InterventionChanged) -> dict[str, Any]:
    given = {name: value for name in type(body).model_fields if name != "of" and (value := getattr(body, name))}
    return _each(state, message, body.of, lambda one: replace(_said_anew(one, message), **given))


def _said_anew(one: Intervention, message: Sent) -> Intervention:
    """What the unit itself says that it will do it has promised."""
    anew = one.asked_anew(message.sent_at)
    return replace(anew, confirmed_at=message.sent_at) if message.unit == one.unit else anew


def _each(
    state: CarePlan, message: Sent, number: int, change: Callable[[Intervention], Intervention]
) -> dict[str, Any]:
    changed = tuple(change(one) if one.number == number else one for one in state.interventions)
    return {"interventions": changed, "changed_at": message.sent_at}


def _confirmed(state: CarePlan, message: Sent, body: say.InterventionConfirmed) -> dict[str, Any]:
    at = message.sent_at
    return _each(state, message, body.of, lambda one: replace(one, confirmed_at=at, refused_at=None))


def _refused(state: CarePlan, message: Sent, body: say.InterventionRefused) -> dict[str, Any]:
    at = message.sent_at
    return _each(state, message, body.of, lambda one: replace(one, confirmed_at=None, refused_at=at))


def _ended(state: CarePlan, message: Sent, body: say.InterventionEnded) -> dict[str, Any]:
    others = tuple(replace(one, ended=True) if one.number == body.of else one for one in state.others)
    return _each(state, message, body.of, lambda one: replace(one, ended=True)) | {"others": others}


def _others(state: CarePlan, message: Sent, body: say.ActionOfOthers) -> dict[str, Any]:
    one = OthersAction(message.sequence, body.of, body.by, body.who, body.what, body.from_day)
    return {"others": (*state.others, one), "changed_at": message.sent_at}


def _taken(state: CarePlan, message: Sent, body: say.CoordinationTaken) -> dict[str, Any]:
    return {"coordinator": message.unit, "contact": body}


def _agreed(state: CarePlan, message: Sent, body: say.PlanAgreed) -> dict[str, Any]:
    version = PlanVersion(
        len(state.versions) + 1,
        message.sequence,
        message.sent_at,
        body.agreed_by,
        body.follow_up,
        state.current_goals,
        state.counting,
        tuple(one for one in state.others if not one.ended),
    )
    return {"versions": (*state.versions, version), "follow_up": body.follow_up}


SAID: dict[type[Body], Callable[[CarePlan, Sent, Any], dict[str, Any]]] = {
    say.PlanNeed: _needed,
    say.PlanOffered: lambda s, m, b: {"offered_at": m.sent_at, "declined_at": None, "over_at": None},
    say.OfferAccepted: _accepted,
    say.OfferDeclined: _declined,
    say.ConsentStated: _consent,
    say.ConsentWithdrawn: _withdrawn,
    say.PlanNotStarted: lambda s, m, b: {"over_at": m.sent_at, "closed_for": b.reason},
    say.MedicalPlanning: lambda s, m, b: {"medical_at": m.sent_at},
    say.PlanCall: _called,
    say.MeetingSet: _met,
    say.GuestInvited: lambda s, m, b: {"guests": (*s.guests, b)},
    say.PersonPrepared: lambda s, m, b: {"prepared": b, "prepared_at": m.sent_at},
    say.MeetingHeld: lambda s, m, b: {"held": b, "held_said_at": m.sent_at},
    say.GoalSet: lambda s, m, b: {
        "goals": (*s.goals, Goal(m.sequence, b.goal, m.sent_at)),
        "changed_at": m.sent_at,
    },
    say.GoalChanged: _goal_changed,
    say.GoalDropped: lambda s, m, b: {
        "goals": tuple(replace(one, dropped=True) if one.number == b.of else one for one in s.goals),
        "changed_at": m.sent_at,
    },
    say.InterventionPlanned: _planned,
    say.InterventionChanged: _changed,
    say.InterventionConfirmed: _confirmed,
    say.InterventionRefused: _refused,
    say.InterventionEnded: _ended,
    say.ActionOfOthers: _others,
    say.CoordinationTaken: _taken,
    say.SafetySet: lambda s, m, b: {"safety": b},
    say.PlanAgreed: _agreed,
    say.PlanFollowedUp: lambda s, m, b: {
        "followed_up": b,
        "followed_up_at": m.sent_at,
        "follow_up": b.next_follow_up,
    },
    say.PlanClosed: lambda s, m, b: {"over_at": m.sent_at, "closed_for": b.reason},
}
"""What each message changes in the plan; beside it, whose each writer is (`writers`)."""


def with_writers(
    said: Mapping[type[Body], Callable[[CarePlan, Sent, Any], dict[str, Any]]],
) -> dict[type[Body], Callable[[CarePlan, Sent, Any], dict[str, Any]]]:
    """The same, and of every message whose the unit is that wrote it."""

    def of(says: Callable[[CarePlan, Sent, Any], dict[str, Any]] | None) -> Callable[..., dict[str, Any]]:
        def change(state: CarePlan, message: Sent, body: Any) -> dict[str, Any]:
            writers = {**state.principals, message.unit: PlanPart(message.part).principal}
            return (says(state, message, body) if says else {}) | {"principals": writers}

        return change

    return {move.body: of(said.get(move.body)) for move in MOVES.values() if move.body is not Correction}
