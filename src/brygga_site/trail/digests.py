"""What is hashed and signed, byte for byte the same on every engine and in every version to come."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

START = "0" * 64
"""What the first seal has before it."""

SIZE = hashlib.sha256().digest_size


def canonical(document: Mapping[str, Any] | list[Any]) -> bytes:
    """The one way to write a document. What is no JSON, as only tampering leaves in a database, is written as shown."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=repr)
    return text.encode()


def moment(at: datetime) -> str:
    """A moment as it is written in a document: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def entry_digest(content: Mapping[str, Any]) -> str:
    """The digest of an entry: of all its columns but the digest itself, and of its persons in order."""
    return hashlib.sha256(canonical(content)).hexdigest()


def row_digest(table: str, columns: Mapping[str, Any]) -> str:
    """The digest of a row of another table: of all its columns but its key."""
    return hashlib.sha256(canonical({"table": table, **columns})).hexdigest()


def head(previous: str, first: int, last: int, digests: bytes) -> str:
    """The head of a seal: over the head before it and the digests of its entries, one after another."""
    opening = canonical({"first": first, "last": last, "previous": previous})
    return hashlib.sha256(opening + digests).hexdigest()


def statement(first: int, last: int, previous: str, head: str, at: str) -> bytes:
    """What the signature of a seal is made over."""
    return canonical(
        {"at": at, "first": first, "head": head, "last": last, "previous": previous, "signs": "brygga trail seal"}
    )
