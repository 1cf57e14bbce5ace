"""The trail's rows as they lie in the database, and how long they are kept there."""

from dataclasses import dataclass
from typing import Any

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
