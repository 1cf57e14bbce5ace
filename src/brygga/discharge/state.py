"""The state of a discharge: a fold over its messages. Moves are a table, drawn in docs/generated."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from brygga.discharge import messages as say
from brygga.process import (
    Acknowledgement,
    Body,
    CaseState,
    Correction,
    FreeMessage,
    Move,
    Role,
    Sent,
    moves,
    staying,
    to,
)


class Stage(StrEnum):
    """Where a case stands; the columns of the board."""

    NEW = "new"
    ADMITTED = "admitted"
    NOTIFIED = "notified"
    READY = "ready"
    DISCHARGED = "discharged"
    ABORTED = "aborted"


class Part(StrEnum):
    """What a unit is in a discharge: its role, but of the wards only the one that has the patient is the ward."""

    INPATIENT_CARE = Role.INPATIENT_CARE
    OUTPATIENT_CARE = Role.OUTPATIENT_CARE
    MUNICIPAL_HEALTH_CARE = Role.MUNICIPAL_HEALTH_CARE
    SOCIAL_SERVICES = Role.SOCIAL_SERVICES
    DENTAL_CARE = Role.DENTAL_CARE
    OTHER_WARD = "other-ward"
    FORMER_RECIPIENT = "former-recipient"


_WARD = frozenset({Part.INPATIENT_CARE})
_OTHER_WARD = frozenset({Part.OTHER_WARD})
_BESIDE = frozenset({Part.OTHER_WARD, Part.FORMER_RECIPIENT})
_OUTPATIENT = frozenset({Part.OUTPATIENT_CARE})
OUTSIDE = frozenset({Role.OUTPATIENT_CARE, Role.MUNICIPAL_HEALTH_CARE, Role.SOCIAL_SERVICES})
_ALL = _WARD | OUTSIDE

_PLANNING = (Stage.NOTIFIED, Stage.READY)
_KNOWN = (*_PLANNING, Stage.DISCHARGED)
IN_HOSPITAL = (Stage.ADMITTED, *_PLANNING)


MOVES = moves(
    Move(say.Admission, _WARD, to(Stage.ADMITTED, Stage.NEW)),
    Move(say.NeedAssessed, _WARD, staying([Stage.ADMITTED])),
    # A patient may be ready, and worse again, before anyone was told of the admission; the notice can still be sent.
    Move(say.AdmissionNotice, _WARD, to(Stage.NOTIFIED, Stage.ADMITTED) | staying(_PLANNING)),
    Move(say.ReadyNotice, _WARD, to(Stage.READY, Stage.ADMITTED, Stage.NOTIFIED)),
    Move(say.Discharged, _WARD, to(Stage.DISCHARGED, *IN_HOSPITAL)),
    Move(say.ChangedDischargeDate, _WARD, staying(_PLANNING)),
    Move(say.InformationTransferred, _WARD, staying(_KNOWN)),
    Move(say.ReadyWithdrawn, _WARD, to(Stage.NOTIFIED, Stage.READY)),
    Move(say.Moved, _WARD, staying(IN_HOSPITAL)),
    Move(say.TakenOver, _OTHER_WARD, staying(IN_HOSPITAL)),
    # Those who were told are not those concerned: the right ones are to be told of admission and readiness (5:3).
    Move(say.MunicipalityCorrected, _WARD, to(Stage.ADMITTED, *IN_HOSPITAL) | staying([Stage.DISCHARGED])),
    Move(Acknowledgement, OUTSIDE, staying(_KNOWN)),
    Move(say.NamedCareContact, _OUTPATIENT, staying(_KNOWN)),
    Move(say.OutpatientInterventions, _OUTPATIENT, staying(_PLANNING)),
    Move(say.SipCall, _OUTPATIENT, staying(_KNOWN)),
    Move(say.SipHeld, OUTSIDE, staying(_KNOWN)),
    Move(say.SipNotNeeded, OUTSIDE, staying(_KNOWN)),
    Move(FreeMessage, _ALL | _BESIDE, staying(_KNOWN)),
    Move(Correction, _ALL | _BESIDE, staying((Stage.ADMITTED, *_KNOWN))),
    Move(say.Aborted, _WARD, to(Stage.ABORTED, *IN_HOSPITAL)),
)
"""Who may say what at which stage, and where it leads."""


WORST_FIRST = (say.OutpatientStatus.UNAVAILABLE, say.OutpatientStatus.UNCLEAR, say.OutpatientStatus.AVAILABLE)
"""Interventions of several units are there when those of each are (chapter 5 § 5)."""


@dataclass(frozen=True)
class Discharge(CaseState):
    """What the messages of a discharge say, as of now. Moments are None until something has been said of them."""

    stage: StrEnum = Stage.NEW
    care_type: say.CareType | None = None
    ward: str | None = None
    moved_at: datetime | None = None
    municipality: str | None = None
    admitted_at: datetime | None = None
    need_assessed_at: datetime | None = None
    notice_at: datetime | None = None
    needs: frozenset[say.Need] = frozenset()
    expected_discharge: date | None = None
    care_contact: say.NamedCareContact | None = None
    ready_at: datetime | None = None
    sip_meeting_at: datetime | None = None
    sip_held_at: datetime | None = None
    sip_not_needed: say.NoSipReason | None = None
    outpatient_by_unit: Mapping[str, say.OutpatientStatus] = field(default_factory=dict)
    information_at: datetime | None = None
    discharged_at: datetime | None = None
    destination: say.Destination | None = None
    aborted_at: datetime | None = None

    @property
    def corrected(self) -> int:
        """The number of the last message by which another municipality answers; 0 when none does."""
        return max((m.sequence for m in self.holding if isinstance(m.body, say.MunicipalityCorrected)), default=0)

    @property
    def concerned(self) -> dict[str, datetime]:
        """The units that the admission notice has told since it was last known which municipality answers, and when."""
        return {
            unit: message.sent_at
            for message in self.holding
            if isinstance(message.body, say.AdmissionNotice) and message.sequence > self.corrected
            for unit in message.body.recipients
        }

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
    def outpatient(self) -> say.OutpatientStatus | None:
        """Whether the region's outpatient interventions are there: all that units have stated; None before any has."""
        stated = set(self.outpatient_by_unit.values())
        return next((status for status in WORST_FIRST if status in stated), None)

    @property
    def may_go_home(self) -> bool:
        """Whether everything that must be in place before discharge is: ready, planned, outpatient care available."""
        planned = not self.sip_required or self.sip_held_at is not None
        return self.stage is Stage.READY and planned and self.outpatient is say.OutpatientStatus.AVAILABLE


