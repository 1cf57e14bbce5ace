"""Compares what entries tell of rows of other tables with the rows that lie there. Knows no database but its own.

What entries tell is gathered in a file of SQLite's that is private and goes with it, so that memory stays small
however long the trail is.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from brygga_site.trail import digests
from brygga_site.trail.stored import StoredEntry, StoredRow, told_in

DESTROY, ADOPT = "destroy", "adopt"
CACHE_KIB = 32_768


@dataclass(frozen=True)
class RowFinding:
    """What has been done to rows of a table, from the key `low` to `high`; the entries that told of them, or that stand
    beside, are those from `first` to `last`.

    `changed`, `removed`, `inserted` (no entry tells of it), `swapped` (it has the key of another), `retold` (a second
    entry tells of it), `adopted` (taken on when such rows were told of already).
    """

    kind: str
    table: str
    low: Any
    high: Any
    first: int
    last: int


@dataclass(frozen=True)
class AdoptedRows:
    """Entries that took on rows from before any were told of: as they stood then, and no earlier."""

    first: int
    last: int
    at: str
    rows: int


class Tellings:
    """What the entries of one walk tell of, heard in their order."""

    def __init__(self) -> None:
        self._kept = sqlite3.connect("", isolation_level=None)
        self._kept.executescript(
            f"""
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{CACHE_KIB};
            CREATE TABLE told (of TEXT, key INTEGER, digest TEXT, entry INTEGER, PRIMARY KEY (of, key)) WITHOUT ROWID;
            CREATE TABLE later (of TEXT, key INTEGER, digest TEXT, entry INTEGER, PRIMARY KEY (of, key)) WITHOUT ROWID;
            CREATE TABLE gone (
                of TEXT, key INTEGER, digest TEXT, entry INTEGER, PRIMARY KEY (of, key, digest)
            ) WITHOUT ROWID;
            BEGIN;
            """
        )
        self._begun: set[str] = set()
        """Tables of which some entry told in the ordinary way."""
        self._is_indexed = False
        self.adoptions: list[AdoptedRows] = []
        self.findings: list[RowFinding] = []

    def close(self) -> None:
        self._kept.close()

    def __enter__(self) -> "Tellings":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def heard(self, entries: Iterable[StoredEntry]) -> Iterator[StoredEntry]:
        """Passes entries on, and gathers what they tell."""
        for entry in entries:
            self._hear(entry, "told")
            yield entry

    def told_later(self, entries: Iterable[StoredEntry]) -> None:
        """Hears of entries that came while the walk went on: rows of theirs may be met already."""
        for entry in entries:
            self._hear(entry, "later")

    def destroyed_by(self, table: str, key: int, digest: str, entry: int) -> int | None:
        """The entry that destroyed by rule the row that an earlier entry told of; None when none did."""
        asked = "SELECT entry FROM gone WHERE of = ? AND key = ? AND digest = ? AND entry > ?"
        gone = self._kept.execute(asked, (table, key, digest, entry)).fetchone()
        return gone[0] if gone else None

    @property
    def count(self) -> int:
        return int(self._one("SELECT count(*) FROM told"))

    @property
    def destroyed(self) -> int:
        # A destroyed row is told of by every algorithm.
        return int(self._one("SELECT count(*) FROM (SELECT DISTINCT of, key FROM gone)"))

    def _hear(self, entry: StoredEntry, into: str) -> None:
        told, number = entry.content.get("told"), entry.sequence
        if told is None or not isinstance(number, int):
            return
        action = entry.content.get("action")
        into = "gone" if action == DESTROY and entry.content.get("decision") == "allowed" else into
        count = 0
        for table, key, digest in told_in(told):
            count += 1
            new = self._kept.execute(f"INSERT OR IGNORE INTO {into} VALUES (?, ?, ?, ?)", (table, key, digest, number))  # noqa: S608
            if into != "told":
                continue
            if not new.rowcount:
                self.findings.append(RowFinding("retold", table, key, key, number, number))
            elif action != ADOPT:
                self._begun.add(table)
            elif table in self._begun:
                self.findings.append(RowFinding("adopted", table, key, key, number, number))
        if action == ADOPT and count:
            self._adopt(number, str(entry.content.get("at")), count)

    def _adopt(self, number: int, at: str, count: int) -> None:
        last = self.adoptions[-1] if self.adoptions else None
        if last and last.last == number - 1:
            self.adoptions[-1] = AdoptedRows(last.first, number, last.at, last.rows + count)
        else:
            self.adoptions.append(AdoptedRows(number, number, at, count))

    def compare(
        self, table: str, rows: Iterable[StoredRow], more: Callable[[], Iterable[StoredEntry]]
    ) -> Iterator[RowFinding]:
        """What is wrong with the rows of a table, given by their keys; neighbours of one kind as one.

        `more` gives the entries that have come since it was last asked: of a row that no entry told of until now, one
        of them may tell, or that one is destroyed.
        """
        held: RowFinding | None = None
        for one in self._each(table, rows, more):
            if held and one and held.kind == one.kind:
                first, last = min(held.first, one.first), max(held.last, one.last)
                held = RowFinding(held.kind, table, held.low, one.high, first, last)
                continue
            if held:
                yield held
            held = one
        if held:
            yield held

    def _each(
        self, table: str, rows: Iterable[StoredRow], more: Callable[[], Iterable[StoredEntry]]
    ) -> Iterator[RowFinding | None]:
        """One finding for each row that is wrong, None for one that is right."""
        told = self._told(table)
        expected, before = next(told, None), 0
        for row in rows:
            if not isinstance(row.key, int):
                yield RowFinding("inserted", table, row.key, row.key, before, before)
                continue
            while expected and expected[0] < row.key:
                yield self._missing(table, *expected, more)
                before, expected = expected[2], next(told, None)
            if expected and expected[0] == row.key:
                _, digest, before = expected
                yield None if row.has(digest) else self._differs(table, row, before)
                expected = next(told, None)
            else:
                yield self._untold(table, row, before, expected[2] if expected else before, more)
        while expected:
            yield self._missing(table, *expected, more)
            expected = next(told, None)

    def _told(self, table: str) -> Iterator[tuple[int, str, int]]:
        """Some at a time, so that no query is under way while others are asked."""
        asked = "SELECT key, digest, entry FROM told WHERE of = ? AND key > ? ORDER BY key LIMIT 2000"
        last = -(2**63)
        while part := self._kept.execute(asked, (table, last)).fetchall():
            yield from part
            last = part[-1][0]

    def _later(self, table: str, key: int) -> tuple[str, int] | None:
        """The digest that was told later of a row, and by which entry."""
        asked = "SELECT digest, entry FROM later WHERE of = ? AND key = ?"
        return self._kept.execute(asked, (table, key)).fetchone()

    def _missing(
        self, table: str, key: int, digest: str, entry: int, more: Callable[[], Iterable[StoredEntry]]
    ) -> RowFinding | None:
        """Gone is gone by rule when a later entry destroyed that very row; otherwise somebody took it away."""
        if not self._one("SELECT count(*) FROM gone WHERE of = ? AND key = ?", table, key):
            self.told_later(more())
        return None if self.destroyed_by(table, key, digest, entry) else self._found("removed", table, key, entry)

    def _differs(self, table: str, row: StoredRow, entry: int) -> RowFinding:
        if not self._is_indexed:
            self._kept.execute("CREATE INDEX told_digest ON told (digest)")
            self._is_indexed = True
        asked = "SELECT count(*) FROM told WHERE digest = ? AND of = ?"
        own = (digests.digest(row.content, algorithm) for algorithm in digests.ALGORITHMS)
        elsewhere = any(self._one(asked, digest, table) for digest in own)
        return self._found("swapped" if elsewhere else "changed", table, row.key, entry)

    def _untold(
        self, table: str, row: StoredRow, before: int, after: int, more: Callable[[], Iterable[StoredEntry]]
    ) -> RowFinding | None:
        if self._later(table, row.key) is None:
            self.told_later(more())
        if later := self._later(table, row.key):
            return None if row.has(later[0]) else self._found("changed", table, row.key, later[1])
        first, last = sorted((before, after))
        return RowFinding("inserted", table, row.key, row.key, first, last)

    def _found(self, kind: str, table: str, key: int, entry: int) -> RowFinding:
        return RowFinding(kind, table, key, key, entry, entry)

    def _one(self, query: str, *given: Any) -> Any:
        return self._kept.execute(query, given).fetchone()[0]
