"""The security log: who signed in and out, failed to, changed a factor or ended a session.

A staff member's user name and HSA-id and the address they came from are written, as nobody could otherwise tell an
intrusion from a mistake. Never written: passwords, codes, tokens, session keys, a name typed that is no account's
(it may be a password in the wrong field), anything about a patient.
"""

from typing import Any

import structlog

from brygga_site.organisations.models import Staff
from brygga_site.trail.origin import origin

UNKNOWN = "(unknown)"


def security(event: str, staff: Staff | None, **about: Any) -> None:
    """Writes one event of the security log. A refusal or a failure is a warning."""
    logger = structlog.get_logger("brygga.security")
    write = logger.warning if event.endswith(("-failed", "-refused", "-limited")) else logger.info
    who = {"staff": staff.username, "staff_number": staff.pk, "hsa_id": staff.hsa_id} if staff else {"staff": UNKNOWN}
    write(event, **who, origin=origin.get(), **about)
