"""What can be said between admission and home. Each type names the paragraph of 2017:612 it carries out."""

from datetime import date
from enum import StrEnum

from pydantic import Field, field_validator, model_validator

from brygga.process import Body
from brygga.process.message import Moment, MunicipalityCode, Said, Text


class CareType(StrEnum):
    SOMATIC = "somatic"
    PSYCHIATRIC = "psychiatric"


class Need(StrEnum):
    """From whom the patient may need interventions after discharge (chapter 2 § 1)."""

    OUTPATIENT_CARE = "outpatient-care"
    MUNICIPAL_HEALTH_CARE = "municipal-health-care"
    SOCIAL_SERVICES = "social-services"


class OutpatientStatus(StrEnum):
    """Whether the region's outpatient interventions are there (chapter 5 § 5)."""

    AVAILABLE = "available"
    UNAVAILABLE = "unavailable"
    UNCLEAR = "unclear"


class NoSipReason(StrEnum):
    """Why no coordinated individual planning is made (chapter 4 §§ 1-2)."""

    DECLINED = "patient-declines"
    ONE_PRINCIPAL = "needs-from-one-principal"
    PLAN_EXISTS = "plan-in-force"
    PSYCHIATRIC_CARE_PLAN = "coordinated-psychiatric-plan"


class Destination(StrEnum):
    HOME = "home"
    SPECIAL_HOUSING = "special-housing"
    SHORT_TERM_PLACE = "short-term-place"
    OTHER_HOSPITAL = "other-hospital"
    DECEASED = "deceased"


class Means(StrEnum):
    """How somebody was told beside Brygga."""

    TELEPHONE = "by-telephone"
    LETTER = "by-letter"
    IN_PERSON = "in-person"


class HospitalKind(StrEnum):
    """Whether the hospital is one of the county's, or a regional hospital that care is given at for it."""

    COUNTY = "county-hospital"
    REGIONAL = "regional-hospital"


class DischargedVia(StrEnum):
    """Through which care in the county somebody leaves a regional hospital."""

    PRIMARY_CARE = "primary-care"
    SPECIALISED = "specialised-outpatient-care"


class ReadyJudge(StrEnum):
    """Which physician judged that the patient is discharge-ready; never who by name."""

    TREATING = "treating-physician"
    ON_DUTY = "physician-on-duty"


class Planning(StrEnum):
    """Whether outpatient care has planned its interventions: one fact, and that they are there another."""

    PLANNED = "planned"
    NOT_PLANNED = "not-planned"


class ReturnReason(StrEnum):
    """Why a care request is returned."""

    WRONG_RECIPIENT = "sent-to-the-wrong-unit"
    INCOMPLETE = "request-incomplete"
    OTHER_PRINCIPAL = "another-principal-answers"
    NOT_NEEDED = "no-longer-needed"


class LeavePlace(StrEnum):
    """Where the patient is while on leave."""

    HOME = "own-home"
    WITH_RELATIVES = "with-relatives"
    SPECIAL_HOUSING = "own-special-housing"
    ELSEWHERE = "elsewhere"


class LeaveServices(StrEnum):
    """What the municipality is asked to do while the patient is on leave."""

    AS_BEFORE = "services-as-before"
    NONE = "no-services-on-leave"
    AS_AGREED = "as-agreed-with-the-unit"


class ListReader(StrEnum):
    """Who has been handed the list of medicines at discharge."""

    PATIENT = "patient"
    RELATIVE = "relative"
    OUTPATIENT_CARE = "outpatient-unit"
    MUNICIPAL_CARE = "municipal-unit"


class ListGiver(StrEnum):
    """Who handed the list of medicines over, by profession."""

    PHYSICIAN = "physician"
    NURSE = "nurse"
    PHARMACIST = "pharmacist"


class CallOutcome(StrEnum):
    """What came of a call to somebody who has gone home."""

    WELL = "all-is-well"
    MORE_NEEDED = "more-is-needed"
    NOT_REACHED = "not-reached"


class AbortReason(StrEnum):
    """Why a case is closed before the patient has left."""

    MISTAKE = "opened-by-mistake"
    NO_NEEDS = "no-needs-left"
    ELSEWHERE = "planned-elsewhere"


class ShortStay(StrEnum):
    """How a stay that is too short for all that a stay otherwise brings with it is shown."""

    HOME_SOON = "home-soon"


