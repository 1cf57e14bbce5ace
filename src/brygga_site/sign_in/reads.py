"""Fetches of sessions."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from brygga_site.organisations.models import Staff
from brygga_site.sign_in.models import Session

# Where a session keeps the number of its row.
SESSION_KEY = "sign_in_session"


def session_of(pk: str | None, staff: Staff) -> Session | None:
    """The row of a session; None when it has been ended."""
    return Session.objects.filter(pk=pk, staff=staff).first() if pk else None


def sessions_of(staff: Staff, now: datetime) -> QuerySet[Session]:
    """The sessions of a staff member that are still good, the latest used first."""
    return Session.objects.filter(staff=staff, began_at__gt=now - longest(), seen_at__gt=now - idle())


def idle() -> timedelta:
    return timedelta(seconds=settings.BRYGGA_SESSION_IDLE_SECONDS)


def longest() -> timedelta:
    return timedelta(seconds=settings.BRYGGA_SESSION_SECONDS)
