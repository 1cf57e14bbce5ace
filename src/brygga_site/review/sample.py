"""The random sample: drawn by a seed that is kept, so that anybody can draw it again and see that it was chance."""

from collections.abc import Iterable
from hashlib import sha256
from heapq import nsmallest

AT_LEAST = 20
"""A smaller sample shows nothing; of a log with fewer entries all are drawn."""

AT_MOST = 2000
"""Nobody looks through more."""


def size(population: int, percent: int) -> int:
    """How many entries are drawn of so many: the percentage rounded up, within AT_LEAST and AT_MOST."""
    return min(population, AT_MOST, max(AT_LEAST, -(-population * percent // 100)))


def draw(entries: Iterable[int], count: int, seed: str) -> list[int]:
    """`count` of the entries, by number, in the order drawn; each is drawn at most once.

    They are those with the smallest SHA-256 of `SEED:NUMBER`, so the order in which entries come does not matter, and
    the same seed draws the same entries in any language for as long as the log is kept.
    """
    opening = f"{seed}:".encode()
    return [entry for _, entry in nsmallest(count, ((_rank(opening, entry), entry) for entry in entries))]


def _rank(opening: bytes, entry: int) -> bytes:
    return sha256(opening + str(entry).encode()).digest()