class HomeServices(StrEnum):
    """What a municipality says of its services at home while the patient is in hospital."""

    PAUSED = "paused"
    NONE = "no-services"


class Admission(Body):
    """The patient is admitted. The ward's own entry: it starts the clock of the admission notice (chapter 2 § 3)."""

    kind = "admission"
    admitted_at: Moment
    care_type: CareType
    needs_expected: bool
    hospital: HospitalKind | None = None


class NeedAssessed(Body):
    """The physician judges only later that needs after discharge are likely (chapter 2 § 3, second sentence)."""

    kind = "need-assessed"
    assessed_at: Moment


class AdmissionNotice(Body):
    """The admission notice (chapter 2 §§ 1-3), to the units concerned by their HSA-id.

    The person's name, identity number and registered address go with it from the person's own record. `outside` are
    the needs that only units beside Brygga answer for: the act has those told all the same, by other means. The ward's
    `telephone` says nothing about the patient; what does, beyond § 2, is told by a message of its own. `short`: the
    ward sees that the patient will be home before there is time for all that a stay otherwise brings with it. No duty
    goes by that.
    """

    kind = "admission-notice"
    expected_discharge: date
    needs: tuple[Need, ...] = Field(min_length=1)
    recipients: tuple[str, ...] = Field(default=())
    outside: tuple[Need, ...] = Field(default=())
    telephone: Text | None = Field(default=None, max_length=40)
    short: bool | None = None

    @field_validator("short")
    @classmethod
    def _is_said_or_not(cls, short: bool | None) -> bool | None:
        # A notice of a stay like others says nothing of it.
        return short or None


class NoticeSupplement(Body):
    """The admission notice is supplemented: further units are told, or a need is added (chapter 2 §§ 1-3).

    Those it goes to are told from then on. `assessed_at` is when the physician judged an added need likely.
    """

    kind = "notice-supplement"
    needs: tuple[Need, ...] = Field(default=())
    assessed_at: Moment | None = None
    recipients: tuple[str, ...] = Field(default=())
    outside: tuple[Need, ...] = Field(default=())

    @model_validator(mode="after")
    def _adds_something(self) -> "NoticeSupplement":
        if not self.needs and not self.recipients:
            raise ValueError("the supplement adds nothing; choose a unit or a need")
        if self.needs and not self.assessed_at:
            raise ValueError("say when the physician judged that the need is likely")
        return self


class NoticeForwarded(Body):
    """A unit that was told by mistake, or that takes in for others, passes it on, and is then told no more.

    To another unit of the same kind that works for the same region or municipality (chapter 2 § 1: those concerned).
    """

    kind = "notice-forwarded"
    recipients: tuple[str, ...] = Field(min_length=1, max_length=1)


class WrongRecipient(Body):
    """The ward has told a unit that is not concerned (chapter 2 § 1: those concerned). It takes part no longer.

    What it was told stays among what was told to whom. `another`: another unit is to be told in its place, and then
    reads all that has been said; nothing is written again.
    """

    kind = "wrong-recipient"
    recipients: tuple[str, ...] = Field(min_length=1, max_length=1)
    another: Said


class ToldBack(Body):
    """A unit that was told by mistake has been asked to put away what it was told: how, whom and when."""

    kind = "told-back"
    refers_to = frozenset({WrongRecipient.kind})
    of: int = Field(ge=1)
    means: Means
    whom: Text = Field(max_length=200)
    told_at: Moment


class CareRequestPrepared(Body):
    """Units are told that a care request will come; what it asks for is told once the patient has consented to that."""

    kind = "care-request-prepared"
    recipients: tuple[str, ...] = Field(min_length=1)
    wanted_from: date | None = None


class CareRequest(Body):
    """What the ward asks others to do after discharge, area by area, with the patient's consent to telling it.

    It is beyond what an admission notice holds (chapter 2 § 2): secrecy yields to consent alone (2009:400, 10:1).
    """

    kind = "care-request"
    recipients: tuple[str, ...] = Field(min_length=1)
    wanted_from: date | None = None
    personal_care: Text | None = Field(default=None, max_length=500)
    household: Text | None = Field(default=None, max_length=500)
    health_care: Text | None = Field(default=None, max_length=500)
    rehabilitation: Text | None = Field(default=None, max_length=500)
    aids: Text | None = Field(default=None, max_length=500)
    other: Text | None = Field(default=None, max_length=500)
    consent: Said

    @field_validator("consent")
    @classmethod
    def _is_given(cls, consent: bool) -> bool:
        if not consent:
            raise ValueError("without the patient's consent it cannot be told")
        return consent

    @model_validator(mode="after")
    def _asks_for_something(self) -> "CareRequest":
        areas = set(type(self).model_fields) - {"recipients", "wanted_from", "consent"}
        if not any(getattr(self, name) for name in areas):
            raise ValueError("say what is asked for in one area at least")
        return self


