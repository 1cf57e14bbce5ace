"""What can be said of a plan, from the need until it is closed. Each type names the paragraph that it carries out.

HSL is 2017:30, SoL 2025:400, LSS 1993:387. Fields in own words are the person's or the writer's; nothing is copied.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from brygga.process import Body, MessageRef
from brygga.process.message import Moment, Said, Text

Remark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


class PlanKind(StrEnum):
    """A plan of both principals (SIP), or the region's own patient contract."""

    COORDINATED = "coordinated-plan"
    CONTRACT = "patient-contract"


class RaisedBy(StrEnum):
    """Who sees the need of a plan."""

    STAFF = "staff-see-need"
    PERSON = "person-asks"
    RELATIVE = "relative-asks"


class NeedOf(StrEnum):
    """From whom the person needs interventions."""

    REGION = "region-care"
    MUNICIPAL = "municipal-care"
    SOCIAL = "social-care"


class AnsweredBy(StrEnum):
    """Who answers, or speaks, for the person."""

    PERSON = "the-person"
    GUARDIAN = "guardian"
    GUARDIANS = "both-guardians"
    REPRESENTATIVE = "representative"
    RELATIVE = "next-of-kin"


class ConsentTo(StrEnum):
    """The consents that stand beside the one to the plan. None of them is one to read records."""

    KIN = "kin-take-part"
    COLLABORATION = "collaborate"


class WithdrawnFrom(StrEnum):
    """What a person no longer consents to, so that there can be no plan."""

    PLAN = "the-plan"
    COLLABORATION = "collaboration"


class WhyNotStarted(StrEnum):
    """Why no plan is begun, whoever asked for one."""

    ONE_PRINCIPAL = "one-principal"
    NOT_NEEDED = "no-coordination-needed"
    PLAN_EXISTS = "another-plan-holds"


class ProposedTime(StrEnum):
    """One of the times that a call proposes."""

    FIRST = "first-time"
    SECOND = "second-time"
    THIRD = "third-time"


class Guest(StrEnum):
    """Who is invited beside the units that are called."""

    KIN = "kin-invited"
    SCHOOL = "school"
    EMPLOYER = "employer"
    ASSISTANCE = "assistance"
    AUTHORITY = "authority"
    OTHER = "someone-else"


class BesideDoer(StrEnum):
    """Who does what neither region nor municipality does."""

    PERSON = "person-does"
    KIN = "kin-do"
    SCHOOL = "school-does"
    EMPLOYER = "employer-does"
    ASSISTANCE = "assistance-does"
    OTHER = "someone-else-does"


class GivenWhere(StrEnum):
    """Where an intervention is given."""

    HOME = "at-home"
    CLINIC = "at-clinic"
    ELSEWHERE = "at-another-place"


class Handing(StrEnum):
    """How the person got the plan."""

    PAPER = "on-paper"
    DIGITAL = "digitally"
    READ_OUT = "read-out"


class GoalsMet(StrEnum):
    """What the goals have come to, as the person and the units see it together."""

    ALL = "all-met"
    SOME = "some-met"
    NONE = "none-met"


class WhyClosed(StrEnum):
    """Why a plan is closed."""

    GOALS_MET = "goals-met"
    NOT_NEEDED = "need-is-over"
    MOVED = "person-moved"
    DECEASED = "person-deceased"
    REPLACED = "new-plan-instead"


class PlanNeed(Body):
    """Somebody sees that a plan is needed: staff, or the person or a relative who asks for one (HSL 16:4, SoL 10:8).

    `about` is the message of another case where it showed, a discharge for instance. `needs` are those that the person
    has, `coordination` whether they have to be coordinated, `lss` whether an intervention under LSS is granted.
    """

    kind = "plan-need"
    about: MessageRef | None = None
    plan: PlanKind
    raised_by: RaisedBy
    needs: tuple[NeedOf, ...] = Field(min_length=1)
    coordination: Said
    is_child: Said
    lss: Said
    why: Text


class PlanOffered(Body):
    """The plan is offered (LSS 10 §; the agreements have it offered to all who need both principals)."""

    kind = "plan-offered"
    offered_to: AnsweredBy


