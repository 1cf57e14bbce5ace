"""What takes two administrators, done by two."""

from typing import Any

from django.utils import timezone

from brygga_site.organisations import actions
from brygga_site.organisations.approval.kinds import Carried
from brygga_site.organisations.models import Assignment, Pending, Staff


def approved(by: Assignment, waiting: Pending) -> Carried:
    """Another administrator says yes."""
    return actions.approve(by, waiting.pk, "passkey", timezone.now())[1]


def given(asks: Assignment, approves: Assignment, staff: Staff, *wanted: Any, **days: Any) -> Assignment:
    """An assignment that one administrator has asked for and another approved."""
    waiting = actions.give_assignment(asks, staff, *wanted, **days)
    return Assignment.objects.get(pk=approved(approves, waiting).result)
