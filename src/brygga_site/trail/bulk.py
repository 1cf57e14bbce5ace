"""Many entries at once, of times past: for the demo and for measuring, on a trail that nobody else writes to."""

from collections.abc import Iterable
from itertools import islice

from django.db import transaction
from django.db.models import Max, Model
from django.utils import timezone

from brygga.access.basis import Basis
from brygga_site.trail import digests, rows, signing
from brygga_site.trail.actions import next_number
from brygga_site.trail.models import OPERATION, Action, Entry, Outcome, Subject
from brygga_site.trail.reads import content

AT_ONCE = 2000


@transaction.atomic
def load(made: Iterable[tuple[Entry, list[int]]]) -> int:
    """Adds entries, each with the persons it is about, in the order given; gives how many. It numbers them itself."""
    first = last = Entry.objects.aggregate(last=Max("sequence"))["last"] or 0
    part: list[tuple[Entry, list[int]]] = []
    for last, (entry, persons) in enumerate(made, first + 1):
        entry.sequence = last
        entry.digest = digests.entry_digest(content(entry, sorted(persons)), signing.digest_algorithm())
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


def adopt(entries: type[Entry], made: Iterable[Model]) -> int:
    """Takes on rows from before entries told of any: sealed as they stand now. For a migration, in its transaction.

    `entries` is the table as the migration knows it, which may have room for digests of the first algorithm alone.
    Gives how many rows there were.
    """
    source, count = iter(made), 0
    while part := list(islice(source, AT_ONCE)):
        entry = entries(
            sequence=next_number(),
            at=timezone.now(),
            purpose=OPERATION,
            action=Action.ADOPT.value,
            decision=Outcome.ALLOWED.value,
            ground=Basis.OPERATOR.value,
            what=f"{len(part)} rows of {part[0]._meta.db_table} taken on as they stand",
            told=rows.told_text(part, [digests.FIRST]),
        )
        entry.digest = digests.entry_digest(content(entry, []))
        entry.save(force_insert=True)
        count += len(part)
    return count
