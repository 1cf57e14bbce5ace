"""User names are given once: one that somebody has had is never given to another, whose it would seem to be."""

from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.models import FormerUserName, Staff


def check_free(username: str, staff: Staff | None = None) -> None:
    """Raises Unfit when somebody else has the user name, or has had it. `staff` may take back one of their own."""
    own = staff.pk if staff else None
    if Staff.objects.filter(username__iexact=username).exclude(pk=own).exists():
        raise Unfit("username", "somebody already has the user name {username}", username=username)
    if FormerUserName.objects.filter(pk=username.lower()).exclude(staff=own).exists():
        reason = "somebody has had the user name {username}, and it stands in the log: choose another"
        raise Unfit("username", reason, username=username)


def given_up(staff: Staff, before: str) -> None:
    """Keeps that the member of staff had the user name `before`, in the transaction that gives them another."""
    if before.lower() != staff.username.lower():
        FormerUserName.objects.get_or_create(pk=before.lower(), defaults={"staff": staff})
