"""A plan whose need shows in a message of a discharge, or as compulsory care ends: what is known is filled in."""

from typing import Any

from brygga.careplan.messages import NeedOf, PlanKind, RaisedBy
from brygga.process import MessageRef

FROM_KINDS = frozenset(
    {"admission-notice", "notice-supplement", "ready-notice", "sip-call", "sip-held", "compulsory-care-ended"}
)
"""The messages of a discharge, and of compulsory care, by which it is known that somebody is to have a plan."""


def from_message(message: MessageRef) -> dict[str, Any]:
    """What the need holds from the start when it shows in `message`: of both, as a discharge with a plan is."""
    return {
        "about": message,
        "plan": PlanKind.COORDINATED,
        "raised_by": RaisedBy.STAFF,
        "needs": (NeedOf.REGION, NeedOf.SOCIAL),
    }