class OfferAccepted(Body):
    """The person consents to a plan (HSL 16:4 and SoL 10:8), and says yes or no to each of two things beside it.

    They are kept apart: that units collaborate and tell each other what the plan takes, and that next of kin take part.
    """

    kind = "plan-offer-accepted"
    by: AnsweredBy
    collaboration: Said
    next_of_kin: Said


class OfferDeclined(Body):
    """The person wants no plan; `collaboration`: units may work together all the same."""

    kind = "plan-offer-declined"
    by: AnsweredBy
    collaboration: Said


class ConsentStated(Body):
    """A consent beside the one to the plan is given, or withdrawn."""

    kind = "plan-consent"
    what: ConsentTo
    given: Said
    by: AnsweredBy


class ConsentWithdrawn(Body):
    """The person no longer consents to the plan, or to what it takes: it is closed."""

    kind = "plan-consent-withdrawn"
    what: WithdrawnFrom
    by: AnsweredBy
    text: Remark = ""


class PlanNotStarted(Body):
    """No plan is begun, and why. Without a reason nobody says no to whoever asked."""

    kind = "plan-not-started"
    reason: WhyNotStarted
    text: Text


class MedicalPlanning(Body):
    """The care is planned and documented though the person wants no plan: what, and where it is written down."""

    kind = "medical-planning"
    planned: Text
    documented_in: Line = Field(min_length=1)


class PlanCall(Body):
    """Units are called to the planning (HSL 16:4: region and municipality draw the plan up together).

    Several times may be proposed, and each unit answers which it can. `video` is a link, for those who do not come.
    """

    kind = "plan-call"
    recipients: tuple[str, ...] = Field(min_length=1)
    first_time: Moment
    second_time: Moment | None = None
    third_time: Moment | None = None
    place: Line = Field(min_length=1)
    video: Line = ""

    @property
    def times(self) -> dict[ProposedTime, Moment]:
        """The times that are proposed."""
        given = zip(ProposedTime, (self.first_time, self.second_time, self.third_time), strict=True)
        return {which: moment for which, moment in given if moment}


class TimesAnswered(Body):
    """Which of the proposed times a unit can; none of them where it ticks none."""

    kind = "plan-times-answered"
    refers_to = frozenset({PlanCall.kind})
    answers = True
    of: int = Field(ge=1)
    can: tuple[ProposedTime, ...] = ()
    text: Remark = ""


class GuestInvited(Body):
    """Somebody beside the units is invited, by other means: they get no way into Brygga by it."""

    kind = "plan-guest-invited"
    whom: Guest
    who: Line = Field(min_length=1)
    how: Line = ""


class MeetingSet(Body):
    """The time of the meeting is settled, or moved."""

    kind = "plan-meeting-set"
    meeting_at: Moment
    place: Line = Field(min_length=1)
    video: Line = ""


class PersonPrepared(Body):
    """What the person wants to have said before the meeting, in their own words; of a child, its own view.

    `alternatives`: they have been told what there is to choose among (2014:821 3:1).
    """

    kind = "person-prepared"
    matters: Text
    resources: Remark = ""
    wishes: Remark = ""
    worries: Remark = ""
    childs_view: Remark = ""
    alternatives: Said


class MeetingHeld(Body):
    """The meeting is held: with the person where that is possible, next of kin if the person lets them (HSL 16:4).

    `present` and `absent` are functions, not names. `assessed` is the medical assessment that the plan rests on.
    """

    kind = "plan-meeting-held"
    held_at: Moment
    with_person: Said
    without_person_why: Remark = ""
    with_kin: Said
    present: Text
    absent: Remark = ""
    assessed: Remark = ""

    @model_validator(mode="after")
    def _says_why(self) -> "MeetingHeld":
        if not self.with_person and not self.without_person_why:
            raise ValueError("say why the person did not take part")
        return self


class GoalSet(Body):
    """A goal, in the person's own words as far as it can be."""

    kind = "plan-goal"
    goal: Text = Field(max_length=500)


class GoalChanged(Body):
    """A goal is put otherwise: whoever has confirmed something for it has to confirm it anew."""

    kind = "plan-goal-changed"
    refers_to = frozenset({GoalSet.kind})
    of: int = Field(ge=1)
    goal: Text = Field(max_length=500)


