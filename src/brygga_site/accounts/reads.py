"""Fetches of sessions and of one-time codes."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import BigAutoField, QuerySet, UUIDField

from brygga_site.accounts.models import Invitation, Session, Unsent
from brygga_site.organisations.models import Staff
from brygga_site.prepared import Given, PreparedModels

# Where a session keeps the number of its row.
SESSION_KEY = "sign_in_session"

# Where a session keeps the address of the form that waits to be sent.
UNSENT_KEY = "unsent"

KEPT = timedelta(hours=1)
"""How long what has been written and not sent is kept for whoever wrote it."""

INVITED = timedelta(hours=72)
"""How long a one-time code is good."""


SESSION = PreparedModels(
    lambda: Session.objects.filter(pk=Given("pk", UUIDField()), staff=Given("staff", BigAutoField()))
)


def session_of(pk: str | None, staff: Staff) -> Session | None:
    """The row of a session; None when it has been ended."""
    return SESSION.first(pk=pk, staff=staff.pk) if pk else None


def why_ended(began_at: datetime, seen_at: datetime, now: datetime) -> str:
    """Why a session is over; empty while it lasts."""
    if now - began_at >= longest():
        return "longest"
    return "idle" if now - seen_at >= idle() else ""


def sessions_of(staff: Staff, now: datetime) -> QuerySet[Session]:
    """The sessions of a staff member that are still good, the latest used first."""
    return Session.objects.filter(staff=staff, began_at__gt=now - longest(), seen_at__gt=now - idle())


def unsent_of(staff: Staff, chosen: int | None, path: str, now: datetime) -> dict[str, list[str]] | None:
    """What the staff member had written in the form at an address under the assignment chosen; None when nothing is."""
    kept = Unsent.objects.filter(staff=staff, chosen=chosen, path=path, kept_at__gt=now - KEPT)
    return kept.values_list("content", flat=True).first()


def invitation_of(username: str, now: datetime) -> Invitation | None:
    """The one-time code that waits for whoever has the user name, locked; None when there is none in time."""
    in_time = Invitation.objects.filter(made_at__gt=now - INVITED, staff__is_active=True)
    return in_time.select_for_update(of=("self",)).filter(staff__username__iexact=username).first()


def idle() -> timedelta:
    return timedelta(seconds=settings.BRYGGA_SESSION_IDLE_SECONDS)


def longest() -> timedelta:
    return timedelta(seconds=settings.BRYGGA_SESSION_SECONDS)
