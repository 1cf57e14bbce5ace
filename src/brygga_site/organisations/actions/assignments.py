"""Assignments are given, ended at a day and revoked at once."""

from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from brygga.access import administration as rules
from brygga_site.organisations import fitness
from brygga_site.organisations.actions.recorded import administered, done
from brygga_site.organisations.administering import administered_unit, administrator
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.models import Assignment, Staff, Unit


def give_assignment(
    assignment: Assignment,
    staff: Staff,
    unit: Unit,
    title: str,
    purpose: str,
    from_day: date,
    to_day: date | None = None,
    hsa_id: str | None = None,
) -> Assignment:
    """Gives a staff member an assignment at a unit, from a day and perhaps to one. Raises Unfit and NotAdministered."""
    with administered(assignment, f"assignment given: {staff.username}, {unit.hsa_id}, {purpose}"):
        # One at a time for each member of staff, so that no assignment is given twice.
        staff = Staff.objects.select_for_update().get(pk=staff.pk)
        unit = Unit.objects.select_related("organisation").get(pk=unit.pk)
        given = new_assignment(assignment, staff, unit, title, purpose, from_day, to_day, hsa_id, timezone.localdate())
        _check_unique(given)
        given.save()
        done(assignment, told(given))
    return given


def new_assignment(
    assignment: Assignment,
    staff: Staff,
    unit: Unit,
    title: str,
    purpose: str,
    from_day: date,
    to_day: date | None,
    hsa_id: str | None,
    today: date,
) -> Assignment:
    """An assignment that may be given, not yet stored. Raises Unfit and NotAdministered."""
    rules.check_may_give(administrator(assignment), staff.pk, administered_unit(unit), purpose)
    if not staff.is_active:
        raise Unfit("staff", "the account of {name} is deactivated; activate it first", name=staff.name)
    fitness.days(from_day, to_day, today)
    return Assignment(
        staff=staff,
        unit=unit,
        title=fitness.name(title, 100, "title"),
        purpose=purpose,
        from_day=from_day,
        to_day=to_day,
        hsa_id=fitness.optional_hsa_id(hsa_id),
    )


def told(given: Assignment) -> str:
    """An assignment as the trail names it, so that it is told apart when its row has changed."""
    until = given.to_day or ""
    where = f"{given.unit.hsa_id}, {given.purpose}, {given.from_day}–{until}"
    return f"assignment {given.pk} given: {given.staff.username}, {where}"


def end_assignment(assignment: Assignment, given: Assignment, to_day: date | None) -> Assignment:
    """Sets the last day of an assignment, or with None lets it go on without end. Raises Unfit and NotAdministered."""
    with administered(assignment, f"assignment {given.pk} ended at a day"):
        given = _changeable(assignment, given)
        fitness.days(given.from_day, to_day, timezone.localdate())
        given.to_day = to_day
        given.save(update_fields=["to_day"])
        done(assignment, f"assignment {given.pk} of {given.staff.username}: last day {to_day or 'none'}")
    return given


def revoke_assignment(assignment: Assignment, given: Assignment, now: datetime) -> Assignment:
    """Ends an assignment at once: the next request under it is refused. Raises NotAdministered."""
    with administered(assignment, f"assignment {given.pk} revoked"):
        given = _changeable(assignment, given)
        given.revoked_at = now
        given.save(update_fields=["revoked_at"])
        done(assignment, f"assignment {given.pk} of {given.staff.username} revoked")
    return given


def _changeable(assignment: Assignment, given: Assignment) -> Assignment:
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("staff", "unit__organisation")
    given = rows.get(pk=given.pk)
    rules.check_may_change(administrator(assignment), given.staff_id, administered_unit(given.unit))
    if has_ended(given, timezone.now()):
        raise Unfit("to_day", "the assignment has already ended; give a new one")
    return given


def has_ended(given: Assignment, now: datetime) -> bool:
    return given.revoked_at is not None or bool(given.to_day and given.to_day < timezone.localdate(now))


def _check_unique(given: Assignment) -> None:
    if given.hsa_id and Assignment.objects.filter(hsa_id=given.hsa_id).exists():
        raise Unfit("hsa_id", "there is already an assignment with the HSA-id {hsa_id}", hsa_id=given.hsa_id)
    last = Q(to_day__isnull=True) | Q(to_day__gte=given.from_day)
    first = Q(from_day__lte=given.to_day) if given.to_day else Q()
    same = {"staff": given.staff, "unit": given.unit, "purpose": given.purpose, "revoked_at__isnull": True}
    if Assignment.objects.filter(last, first, **same).exists():
        raise Unfit(
            "from_day", "{name} already has such an assignment at the unit in these days", name=given.staff.name
        )
