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
    unanswered,
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
EVERYBODY = _WARD | OUTSIDE
MUNICIPAL = frozenset({Role.MUNICIPAL_HEALTH_CARE, Role.SOCIAL_SERVICES})

_PLANNING = (Stage.NOTIFIED, Stage.READY)
_KNOWN = (*_PLANNING, Stage.DISCHARGED)
IN_HOSPITAL = (Stage.ADMITTED, *_PLANNING)


MOVES = moves(
    Move(say.Admission, _WARD, to(Stage.ADMITTED, Stage.NEW)),
    Move(say.NeedAssessed, _WARD, staying([Stage.ADMITTED])),
    # A patient may be ready, and worse again, before anyone was told of the admission; the notice can still be sent.
    Move(say.AdmissionNotice, _WARD, to(Stage.NOTIFIED, Stage.ADMITTED) | staying(_PLANNING)),
    Move(say.NoticeSupplement, _WARD, staying(_PLANNING)),
    Move(say.NoticeForwarded, OUTSIDE, staying(_KNOWN)),
    Move(say.WrongRecipient, _WARD, staying(_KNOWN)),
    Move(say.ToldBack, _WARD, staying(_KNOWN)),
    Move(say.ToldOtherwise, _WARD | _OUTPATIENT, staying(_KNOWN)),
    Move(say.AdmissionReason, _WARD, staying(_PLANNING)),
    Move(say.CareRequestPrepared, _WARD, staying(_PLANNING)),
    Move(say.CareRequest, _WARD, staying(_PLANNING)),
    Move(say.CareRequestReturned, OUTSIDE, staying(_KNOWN)),
    Move(say.ReadyNotice, _WARD, to(Stage.READY, Stage.ADMITTED, Stage.NOTIFIED)),
    Move(say.Discharged, _WARD, to(Stage.DISCHARGED, *IN_HOSPITAL)),
    Move(say.ChangedDischargeDate, _WARD, staying(_PLANNING)),
    Move(say.DateCall, _WARD, staying(_PLANNING)),
    Move(say.InformationTransferred, _WARD, staying(_KNOWN)),
    Move(say.MedicineList, _WARD, staying(_KNOWN)),
    Move(say.DischargeThrough, _WARD, staying(_KNOWN)),
    Move(say.FollowUpCall, _WARD | _OUTPATIENT, staying([Stage.DISCHARGED])),
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
    Move(say.Leave, _WARD, staying(_PLANNING)),
    Move(say.LeaveEnded, _WARD, staying(_PLANNING)),
    Move(say.CanReceive, MUNICIPAL, staying(_PLANNING)),
    Move(say.PlanningBasis, MUNICIPAL, staying(_PLANNING)),
    Move(say.HomeServicesPaused, MUNICIPAL, staying(_PLANNING)),
    Move(say.HomeServicesResumed, MUNICIPAL, staying(_KNOWN)),
    Move(say.QuestionAsked, EVERYBODY, staying(_KNOWN)),
    Move(say.QuestionAnswered, EVERYBODY | _BESIDE, staying(_KNOWN)),
    Move(FreeMessage, EVERYBODY | _BESIDE, staying(_KNOWN)),
    # That a case was closed is withdrawn as all else is: it stands again as it stood.
    Move(Correction, EVERYBODY | _BESIDE, staying((Stage.ADMITTED, *_KNOWN, Stage.ABORTED))),
    Move(say.Aborted, _WARD, to(Stage.ABORTED, *IN_HOSPITAL)),
)
"""Who may say what at which stage, and where it leads."""


WORST_FIRST = (say.OutpatientStatus.UNAVAILABLE, say.OutpatientStatus.UNCLEAR, say.OutpatientStatus.AVAILABLE)
"""Interventions of several units are there when those of each are (chapter 5 § 5)."""


_TOLD_OTHERWISE = say.ToldOtherwise.refers_to - {say.AdmissionNotice.kind, say.NoticeSupplement.kind}
_REPLACED_BY = {say.ReadyNotice.kind: say.ReadyWithdrawn.kind}


