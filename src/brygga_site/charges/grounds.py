"""The messages that decide what a stay costs, stripped of names and of everything that was written freely."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from brygga.discharge import OutpatientStatus
from brygga.discharge.messages import Admission, Discharged, NeedAssessed, OutpatientInterventions, ToldOtherwise
from brygga.discharge.stay import DECIDING
from brygga.process import Correction, Sent, effective

KINDS = tuple(body.kind for body in (*DECIDING, Correction))
"""The kinds of message that the grounds are found in: no other decides anything, or takes back what does."""


@dataclass(frozen=True)
class DecidingMessage:
    """One message: its kind, the part that sent it and when.

    `at` is the moment it tells of when that is what counts (admission, judged need, telling beside Brygga, discharge);
    `status` what it says of the region's outpatient interventions.
    """

    kind: str
    part: str
    sent_at: datetime
    at: datetime | None
    status: OutpatientStatus | None


def grounds(messages: Iterable[Sent]) -> list[DecidingMessage]:
    """The deciding messages of a case that still hold, in the order sent."""
    return [_ground(one) for one in effective(messages) if isinstance(one.body, DECIDING)]


def _ground(message: Sent) -> DecidingMessage:
    body = message.body
    at = None
    if isinstance(body, Admission):
        at = body.admitted_at
    elif isinstance(body, NeedAssessed):
        at = body.assessed_at
    elif isinstance(body, ToldOtherwise):
        at = body.told_at
    elif isinstance(body, Discharged):
        at = body.discharged_at
    status = body.status if isinstance(body, OutpatientInterventions) else None
    return DecidingMessage(body.kind, message.part, message.sent_at, at, status)
