"""Fetches of the trail as it lies in the database, for verifying it: nothing is repaired on the way."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Count, Max, QuerySet, TextField
from django.db.models.functions import Cast

from brygga_site.trail import digests
from brygga_site.trail.models import Action, Entry, Inspection, Seal, Subject
from brygga_site.trail.stored import Sealed, StoredEntry, moment

TEXTS = ("staff", "assignment", "unit", "purpose", "action", "decision", "ground", "paragraph", "what", "origin")

LATER = ("staff_number", "told")
"""Columns that came after the first entries; a migration's own entries may be older than one."""


def content(entry: Entry, persons: list[int]) -> dict[str, Any]:
    """What the digest of an entry is over."""
    texts = {name: getattr(entry, name) for name in TEXTS}
    case = entry.case.hex if entry.case else None
    own = {"sequence": entry.sequence, "at": digests.moment(entry.at), "case": case, "persons": persons, **texts}
    return own | _when_set(**{name: getattr(entry, name, None) for name in LATER})


def _when_set(**later: Any) -> dict[str, Any]:
    """Columns that came after the first entries: where one is not set it is no part of the digest, as it was not."""
    return {name: value for name, value in later.items() if value is not None}


@contextmanager
def as_it_lies() -> Iterator[None]:
    """Lets SQLite hand out text that is none, where somebody has put it, instead of failing on it."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    factory = connection.connection.text_factory
    connection.connection.text_factory = lambda text: text.decode(errors="surrogateescape")
    try:
        yield
    finally:
        connection.connection.text_factory = factory


@dataclass(frozen=True)
class Newest:
    """The newest seal and the newest entry of a moment. What comes later is left for the next verification."""

    seal: Any
    entry: Any
    count: int


def newest() -> Newest:
    """The entry is looked up after the seal, so that no seal covers what is left out."""
    seal = Seal.objects.aggregate(last=Max("first"))["last"]
    return Newest(seal, **Entry.objects.aggregate(entry=Max("sequence"), count=Count("pk")))


@dataclass(frozen=True)
class State:
    """How many entries there are, how many of them are sealed, and when the newest seal was made.

    `waiting_since` is when the oldest entry that waits for its seal was made; `exported`, `verified` and
    `backed_up` are the latest of their kind, None when there is none.
    """

    entries: int
    sealed: int
    sealed_at: datetime | None
    waiting_since: datetime | None
    exported: Inspection | None
    verified: Inspection | None
    backed_up: Inspection | None

    @property
    def waiting(self) -> int:
        return self.entries - self.sealed


def state() -> State:
    """How far the trail goes and how far it is sealed. Entries are numbered without holes, so nothing is counted."""
    sealed, at = Seal.objects.order_by("-first").values_list("last", "at").first() or (0, None)
    oldest = Entry.objects.filter(sequence__gt=sealed).order_by("sequence").values_list("at", flat=True).first()
    latest = (Inspection.objects.filter(kind=kind).first() for kind in Inspection.Kind)
    return State(Entry.objects.aggregate(last=Max("sequence"))["last"] or 0, sealed, at, oldest, *latest)


def rows(until: Newest) -> Iterator[StoredEntry]:
    """The entries with their persons, in order. A person of an entry that is not there makes a row too."""
    stored = _entries(Entry.objects.all())
    about = Subject.objects.order_by("entry_id", "person").values_list("entry_id", "person").iterator()
    known = (one for one in stored if not _later(one[0], until.entry))
    theirs = (one for one in about if not _later(one[0], until.entry))
    for sequence, entry, persons in _side_by_side(known, theirs):
        yield _row(sequence, entry, persons)


def seals(until: Newest) -> Iterator[Sealed]:
    """The seals, in order."""
    found = Seal.objects.order_by("first").annotate(at_text=_text("at"))
    columns = ("first", "last", "previous", "digests", "head", "at_text", "key", "signature")
    for first, last, previous, covered, head, at, key, signature in found.values_list(*columns).iterator():
        if _later(first, until.seal):
            continue
        # A column that no longer holds bytes holds no digests.
        digests_ = bytes(covered) if isinstance(covered, bytes | memoryview) else b""
        yield Sealed(first, last, previous, digests_, head, moment(at), key, signature)


def entries_after(last: int) -> Iterator[StoredEntry]:
    """The entries after a number that tell of rows, without their persons."""
    for entry in _entries(Entry.objects.filter(sequence__gt=last, told__isnull=False)):
        yield _row(entry[0], entry, [])


def entries_of(action: Action) -> Iterator[StoredEntry]:
    """The entries of one action, without their persons: those that say that others, or rows, were removed."""
    for entry in _entries(Entry.objects.filter(action=action)):
        yield _row(entry[0], entry, [])


def _entries(found: QuerySet[Entry]) -> Iterator[tuple[Any, ...]]:
    columns = found.order_by("sequence").annotate(
        at_text=_text("at"), case_text=_text("case"), number_text=_text("staff_number")
    )
    return columns.values_list("sequence", "at_text", "case_text", "digest", "number_text", "told", *TEXTS).iterator()


def _later(number: Any, newest: Any) -> bool:
    return isinstance(number, int) and isinstance(newest, int) and number > newest


def _row(sequence: Any, entry: tuple[Any, ...] | None, persons: list[Any]) -> StoredEntry:
    if entry is None:
        return StoredEntry({"sequence": sequence, "persons": persons}, None)
    _, at, case, digest, number, told, *texts = entry
    case = case.replace("-", "") if isinstance(case, str) else case
    named = dict(zip(TEXTS, texts, strict=True))
    own = {"sequence": sequence, "at": moment(at), "case": case, "persons": persons, **named}
    return StoredEntry(own | _when_set(staff_number=_whole(number), told=told), digest)


def _text(column: str) -> Cast:
    """A column as text: SQLite would otherwise fail on what somebody has put in place of a time or a number."""
    return Cast(column, TextField())


def _whole(text: Any) -> Any:
    """A stored number, written as a database writes one; anything else stays as it is, and matches no digest."""
    return int(text) if isinstance(text, str) and re.fullmatch(r"-?[1-9]\d{0,18}", text, re.ASCII) else text


def _side_by_side(
    entries: Iterable[tuple[Any, ...]], about: Iterable[tuple[Any, Any]]
) -> Iterator[tuple[Any, tuple[Any, ...] | None, list[Any]]]:
    """Entries with their persons, both in the database's order, each by itself where the other is missing."""
    groups = ((number, [person for _, person in group]) for number, group in groupby(about, lambda one: one[0]))
    persons = next(groups, None)
    for entry in entries:
        while persons and _order(persons[0]) < _order(entry[0]):
            yield persons[0], None, persons[1]
            persons = next(groups, None)
        own = []
        if persons and persons[0] == entry[0]:
            own, persons = persons[1], next(groups, None)
        yield entry[0], entry, own
    while persons:
        yield persons[0], None, persons[1]
        persons = next(groups, None)


def _order(value: Any) -> tuple[int, Any]:
    """SQLite's order, which holds any value in any column: nothing, numbers, text, bytes."""
    if value is None:
        return 0, 0
    if isinstance(value, int | float):
        return 1, value
    return (2, value.encode()) if isinstance(value, str) else (3, bytes(value))
