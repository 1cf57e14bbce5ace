"""The state of a discharge: a fold over its messages. Moves are a table, drawn in docs/generated."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from brygga.discharge import messages as say
from brygga.process import Acknowledgement, Body, Correction, FreeMessage, Move, Role, Sent, effective, staying

PROCESS = "discharge"


class Stage(StrEnum):
    """Where a case stands; the columns of the board."""

    NEW = "new"
    ADMITTED = "admitted"
    NOTIFIED = "notified"
    READY = "ready"
    DISCHARGED = "discharged"
    ABORTED = "aborted"


_WARD = frozenset({Role.INPATIENT_CARE})
_OUTPATIENT = frozenset({Role.OUTPATIENT_CARE})
_OUTSIDE = frozenset({Role.OUTPATIENT_CARE, Role.MUNICIPAL_HEALTH_CARE, Role.SOCIAL_SERVICES})
_ALL = _WARD | _OUTSIDE

_PLANNING = (Stage.NOTIFIED, Stage.READY)
_KNOWN = (*_PLANNING, Stage.DISCHARGED)
_IN = (Stage.ADMITTED, *_PLANNING)


def _table(*moves: Move) -> dict[str, Move]:
    return {move.body.kind: move for move in moves}


def _to(stage: Stage, *from_: Stage) -> dict[StrEnum, StrEnum]:
    return dict.fromkeys(from_, stage)


MOVES = _table(
    Move(say.Admission, _WARD, _to(Stage.ADMITTED, Stage.NEW)),
    Move(say.NeedAssessed, _WARD, staying([Stage.ADMITTED])),
    # A patient may be ready, and worse again, before anyone was told of the admission; the notice can still be sent.
    Move(say.AdmissionNotice, _WARD, _to(Stage.NOTIFIED, Stage.ADMITTED) | staying(_PLANNING)),
    Move(say.ReadyNotice, _WARD, _to(Stage.READY, Stage.ADMITTED, Stage.NOTIFIED)),
    Move(say.Discharged, _WARD, _to(Stage.DISCHARGED, *_IN)),
    Move(say.ChangedDischargeDate, _WARD, staying(_PLANNING)),
    Move(say.InformationTransferred, _WARD, staying(_KNOWN)),
    Move(say.ReadyWithdrawn, _WARD, _to(Stage.NOTIFIED, Stage.READY)),
    Move(Acknowledgement, _OUTSIDE, staying(_KNOWN)),
    Move(say.NamedCareContact, _OUTPATIENT, staying(_KNOWN)),
    Move(say.OutpatientInterventions, _OUTPATIENT, staying(_PLANNING)),
    Move(say.SipCall, _OUTPATIENT, staying(_KNOWN)),
    Move(say.SipHeld, _OUTSIDE, staying(_KNOWN)),
    Move(say.SipNotNeeded, _OUTSIDE, staying(_KNOWN)),
    Move(FreeMessage, _ALL, staying(_KNOWN)),
    Move(Correction, _ALL, staying((Stage.ADMITTED, *_KNOWN))),
    Move(say.Aborted, _WARD, _to(Stage.ABORTED, *_IN)),
)
"""Who may say what at which stage, and where it leads."""


@dataclass(frozen=True)
class Discharge:
    """What the messages of a case say, as of now. Moments are None until something has been said of them."""

    now: datetime
    stage: StrEnum = Stage.NEW
    care_type: say.CareType | None = None
    admitted_at: datetime | None = None
    need_assessed_at: datetime | None = None
    notice_at: datetime | None = None
    needs: frozenset[say.Need] = frozenset()
    recipients: frozenset[str] = frozenset()
    expected_discharge: date | None = None
    acknowledged: frozenset[tuple[int, Role]] = frozenset()
    care_contact: say.NamedCareContact | None = None
    ready_at: datetime | None = None
    sip_meeting_at: datetime | None = None
    sip_held_at: datetime | None = None
    sip_not_needed: say.Reason | None = None
    outpatient: say.OutpatientStatus | None = None
    information_at: datetime | None = None
    discharged_at: datetime | None = None
    destination: say.Destination | None = None
    messages: tuple[Sent, ...] = field(default=(), repr=False)
    holding: tuple[Sent, ...] = field(default=(), repr=False)

    @property
    def sip_called_at(self) -> datetime | None:
        """When the SIP was first called to; a call to another time does not move it."""
        return next((m.sent_at for m in self.holding if isinstance(m.body, say.SipCall)), None)

    @property
    def sip_required(self) -> bool:
        """Whether a SIP is to be made: needs from both region and municipality, and nobody has said otherwise (4:1)."""
        municipal = {say.Need.MUNICIPAL_HEALTH_CARE, say.Need.SOCIAL_SERVICES}
        # Needs of municipal health care bring the region's outpatient care in by 4:1, second sentence.
        region = say.Need.OUTPATIENT_CARE in self.needs or say.Need.MUNICIPAL_HEALTH_CARE in self.needs
        return bool(self.needs & municipal) and region and self.sip_not_needed is None

    @property
    def may_go_home(self) -> bool:
        """Whether everything that must be in place before discharge is: ready, planned, outpatient care available."""
        planned = not self.sip_required or self.sip_held_at is not None
        return self.stage is Stage.READY and planned and self.outpatient is say.OutpatientStatus.AVAILABLE

    @property
    def is_over(self) -> bool:
        return self.stage in {Stage.DISCHARGED, Stage.ABORTED}

    @property
    def version(self) -> int:
        """The number of the last message; what a sender must have seen to write the next."""
        return self.messages[-1].sequence if self.messages else 0


def fold(messages: Iterable[Sent], now: datetime) -> Discharge:
    """The state that `messages`, in the order sent, lead to."""
    messages = tuple(messages)
    holding = effective(messages)
    state = Discharge(now, messages=messages, holding=holding)
    for message in holding:
        state = _apply(state, message)
    return state


def _apply(state: Discharge, message: Sent) -> Discharge:
    # A correction may have taken away what led to the stage a later message was sent at; it then leads nowhere.
    stage = MOVES[message.body.kind].leads.get(state.stage, state.stage)
    said = _SAID.get(type(message.body))
    if isinstance(message.body, Acknowledgement):
        state = replace(state, acknowledged=state.acknowledged | {(message.body.of, message.role)})
    return replace(state, stage=stage, **(said(state, message, message.body) if said else {}))


def _ready_withdrawn(state: Discharge, message: Sent, body: Any) -> dict[str, Any]:
    # A new ready notice starts everything that hangs on it anew: liability is counted from that one.
    return {"ready_at": None, "outpatient": None}


def _discharged(state: Discharge, message: Sent, body: Any) -> dict[str, Any]:
    # Told to the minute, it may seem to be before a ready notice of the same minute.
    at = max(moment for moment in (body.discharged_at, state.ready_at) if moment)
    return {"discharged_at": at, "destination": body.destination}


_SAID: dict[type[Body], Callable[[Discharge, Sent, Any], dict[str, Any]]] = {
    say.Admission: lambda s, m, b: {
        "admitted_at": b.admitted_at,
        "care_type": b.care_type,
        "need_assessed_at": b.admitted_at if b.needs_expected else None,
    },
    say.NeedAssessed: lambda s, m, b: {"need_assessed_at": b.assessed_at},
    say.AdmissionNotice: lambda s, m, b: {
        "notice_at": m.sent_at,
        "needs": frozenset(b.needs),
        "recipients": frozenset(b.recipients),
        "expected_discharge": b.expected_discharge,
    },
    say.ChangedDischargeDate: lambda s, m, b: {"expected_discharge": b.expected_discharge},
    say.NamedCareContact: lambda s, m, b: {"care_contact": b},
    say.ReadyNotice: lambda s, m, b: {"ready_at": m.sent_at},
    say.ReadyWithdrawn: _ready_withdrawn,
    say.SipCall: lambda s, m, b: {"sip_meeting_at": b.meeting_at, "sip_not_needed": None},
    say.SipHeld: lambda s, m, b: {"sip_held_at": b.held_at},
    say.SipNotNeeded: lambda s, m, b: {"sip_not_needed": b.reason},
    say.OutpatientInterventions: lambda s, m, b: {"outpatient": b.status},
    say.InformationTransferred: lambda s, m, b: {"information_at": m.sent_at},
    say.Discharged: _discharged,
}
