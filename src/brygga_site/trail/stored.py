"""The trail's rows as they lie in the database, and how long they are kept there."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from brygga_site.trail import digests

KEPT_YEARS = 10


@dataclass(frozen=True)
class StoredEntry:
    """An entry: all that its digest is over, and the digest. Anything may stand there when somebody has been at it."""

    content: dict[str, Any]
    digest: Any

    @property
    def sequence(self) -> Any:
        return self.content["sequence"]


@dataclass(frozen=True)
class StoredRow:
    """A row of another table that entries tell of: its key, and all that its digest is over as it stands now.

    The key is a number, or a UUID as 32 hexadecimal digits.
    """

    key: Any
    content: bytes

    def has(self, digest: str) -> bool:
        """Whether this is the row's digest, by the algorithm that it says it was made with."""
        algorithm = digests.algorithm_of(digest)
        return algorithm is not None and digests.digest(self.content, algorithm) == digest


@dataclass(frozen=True)
class Sealed:
    """A seal; `digests` are those of its entries, one after another."""

    first: Any
    last: Any
    previous: Any
    digests: bytes
    head: Any
    at: Any
    key: Any
    signature: Any


def moment(text: Any) -> Any:
    """A stored time as documents write it; what is no time stays as it is, and matches no digest."""
    try:
        at = datetime.fromisoformat(text)
        return digests.moment(at if at.tzinfo else at.replace(tzinfo=UTC))
    except (TypeError, ValueError, OverflowError):
        return text


RowKey = int | str
"""Of a row that is told of: a number, or a UUID as 32 hexadecimal digits."""


def told_in(text: str) -> Iterator[tuple[str, RowKey, str]]:
    """The table, key and digest of each row that an entry tells of.

    Of what is no such text, as only tampering leaves there, nothing: its own digest shows that the entry was changed.
    """
    try:
        said = json.loads(text)
    except (TypeError, ValueError, RecursionError):
        return
    for one in said if isinstance(said, list) else ():
        if isinstance(one, list) and [type(part) for part in one] in ([str, int, str], [str, str, str]):
            table, key, digest = one
            if is_key(key):
                yield table, key, digest


def is_key(value: Any) -> bool:
    """Whether it is what a row that is told of may have as its key."""
    if isinstance(value, str):
        return re.fullmatch("[0-9a-f]{32}", value) is not None
    return type(value) is int and abs(value) < 2**63