@dataclass(frozen=True)
class Discharge(CaseState):
    """What the messages of a discharge say, as of now. Moments are None until something has been said of them.

    By unit: what outpatient care has stated and when, from which day a municipal unit can receive and for which need,
    what it has said of its services at home since it last resumed them, and when it did so. `plan_offered` is what the
    agreement's table says of needs; None where the state is seen under no agreement. `uncalled_days`: by how many days
    the expected day may be moved later before the ward telephones too; None where the agreement has no such figure.
    """

    stage: StrEnum = Stage.NEW
    care_type: say.CareType | None = None
    hospital: say.HospitalKind | None = None
    ward: str | None = None
    moved_at: datetime | None = None
    municipality: str | None = None
    admitted_at: datetime | None = None
    need_assessed_at: datetime | None = None
    notice_at: datetime | None = None
    ward_telephone: str | None = None
    short: bool = False
    needs: frozenset[say.Need] = frozenset()
    outside: frozenset[say.Need] = frozenset()
    expected_discharge: date | None = None
    care_contact: say.NamedCareContact | None = None
    ready_at: datetime | None = None
    ready_judged: say.ReadyNotice | None = None
    sip_meeting_at: datetime | None = None
    sip_held_at: datetime | None = None
    sip_not_needed: say.NoSipReason | None = None
    outpatient_by_unit: Mapping[str, say.OutpatientStatus] = field(default_factory=dict)
    outpatient_stated: Mapping[str, datetime] = field(default_factory=dict)
    planning_by_unit: Mapping[str, say.Planning] = field(default_factory=dict)
    home_by_unit: Mapping[str, tuple[say.Need, date]] = field(default_factory=dict)
    paused_by_unit: Mapping[str, say.HomeServices] = field(default_factory=dict)
    leave_told_at: datetime | None = None
    leave: say.Leave | None = None
    resumed_at: Mapping[str, datetime] = field(default_factory=dict)
    information_at: datetime | None = None
    medicine_list: say.MedicineList | None = None
    through: say.DischargedVia | None = None
    follow_up: say.FollowUpCall | None = None
    uncalled_days: int | None = field(default=None, compare=False)
    plan_offered: Callable[[frozenset[say.Need]], bool] | None = field(default=None, compare=False, repr=False)
    discharged_at: datetime | None = None
    destination: say.Destination | None = None
    aborted_at: datetime | None = None

    @property
    def corrected(self) -> int:
        """The number of the last message by which another municipality answers; 0 when none does."""
        return max((m.sequence for m in self.holding if isinstance(m.body, say.MunicipalityCorrected)), default=0)

    @property
    def concerned(self) -> dict[str, datetime]:
        """The units told of the admission since it was last known which municipality answers, and when last."""
        since = ((m.sent_at, m.body) for m in self.holding if m.sequence > self.corrected)
        told = dict[str, datetime]()
        for at, body in since:
            if isinstance(body, say.AdmissionNotice | say.NoticeSupplement | say.NoticeForwarded):
                told |= dict.fromkeys(body.recipients, at)
            elif isinstance(body, say.WrongRecipient):
                told = {unit: when for unit, when in told.items() if unit not in body.recipients}
        return told

    def sender(self, message: Sent) -> str:
        """Whose a message is: its unit's or, of a ward, that of the ward which has the patient."""
        return self.ward if self.ward and message.part == Part.INPATIENT_CARE else message.unit

    @property
    def taking_part(self) -> frozenset[str]:
        """Whoever was told or has said something, but for those that have left and have not been told anew.

        A unit leaves when it passes the notice on, or when the ward says that it was told by mistake.
        """
        told, gone = dict[str, int](), dict[str, int]()
        for m in self.holding:
            if isinstance(m.body, say.WrongRecipient):
                gone[m.body.recipients[0]] = m.sequence
                continue
            told |= dict.fromkeys(getattr(m.body, "recipients", ()), m.sequence)
            if isinstance(m.body, say.NoticeForwarded):
                gone[m.unit] = m.sequence
        return super().taking_part - {unit for unit, left in gone.items() if told.get(unit, 0) < left}

    def told_at(self, message: Sent, need: say.Need) -> datetime | None:
        """When those who answer for a need knew of a message: from when it was sent, or they were told of the case.

        Those beside Brygga from when they had been told by other means; None until somebody has noted that they have.
        """
        moments = list[datetime]()
        for stating, notice in self._stating(need):
            later = max(message, stating, key=lambda one: one.sequence)
            if need in notice.outside:
                moments += [max(later.sent_at, note.told_at) for note in self._notes(later, need)]
            else:
                moments.append(later.sent_at)
        return min(moments, default=None)

    @property
    def to_tell_otherwise(self) -> tuple[Sent, ...]:
        """The messages of which those beside Brygga are still to be told; of a kind that replaces itself the last."""
        found = dict[int, Sent]()
        for need in self.outside:
            stating, _ = self._stating(need)[-1]
            after = (m for m in self.holding if m.sequence >= stating.sequence)
            latest = {_REPLACED_BY.get(m.body.kind, m.body.kind): m for m in after if m.body.kind in _TOLD_OTHERWISE}
            to_tell = {stating.sequence: stating, **{m.sequence: m for m in latest.values()}}
            found |= {number: m for number, m in to_tell.items() if not self._notes(m, need)}
        return tuple(found[number] for number in sorted(found))

    @property
    def notices(self) -> tuple[tuple[Sent, say.AdmissionNotice | say.NoticeSupplement], ...]:
        """The admission notice and what supplements it, each with how it was sent; of a wrong municipality none."""
        sent = ((m, m.body) for m in self.holding if m.sequence > self.corrected)
        return tuple((m, body) for m, body in sent if isinstance(body, say.AdmissionNotice | say.NoticeSupplement))

    def _stating(self, need: say.Need) -> list[tuple[Sent, say.AdmissionNotice | say.NoticeSupplement]]:
        """Those that say who is to be told for a need."""
        return [(m, notice) for m, notice in self.notices if need in (*notice.needs, *notice.outside)]

    def _notes(self, of: Sent, need: say.Need) -> list[say.ToldOtherwise]:
        notes = (m.body for m in self.holding if isinstance(m.body, say.ToldOtherwise))
        return [note for note in notes if note.of == of.sequence and need in note.needs]

    @property
    def wrongly_told(self) -> tuple[Sent, ...]:
        """That units were told by mistake, where nobody has noted yet that they have been told back."""
        told_back = {m.body.of for m in self.holding if isinstance(m.body, say.ToldBack)}
        return tuple(m for m in self.holding if isinstance(m.body, say.WrongRecipient) and m.sequence not in told_back)

    @property
    def to_tell_instead(self) -> datetime | None:
        """Since when another unit is to be told in the place of one that was told by mistake; None when none is."""
        to_tell = None
        for m in self.holding:
            if isinstance(m.body, say.WrongRecipient) and m.body.another:
                to_tell = m.sent_at
            elif isinstance(m.body, say.NoticeSupplement) and m.body.recipients:
                to_tell = None
        return to_tell

    @property
    def care_requests(self) -> tuple[Sent, ...]:
        """The care requests with consent, in the order sent."""
        return tuple(m for m in self.holding if isinstance(m.body, say.CareRequest))

    @property
    def care_request_awaited(self) -> Sent | None:
        """That a care request will come, as long as none has."""
        prepared = [m for m in self.holding if isinstance(m.body, say.CareRequestPrepared)]
        later = [m for m in self.care_requests if prepared and m.sequence > prepared[-1].sequence]
        return None if not prepared or later else prepared[-1]

    @property
    def care_request_returned(self) -> Sent | None:
        """The last return of a care request that the ward has neither sent anew nor said is no longer needed."""
        returned = [m for m in self.holding if isinstance(m.body, say.CareRequestReturned)]
        if not returned or getattr(returned[-1].body, "reason", None) is say.ReturnReason.NOT_NEEDED:
            return None
        later = [m for m in self.care_requests if m.sequence > returned[-1].sequence]
        return None if later else returned[-1]

    def care_request_to(self, unit: str) -> Sent | None:
        """The last care request to a unit that it has neither taken up, answered with what it plans nor returned."""
        asked = [m for m in self.care_requests if unit in getattr(m.body, "recipients", ())]
        if not asked:
            return None
        answers = (say.CareRequestReturned, say.PlanningBasis)
        later = (m for m in self.holding if m.unit == unit and m.sequence > asked[-1].sequence)
        is_answered = any(isinstance(m.body, answers) for m in later)
        return None if is_answered or (asked[-1].sequence, unit) in self.acknowledged else asked[-1]

    @property
    def reopened_at(self) -> datetime | None:
        """When the case was taken up again after it had been closed, or the patient discharged, by mistake."""
        ends = {m.sequence for m in self.messages if isinstance(m.body, say.Aborted | say.Discharged)}
        again = [m.sent_at for m in self.messages if isinstance(m.body, Correction) and m.body.of in ends]
        return max(again, default=None)

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
    def sip_offered(self) -> bool:
        """Whether the agreement has a SIP offered where the Act requires none, and nobody has said otherwise."""
        offers = self.plan_offered is not None and bool(self.needs) and self.plan_offered(self.needs)
        return offers and not self.sip_required and self.sip_not_needed is None

    @property
    def outpatient(self) -> say.OutpatientStatus | None:
        """Whether the region's outpatient interventions are there: all that units have stated; None before any has."""
        stated = set(self.outpatient_by_unit.values())
        return next((status for status in WORST_FIRST if status in stated), None)

    @property
    def outpatient_planning(self) -> say.Planning | None:
        """Whether outpatient interventions are planned, by all units that have said; None before any has."""
        said = set(self.planning_by_unit.values())
        return next((one for one in (say.Planning.NOT_PLANNED, say.Planning.PLANNED) if one in said), None)

    @property
    def home_from(self) -> date | None:
        """The day from which every municipal unit that has answered can receive the patient; None before any has."""
        return max((day for _, day in self.home_by_unit.values()), default=None)

    @property
    def home_unanswered(self) -> tuple[say.Need, ...]:
        """The needs of municipal interventions of which nobody has said from when they can be met."""
        answered = {need for need, _ in self.home_by_unit.values()}
        return tuple(sorted(need for need in self.needs - answered if need.value in MUNICIPAL))

    def questions_to(self, unit: str) -> tuple[Sent, ...]:
        """The questions that the unit was asked and has not answered, the oldest first."""
        return unanswered(self.holding, unit, say.QuestionAnswered)

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
    names = ("outpatient_by_unit", "outpatient_stated", "planning_by_unit", "home_by_unit", "paused_by_unit")
    anew: dict[str, Any] = {name: {} for name in names}
    told: dict[str, Any] = {"notice_at": None, "ready_at": None, "ready_judged": None, "outside": frozenset()}
    return anew | told | {"municipality": body.municipality}


