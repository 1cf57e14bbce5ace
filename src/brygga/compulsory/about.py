"""Compulsory care that is known by a message of a discharge, whose stay is not written again."""

from typing import Any

from brygga.calendars import local_date
from brygga.process import MessageRef

FROM_KINDS = frozenset({"admission-notice", "notice-supplement", "ready-notice"})
"""The messages of a discharge by which a ward tells of somebody in its care."""


def from_message(message: MessageRef) -> dict[str, Any]:
    """What the case holds from the start: which message, and its day until somebody says a truer one."""
    return {"about": message, "from_day": local_date(message.sent_at)}
