"""Fetches of what waits for approval, and of what has been decided."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.http import Http404

from brygga.access.administration import NotAdministered
from brygga_site.organisations.approval.people import check_may_approve
from brygga_site.organisations.models import Assignment, Pending, Staff
from brygga_site.organisations.reads import check_administrator

SHOWN = timedelta(days=30)
"""How long what has been decided stays on the page."""


def kept(assignment: Assignment) -> QuerySet[Pending]:
    """What the administrator's organisation has asked for, or approves for another. Raises Http404."""
    check_administrator(assignment)
    own = assignment.unit.organisation_id
    mine = Q(organisation=own) | Q(region=own) | Q(organisation__stand_in__region=own)
    rows = Pending.objects.filter(mine).defer("file")
    return rows.select_related(
        "organisation__stand_in__region",
        "region",
        "subject",
        "asked_under__staff",
        "asked_under__unit__organisation",
        "decided_under__staff",
    )


def waiting(assignment: Assignment, now: datetime) -> QuerySet[Pending]:
    """Those that wait, the longest first. Raises Http404."""
    found = kept(assignment).filter(state=Pending.State.WAITING, asked_at__gt=now - Pending.WAITS)
    return found.order_by("asked_at", "pk")


def to_approve(assignment: Assignment, now: datetime) -> list[Pending]:
    """Those that others have asked for and this very administrator can approve. Raises Http404."""
    return [one for one in waiting(assignment, now) if why_not_approved(assignment, one, now) is None]


def why_not_approved(assignment: Assignment, pending: Pending, now: datetime) -> NotAdministered | None:
    """Why the administrator cannot approve it; None when they can."""
    try:
        check_may_approve(assignment, pending, now)
    except NotAdministered as refused:
        return refused
    return None


def decided(assignment: Assignment, now: datetime) -> QuerySet[Pending]:
    """Those of the last 30 days that no longer wait, the latest first. Raises Http404."""
    still = Q(state=Pending.State.WAITING, asked_at__gt=now - Pending.WAITS)
    return kept(assignment).filter(asked_at__gt=now - SHOWN).exclude(still)


def one(assignment: Assignment, number: int) -> Pending:
    """One of them. Raises Http404."""
    found = kept(assignment).filter(pk=number).first()
    if found is None:
        raise Http404("nothing of yours waits under this number")
    return found


def about(staff: Staff, now: datetime) -> QuerySet[Pending]:
    """What waits about a member of staff, which they are shown."""
    rows = Pending.objects.filter(subject=staff, state=Pending.State.WAITING, asked_at__gt=now - Pending.WAITS)
    return rows.defer("file").select_related("asked_under__staff", "asked_under__unit__organisation")
