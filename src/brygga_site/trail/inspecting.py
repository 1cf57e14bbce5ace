"""Verifies the trail of the database of the settings, with the rows that it tells of: for the command and backups."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from brygga_site.trail import reads, rows, signing
from brygga_site.trail.heads import Head
from brygga_site.trail.models import Action
from brygga_site.trail.stored import StoredEntry
from brygga_site.trail.tellings import Tellings
from brygga_site.trail.verification import TrailFinding, VerificationReport, verify

Followed = Callable[[Iterable[Any], int], Iterator[Any]]


def verified(
    now: datetime, exported: Head | None = None, followed: Followed = lambda rows, count: iter(rows)
) -> tuple[VerificationReport, int]:
    """The report, and the newest entry it is about. `followed` is told how many rows there are, and hands them on.

    It is asked once for the entries and once for each table that they tell of. Memory stays small and nobody waits.
    Raises ValueError when no key is known to believe seals by.
    """
    trusted = signing.trusted()
    if not exported and not trusted:
        raise ValueError("no key is known to believe seals by: set BRYGGA_TRAIL_TRUSTED, or give an exported --head")
    with reads.as_it_lies(), Tellings(rows.CHANGING) as tellings:
        newest = reads.newest()
        entries = tellings.heard(followed(reads.rows(newest), newest.count))
        report = verify(entries, reads.seals(newest), trusted, now, exported, list(reads.entries_of(Action.PURGE)))
        found = [*tellings.findings, *_compared(tellings, newest.entry, followed)]
        about = tuple(TrailFinding(one.kind, one.first, one.last, _what(one)) for one in found)
        last = newest.entry if isinstance(newest.entry, int) else 0
        told = replace(
            report,
            findings=(*report.findings, *about),
            told=tellings.count,
            destroyed=tellings.destroyed,
            adoptions=tuple(tellings.adoptions),
        )
        return told, last


def _compared(tellings: Tellings, newest: Any, followed: Followed) -> Iterator[Any]:
    more = _Later(newest if isinstance(newest, int) else 0)
    for model in rows.tables():
        lying = followed(rows.stored(model), model._base_manager.count())
        yield from tellings.compare(model._meta.db_table, lying, more)


class _Later:
    """The entries that have come since it was last asked."""

    def __init__(self, last: int) -> None:
        self.last = last

    def __call__(self) -> list[StoredEntry]:
        found = list(reads.entries_after(self.last))
        if found:
            self.last = found[-1].sequence
        return found


def _what(one: Any) -> str:
    return f"{one.table} {one.low}" if one.low == one.high else f"{one.table} {one.low} to {one.high}"