def _supplemented(state: Discharge, message: Sent, body: say.NoticeSupplement) -> dict[str, Any]:
    # That the needs are one principal's alone has to be judged anew when one is added.
    alone = body.needs and state.sip_not_needed is say.NoSipReason.ONE_PRINCIPAL
    return {
        "needs": state.needs | set(body.needs),
        "outside": (state.outside - set(body.needs)) | set(body.outside),
        "sip_not_needed": None if alone else state.sip_not_needed,
    }


_OF_ITSELF = (
    *("outpatient_by_unit", "outpatient_stated", "planning_by_unit"),
    *("home_by_unit", "paused_by_unit", "resumed_at"),
)


def _without(state: Discharge, gone: str) -> dict[str, Any]:
    """What a unit has said of itself goes with it: nobody waits for what it no longer answers for."""
    return {name: {unit: of for unit, of in getattr(state, name).items() if unit != gone} for name in _OF_ITSELF}


def _ready_withdrawn(state: Discharge, message: Sent, body: Any) -> dict[str, Any]:
    # A new ready notice starts everything that hangs on it anew: liability is counted from that one.
    of_outpatient: dict[str, Any] = {"outpatient_by_unit": {}, "outpatient_stated": {}, "planning_by_unit": {}}
    return of_outpatient | {"ready_at": None, "ready_judged": None}


