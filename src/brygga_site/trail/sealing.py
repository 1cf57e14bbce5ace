"""Makes a seal: the head of the chain after some more entries, signed."""

from datetime import datetime
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from brygga_site.trail import digests, keys
from brygga_site.trail.stored import Sealed


class Before(Protocol):
    """What the next seal needs of the one before it."""

    last: int
    head: str


def make(before: Before | None, covered: bytes, key: Ed25519PrivateKey, now: datetime) -> Sealed:
    """The seal that follows `before` and covers the entries whose digests these are, one after another."""
    first, previous = (before.last + 1, before.head) if before else (1, digests.START)
    last, at = first + len(covered) // digests.SIZE - 1, digests.moment(now)
    head = digests.head(previous, first, last, covered)
    signature = key.sign(digests.statement(first, last, previous, head, at)).hex()
    return Sealed(first, last, previous, covered, head, at, keys.public(key), signature)
