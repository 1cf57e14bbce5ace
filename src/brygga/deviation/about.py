"""A report about a message of another case: what that message says already is filled in."""

from typing import Any

from brygga.deviation.messages import Category
from brygga.process import MessageRef

CATEGORIES: dict[str, Category] = {
    **dict.fromkeys(
        """
        admission need-assessed admission-notice changed-discharge-date ready-notice ready-withdrawn
        outpatient-interventions discharged
        """.split(),
        Category.DISCHARGE,
    ),
    "information-transferred": Category.INFORMATION,
    **dict.fromkeys(("sip-call", "sip-held", "sip-not-needed"), Category.SIP),
    **dict.fromkeys(
        """
        named-care-contact contact-need contact-offered contact-appointed contact-reviewed contact-handed-over
        contact-vacant contact-ended contact-not-appointed
        """.split(),
        Category.NAMED_CONTACT,
    ),
}
"""What a fault in a message of each kind concerns. Of a kind that is not here the reporter says it."""


def from_message(message: MessageRef) -> dict[str, Any]:
    """What a report about `message` holds from the start.

    It goes to the unit that sent the message; when that was the reporter's own, the guard has another one chosen.
    """
    filled: dict[str, Any] = {
        "about": message,
        "recipients": (message.unit,),
        "happened_at": message.sent_at,
        "clause": message.clause or "",
    }
    if category := CATEGORIES.get(message.kind):
        filled["category"] = category
    return filled