def _moved(state: Discharge, message: Sent, body: say.Moved | say.TakenOver) -> dict[str, Any]:
    ward = body.recipients[0] if isinstance(body, say.Moved) else message.unit
    return {"ward": ward, "moved_at": body.moved_at}


def _municipality_corrected(state: Discharge, message: Sent, body: Any) -> dict[str, Any]:
    # Who pays has to have been told itself, of the admission and of readiness (5:3): both are told anew.
    return {"municipality": body.municipality, "notice_at": None, "ready_at": None, "outpatient_by_unit": {}}


def _ready_withdrawn(state: Discharge, message: Sent, body: Any) -> dict[str, Any]:
    # A new ready notice starts everything that hangs on it anew: liability is counted from that one.
    return {"ready_at": None, "outpatient_by_unit": {}}


def _discharged(state: Discharge, message: Sent, body: Any) -> dict[str, Any]:
    # Told to the minute, it may seem to be before a ready notice of the same minute.
    at = max(moment for moment in (body.discharged_at, state.ready_at) if moment)
    return {"discharged_at": at, "destination": body.destination}


SAID: dict[type[Body], Callable[[Discharge, Sent, Any], dict[str, Any]]] = {
    say.Admission: lambda s, m, b: {
        "ward": m.unit,
        "admitted_at": b.admitted_at,
        "care_type": b.care_type,
        "need_assessed_at": b.admitted_at if b.needs_expected else None,
    },
    say.NeedAssessed: lambda s, m, b: {"need_assessed_at": b.assessed_at},
    say.AdmissionNotice: lambda s, m, b: {
        "notice_at": m.sent_at,
        "needs": frozenset(b.needs),
        "expected_discharge": b.expected_discharge,
    },
    say.ChangedDischargeDate: lambda s, m, b: {"expected_discharge": b.expected_discharge},
    say.NamedCareContact: lambda s, m, b: {"care_contact": b},
    say.ReadyNotice: lambda s, m, b: {"ready_at": m.sent_at},
    say.ReadyWithdrawn: _ready_withdrawn,
    say.Moved: _moved,
    say.TakenOver: _moved,
    say.MunicipalityCorrected: _municipality_corrected,
    say.SipCall: lambda s, m, b: {"sip_meeting_at": b.meeting_at, "sip_not_needed": None},
    say.SipHeld: lambda s, m, b: {"sip_held_at": b.held_at},
    say.SipNotNeeded: lambda s, m, b: {"sip_not_needed": b.reason},
    say.OutpatientInterventions: lambda s, m, b: {"outpatient_by_unit": {**s.outpatient_by_unit, m.unit: b.status}},
    say.InformationTransferred: lambda s, m, b: {"information_at": m.sent_at},
    say.Discharged: _discharged,
    say.Aborted: lambda s, m, b: {"aborted_at": m.sent_at},
}
"""What each message changes."""
