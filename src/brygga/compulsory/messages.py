"""What can be said of compulsory care, from the first day until it ends. Each type names the paragraph it carries out.

LPT is 1991:1128, LRV is 1991:1129. What the treatment is, and why it is compulsory, stays in the records: here stands
what units of two principals have to know to plan together. Days are those of the decisions, in Swedish time.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from brygga.process import Body, MessageRef
from brygga.process.message import Moment, Said, Text

Remark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class CareGround(StrEnum):
    """By which paragraphs the care is compulsory; the clocks differ."""

    ADMITTED = "lpt-admitted"
    CONVERTED = "lpt-from-voluntary"
    FORENSIC = "lrv-by-court"
    REVIEWED = "lrv-special-review"
    DETAINED = "lrv-detained"

    @property
    def is_forensic(self) -> bool:
        """Whether it is under LRV."""
        return self.value.startswith("lrv")


class PlanNeedOf(StrEnum):
    """From whom the person needs interventions in connection with open care (LPT 7 a §)."""

    REGION = "region-interventions"
    MUNICIPAL = "municipal-interventions"
    SOCIAL = "social-interventions"


class Attitude(StrEnum):
    """What the person thinks of an intervention, as far as it can be known (LPT 7 a §)."""

    AGREES = "person-agrees"
    PARTLY = "person-agrees-partly"
    OPPOSED = "person-opposed"
    UNKNOWN = "attitude-unknown"


class SpecialCondition(StrEnum):
    """What a condition of open care, or of a leave, may be about (LPT 26 §, third paragraph)."""

    MEDICATION = "medication-or-treatment"
    CONTACT = "contact-with-somebody"
    INSTITUTION = "stay-or-visit"
    DWELLING = "dwelling-or-occupation"
    INTOXICANTS = "no-intoxicants"
    PLACES = "no-place-or-person"
    OTHER = "other-condition"


class ApplicationFor(StrEnum):
    """What the court is asked to let."""

    CLOSED = "continued-closed"
    TO_OPEN = "from-closed-to-open"
    OPEN = "continued-open"
    TO_CLOSED = "from-open-to-closed"

    @property
    def is_open(self) -> bool:
        return self in {ApplicationFor.TO_OPEN, ApplicationFor.OPEN}


class LeaveDecider(StrEnum):
    """Who decides on a leave (LPT 25 §, LRV 9 and 10 §§)."""

    CHIEF_PHYSICIAN = "chief-physician"
    DELEGATED = "chief-physician-for-court"
    COURT = "court"


class WhyCareEnded(StrEnum):
    """Why the compulsory care is over, where no refusal of an application ended it."""

    NOT_NEEDED = "conditions-no-longer-met"
    COURT = "court-ended-it"
    NOT_APPLIED = "no-application-in-time"
    TO_FORENSIC = "forensic-care-instead"
    TO_LPT = "care-under-lpt-instead"
    DETENTION_OVER = "detention-over"
    MOVED = "moved-elsewhere"
    DECEASED = "died"


class SipAnswer(StrEnum):
    """What came of the offer of an individual plan when open care ended."""

    BEGUN = "sip-begun"
    DECLINED = "sip-declined"


class CompulsoryCareBegun(Body):
    """Compulsory care has begun, in closed form as it always does (LPT 2 §, LRV 3 §).

    `about` is the message of a discharge by which it is known. `from_day` is the day of the decision to admit, under
    LRV the day from which the care is counted. `until`: how long what a court has let lasts, where one has already.
    """

    kind = "compulsory-care"
    about: MessageRef | None = None
    ground: CareGround
    from_day: date
    until: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "CompulsoryCareBegun":
        if self.until and self.until < self.from_day:
            raise ValueError("what the court has let cannot end before the care begins")
        return self


class OpenBefore(Body):
    """The person was in open care already when the case began here: the court let it, and it began, before that."""

    kind = "compulsory-open-before"
    decided_on: date
    open_since: date
    until: date | None = None
    conditions: tuple[SpecialCondition, ...] = ()
    conditions_say: Remark = ""


class ResponsibilityTaken(Body):
    """The person is enrolled at another unit, whose chief physician answers for the care from now on (LPT 1 §)."""

    kind = "compulsory-responsibility-taken"


class DecisionSubmitted(Body):
    """The decision to keep somebody who was there of free will is put before the court (LPT 12 §, first paragraph)."""

    kind = "court-submission"
    submitted_on: date


class NeedsFound(Body):
    """Whether the person needs support, also of social services (LPT 16 §), and whether a plan is needed (7 a §).

    None ticked: no interventions are needed in connection with open care, so no coordinated plan.
    """

    kind = "compulsory-needs"
    needs: tuple[PlanNeedOf, ...] = ()
    with_person: Said
    text: Text


class PlanningCalled(Body):
    """Units are called to plan together (LPT 7 a §: the units that answer for interventions draw the plan up)."""

    kind = "compulsory-planning-call"
    recipients: tuple[str, ...] = Field(min_length=1)
    meeting_at: Moment
    place: Line = Field(min_length=1)
    video: Line = ""


class PlanningHeld(Body):
    """The planning is held, as far as can be with the person, and with next of kin where that is not unsuitable."""

    kind = "compulsory-planning-held"
    held_at: Moment
    with_person: Said
    without_person_why: Remark = ""
    with_kin: Said
    present: Text

    @model_validator(mode="after")
    def _says_why(self) -> "PlanningHeld":
        if not self.with_person and not self.without_person_why:
            raise ValueError("say why the person did not take part")
        return self


class CourtPlanIntervention(Body):
    """What a unit of region or municipality is to do, and what the person thinks of it (LPT 7 a §, first paragraph).

    It counts only when that unit has confirmed it. Without recipients it is the writer's own.
    """

    kind = "compulsory-intervention"
    recipients: tuple[str, ...] = Field(default=(), max_length=1)
    need: PlanNeedOf
    what: Short
    who: Line = Field(min_length=1)
    attitude: Attitude


class CourtPlanInterventionChanged(Body):
    """An intervention is changed: what is left empty stays. Its unit confirms it anew, and the plan is signed anew."""

    kind = "compulsory-intervention-changed"
    refers_to = frozenset({CourtPlanIntervention.kind})
    of: int = Field(ge=1)
    what: Annotated[Remark, Field(max_length=500)] = ""
    who: Line = ""
    attitude: Attitude | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> "CourtPlanInterventionChanged":
        if not (self.what or self.who or self.attitude):
            raise ValueError("say what is changed")
        return self


class CourtPlanInterventionConfirmed(Body):
    """The unit that is to do it adjusts the plan to it: it will, and has decided so (LPT 7 a §, second paragraph)."""

    kind = "compulsory-intervention-confirmed"
    refers_to = frozenset({CourtPlanIntervention.kind})
    of: int = Field(ge=1)
    decision: Line = ""


class CourtPlanInterventionRefused(Body):
    """The unit that is asked to do it will not, and why."""

    kind = "compulsory-intervention-refused"
    refers_to = frozenset({CourtPlanIntervention.kind})
    of: int = Field(ge=1)
    reason: Short


class MeasureOfOthers(Body):
    """What anyone beside region and municipality does (LPT 7 a §, first paragraph, 4)."""

    kind = "compulsory-measure-of-others"
    who: Line = Field(min_length=1)
    what: Short


class CourtPlanInterventionEnded(Body):
    """An intervention, or what others did, is taken out of the plan."""

    kind = "compulsory-intervention-ended"
    refers_to = frozenset({CourtPlanIntervention.kind, MeasureOfOthers.kind})
    of: int = Field(ge=1)
    reason: Short


class CourtPlanSigned(Body):
    """The plan is signed as it stands, by psychiatry and by the municipality. A change takes every signature away."""

    kind = "compulsory-plan-signed"
    function: Line = Field(min_length=1)


class CourtPlanFollowedUp(Body):
    """The plan is followed up; an application to continue open care has it enclosed (LPT 9 §, LRV 12 a §)."""

    kind = "compulsory-plan-followed-up"
    text: Text
    person_says: Remark = ""


class CourtApplication(Body):
    """The court is asked for continued care, or another form (LPT 7, 9, 12, 26 a §§; LRV 3 c, 12 a, 16 a, 16 b §§).

    One for open care has the complete plan with it and proposes conditions, with what the person thinks of them.
    `risk_account`: under special discharge review an account of the risk of relapse is enclosed.
    """

    kind = "court-application"
    asks_for: ApplicationFor
    sent_on: date
    conditions: tuple[SpecialCondition, ...] = ()
    conditions_say: Remark = ""
    person_says: Remark = ""
    risk_account: bool = False


class CourtAllowsClosed(Body):
    """The court lets the care go on in closed form (LPT 8, 9, 13, 26 a §§; LRV 3 c, 12 a, 16 a §§)."""

    kind = "court-allows-closed"
    refers_to = frozenset({CourtApplication.kind})
    of: int = Field(ge=1)
    decided_on: date
    until: date | None = None


class CourtAllowsOpen(Body):
    """The court lets the care be open, with its conditions or leaving them to the chief physician (LPT 26 §).

    Those it goes to are told, as the chief physician has to tell units of region, municipality and others (7 a §).
    """

    kind = "court-allows-open"
    refers_to = frozenset({CourtApplication.kind})
    of: int = Field(ge=1)
    recipients: tuple[str, ...] = ()
    decided_on: date
    until: date | None = None
    conditions: tuple[SpecialCondition, ...] = ()
    conditions_say: Remark = ""
    left_to_physician: Said

    @model_validator(mode="after")
    def _has_conditions(self) -> "CourtAllowsOpen":
        if not self.conditions and not self.left_to_physician:
            raise ValueError("choose the conditions, or say that the court has left them to the chief physician")
        return self


class CourtRefuses(Body):
    """The court says no: the care ends at once, but for somebody readmitted, whose open care stands (10, 26 a §§)."""

    kind = "court-refuses"
    refers_to = frozenset({CourtApplication.kind})
    of: int = Field(ge=1)
    decided_on: date


class ConditionsSet(Body):
    """The chief physician sets the conditions, where the court has left that (LPT 26 §, LRV 12 a and 16 a §§)."""

    kind = "compulsory-conditions"
    conditions: tuple[SpecialCondition, ...] = Field(min_length=1)
    conditions_say: Remark = ""


class LeaveGranted(Body):
    """The person may be away for a time, once or again and again (LPT 25 §, LRV 9 and 10 §§).

    Those it goes to are told, and what each is to do meanwhile stands in it.
    """

    kind = "compulsory-leave"
    recipients: tuple[str, ...] = ()
    leaves_at: Moment
    back_at: Moment
    recurring: Said
    decided_by: LeaveDecider
    by_care_plan: Said
    conditions: tuple[SpecialCondition, ...] = ()
    conditions_say: Remark = ""
    meanwhile: Remark = ""

    @model_validator(mode="after")
    def _in_order(self) -> "LeaveGranted":
        if self.back_at <= self.leaves_at:
            raise ValueError("the leave ends before it begins")
        if not self.by_care_plan:
            raise ValueError("a leave that the care plan does not support may not be granted")
        return self


class CareLeaveEnded(Body):
    """The person is back from a leave."""

    kind = "compulsory-leave-ended"
    refers_to = frozenset({LeaveGranted.kind})
    of: int = Field(ge=1)
    back_at: Moment


class LeaveRevoked(Body):
    """The chief physician takes a leave back, as circumstances demand it (LPT 25 §, third paragraph)."""

    kind = "compulsory-leave-revoked"
    refers_to = frozenset({LeaveGranted.kind})
    of: int = Field(ge=1)
    revoked_at: Moment


class ReadyJudged(Body):
    """The physician who answers for the care has judged that the person can leave the hospital."""

    kind = "compulsory-ready"
    judged_at: Moment
    judged_by: Line = Field(min_length=1)


class ReadyNoMore(Body):
    """The person can no longer leave, as the physician now judges."""

    kind = "compulsory-ready-no-more"
    judged_at: Moment


class OpenCareAvailability(Body):
    """Whether the outpatient care that the region pays for is there for the person when the open form begins."""

    kind = "compulsory-open-care-available"
    available: Said
    text: Remark = ""


class OpenCareBegun(Body):
    """The person has left for open care: ready, decided by the court, and with the region's outpatient care there."""

    kind = "compulsory-open-begun"
    began_on: date


class Readmitted(Body):
    """The chief physician has the person back in closed form, as the court cannot be waited for (26 a, 3 c, 3 d §§)."""

    kind = "compulsory-readmitted"
    decided_on: date


class OpenCareResumed(Body):
    """No application to keep the person in closed form is made: the decision on open care stands (LPT 26 a §)."""

    kind = "compulsory-open-resumed"
    resumed_on: date


class CompulsoryCareEnded(Body):
    """The compulsory care is over, and whose interventions the person still needs (LPT 27 and 28 §§, LRV 13-16 §§)."""

    kind = "compulsory-care-ended"
    ended_on: date
    reason: WhyCareEnded
    needs: tuple[PlanNeedOf, ...] = ()


class SipAfterCare(Body):
    """An individual plan was offered when the open care passed into voluntary care, and what came of it."""

    kind = "compulsory-sip"
    answer: SipAnswer
