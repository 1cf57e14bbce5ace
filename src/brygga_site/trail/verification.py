"""Finds and locates what somebody has done to a trail. Knows no database: takes the rows as they lie there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil, floor, inf
from typing import Any

from dateutil.relativedelta import relativedelta

from brygga_site.trail import digests, keys
from brygga_site.trail.heads import Head
from brygga_site.trail.stored import KEPT_YEARS, Sealed, StoredEntry
from brygga_site.trail.tellings import AdoptedRows


@dataclass(frozen=True)
class TrailFinding:
    """What has been done to the entries from `first` to `last`.

    `changed`, `removed`, `inserted`, `reordered`: entries. `truncated`: the end is gone, as the seals or the exported
    head show. `seal`: a seal is missing or not as it was signed. `rewritten`: entries and seals agree with each other
    and not with the exported head. `what` is empty for an entry; otherwise the table and key of the row that the
    entries tell of (`trail.tellings.RowFinding` has the kinds).
    """

    kind: str
    first: int
    last: int
    what: str = ""


@dataclass(frozen=True)
class VerificationReport:
    """The outcome; `unsealed` of the entries wait for a seal, `head` is the last seal's.

    `told` rows of other tables are told of, `destroyed` of them were removed by rule. `adoptions` took on rows from
    before any were told of: sealed as they stood that day.
    """

    entries: int
    seals: int
    unsealed: int
    head: str | None
    findings: tuple[TrailFinding, ...]
    told: int = 0
    destroyed: int = 0
    adoptions: tuple[AdoptedRows, ...] = ()


def verify(
    rows: Iterable[StoredEntry],
    seals: Iterable[Sealed],
    trusted: frozenset[str],
    now: datetime,
    head: Head | None = None,
    purges: Sequence[StoredEntry] = (),
) -> VerificationReport:
    """Compares every entry with its digest, with its seal and, when given, with the exported head.

    `rows` and `seals` are in order. A seal up to the exported head has to be signed by a key that the head names, a
    later one by a `trusted` key. `purges` are the entries that tell of a purge.
    """
    walk = _Walk(iter(rows), trusted, head, _Purged(purges, now))
    for seal in seals:
        walk.seal(seal)
    return walk.end()


class _Purged:
    """What was removed by the rule: entries whose seal was ten years old, and by a purge that is on the trail."""

    def __init__(self, purges: Iterable[StoredEntry], now: datetime) -> None:
        told = ((str(row.content["what"]).rpartition("-")[2], _time(row.content["at"])) for row in purges)
        self.purges = [(int(last), at) for last, at in told if last.isdecimal() and at and at <= now]

    def __contains__(self, seal: Sealed) -> bool:
        at = _time(seal.at)
        lapses = at and at + relativedelta(years=KEPT_YEARS)
        return bool(lapses) and any(seal.last <= last and lapses <= then for last, then in self.purges)


class _Walk:
    """Goes through the entries seal by seal."""

    def __init__(
        self, rows: Iterator[StoredEntry], trusted: frozenset[str], head: Head | None, purged: _Purged
    ) -> None:
        self.rows, self.row = rows, next(rows, None)
        self.trusted, self.exported, self.purged = trusted, head, purged
        self.next = 1
        """The number of the entry that comes next."""
        self.first: int | None = 1
        """Where the next seal begins, and in `previous` what it has before it; unknown after one that is not whole."""
        self.previous: str | None = digests.START
        self.entries = self.seals = self.sealed_to = 0
        self.head: str | None = None
        self.heads: dict[Any, Any] = {}
        self.findings: list[TrailFinding] = []

    def seal(self, seal: Sealed) -> None:
        self.seals += 1
        self.head = seal.head
        self.heads[seal.last] = seal.head
        if _is_number(seal.first) and self.first is not None and seal.first > self.first:
            self._find("seal", self.first, seal.first - 1)
            self.first, self.previous = seal.first, None
        if not self._is_whole(seal):
            first = self.first or (seal.first if _is_number(seal.first) else self.next)
            self._find("seal", first, max(first, seal.last) if _is_number(seal.last) else first)
            self.first = self.previous = None
            return
        self._entries(seal.first - 1)
        self._entries(seal.last, seal)
        self.first, self.previous, self.sealed_to = seal.last + 1, seal.head, seal.last

    def end(self) -> VerificationReport:
        before = self.entries
        self._entries(None)
        if self.exported:
            self._compare_heads(self.exported)
        unsealed = self.entries - before
        return VerificationReport(self.entries, self.seals, unsealed, self.head, tuple(_joined(self.findings)))

    def _is_whole(self, seal: Sealed) -> bool:
        if not (_is_number(seal.first) and _is_number(seal.last) and self.next <= seal.first <= seal.last):
            return False
        if self.first not in (None, seal.first) or self.previous not in (None, seal.previous):
            return False
        algorithm = digests.algorithm_of(seal.head)
        if algorithm is None or len(seal.digests) != (seal.last - seal.first + 1) * digests.size(algorithm):
            return False
        head = digests.head(seal.previous, seal.first, seal.last, seal.digests, algorithm)
        message = digests.statement(seal.first, seal.last, seal.previous, head, seal.at)
        known = self.exported.keys if self.exported and seal.last <= self.exported.seal.last else self.trusted
        return seal.head == head and seal.key in known and keys.holds(seal.key, seal.signature, message)

    def _entries(self, last: int | None, seal: Sealed | None = None) -> None:
        """Goes on to the entry `last`, or to the end."""
        gone = seal is not None and seal in self.purged
        while self.row and (last is None or _order(self.row.sequence) <= last):
            row, self.row = self.row, next(self.rows, None)
            self.entries += row.digest is not None
            if not _is_number(row.sequence) or row.sequence < self.next:
                self._find("inserted", *self._place(row.sequence))
                continue
            if row.sequence > self.next and not gone:
                self._find("removed", self.next, row.sequence - 1)
            self._compare(row, seal)
            self.next = row.sequence + 1
        if last is not None and self.next <= last:
            if not gone:
                self._find("removed" if self.row else "truncated", self.next, last)
            self.next = last + 1

    def _compare(self, row: StoredEntry, seal: Sealed | None) -> None:
        """An entry as it was written has the digest of what it says, and its seal has the same."""
        sealed = _digest(seal, row.sequence) if seal else row.digest
        algorithm = digests.algorithm_of(row.digest)
        if algorithm and digests.entry_digest(row.content, algorithm) == row.digest == sealed:
            return
        elsewhere = seal and row.digest != sealed and _is_digest_of(seal, row.digest)
        self._find("reordered" if elsewhere else "changed", row.sequence, row.sequence)

    def _compare_heads(self, exported: Head) -> None:
        """Finds the first of the exported heads that the trail does not have."""
        first, end = 1, max((last for last in self.heads if _is_number(last)), default=0)
        for last, head in exported.seals:
            if last > end:
                self._find("truncated", end + 1, exported.seal.last)
                return
            if self.heads.get(last) != head:
                self._find("rewritten", first, last)
                return
            first = last + 1

    def _place(self, sequence: Any) -> tuple[int, int]:
        """Between which numbers a row stands whose own is none, or is taken."""
        if isinstance(sequence, float) and abs(sequence) < inf:
            return floor(sequence), ceil(sequence)
        place = sequence if _is_number(sequence) else max(self.next - 1, 1)
        return place, place

    def _find(self, kind: str, first: int, last: int) -> None:
        self.findings.append(TrailFinding(kind, first, last))


def _joined(findings: Iterable[TrailFinding]) -> Iterator[TrailFinding]:
    """The findings in order, neighbours of one kind as one."""
    held: TrailFinding | None = None
    for one in sorted(findings, key=lambda one: (one.first, one.last, one.kind)):
        if held and held.kind == one.kind and one.first <= held.last + 1:
            held = TrailFinding(held.kind, held.first, max(held.last, one.last))
            continue
        if held:
            yield held
        held = one
    if held:
        yield held


def _digest(seal: Sealed, sequence: int) -> str:
    algorithm = digests.algorithm_of(seal.head) or digests.FIRST
    size = digests.size(algorithm)
    start = (sequence - seal.first) * size
    return digests.written(seal.digests[start : start + size], algorithm)


def _is_digest_of(seal: Sealed, digest: Any) -> bool:
    return any(_digest(seal, sequence) == digest for sequence in range(seal.first, seal.last + 1))


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _order(value: Any) -> float:
    """Where a row stands among the numbers: what is no number stands after them all, nothing before."""
    if value is None:
        return -inf
    return value if isinstance(value, int | float) else inf


def _time(text: Any) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