def _outpatient(state: Discharge, message: Sent, body: say.OutpatientInterventions) -> dict[str, Any]:
    others = {unit: said for unit, said in state.planning_by_unit.items() if unit != message.unit}
    return {
        "planning_by_unit": {**others, message.unit: body.planning} if body.planning else others,
        "outpatient_by_unit": {**state.outpatient_by_unit, message.unit: body.status},
        "outpatient_stated": {**state.outpatient_stated, message.unit: message.sent_at},
    }


def _can_receive(state: Discharge, message: Sent, body: Any) -> dict[str, Any]:
    return {"home_by_unit": {**state.home_by_unit, message.unit: (say.Need(message.part), body.from_day)}}


def _resumed(state: Discharge, message: Sent, body: Any) -> dict[str, Any]:
    paused = {unit: said for unit, said in state.paused_by_unit.items() if unit != message.unit}
    return {"paused_by_unit": paused, "resumed_at": {**state.resumed_at, message.unit: message.sent_at}}


def _leave_ended(state: Discharge, message: Sent, body: say.LeaveEnded) -> dict[str, Any]:
    # What the municipality took up for the leave is to be paused again from when it ended, if it began at all.
    leave = state.leave and state.leave.model_copy(update={"until": body.ended_at})
    return {"leave": leave}


