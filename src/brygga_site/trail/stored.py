"""The trail's rows as they lie in the database, and how long they are kept there."""

import json
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
    """A row of another table that entries tell of: its key, and all that its digest is over as it stands now."""

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


def told_in(text: str) -> Iterator[tuple[str, int, str]]:
    """The table, key and digest of each row that an entry tells of.

    Of what is no such text, as only tampering leaves there, nothing: its own digest shows that the entry was changed.
    """
    try:
        said = json.loads(text)
    except (TypeError, ValueError, RecursionError):
        return
    for one in said if isinstance(said, list) else ():
        if isinstance(one, list) and [type(part) for part in one] == [str, int, str] and abs(one[1]) < 2**63:
            yield one[0], one[1], one[2]
