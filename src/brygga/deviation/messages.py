"""What can be said of a deviation, from the report until it is closed. Fields in own words name nobody."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from brygga.process import Body, MessageRef
from brygga.process.message import Moment, Text

Remark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]


class Nature(StrEnum):
    """What is told: something that went otherwise than agreed, or what somebody has said of another's work."""

    DEVIATION = "deviation"
    COMPLAINT = "complaint"
    VIEW = "view"


class Category(StrEnum):
    """What it concerns, as the agreements speak of it."""

    DISCHARGE = "discharge"
    INFORMATION = "information"
    SIP = "sip"
    NAMED_CONTACT = "named-contact"
    PLACEMENT = "placement"
    OUTREACH = "dental-outreach"
    WRONG_UNIT = "dental-wrong-unit"
    DECLINED = "dental-declined"
    COMORBIDITY = "comorbidity"
    RECEPTION = "reception"
    ORGANISATION = "organisation"
    OTHER = "other"


class Harm(StrEnum):
    """What it came to for the person: events that caused harm or could have (2010:659 chapter 3 § 3), or neither."""

    NONE = "no-harm"
    RISK = "risk-of-harm"
    HARM = "harm"


class Seriousness(StrEnum):
    """The reporter's judgement. No agreement says what makes a deviation serious."""

    ORDINARY = "not-serious"
    SERIOUS = "serious"


class Contacted(StrEnum):
    """Who is told directly of what is serious: the region's chief physician, or the municipality's MAS."""

    CHIEF_PHYSICIAN = "chief-physician"
    MAS = "mas"


class Channel(StrEnum):
    TELEPHONE = "telephone"
    MEETING = "meeting"
    VIDEO = "video"


class Effect(StrEnum):
    """What the measures have come to."""

    WORKED = "worked"
    PARTLY = "worked-partly"
    NOT = "did-not-work"


class Dismissal(StrEnum):
    """Why a deviation is closed without an analysis."""

    MISTAKE = "sent-by-mistake"
    REPORTED_ALREADY = "reported-already"
    NO_DEVIATION = "no-deviation"
    DISAGREEMENT = "disagreement"


class DeviationReport(Body):
    """Something went otherwise than agreed between those who work together.

    It goes to one unit, the one that is to answer. `about` is the message where the fault shows, `clause` what was
    not followed.
    """

    kind = "deviation-report"
    about: MessageRef | None = None
    recipients: tuple[str, ...] = Field(min_length=1, max_length=1)
    nature: Nature
    category: Category
    clause: str = Field(default="", max_length=80)
    happened_at: Moment
    what_happened: Text
    harm: Harm
    seriousness: Seriousness


class DirectContact(Body):
    """Somebody who answers for the care has been told directly, beside the report."""

    kind = "direct-contact"
    with_whom: Contacted
    contacted_at: Moment
    how: Channel


class DeviationReceived(Body):
    """The unit takes the deviation up."""

    kind = "deviation-received"


class DeviationForwarded(Body):
    """The deviation belongs with another unit, and goes there."""

    kind = "deviation-forwarded"
    recipients: tuple[str, ...] = Field(min_length=1, max_length=1)
    reason: Text


class DeviationReturned(Body):
    """The deviation is not this unit's, which cannot say whose it is: it goes back to the reporter."""

    kind = "deviation-returned"
    reason: Text


class DeviationDrawnIn(Body):
    """Further units are drawn into the analysis."""

    kind = "deviation-drawn-in"
    recipients: tuple[str, ...] = Field(min_length=1)
    reason: Text


class DeviationAccount(Body):
    """What a unit has found of its own part in the event."""

    kind = "deviation-account"
    account: Text


class DeviationAnalysed(Body):
    """The event is analysed: how it came about, and why. `joint`: the units concerned did it together."""

    kind = "deviation-analysed"
    course: Text
    cause: Text
    joint: bool


class MeasurePlanned(Body):
    """A measure of the own unit's: what, who sees to it, and by which day."""

    kind = "measure-planned"
    what: Text = Field(max_length=1000)
    who: Text = Field(max_length=200)
    due: date


class NoMeasures(Body):
    """The plan is that nothing is to be done, and why."""

    kind = "no-measures"
    reason: Text


class MeasureDone(Body):
    """A measure of the own unit's is done."""

    kind = "measure-done"
    refers_to = frozenset({"measure-planned"})
    of: int = Field(ge=1)
    done_on: date


class MeasureLeft(Body):
    """A measure of the own unit's will not be done after all."""

    kind = "measure-left"
    refers_to = frozenset({"measure-planned"})
    of: int = Field(ge=1)
    reason: Text


class DeviationAnswered(Body):
    """The reporter is answered."""

    kind = "deviation-answered"
    answer: Text


class DeviationFollowedUp(Body):
    """What the measures have come to."""

    kind = "deviation-followed-up"
    effect: Effect
    text: Text


class DeviationClosed(Body):
    """The deviation is closed. `without_contact` is why nobody was told directly of one that is serious."""

    kind = "deviation-closed"
    lessons: Remark = ""
    without_contact: Remark = ""


class DeviationDismissed(Body):
    """The deviation is closed without an analysis."""

    kind = "deviation-dismissed"
    reason: Dismissal
    text: Text