class CareRequestReturned(Body):
    """A unit returns a care request, and says why: it does nothing of what was asked."""

    kind = "care-request-returned"
    refers_to = frozenset({CareRequest.kind, CareRequestPrepared.kind})
    answers = True
    of: int = Field(ge=1)
    reason: ReturnReason
    text: Text | None = Field(default=None, max_length=1000)


class ToldOtherwise(Body):
    """Units that cannot be reached here have been told of a message by other means (chapter 2 § 1, chapter 3 § 1).

    `told_at` is when, for a letter when it was sent; `whom` the unit, and who there took it.
    """

    kind = "told-otherwise"
    refers_to = frozenset(
        """
        admission-notice notice-supplement changed-discharge-date ready-notice ready-withdrawn sip-call
        information-transferred
        """.split()
    )
    of: int = Field(ge=1)
    needs: tuple[Need, ...] = Field(min_length=1)
    means: Means
    whom: Text = Field(max_length=200)
    told_at: Moment


class AdmissionReason(Body):
    """Why the patient was admitted, and what else the units should know of it.

    It is no part of the admission notice (2017:612, chapter 2 § 2), which no block stands in the way of: secrecy yields
    to the patient's consent alone (2009:400, chapter 10 § 1), so that it cannot be told without.
    """

    kind = "admission-reason"
    reason: Text = Field(max_length=300)
    text: Text | None = None
    consent: Said

    @field_validator("consent")
    @classmethod
    def _is_given(cls, consent: bool) -> bool:
        if not consent:
            raise ValueError("without the patient's consent it cannot be told")
        return consent


class ChangedDischargeDate(Body):
    """The expected day of discharge has changed (chapter 2 § 4)."""

    kind = "changed-discharge-date"
    expected_discharge: date


class NamedCareContact(Body):
    """The named care contact in outpatient care is appointed (chapter 2 § 5)."""

    kind = "named-care-contact"
    name: Text = Field(max_length=200)
    telephone: Text = Field(max_length=40)


class ReadyNotice(Body):
    """The physician has judged the patient discharge-ready (chapter 3 § 1). Days are counted from when it is sent.

    `judged_by` is which physician did, `judged_at` the unit where that one works if it is not the ward.
    """

    kind = "ready-notice"
    assessed_at: Moment
    judged_by: ReadyJudge | None = None
    judged_at: Text | None = Field(default=None, max_length=200)


class ReadyWithdrawn(Body):
    """The patient has got worse and is no longer discharge-ready."""

    kind = "ready-withdrawn"
    reason: Text


class SipCall(Body):
    """The named care contact calls to a coordinated individual planning (chapter 4 § 3)."""

    kind = "sip-call"
    meeting_at: Moment
    place: Text = Field(max_length=200)


class SipHeld(Body):
    """The coordinated individual planning is held and the plan drawn up (chapter 4 §§ 1-2)."""

    kind = "sip-held"
    held_at: Moment
    consent: Said


class SipNotNeeded(Body):
    """No coordinated individual planning is to be made, and why."""

    kind = "sip-not-needed"
    reason: NoSipReason


class OutpatientInterventions(Body):
    """Whether the region's outpatient interventions are available, not available or unclear (chapter 5 § 5).

    That they are planned is a fact of its own, and what is not planned is not there.
    """

    kind = "outpatient-interventions"
    status: OutpatientStatus
    planning: Planning | None = None

    @model_validator(mode="after")
    def _is_there_when_planned(self) -> "OutpatientInterventions":
        if self.planning is Planning.NOT_PLANNED and self.status is OutpatientStatus.AVAILABLE:
            raise ValueError("interventions that are not planned are not there; say that they are unclear or not there")
        return self


class InformationTransferred(Body):
    """What is needed for the care after discharge has been handed over (chapter 3 § 2)."""

    kind = "information-transferred"
    content: Text


