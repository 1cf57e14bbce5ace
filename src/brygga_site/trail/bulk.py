"""Many entries at once, of times past: for the demo and for measuring, on a trail that nobody else writes to."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from brygga_site.trail import digests
from brygga_site.trail.models import Entry, Subject
from brygga_site.trail.reads import content

AT_ONCE = 2000


@transaction.atomic
def load(made: Iterable[tuple[Entry, list[int]]]) -> int:
    """Adds entries, each with the persons it is about, in the order given; gives how many. It numbers them itself."""
    first = last = Entry.objects.aggregate(last=Max("sequence"))["last"] or 0
    part: list[tuple[Entry, list[int]]] = []
    for last, (entry, persons) in enumerate(made, first + 1):
        entry.sequence = last
        entry.digest = digests.entry_digest(content(entry, sorted(persons)))
        part.append((entry, persons))
        if len(part) == AT_ONCE:
            _write(part)
            part = []
    _write(part)
    return last - first


def _write(part: list[tuple[Entry, list[int]]]) -> None:
    Entry.objects.bulk_create((entry for entry, _ in part), AT_ONCE)
    about = (Subject(entry=entry, person=person) for entry, persons in part for person in persons)
    Subject.objects.bulk_create(about, AT_ONCE)
