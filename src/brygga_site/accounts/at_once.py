"""Who asks, by one query: for a page that asks again and brings along who it was shown to.

It asks what the middlewares and Django's own `get_user` ask one by one, with their own functions. Where anything is not
as it was, the answer is None, and the request goes the long way, which says what has ended and leads on.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth import SESSION_KEY as STAFF_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as Cookie
from django.db.models import BigAutoField, CharField, DateField, DateTimeField, QuerySet, Subquery, UUIDField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from brygga_site.accounts.assignment import chosen
from brygga_site.accounts.reads import SESSION_KEY, why_ended
from brygga_site.organisations.models import Assignment, Staff, Unit
from brygga_site.organisations.reads import assignments_of
from brygga_site.prepared import Given, Prepared

OF_STAFF = ("pk", "username", "password", "identity_number")
OF_UNIT = ("pk", "name", "role", "kind", "hsa_id", "municipality", "organisation_id")
OF_ASSIGNMENT = ("pk", "title", "purpose")


def _mine() -> QuerySet:
    """The assignments in force of an active staff member, beside what is kept of a browser's session and of theirs."""
    key, now = Given("key", CharField()), Given("now", DateTimeField())
    kept = Cookie.objects.filter(pk=key, expire_date__gt=now).values("session_data")
    mine = assignments_of(Given("staff", BigAutoField()), Given("today", DateField()))
    mine = mine.filter(staff__sessions=Given("session", UUIDField()), staff__is_active=True).annotate(
        kept=Subquery(kept)
    )
    of_staff, of_unit = (f"staff__{name}" for name in OF_STAFF), (f"unit__{name}" for name in OF_UNIT)
    of_session = ("kept", "staff__sessions__began_at", "staff__sessions__seen_at")
    return mine.values_list(*of_session, *OF_ASSIGNMENT, *of_staff, *of_unit)


MINE = Prepared(_mine)


def who_asks(request: HttpRequest, staff: int, session: str, now: datetime) -> Assignment | None:
    """The assignment under which the session's staff member acts; None unless they are these still and may."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    rows = MINE.rows(key=key, staff=staff, session=UUID(session), now=now, today=timezone.localdate(now))
    if not rows:
        return None
    kept, began_at, seen_at, *_ = rows[0]
    if kept is None or why_ended(began_at, seen_at, now):
        return None
    asked = HttpRequest()
    asked.session, asked.assignments = SessionStore().decode(kept), [_assignment(row[3:]) for row in rows]
    asked.user = asked.assignments[0].staff
    return chosen(asked) if _is_signed_in(asked.session, asked.user, session) else None


def _is_signed_in(data: dict[str, Any], staff: Staff, session: str) -> bool:
    """Whether what the browser's session holds is this sign-in, and no password has been set since."""
    theirs = (data.get(STAFF_KEY), data.get(SESSION_KEY)) == (str(staff.pk), session)
    return theirs and constant_time_compare(data.get(HASH_SESSION_KEY, ""), staff.get_session_auth_hash())


def _assignment(values: list[Any]) -> Assignment:
    of_staff, of_unit = len(OF_ASSIGNMENT), len(OF_ASSIGNMENT) + len(OF_STAFF)
    return Assignment(
        **dict(zip(OF_ASSIGNMENT, values[:of_staff], strict=True)),
        staff=Staff(**dict(zip(OF_STAFF, values[of_staff:of_unit], strict=True))),
        unit=Unit(**dict(zip(OF_UNIT, values[of_unit:], strict=True))),
    )
