"""Fetches of assignments, and of the units and staff that an administrator keeps.

Nobody acts under an assignment that is not theirs or not in force. What an administrator does not keep and what is
missing give the same answer; staff are no patients, so readings leave no entry and refusals do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from brygga.access.administration import PARAGRAPH, NotAdministered, administers, check_keeps
from brygga.access.basis import Basis
from brygga_site.organisations.administering import administrator
from brygga_site.organisations.models import Assignment, ImportFile, Organisation, PhysiciansAt, Staff, Unit
from brygga_site.prepared import Given
from brygga_site.swedish import InSwedish
from brygga_site.trail.actions import Deed, refuse
from brygga_site.trail.models import Action


def assignments_of(staff: Staff, on: date | None = None) -> QuerySet[Assignment]:
    """The assignments of a staff member in force on a day, today when none is given."""
    in_force = _in_force(on or timezone.localdate()) & Q(unit__closed_at__isnull=True)
    found = Assignment.objects.filter(in_force, staff=staff)
    return found.select_related("unit__organisation", "unit__principal", "staff")


def with_staff(units: Iterable[Unit], now: datetime) -> set[int]:
    """Of these units the numbers of those where somebody has an assignment in force and can sign in."""
    return set(at_work(timezone.localdate(now)).filter(unit__in=list(units)).values_list("unit", flat=True))


def at_work(day: date | Given) -> QuerySet[Assignment]:
    """The assignments in force on a day of those who can sign in."""
    return Assignment.objects.filter(_in_force(day), staff__is_active=True)


def _in_force(day: date | Given) -> Q:
    return Q(from_day__lte=day, revoked_at__isnull=True) & (Q(to_day__isnull=True) | Q(to_day__gte=day))


def not_ended(assignments: QuerySet[Assignment], now: datetime) -> QuerySet[Assignment]:
    """Of these assignments those that are in force or are to come."""
    day = timezone.localdate(now)
    return assignments.filter(Q(to_day__isnull=True) | Q(to_day__gte=day), revoked_at__isnull=True)


def check_administrator(assignment: Assignment) -> None:
    """Units and assignments are shown to their administrator. Raises Http404 for others, and puts that on the trail."""
    if not administers(administrator(assignment)):
        what = "units and assignments"
        refuse(
            assignment,
            Deed(Action.LIST, what, Basis.ADMINISTERS_NOT, paragraph=PARAGRAPH, purpose=Assignment.Purpose.ASSIGNMENTS),
        )
        raise Http404("no administrator")


def units_kept(assignment: Assignment) -> QuerySet[Unit]:
    """The units of the administrator's organisation, and those that work for it under contract. Raises Http404."""
    check_administrator(assignment)
    return Unit.objects.filter(_kept(assignment)).select_related("organisation", "principal")


def units_sought(assignment: Assignment, sought: str, kind: str, closed: bool, now: datetime) -> QuerySet[Unit]:
    """The units whose name or HSA-id holds `sought`, of a kind when one is given, with how many `people` work there.

    Those that are closed come along when `closed` is asked for. Raises Http404.
    """
    found = units_kept(assignment).filter(Q(name__icontains=sought) | Q(hsa_id__icontains=sought))
    if kind:
        found = found.filter(kind=kind)
    if not closed:
        found = found.filter(closed_at__isnull=True)
    rows = Assignment.objects.filter(_in_force(timezone.localdate(now)))
    return found.annotate(people=Count("assignments__staff", filter=Q(assignments__in=rows), distinct=True)).order_by(
        InSwedish("name"), "pk"
    )


@dataclass(frozen=True)
class Start:
    """What an administrator should see to: assignments that end soon, and accounts and units with nobody in them."""

    units: int
    staff: int
    ending: tuple[Assignment, ...]
    idle: tuple[Staff, ...]
    empty: tuple[Unit, ...]


def start(assignment: Assignment, now: datetime, days: int, most: int) -> Start:
    """What ends within so many `days`, and at most so many of each and one more, which tells that there are more.

    Raises Http404.
    """
    today = timezone.localdate(now)
    given = not_ended(assignments_kept(assignment), now)
    units = units_kept(assignment).filter(closed_at__isnull=True)
    accounts = Staff.objects.filter(organisation=assignment.unit.organisation_id, is_active=True).order_by(
        InSwedish("name")
    )
    anywhere = not_ended(Assignment.objects.filter(staff=OuterRef("pk")), now)
    return Start(
        units=units.count(),
        staff=staff_kept(assignment).filter(is_active=True).count(),
        ending=tuple(given.filter(to_day__lte=today + timedelta(days=days)).order_by("to_day")[: most + 1]),
        idle=tuple(accounts.exclude(Exists(anywhere))[: most + 1]),
        empty=tuple(units.exclude(pk__in=given.values("unit"))[: most + 1]),
    )


