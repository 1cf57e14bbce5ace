"""Verifies the trail of the database of the settings."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from brygga_site.trail import reads, signing
from brygga_site.trail.heads import Head
from brygga_site.trail.verification import VerificationReport, verify


def verified(
    now: datetime,
    exported: Head | None = None,
    followed: Callable[[Iterable[Any], int], Iterator[Any]] = lambda rows, count: iter(rows),
) -> tuple[VerificationReport, int]:
    """The report, and the newest entry it is about. `followed` is told how many rows there are, and hands them on.

    Raises ValueError when no key is known to believe seals by.
    """
    trusted = signing.trusted()
    if not exported and not trusted:
        raise ValueError("no key is known to believe seals by: set BRYGGA_TRAIL_TRUSTED, or give an exported --head")
    with reads.as_it_lies():
        newest = reads.newest()
        rows = followed(reads.rows(newest), newest.count)
        report = verify(rows, reads.seals(newest), trusted, now, exported, reads.purges())
        return report, newest.entry if isinstance(newest.entry, int) else 0
