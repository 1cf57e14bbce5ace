"""What a file is compared with: the units, staff, assignments and providers that its rows may mean."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Lower

from brygga_site.organisations import reads
from brygga_site.organisations.importing.reading import FileRow
from brygga_site.organisations.models import Assignment, FormerUserName, Organisation, Staff, Unit

AT_ONCE = 5000


@dataclass
class KnownUnitsAndStaff:
    """What is stored: units and staff by HSA-id, staff also by user name in small letters, providers by number.

    `former` are user names that somebody has had.

    `assignments` are those of these staff at the administrator's units; `commissions` are HSA-ids that are taken.
    """

    units: dict[str, Unit]
    kept: set[int]
    staff: dict[str, Staff]
    usernames: dict[str, Staff]
    former: set[str]
    providers: dict[str, Organisation]
    assignments: list[Assignment]
    commissions: set[str]


def known(assignment: Assignment, rows: list[FileRow]) -> KnownUnitsAndStaff:
    """What is stored of all that the rows name, in a few questions to the database."""
    units = {one.hsa_id: one for one in reads.units_kept(assignment)}
    kept = {one.pk for one in units.values()}
    others = _parts({row["unit"].upper() for row in rows} - units.keys() - {""})
    for part in others:
        units |= {one.hsa_id: one for one in Unit.objects.filter(hsa_id__in=part).select_related("organisation")}
    staff = list(_staff(rows))
    numbers = [one.pk for one in staff]
    mine = reads.assignments_kept(assignment)
    commissions = {row["assignment"].upper() for row in rows} - {""}
    return KnownUnitsAndStaff(
        units=units,
        kept=kept,
        staff={one.hsa_id: one for one in staff if one.hsa_id},
        usernames={one.username.lower(): one for one in staff},
        former={
            name
            for part in _parts(_names(rows))
            for name in FormerUserName.objects.filter(pk__in=part).values_list("pk", flat=True)
        },
        providers={one.code: one for one in reads.providers_of(assignment)},
        assignments=[row for part in _parts(numbers) for row in mine.filter(staff__in=part)],
        commissions={
            hsa_id
            for part in _parts(commissions)
            for hsa_id in Assignment.objects.filter(hsa_id__in=part).values_list("hsa_id", flat=True)
        },
    )


def _names(rows: list[FileRow]) -> set[str]:
    """What the rows' people are, or would be, called as users, in small letters."""
    return {name.lower() for row in rows for name in (row["username"], row["person"]) if name}


def _staff(rows: list[FileRow]) -> Iterator[Staff]:
    hsa_ids = {row["person"].upper() for row in rows} - {""}
    usernames = {row["username"].lower() for row in rows} - {""}
    seen: set[int] = set()
    for part in _parts(hsa_ids | usernames):
        for one in Staff.objects.alias(lower=Lower("username")).filter(Q(hsa_id__in=part) | Q(lower__in=part)):
            if one.pk not in seen:
                seen.add(one.pk)
                yield one


def _parts(values: Iterable) -> Iterator[list]:
    """A database takes only so many values at once."""
    listed = sorted(values)
    return (listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE))
