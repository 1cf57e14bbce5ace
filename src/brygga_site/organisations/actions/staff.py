"""Staff are registered, changed and deactivated by the organisation that keeps their account."""

from datetime import datetime

from brygga.access import administration as rules
from brygga_site.organisations import fitness
from brygga_site.organisations.actions.recorded import administered, done
from brygga_site.organisations.administering import administrator
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.models import Assignment, Staff
from brygga_site.organisations.reads import not_ended
from brygga_site.organisations.usernames import check_free, given_up


def register_staff(
    assignment: Assignment, username: str, name: str, hsa_id: str | None = None, identity_number: str = ""
) -> Staff:
    """Registers a staff member, whose account the administrator's organisation keeps. Raises Unfit, NotAdministered."""
    with administered(assignment, f"staff registered: {username}"):
        staff = new_staff(assignment, username, name, hsa_id, identity_number)
        _check_unique(staff)
        staff.save()
        done(assignment, registered(staff))
    return staff


def new_staff(
    assignment: Assignment, username: str, name: str, hsa_id: str | None = None, identity_number: str = ""
) -> Staff:
    """A staff member who may be registered, not yet stored and with no password. Raises Unfit and NotAdministered."""
    rules.check_administers(administrator(assignment))
    staff = Staff(organisation=assignment.unit.organisation, **_fields(username, name, hsa_id, identity_number))
    staff.set_unusable_password()
    return staff


def registered(staff: Staff) -> str:
    return f"staff registered: {staff.username}, {staff.hsa_id or 'no HSA-id'}"


def change_staff(
    assignment: Assignment, staff: Staff, username: str, name: str, hsa_id: str | None, identity_number: str
) -> Staff:
    """Changes a staff member whose account the organisation keeps. Raises Unfit and NotAdministered."""
    with administered(assignment, f"staff changed: {staff.username}"):
        staff = _kept(assignment, staff)
        before = staff.username
        for field, value in _fields(username, name, hsa_id, identity_number).items():
            setattr(staff, field, value)
        _check_unique(staff)
        staff.save()
        given_up(staff, before)
        done(assignment, f"staff changed: {staff.username}, {staff.hsa_id or 'no HSA-id'}")
    return staff


def deactivate_staff(assignment: Assignment, staff: Staff, now: datetime) -> int:
    """Ends an account and every assignment of it at once, at whatever organisation. Gives how many.

    Its sessions are gone, so none of them comes back with the account. Raises NotAdministered.
    """
    with administered(assignment, f"staff deactivated: {staff.username}"):
        staff = _kept(assignment, staff)
        staff.is_active = False
        staff.save(update_fields=["is_active"])
        staff.sessions.all().delete()
        ended = not_ended(staff.assignments.all(), now).update(revoked_at=now)
        done(assignment, f"staff deactivated: {staff.username}, with {ended} assignments")
    return ended


def reactivate_staff(assignment: Assignment, staff: Staff) -> None:
    """Lets a staff member sign in again, with no assignment until one is given. Raises NotAdministered."""
    with administered(assignment, f"staff reactivated: {staff.username}"):
        staff = _kept(assignment, staff)
        staff.is_active = True
        staff.save(update_fields=["is_active"])
        done(assignment, f"staff reactivated: {staff.username}")


def _kept(assignment: Assignment, staff: Staff) -> Staff:
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    rules.check_keeps(administrator(assignment), staff.pk, staff.organisation_id)
    return staff


def _fields(username: str, name: str, hsa_id: str | None, identity_number: str) -> dict[str, str | None]:
    return {
        "username": fitness.username(username),
        "name": fitness.name(name, 200),
        "hsa_id": fitness.optional_hsa_id(hsa_id),
        "identity_number": fitness.identity_number(identity_number),
    }


def _check_unique(staff: Staff) -> None:
    check_free(staff.username, staff)
    others = Staff.objects.exclude(pk=staff.pk)
    if staff.hsa_id and others.filter(hsa_id=staff.hsa_id).exists():
        raise Unfit("hsa_id", "somebody already has the HSA-id {hsa_id}", hsa_id=staff.hsa_id)
