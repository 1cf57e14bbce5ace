"""Who asks, by one query: for a page that asks again and brings along who it was shown to.

It asks what the middlewares and Django's own `get_user` ask one by one, with their own functions. Where anything is not
as it was, the answer is None, and the request goes the long way, which says what has ended and leads on.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth import SESSION_KEY as STAFF_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as Cookie
from django.db.models import F, Subquery
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from brygga_site.accounts.assignment import chosen
from brygga_site.accounts.reads import SESSION_KEY, why_ended
from brygga_site.organisations.models import Assignment
from brygga_site.organisations.reads import assignments_of


def who_asks(request: HttpRequest, staff: int, session: str, now: datetime) -> Assignment | None:
    """The assignment under which the session's staff member acts; None unless they are these still and may."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    kept = Cookie.objects.filter(pk=key, expire_date__gt=now).values("session_data")
    in_force = assignments_of(staff).filter(staff__sessions=session, staff__is_active=True)
    mine = list(
        in_force.annotate(
            kept=Subquery(kept), began_at=F("staff__sessions__began_at"), seen_at=F("staff__sessions__seen_at")
        )
    )
    if not mine or mine[0].kept is None or why_ended(mine[0].began_at, mine[0].seen_at, now):
        return None
    asked = HttpRequest()
    asked.session, asked.user, asked.assignments = SessionStore().decode(mine[0].kept), mine[0].staff, mine
    return chosen(asked) if _is_signed_in(asked.session, mine[0], session) else None


def _is_signed_in(data: dict[str, Any], assignment: Assignment, session: str) -> bool:
    """Whether what the browser's session holds is this sign-in, and no password has been set since."""
    theirs = (data.get(STAFF_KEY), data.get(SESSION_KEY)) == (str(assignment.staff_id), session)
    return theirs and constant_time_compare(data.get(HASH_SESSION_KEY, ""), assignment.staff.get_session_auth_hash())
