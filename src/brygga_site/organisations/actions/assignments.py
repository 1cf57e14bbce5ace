"""Assignments are asked for by one administrator, given when another approves, and ended."""

from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from brygga.access import administration as rules
from brygga_site.organisations import fitness
from brygga_site.organisations.actions.approval import ask
from brygga_site.organisations.actions.recorded import administered, done
from brygga_site.organisations.administering import administered_unit, administrator
from brygga_site.organisations.approval.kinds import ASSIGNMENT, DAYS, Carried, ChangeAsked, check_as_before
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.models import Assignment, Pending, Staff, Unit


def give_assignment(
    assignment: Assignment,
    staff: Staff,
    unit: Unit,
    title: str,
    purpose: str,
    from_day: date,
    to_day: date | None = None,
    hsa_id: str | None = None,
    factor: str = "",
) -> Pending:
    """Asks for an assignment at a unit, from a day and perhaps to one; it holds when another administrator approves.

    Raises Unfit and NotAdministered.
    """
    with administered(assignment, f"assignment given: {staff.username}, {unit.hsa_id}, {purpose}"):
        given = _givable(assignment, staff, unit, title, purpose, from_day, to_day, hsa_id)
        content = {
            "staff": staff.pk,
            "unit": unit.hsa_id,
            "title": given.title,
            "purpose": purpose,
            "from_day": from_day.isoformat(),
            "to_day": to_day.isoformat() if to_day else None,
            "hsa_id": given.hsa_id,
        }
        return ask(
            assignment, ChangeAsked(ASSIGNMENT, content, f"assignment of {_where(given)}", subject=staff), factor
        )


def carry_out_assignment(waiting: Pending, asker: Assignment, now: datetime) -> Carried:
    """Gives the assignment that was asked for."""
    wanted = waiting.content
    staff, unit = Staff.objects.get(pk=wanted["staff"]), Unit.objects.get(hsa_id=wanted["unit"])
    given = _givable(
        asker,
        staff,
        unit,
        wanted["title"],
        wanted["purpose"],
        date.fromisoformat(wanted["from_day"]),
        _day(wanted["to_day"]),
        wanted["hsa_id"],
    )
    given.save()
    return Carried((told(given),), given.pk)


def _givable(
    assignment: Assignment,
    staff: Staff,
    unit: Unit,
    title: str,
    purpose: str,
    from_day: date,
    to_day: date | None,
    hsa_id: str | None,
) -> Assignment:
    # One at a time for each member of staff, so that no assignment is given twice.
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    unit = Unit.objects.select_related("organisation").get(pk=unit.pk)
    given = new_assignment(assignment, staff, unit, title, purpose, from_day, to_day, hsa_id, timezone.localdate())
    _check_unique(given)
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
    return f"assignment {given.pk} given: {_where(given)}"


def _where(given: Assignment) -> str:
    return f"{given.staff.username}, {given.unit.hsa_id}, {given.purpose}, {given.from_day}–{given.to_day or ''}"


def end_assignment(assignment: Assignment, given: Assignment, to_day: date | None, factor: str = "") -> Pending | None:
    """Sets the last day of an assignment, or with None lets it go on without end. Raises Unfit and NotAdministered.

    An earlier day holds at once. A later one, or none, gives more than there was, and waits for another administrator.
    """
    with administered(assignment, f"assignment {given.pk} ended at a day"):
        given = _changeable(assignment, given)
        fitness.days(given.from_day, to_day, timezone.localdate())
        if is_longer(given.to_day, to_day):
            before, content = {"to_day": _written(given.to_day)}, {"assignment": given.pk, "to_day": _written(to_day)}
            what = f"assignment {given.pk} of {given.staff.username}: last day {given.to_day} → {to_day or 'none'}"
            return ask(assignment, ChangeAsked(DAYS, content, what, before, subject=given.staff), factor)
        given.to_day = to_day
        given.save(update_fields=["to_day"])
        done(assignment, f"assignment {given.pk} of {given.staff.username}: last day {to_day or 'none'}")
    return None


def is_longer(before: date | None, after: date | None) -> bool:
    """Whether an assignment to the day `after` gives more than one to the day `before`; None is without end."""
    return before is not None and (after is None or after > before)


def carry_out_days(waiting: Pending, asker: Assignment, now: datetime) -> Carried:
    """Lets an assignment go on for longer."""
    given = _changeable(asker, Assignment.objects.get(pk=waiting.content["assignment"]))
    check_as_before(waiting, {"to_day": _written(given.to_day)})
    to_day = _day(waiting.content["to_day"])
    fitness.days(given.from_day, to_day, timezone.localdate(now))
    given.to_day = to_day
    given.save(update_fields=["to_day"])
    return Carried((f"assignment {given.pk} of {given.staff.username}: last day {to_day or 'none'}",), given.pk)


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


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
