"""What is hashed and signed, byte for byte the same on every engine and in every version to come.

A digest says in its text by which algorithm it was made, `sha3-512:…`; one that says nothing is of the first, SHA-256.
So another can be chosen any day, and what was written before verifies as it did.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

FIRST = "sha256"
ALGORITHMS = {FIRST: hashlib.sha256, "sha3-512": hashlib.sha3_512}
"""By name. None may ever be taken away: what was written with it could no longer be verified."""

START = "0" * 64
"""What the first seal has before it."""


def canonical(document: Mapping[str, Any] | list[Any]) -> bytes:
    """The one way to write a document. What is no JSON, as only tampering leaves in a database, is written as shown."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=repr)
    return text.encode()


def moment(at: datetime) -> str:
    """A moment as it is written in a document: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def digest(content: bytes, algorithm: str = FIRST) -> str:
    """The digest of some bytes, as text that says its algorithm."""
    return written(ALGORITHMS[algorithm](content).digest(), algorithm)


def written(raw: bytes, algorithm: str) -> str:
    """The bytes of a digest as its text."""
    return raw.hex() if algorithm == FIRST else f"{algorithm}:{raw.hex()}"


def algorithm_of(digest: Any) -> str | None:
    """By which algorithm the digest says that it was made; None of what is no digest of any that is known."""
    name = digest.rpartition(":")[0] or FIRST if isinstance(digest, str) else ""
    return name if name in ALGORITHMS else None


def raw(digest: Any) -> bytes | None:
    """The bytes of a digest; None of what is not written as a digest is."""
    algorithm = algorithm_of(digest)
    try:
        found = bytes.fromhex(digest.rpartition(":")[2]) if algorithm else b""
    except ValueError:
        return None
    return found if algorithm and len(found) == size(algorithm) and written(found, algorithm) == digest else None


def size(algorithm: str) -> int:
    """How many bytes a digest of the algorithm has."""
    return ALGORITHMS[algorithm]().digest_size


def entry_digest(content: Mapping[str, Any], algorithm: str = FIRST) -> str:
    """The digest of an entry: of all its columns but the digest itself, and of its persons in order."""
    return digest(canonical(content), algorithm)


def row_content(table: str, columns: Mapping[str, Any]) -> bytes:
    """What the digest of a row of another table is over: all of its columns but its key."""
    return canonical({"table": table, **columns})


def head(previous: str, first: int, last: int, digests: bytes, algorithm: str = FIRST) -> str:
    """The head of a seal: over the head before it and the digests of its entries, one after another.

    The algorithm is the entries' own: they go into it as bytes that do not say theirs.
    """
    return digest(canonical({"first": first, "last": last, "previous": previous}) + digests, algorithm)


def statement(first: int, last: int, previous: str, head: str, at: str) -> bytes:
    """What the signature of a seal is made over."""
    return canonical(
        {"at": at, "first": first, "head": head, "last": last, "previous": previous, "signs": "brygga trail seal"}
    )
