"""What can be said of a named contact, from the need until it ends.

Who the contact is and why coordinates and no more, so it is chosen and not written: those who help the person may read
it. Only what the person needs, and why somebody is not appointed, is in the sender's own words.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from brygga.process import Body, ContactKind, ContactProfession
from brygga.process.message import Text

Remark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]


class Voice(StrEnum):
    """Who asks for a contact: the patient's wish is ground enough (2014:821 chapter 6 § 2); staff see a need."""

    PERSON = "the-person"
    NEXT_OF_KIN = "next-of-kin"
    REPRESENTATIVE = "representative"
    STAFF = "staff"


class Answerer(StrEnum):
    """Who is asked whether a contact is wished for, and who answers."""

    PERSON = "the-person"
    NEXT_OF_KIN = "next-of-kin"
    REPRESENTATIVE = "representative"


class WhyThisOne(StrEnum):
    """Why this contact was chosen: by needs, and by the competence that meets them best."""

    COMPETENCE = "competence"
    MAIN_CARE = "main-care"
    KNOWN = "known"
    WISH = "own-choice"
    LANGUAGE = "language"


class EndReason(StrEnum):
    """Why a contact ends."""

    NEED_GONE = "need-gone"
    WISH = "person-wishes"
    MOVED = "person-moved"
    OTHER_UNIT = "care-elsewhere"
    LEFT = "contact-left"
    DIED = "person-died"


class ContactNeed(Body):
    """A named contact is needed or asked for. It goes to the unit that appoints; to none where that is the sender's.

    `end_of_life`: the person is cared for at the end of life, where an agreement may have one contact be a physician.
    """

    kind = "contact-need"
    contact_kind: ContactKind
    recipients: tuple[str, ...] = Field(default=(), max_length=1)
    raised_by: Voice
    need: Text
    end_of_life: bool = False


class ContactOffered(Body):
    """The contact is offered."""

    kind = "contact-offered"
    to_whom: Answerer


class ContactAccepted(Body):
    """The offer is accepted, with what is wished for."""

    kind = "contact-accepted"
    by_whom: Answerer
    wish: Remark = ""


class ContactDeclined(Body):
    """The offer is declined; whoever declines may ask again."""

    kind = "contact-declined"
    by_whom: Answerer


class ContactAppointed(Body):
    """Who the contact is, from when, and why this one. Said anew it is of another, and the former has ended.

    `recipients` are units around the person that are told beside those that take part already; `until` is the last day
    where one is known; `physician_is_another`: of several contacts at the end of life another is the physician.
    """

    kind = "contact-appointed"
    name: Text = Field(max_length=200)
    profession: ContactProfession
    telephone: Text = Field(max_length=40)
    since: date
    until: date | None = None
    review: date | None = None
    why: tuple[WhyThisOne, ...] = Field(min_length=1)
    physician_is_another: bool = False
    recipients: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "ContactAppointed":
        if self.until and self.until < self.since:
            raise ValueError("the last day is before the first")
        return self


class ContactTold(Body):
    """More units around the person are told who the contact is."""

    kind = "contact-told"
    recipients: tuple[str, ...] = Field(min_length=1)


class ContactReviewed(Body):
    """Whether the need remains has been looked at: the contact stays, and is looked at again by a further day."""

    kind = "contact-reviewed"
    review: date


class ContactHandedOver(Body):
    """Another unit is to appoint: the need went to the wrong one, or the person's care has moved.

    Whoever is the contact stays so until the other unit has appointed somebody.
    """

    kind = "contact-handed-over"
    recipients: tuple[str, ...] = Field(min_length=1, max_length=1)
    reason: Text


class ContactVacant(Body):
    """Whoever is the contact ceases, and a successor is needed."""

    kind = "contact-vacant"
    reason: EndReason
    last_day: date


class SuccessorAsked(Body):
    """The contact's unit has closed, and another is asked to appoint a successor."""

    kind = "successor-asked"
    recipients: tuple[str, ...] = Field(min_length=1, max_length=1)


class ContactEnded(Body):
    """The contact ends, and no successor is needed in this case."""

    kind = "contact-ended"
    reason: EndReason
    last_day: date


class ContactNotAppointed(Body):
    """No contact is appointed, and why."""

    kind = "contact-not-appointed"
    reason: Text
