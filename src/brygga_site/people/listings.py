"""Where persons are listed, read from a file of the region's register of listings."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from brygga.access.basis import Basis
from brygga.identities import InvalidIdentityNumber, person_number
from brygga.process import Role
from brygga_site.organisations.models import Organisation, Unit
from brygga_site.people.models import Listing
from brygga_site.people.reads import everybody_by_number
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.models import OPERATION, Action

COLUMNS = ("person", "unit")


class UnreadableListings(ValueError):
    """The file cannot be used: on which line, why, and what to do."""


@dataclass(frozen=True)
class ListingsRead:
    """How many rows there were, and how many listings hold now. A person who is not known here is left out."""

    rows: int
    kept: int


def read_listings(region: Organisation, text: str) -> ListingsRead:
    """Takes the listings of a file in place of those the region had; nothing is kept of who is not known in Brygga.

    `text` is CSV with the columns `person`, an identity number, and `unit`, the HSA-id of a health centre of the
    region's or under contract with it. Raises UnreadableListings.
    """
    given = dict(_rows(text))
    of_region = Q(organisation=region) | Q(principal=region)
    units = {one.hsa_id: one for one in Unit.objects.filter(of_region, role=Role.OUTPATIENT_CARE)}
    if strangers := sorted({hsa_id for hsa_id in given.values() if hsa_id not in units})[:5]:
        raise UnreadableListings(f"no health centre of the region has the HSA-id {', '.join(strangers)}: open it first")
    with transaction.atomic():
        made = list(_listings(given, units))
        Listing.objects.filter(unit__in=Unit.objects.filter(of_region)).delete()
        # Somebody may have been listed in another region until now.
        updates = {"update_conflicts": True, "unique_fields": ["person"], "update_fields": ["unit"]}
        Listing.objects.bulk_create(made, batch_size=2000, **updates)
        about = [one.person_id for one in made]
        record(None, Deed(Action.WRITE, f"{len(made)} listings", Basis.OPERATOR, about, purpose=OPERATION))
    return ListingsRead(len(given), len(made))


def _listings(given: Mapping[str, str], units: Mapping[str, Unit]) -> Iterator[Listing]:
    for pk, number in everybody_by_number():
        if number in given:
            yield Listing(person_id=pk, unit=units[given[number]])


def _rows(text: str) -> Iterator[tuple[str, str]]:
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count), strict=True)
    if missing := [name for name in COLUMNS if name not in (reader.fieldnames or ())]:
        raise UnreadableListings(f"line 1 has no column {', '.join(missing)}: it is to be “person;unit”")
    seen, today = set[str](), timezone.localdate()
    try:
        for row in reader:
            number = person_number(row["person"] or "", today)
            if number in seen:
                raise UnreadableListings(f"line {reader.line_num}: the person stands twice; nobody is listed twice")
            seen.add(number)
            yield number, (row["unit"] or "").strip().upper()
    except InvalidIdentityNumber:
        raise UnreadableListings(f"line {reader.line_num}: this is no identity number") from None
    except csv.Error as error:
        raise UnreadableListings(f"line {reader.line_num} cannot be read ({error})") from None