def unit_kept(assignment: Assignment, number: int) -> Unit:
    """One unit of the administrator's. Raises Http404."""
    return _one(units_kept(assignment), pk=number)


def health_centres_kept(assignment: Assignment) -> list[Unit]:
    """The administrator's open health centres, in Swedish order. Raises Http404."""
    kept = units_kept(assignment).filter(kind=Unit.Kind.HEALTH_CENTRE, closed_at__isnull=True)
    return list(kept.prefetch_related("physicians"))


def counted_on(unit: Unit, day: date) -> PhysiciansAt | None:
    """What was last said of a unit's physicians, to hold on a day; None where nobody has."""
    return next((row for row in unit.physicians.all() if row.from_day <= day), None)


def unit_by_hsa_id(assignment: Assignment, hsa_id: str) -> Unit:
    """One unit of the administrator's. Raises Http404."""
    return _one(units_kept(assignment), hsa_id=hsa_id.upper())


def staff_kept(assignment: Assignment) -> QuerySet[Staff]:
    """Those whose account the organisation keeps, and those with an assignment at a unit of it. Raises Http404."""
    check_administrator(assignment)
    own = assignment.unit.organisation_id
    works = Assignment.objects.filter(_kept(assignment, "unit__"), staff=OuterRef("pk"))
    return (
        Staff.objects.filter(Q(organisation=own) | Exists(works))
        .select_related("organisation")
        .order_by(InSwedish("name"), "pk")
    )


def staff_sought(assignment: Assignment, sought: str, inactive: bool) -> QuerySet[Staff]:
    """The staff whose name, user name or HSA-id holds `sought`; deactivated accounts too when asked. Raises Http404."""
    held = Q(name__icontains=sought) | Q(username__icontains=sought) | Q(hsa_id__icontains=sought)
    found = staff_kept(assignment).filter(held)
    return found if inactive else found.filter(is_active=True)


def staff_member(assignment: Assignment, number: int) -> Staff:
    """One of those the administrator keeps or has at a unit. Raises Http404."""
    return _one(staff_kept(assignment), pk=number)


def account_kept(assignment: Assignment, number: int) -> Staff:
    """One whose account the organisation keeps. Raises Http404, and NotAdministered, on the trail, for another's."""
    found = staff_member(assignment, number)
    try:
        check_keeps(administrator(assignment), found.pk, found.organisation_id)
    except NotAdministered:
        what = f"staff: {found.username}"
        refuse(
            assignment,
            Deed(Action.READ, what, Basis.ADMINISTERS_NOT, paragraph=PARAGRAPH, purpose=Assignment.Purpose.ASSIGNMENTS),
        )
        raise
    return found


def staff_named(assignment: Assignment, named: str) -> Staff | None:
    """Whoever has this user name or HSA-id; somebody from another organisation by the whole HSA-id alone."""
    hsa_id = Q(hsa_id=named.strip().upper())
    kept = staff_kept(assignment).filter(Q(username__iexact=named.strip()) | hsa_id).first()
    return kept or Staff.objects.filter(hsa_id).first()


def assignments_kept(assignment: Assignment) -> QuerySet[Assignment]:
    """Every assignment at the administrator's units, whether in force, to come or ended. Raises Http404."""
    check_administrator(assignment)
    rows = Assignment.objects.filter(_kept(assignment, "unit__")).order_by(InSwedish("staff__name"), "from_day", "pk")
    return rows.select_related("staff", "unit__organisation", "unit__principal")


def assignment_kept(assignment: Assignment, number: int) -> Assignment:
    """One assignment at a unit of the administrator's. Raises Http404."""
    return _one(assignments_kept(assignment), pk=number)


def import_file(assignment: Assignment) -> ImportFile | None:
    """The file that waits for this administrator, a day at most. Raises Http404."""
    check_administrator(assignment)
    oldest = timezone.now() - ImportFile.WAITS
    return ImportFile.objects.filter(assignment=assignment, uploaded_at__gte=oldest).first()


def providers_of(assignment: Assignment) -> QuerySet[Organisation]:
    """The private providers that the administrator's organisation has a contract with. Raises Http404."""
    check_administrator(assignment)
    return Organisation.objects.filter(contracted_by__principal=assignment.unit.organisation_id).order_by(
        InSwedish("name")
    )


def _kept(assignment: Assignment, path: str = "") -> Q:
    own = assignment.unit.organisation_id
    return Q(**{f"{path}organisation": own}) | Q(**{f"{path}principal": own})


def _one(rows, **sought: object):
    found = rows.filter(**sought).first()
    if found is None:
        raise Http404("nothing of yours")
    return found
