"""Whom an administrator may give a one-time code, by which a new password is set."""

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from brygga_site.organisations.models import Assignment, Staff
from brygga_site.trail.actions import Deed, refuse
from brygga_site.trail.models import Action, Ground, Purpose


def may_invite(assignment: Assignment, staff: Staff) -> bool:
    """Whether the staff member works, or is to work, for the administrator's organisation and for no other.

    Whoever sets a password can act as its owner, so an organisation never opens what another has given. Nobody gives
    a code to themselves: it would change factors without showing one.
    """
    if assignment.purpose != Assignment.Purpose.ASSIGNMENTS or assignment.staff_id == staff.pk or not staff.is_active:
        return False
    not_ended = Q(to_day__isnull=True) | Q(to_day__gte=timezone.localdate())
    rows = Assignment.objects.filter(not_ended, staff=staff, revoked_at__isnull=True)
    return set(rows.values_list("unit__organisation", flat=True)) == {assignment.unit.organisation_id}


def check_may_invite(assignment: Assignment, staff: Staff) -> None:
    """Raises Http404, once the refusal is on the trail."""
    if not may_invite(assignment, staff):
        what = f"one-time code: {staff.username}"
        refuse(assignment, Deed(Action.WRITE, what, Ground.ADMINISTERS_NOT, purpose=Purpose.ASSIGNMENTS))
        raise Http404("no staff member of yours")
