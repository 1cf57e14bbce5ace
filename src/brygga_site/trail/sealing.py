"""Makes a seal: the head of the chain after some more entries, signed."""

from datetime import datetime
from typing import Protocol

from brygga_site.trail import digests, keys
from brygga_site.trail.keys import PrivateKey
from brygga_site.trail.stored import Sealed


class Before(Protocol):
    """What the next seal needs of the one before it."""

    last: int
    head: str


def make(
    before: Before | None, covered: bytes, key: PrivateKey, now: datetime, algorithm: str = digests.FIRST
) -> Sealed:
    """The seal that follows `before` and covers the entries whose digests, of one algorithm, these are in order."""
    first, previous = (before.last + 1, before.head) if before else (1, digests.START)
    last, at = first + len(covered) // digests.size(algorithm) - 1, digests.moment(now)
    head = digests.head(previous, first, last, covered, algorithm)
    signature = key.sign(digests.statement(first, last, previous, head, at)).hex()
    return Sealed(first, last, previous, covered, head, at, keys.public(key), signature)
