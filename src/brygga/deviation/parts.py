"""Where a deviation stands, and what a unit can be in it."""

from enum import StrEnum


class DeviationStage(StrEnum):
    """Where a deviation stands."""

    NEW = "new"
    REPORTED = "reported"
    RETURNED = "returned"
    RECEIVED = "received"
    ANALYSED = "analysed"
    ANSWERED = "answered"
    FOLLOWED_UP = "followed-up"
    CLOSED = "closed"
    DISMISSED = "dismissed"


class DeviationPart(StrEnum):
    """What a unit is in a deviation. `INFORMED` had it once, or was told of it, and has nothing more to do."""

    REPORTER = "reporter"
    RECEIVER = "receiver"
    CONTRIBUTOR = "contributor"
    INFORMED = "informed"