def _discharged(state: Discharge, message: Sent, body: Any) -> dict[str, Any]:
    # Told to the minute, it may seem to be before a ready notice of the same minute.
    at = max(moment for moment in (body.discharged_at, state.ready_at) if moment)
    return {"discharged_at": at, "destination": body.destination}


SAID: dict[type[Body], Callable[[Discharge, Sent, Any], dict[str, Any]]] = {
    say.Admission: lambda s, m, b: {
        "ward": m.unit,
        "admitted_at": b.admitted_at,
        "care_type": b.care_type,
        "hospital": b.hospital,
        "need_assessed_at": b.admitted_at if b.needs_expected else None,
    },
    say.NeedAssessed: lambda s, m, b: {"need_assessed_at": b.assessed_at},
    say.AdmissionNotice: lambda s, m, b: {
        "notice_at": m.sent_at,
        "needs": frozenset(b.needs),
        "outside": frozenset(b.outside),
        "expected_discharge": b.expected_discharge,
        "ward_telephone": b.telephone,
        "short": bool(b.short),
    },
    say.NoticeSupplement: _supplemented,
    say.NoticeForwarded: lambda s, m, b: _without(s, m.unit),
    say.WrongRecipient: lambda s, m, b: _without(s, b.recipients[0]),
    say.ChangedDischargeDate: lambda s, m, b: {"expected_discharge": b.expected_discharge},
    say.NamedCareContact: lambda s, m, b: {"care_contact": b},
    say.ReadyNotice: lambda s, m, b: {"ready_at": m.sent_at, "ready_judged": b},
    say.ReadyWithdrawn: _ready_withdrawn,
    say.Moved: _moved,
    say.TakenOver: _moved,
    say.MunicipalityCorrected: _municipality_corrected,
    say.SipCall: lambda s, m, b: {"sip_meeting_at": b.meeting_at, "sip_not_needed": None},
    say.SipHeld: lambda s, m, b: {"sip_held_at": b.held_at},
    say.SipNotNeeded: lambda s, m, b: {"sip_not_needed": b.reason},
    say.OutpatientInterventions: _outpatient,
    say.Leave: lambda s, m, b: {"leave": b, "leave_told_at": m.sent_at},
    say.LeaveEnded: _leave_ended,
    say.CanReceive: _can_receive,
    say.HomeServicesPaused: lambda s, m, b: {"paused_by_unit": {**s.paused_by_unit, m.unit: b.services}},
    say.HomeServicesResumed: _resumed,
    say.InformationTransferred: lambda s, m, b: {"information_at": m.sent_at},
    say.MedicineList: lambda s, m, b: {"medicine_list": b},
    say.DischargeThrough: lambda s, m, b: {"through": b.via},
    say.FollowUpCall: lambda s, m, b: {"follow_up": b},
    say.Discharged: _discharged,
    say.Aborted: lambda s, m, b: {"aborted_at": m.sent_at},
}
"""What each message changes."""
