"""What a unit is in a case about a named contact, and where the case stands."""

from enum import StrEnum


class ContactPart(StrEnum):
    """The unit that appoints, the one that asked it to, and those that are told who the contact is."""

    APPOINTER = "appointer"
    ASKER = "asker"
    INFORMED = "informed"


class ContactStage(StrEnum):
    NEW = "new"
    NEEDED = "needed"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    APPOINTED = "appointed"
    HANDED_OVER = "handed-over"
    DECLINED = "declined"
    NOT_APPOINTED = "not-appointed"
    ENDED = "ended"