class MedicineList(Body):
    """The list of medicines at discharge has been handed over: when, by which profession, to whom.

    What stands in it is in the records, not here. A unit that has it acknowledges the message.
    """

    kind = "medicine-list"
    handed_over_at: Moment
    by: ListGiver
    to: tuple[ListReader, ...] = Field(min_length=1)


class DischargeThrough(Body):
    """Through which care in the county somebody leaves a regional hospital, so that somebody there takes over."""

    kind = "discharge-through"
    via: DischargedVia


class FollowUpCall(Body):
    """Somebody who has gone home is called, and what came of it."""

    kind = "follow-up-call"
    called_at: Moment
    outcome: CallOutcome


class DateCall(Body):
    """The ward has also telephoned about a changed day of discharge: whom and when."""

    kind = "date-call"
    refers_to = frozenset({ChangedDischargeDate.kind})
    of: int = Field(ge=1)
    whom: Text = Field(max_length=200)
    called_at: Moment


class Discharged(Body):
    """The patient has left inpatient care."""

    kind = "discharged"
    discharged_at: Moment
    destination: Destination


class Moved(Body):
    """The patient moves to another ward, here or at another hospital, which has the stay from then on.

    It is the same stay in inpatient care: what has been judged and told of it stands, and days go on being counted
    from the ready notice (chapter 5 § 4). Who is ready no longer gets the notice withdrawn.
    """

    kind = "moved"
    moved_at: Moment
    recipients: tuple[str, ...] = Field(min_length=1, max_length=1)


class TakenOver(Body):
    """A ward where the patient has come has the stay from then on, though the ward before has not said so."""

    kind = "taken-over"
    moved_at: Moment


class MunicipalityCorrected(Body):
    """Another municipality answers for the patient than was thought (chapter 5 § 2).

    `was` is the one that stood there before. Its units have been told, not those of the right one: both notices are
    owed anew.
    """

    kind = "municipality-corrected"
    municipality: MunicipalityCode
    was: MunicipalityCode
    reason: Text


class Leave(Body):
    """The patient goes home for a while and comes back (permission). The stay goes on.

    `to` is where, `services` what the municipality is asked to do there meanwhile.
    """

    kind = "leave"
    from_at: Moment
    until: Moment
    to: LeavePlace | None = None
    services: LeaveServices | None = None


class LeaveEnded(Body):
    """The patient is back from a leave, at another time than was said, or the leave does not come about."""

    kind = "leave-ended"
    ended_at: Moment


class CanReceive(Body):
    """From which day a municipality can receive the patient. It may be said again, and the last holds."""

    kind = "can-receive"
    from_day: date


class PlanningBasis(Body):
    """What a municipality plans for the time after discharge (chapter 2 § 6), by area of need."""

    kind = "planning-basis"
    personal_care: Text | None = Field(default=None, max_length=500)
    household: Text | None = Field(default=None, max_length=500)
    health_care: Text | None = Field(default=None, max_length=500)
    rehabilitation: Text | None = Field(default=None, max_length=500)
    aids: Text | None = Field(default=None, max_length=500)
    housing: Text | None = Field(default=None, max_length=500)
    other: Text | None = Field(default=None, max_length=500)

    @model_validator(mode="after")
    def _says_something(self) -> "PlanningBasis":
        if not any(getattr(self, name) for name in type(self).model_fields):
            raise ValueError("say what is planned in one area at least")
        return self


class HomeServicesPaused(Body):
    """A municipality has paused its services at home while the patient is in hospital, or has none there."""

    kind = "home-services-paused"
    services: HomeServices


class HomeServicesResumed(Body):
    """A municipality takes up its services at home again."""

    kind = "home-services-resumed"
    from_day: date


class QuestionAsked(Body):
    """Something that one unit asks others in the case, each of which answers for itself."""

    kind = "question"
    recipients: tuple[str, ...] = Field(min_length=1)
    text: Text


class QuestionAnswered(Body):
    """A unit answers a question that it was asked."""

    kind = "answer"
    refers_to = frozenset({QuestionAsked.kind})
    answers = True
    of: int = Field(ge=1)
    text: Text


class Aborted(Body):
    """The case is closed before discharge: it was opened by mistake, or the planning no longer concerns anyone."""

    kind = "aborted"
    reason: Text
    why: AbortReason | None = None
