"""Whom an administrator may give a one-time code, by which a new password is set."""

from datetime import datetime

from brygga.access import administration as rules
from brygga.access.administration import NotAdministered
from brygga_site.organisations.administering import administered_unit, administrator
from brygga_site.organisations.models import Assignment, Staff
from brygga_site.organisations.reads import not_ended


def may_invite(assignment: Assignment, staff: Staff, now: datetime) -> bool:
    try:
        check_may_invite(assignment, staff, now)
    except NotAdministered:
        return False
    return True


def check_may_invite(assignment: Assignment, staff: Staff, now: datetime) -> None:
    """Whether the administrator's organisation keeps the account, and nobody else has given the person anything.

    Whoever sets a password can act as its owner. So keeping the account is not enough when another organisation has
    given an assignment, in force or to come: its patients would be opened by an administrator it has not appointed.
    Units under contract with the administrator's organisation are its own. Nobody gives a code to themselves: it would
    change factors without showing one. Raises NotAdministered.
    """
    who = administrator(assignment)
    rules.check_keeps(who, staff.pk, staff.organisation_id)
    if not staff.is_active:
        raise NotAdministered("the account of {name} is deactivated; activate it first", name=staff.name)
    given = not_ended(staff.assignments.select_related("unit__organisation"), now)
    if not all(rules.administers_unit(who, administered_unit(one.unit)) for one in given):
        reason = "{name} has an assignment from another organisation; whoever runs the site makes the code"
        raise NotAdministered(reason, name=staff.name)
