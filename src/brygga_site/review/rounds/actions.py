"""Starts a round of review, and draws it: at once when the period has few entries, else beside the requests."""

import secrets
from array import array
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from brygga.access.flags import Flag, flags
from brygga.access.looks import gather
from brygga.access.ranking import Gravest, gravest
from brygga_site.organisations.models import Assignment
from brygga_site.review import sample
from brygga_site.review.log.reads import own_entries
from brygga_site.review.models import Drawing, Drawn, Flagged, Round
from brygga_site.review.patterns.reads import known, looks
from brygga_site.review.permission import check_may_review
from brygga_site.review.reads import population, record_review
from brygga_site.trail.models import Action, Entry

AT_ONCE = 10_000
"""A round over more entries than this, some second's work, is drawn by `manage.py draw_rounds`."""


def start_round(assignment: Assignment, first: date, last: date, percent: int, now: datetime) -> Round:
    """Makes a round that samples `percent` of a period's entries and finds its patterns. Raises Http404."""
    check_may_review(assignment)
    with transaction.atomic():
        made = Round.objects.create(
            organisation=assignment.unit.organisation,
            assignment=assignment,
            made_at=now,
            first=first,
            last=last,
            until=Entry.objects.aggregate(last=Max("sequence"))["last"] or 0,
            percent=percent,
            seed=secrets.token_hex(16),
        )
        record_review(assignment, Action.WRITE, f"review round {made.pk}", [], told=[made])
    if _is_small(made):
        draw(made, now)
    return made


def draw_waiting(now: datetime) -> Iterator[Round]:
    """Draws the rounds that wait for it, the oldest first; one that was interrupted is drawn anew from its seed."""
    for of in Round.objects.filter(drawing__isnull=True).select_related("organisation").order_by("pk"):
        if draw(of, now):
            yield of


def draw(of: Round, now: datetime) -> bool:
    """Draws the sample and finds the patterns; False when somebody else has meanwhile, which comes to the same.

    All is read and judged before the transaction, which is short, so that nobody waits for it.
    """
    entries = array("q", population(of.organisation, of.first, of.last, of.until))
    drawn = sample.draw(entries, sample.size(len(entries), of.percent), of.seed)
    gathered = gather(looks(of.organisation, of.first, of.last, of.until))
    found = gravest(flags(gathered, known(of.organisation, gathered.persons)))
    try:
        with transaction.atomic():
            _write(of, now, len(entries), drawn, found)
    except IntegrityError:
        if not Drawing.objects.filter(pk=of.pk).exists():
            raise
        return False
    return True


def _is_small(of: Round) -> bool:
    within = own_entries(of.organisation, of.first, of.last).filter(sequence__lte=of.until)
    return within.order_by()[: AT_ONCE + 1].count() <= AT_ONCE


def _write(of: Round, now: datetime, population: int, drawn: list[int], found: Gravest) -> None:
    counts = {kind.value: count for kind, count in found.counts.items()}
    # Whoever else has drawn the round has taken its key.
    Drawing.objects.create(round=of, at=now, population=population, flags=counts)
    Drawn.objects.bulk_create((Drawn(round=of, rank=n, entry=e) for n, e in enumerate(drawn, 1)), 1000)
    names = _names_then(flag.entry for flag in found.flags)
    Flagged.objects.bulk_create((_row(of, flag, names.get(flag.entry, "")) for flag in found.flags), 1000)


def _names_then(entries: Iterable[int]) -> dict[int, str]:
    """The user name that stands on each of these entries."""
    return dict(Entry.objects.filter(pk__in=list(entries)).values_list("pk", "staff"))


def _row(of: Round, flag: Flag, then: str) -> Flagged:
    return Flagged(
        round=of,
        kind=flag.kind.value,
        staff=then,
        staff_number=flag.staff,
        unit=flag.unit,
        person=flag.person,
        entry=flag.entry,
        entries=flag.entries,
        first_at=flag.first,
        last_at=flag.last,
        figures=dict(flag.figures),
    )