class GoalDropped(Body):
    """A goal is no longer one, or is reached. What was to be done for it alone has to be ended first."""

    kind = "plan-goal-dropped"
    refers_to = frozenset({GoalSet.kind})
    of: int = Field(ge=1)
    reason: Text = Field(max_length=500)


class InterventionPlanned(Body):
    """What a unit of region or municipality is to do for a goal (HSL 16:4, fourth paragraph, 1 and 2).

    Of another unit it counts only when that unit has confirmed it; nobody promises what is another's. Without
    recipients it is the writer's own. `who` is a function; `how_measured` is by what it is seen to work.
    """

    kind = "plan-intervention"
    refers_to = frozenset({GoalSet.kind})
    of: int = Field(ge=1)
    recipients: tuple[str, ...] = Field(default=(), max_length=1)
    what: Text = Field(max_length=500)
    who: Line = Field(min_length=1)
    from_day: date
    until: date | None = None
    where: GivenWhere
    how_measured: Line = ""


class InterventionChanged(Body):
    """An intervention is changed: what is left empty stays as it was. The unit that is to do it confirms it anew."""

    kind = "plan-intervention-changed"
    refers_to = frozenset({InterventionPlanned.kind})
    of: int = Field(ge=1)
    what: Remark = Field(default="", max_length=500)
    who: Line = ""
    from_day: date | None = None
    until: date | None = None
    where: GivenWhere | None = None
    how_measured: Line = ""

    @model_validator(mode="after")
    def _changes_something(self) -> "InterventionChanged":
        if not any(getattr(self, name) for name in type(self).model_fields if name != "of"):
            raise ValueError("say what is changed")
        return self


class InterventionConfirmed(Body):
    """The unit that is to do it says that it will. Only then does it count."""

    kind = "plan-intervention-confirmed"
    refers_to = frozenset({InterventionPlanned.kind})
    of: int = Field(ge=1)


class InterventionRefused(Body):
    """The unit that is asked to do it will not, and why."""

    kind = "plan-intervention-refused"
    refers_to = frozenset({InterventionPlanned.kind})
    of: int = Field(ge=1)
    reason: Text = Field(max_length=1000)


class ActionOfOthers(Body):
    """What the person does, or anyone beside region and municipality (HSL 16:4, fourth paragraph, 3; LSS 10 §)."""

    kind = "plan-action-of-others"
    refers_to = frozenset({GoalSet.kind})
    of: int = Field(ge=1)
    by: BesideDoer
    who: Line = ""
    what: Text = Field(max_length=500)
    from_day: date | None = None


class InterventionEnded(Body):
    """An intervention, or what others did, is over, or will not come about."""

    kind = "plan-intervention-ended"
    refers_to = frozenset({InterventionPlanned.kind, ActionOfOthers.kind})
    of: int = Field(ge=1)
    reason: Text = Field(max_length=500)


class CoordinationTaken(Body):
    """The unit takes the overall responsibility for the plan (HSL 16:4, fourth paragraph, 4), and says whom to ask."""

    kind = "plan-coordination-taken"
    contact: Line = Field(min_length=1)
    telephone: Line = Field(min_length=1)


class SafetySet(Body):
    """Who answers at night, and what everybody does when it gets worse."""

    kind = "plan-safety"
    night: Line = Field(min_length=1)
    night_telephone: Line = Field(min_length=1)
    signs: Remark = ""
    person_does: Remark = ""
    others_do: Remark = ""


class PlanAgreed(Body):
    """The plan is agreed as it stands, and given to the person; from then on it holds until it is agreed anew."""

    kind = "plan-agreed"
    agreed_by: AnsweredBy
    given: Handing
    follow_up: date


class PlanFollowedUp(Body):
    """The plan is followed up together with the person, who says in their own words how it has gone (LSS 10 §)."""

    kind = "plan-followed-up"
    goals: GoalsMet
    evaluation: Text
    text: Remark = ""
    next_follow_up: date


class PlanClosed(Body):
    """The plan is closed, and why."""

    kind = "plan-closed"
    reason: WhyClosed
    text: Text
