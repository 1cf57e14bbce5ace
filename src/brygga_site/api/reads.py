"""Fetches of keys: those of the administrator's organisation, one's own, and the one that a program shows."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from brygga_site.api.actions import digest
from brygga_site.api.models import Key
from brygga_site.organisations.models import Assignment
from brygga_site.organisations.reads import assignments_of, check_administrator


def keys_of(assignment: Assignment) -> QuerySet[Key]:
    """The keys of the administrator's organisation. Raises Http404."""
    check_administrator(assignment)
    rows = Key.objects.filter(organisation=assignment.unit.organisation_id)
    return rows.select_related("assignment__staff", "assignment__unit")


def keys_under(assignments: Iterable[Assignment], now: datetime) -> list[Key]:
    """The keys for cases that act, or are to act, under one's own assignments, those that have ended left out."""
    mine = {assignment.pk: assignment for assignment in assignments}
    rows = Key.objects.filter(assignment__in=mine, scope__in=Key.OF_CASES, revoked_at__isnull=True)
    keys = list(rows.filter(last_day__gte=timezone.localdate(now)))
    for key in keys:
        key.assignment = mine[key.assignment_id]
    return keys


def key_under(assignments: Iterable[Assignment], number: int, now: datetime) -> Key:
    """One of them. Raises Http404."""
    found = next((key for key in keys_under(assignments, now) if key.pk == number), None)
    if found is None:
        raise Http404("no such key of yours")
    return found


def key_of(assignment: Assignment, number: int) -> Key:
    """One of them. Raises Http404."""
    found = keys_of(assignment).filter(pk=number).first()
    if found is None:
        raise Http404("no such key")
    return found


def key_shown(secret: str, now: datetime) -> Key | None:
    """The key that a program shows, when it holds and the assignment it acts under is in force; otherwise None."""
    found = Key.objects.filter(digest=digest(secret)).select_related("assignment__staff").first()
    if found is None or not holds(found, now):
        return None
    under = acts_under(found)
    if under is None:
        return None
    found.assignment = under
    found.assignment.through = found.name
    return found


def holds(key: Key, now: datetime) -> bool:
    return key.revoked_at is None and timezone.localdate(now) <= key.last_day


def acts_under(key: Key) -> Assignment | None:
    """The assignment of whoever made the key, when it is in force and the account active."""
    staff = key.assignment.staff
    return assignments_of(staff).filter(pk=key.assignment_id).first() if staff.is_active else None
