"""Exported heads: what another organisation keeps, and signs, so that nothing before it can be changed unnoticed."""

import os
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Strict, ValidationError

from brygga_site.trail import digests, keys
from brygga_site.trail.keys import PrivateKey
from brygga_site.trail.stored import Sealed

ALL_OF_THE_LAST = 1024
"""So many of the latest seals stand in a head; further back every second, every fourth and so on."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class SealPart(_Part):
    """The last seal, all but its digests."""

    first: int
    last: int
    previous: str
    head: str
    at: str
    key: str
    signature: str


class Countersignature(_Part):
    """Another organisation's signature over the head, and its public key."""

    key: str
    at: str
    signature: str


class Head(_Part):
    """An exported head. `keys` are those that signed the seals; `seals` are [last entry, head], to locate a change."""

    document: Literal["brygga trail head"] = "brygga trail head"
    seal: SealPart
    keys: list[str]
    # JSON has lists alone.
    seals: list[Annotated[tuple[int, str], Strict(False)]]
    countersignatures: list[Countersignature] = []

    def signed(self, at: str) -> bytes:
        """What a countersignature is made over."""
        return digests.canonical({"at": at, "head": self.model_dump(exclude={"countersignatures"})})


def head_of(seals: Iterable[Sealed]) -> Head:
    """The head to export. Raises ValueError when nothing has been sealed."""
    last, found, signers = None, [], set()
    for last in seals:
        found.append((last.last, last.head))
        signers.add(last.key)
    if last is None:
        raise ValueError("there is no head yet: nothing on the trail has been sealed (manage.py seal_trail)")
    part = {name: getattr(last, name) for name in SealPart.model_fields}
    return Head(seal=SealPart(**part), keys=sorted(signers), seals=_thinned(found))


def _thinned(seals: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The latest whole, the older ever more sparsely, so that a head stays small however long the trail is."""
    count = len(seals)
    return [one for number, one in enumerate(seals, 1) if number % _step(count - number) == 0 or number == count]


def _step(back: int) -> int:
    return 1 << (back // ALL_OF_THE_LAST).bit_length()


def read(file: Path) -> Head:
    """A head from its file. Raises ValueError for one that is none or was changed, OSError for no file."""
    return parsed(file.read_bytes(), str(file))


def parsed(text: bytes, name: str) -> Head:
    """A head from its text; `name` is what errors call it. Raises ValueError as `read`."""
    try:
        head = Head.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise ValueError(f"{name} is no exported head: {where}: {first['msg']}") from None
    if problem := problem_of(head):
        raise ValueError(f"{name} has been changed since it was exported: {problem}; use another copy")
    return head


def problem_of(head: Head) -> str | None:
    """What does not hold of a head; None when it is signed as it says."""
    seal = head.seal
    message = digests.statement(seal.first, seal.last, seal.previous, seal.head, seal.at)
    if seal.key not in head.keys or not keys.holds(seal.key, seal.signature, message):
        return "its signature is not over what it says"
    if not head.seals or head.seals[-1] != (seal.last, seal.head):
        return "its seals do not end in its head"
    for one in head.countersignatures:
        if not keys.holds(one.key, one.signature, head.signed(one.at)):
            return f"the countersignature of {one.key} is not over it"
    return None


def countersign(head: Head, key: PrivateKey, now: datetime) -> Head:
    """The head with one more signature."""
    at = digests.moment(now)
    one = Countersignature(key=keys.public(key), at=at, signature=key.sign(head.signed(at)).hex())
    return head.model_copy(update={"countersignatures": [*head.countersignatures, one]})


def write(head: Head, file: Path) -> None:
    """The file is there whole or not at all."""
    handle, half = tempfile.mkstemp(dir=file.parent, prefix=".head-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(head.model_dump_json(indent=1) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(half, file)
    except BaseException:
        os.unlink(half)
        raise


def export_into(folder: Path, head: Head, kept: int) -> Path:
    """Writes the head beside those exported before, of which the newest `kept` stay. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"head-{head.seal.last:012d}.json"
    write(head, file)
    for older in sorted(folder.glob("head-*.json"))[:-kept]:
        older.unlink()
    return file
