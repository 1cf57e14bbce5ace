"""Fetches of assignments; nobody acts under one that is not theirs or not in force."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from brygga_site.organisations.models import Assignment, Staff


def assignments_of(staff: Staff, on: date | None = None) -> QuerySet[Assignment]:
    """The assignments of a staff member in force on a day, today when none is given."""
    day = on or timezone.localdate()
    in_force = Q(from_day__lte=day) & (Q(to_day__isnull=True) | Q(to_day__gte=day)) & Q(revoked_at__isnull=True)
    return Assignment.objects.filter(in_force, staff=staff).select_related("unit__organisation", "staff")
