"""Staff are registered, changed and deactivated by the organisation that keeps their account."""

from collections.abc import Mapping
from datetime import datetime

from brygga.access import administration as rules
from brygga_site.organisations import fitness
from brygga_site.organisations.actions.approval import ask
from brygga_site.organisations.actions.recorded import administered, done
from brygga_site.organisations.administering import administrator
from brygga_site.organisations.approval.kinds import ACCOUNT, Carried, ChangeAsked, check_as_before
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.models import Assignment, Pending, Staff
from brygga_site.organisations.reads import not_ended
from brygga_site.organisations.usernames import check_free, given_up

IDENTITIES = ("identity_number", "hsa_id")
FIELDS = ("username", "name", *IDENTITIES)
NAMES = {"identity_number": "identity number", "hsa_id": "HSA-id"}


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
    assignment: Assignment,
    staff: Staff,
    username: str,
    name: str,
    hsa_id: str | None,
    identity_number: str,
    factor: str = "",
) -> Pending | None:
    """Changes a staff member whose account the organisation keeps. Raises Unfit and NotAdministered.

    By the HSA-id one signs in, and by the identity number one's own record is known: where either changes, the whole
    change waits for another administrator.
    """
    with administered(assignment, f"staff changed: {staff.username}"):
        staff = _kept(assignment, staff)
        before = {field: getattr(staff, field) for field in FIELDS}
        content = _fields(username, name, hsa_id, identity_number)
        for field, value in content.items():
            setattr(staff, field, value)
        _check_unique(staff)
        if any(before[field] != content[field] for field in IDENTITIES):
            what = f"staff changed: {identities_told(before, content)}: {before['username']}"
            change = ChangeAsked(ACCOUNT, {"staff": staff.pk, **content}, what, before, subject=staff)
            return ask(assignment, change, factor)
        staff.save()
        given_up(staff, before["username"])
        done(assignment, _changed(staff))
    return None


def carry_out_account(waiting: Pending, asker: Assignment, now: datetime) -> Carried:
    """Changes the account as was asked for."""
    staff = _kept(asker, Staff.objects.get(pk=waiting.content["staff"]))
    check_as_before(waiting, {field: getattr(staff, field) for field in FIELDS})
    for field in FIELDS:
        setattr(staff, field, waiting.content[field])
    _check_unique(staff)
    staff.save()
    given_up(staff, waiting.before["username"])
    # Whoever is signed in by what the account was known by before is so no longer.
    staff.sessions.all().delete()
    return Carried((f"{waiting.what[:190]}",), staff.pk)


def identities_told(before: Mapping[str, str | None], after: Mapping[str, str | None]) -> str:
    """What the account is known by, before and after, as the trail says it."""
    changed = [field for field in IDENTITIES if before[field] != after[field]]
    return ", ".join(f"{NAMES[field]} {before[field] or 'none'} → {after[field] or 'none'}" for field in changed)


def _changed(staff: Staff) -> str:
    return f"staff changed: {staff.username}, {staff.hsa_id or 'no HSA-id'}"


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
