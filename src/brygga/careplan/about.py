"""A plan whose need shows in a message of a discharge: what that message says already is filled in."""

from typing import Any

from brygga.careplan.messages import NeedOf, PlanKind, RaisedBy
from brygga.process import MessageRef

FROM_KINDS = frozenset({"admission-notice", "notice-supplement", "ready-notice", "sip-call", "sip-held"})
"""The messages of a discharge by which it is known that somebody is to have a plan."""


def from_message(message: MessageRef) -> dict[str, Any]:
    """What the need holds from the start when it shows in `message`: of both, as a discharge with a plan is."""
    return {
        "about": message,
        "plan": PlanKind.COORDINATED,
        "raised_by": RaisedBy.STAFF,
        "needs": (NeedOf.REGION, NeedOf.SOCIAL),
    }
