"""What can be done here: tell one thing more about a subject, in the transaction of the caller."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from brygga_site.metrics import counted
from brygga_site.told.models import ToldOnce
from brygga_site.trail.actions import Doer


class Numbered(Protocol):
    """A row, or what a room shows of one."""

    @property
    def sequence(self) -> int: ...


ToldRow = TypeVar("ToldRow", bound=ToldOnce)
ShownRow = TypeVar("ShownRow", bound=Numbered)


class Changed(Exception):
    """Something was said that the sender had not seen. `since` holds it, in order; nothing was written."""

    def __init__(self, since: Iterable[Numbered]) -> None:
        self.since = tuple(since)
        super().__init__(f"{len(self.since)} more have been said since the sender last looked")


class OtherContent(Exception):
    """The key was used before for something else about the same subject; nothing was written."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(f"the key {key} was used before for something else: send this with a key of its own")


@dataclass(frozen=True)
class Telling(Generic[ToldRow]):
    """Something that a unit is about to tell about a subject.

    `rows` is all that has been told about it, in order, and stays so until the caller's transaction ends: the subject
    is locked. `content` is as JSON gives it back. `seen` is the number of the last row that the sender has read, `key`
    what makes this one telling, however often it is sent.

    The caller asks for `again`, then for what is `unseen`, then whether this may be said now, then adds it, and puts on
    the trail what came of it. Where something was unseen it raises Changed after its transaction, not within: that the
    sender has now read it stays on the trail.
    """

    rows: Sequence[ToldRow]
    assignment: Doer
    kind: str
    content: dict[str, Any]
    seen: int
    key: str
    now: datetime

    @property
    def sequence(self) -> int:
        """The number that it gets."""
        return self.rows[-1].sequence + 1 if self.rows else 1

    @property
    def sent_at(self) -> datetime:
        """When it is sent. The clock may have been set back; what is told later is never earlier."""
        return max(self.now, self.rows[-1].sent_at) if self.rows else self.now

    def again(self) -> ToldRow | None:
        """The row made when this was sent before; None the first time. Raises OtherContent."""
        for row in self.rows:
            if row.idempotency_key == self.key:
                if (row.unit_id, row.kind, row.content) != (self.assignment.unit.pk, self.kind, self.content):
                    raise OtherContent(self.key)
                return row
        return None

    def unseen(self, shown: Iterable[ShownRow]) -> list[ShownRow]:
        """Of what the sender may see of the rows, what it has not seen."""
        return [line for line in shown if line.sequence > self.seen]

    def add(self, row: ToldRow) -> ToldRow:
        """Adds it, as one INSERT. `row` says no more than its subject, its part, and what its table has of its own."""
        row.sequence = self.sequence
        row.kind = self.kind
        row.content = self.content
        row.sent_at = self.sent_at
        row.unit = self.assignment.unit
        row.assignment = self.assignment
        row.idempotency_key = self.key
        row.save(force_insert=True)
        counted.said(row._meta.model_name or "", self.kind)
        return row
