"""Compares what entries tell of rows of other tables with the rows that lie there. Knows no database but its own.

What entries tell is gathered in a file of SQLite's that is private and goes with it, so that memory stays small
however long the trail is.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from brygga_site.trail import digests
from brygga_site.trail.stored import RowKey, StoredEntry, StoredRow, is_key, told_in

DESTROY, ADOPT = "destroy", "adopt"
CACHE_KIB = 32_768


@dataclass(frozen=True)
class RowFinding:
    """What has been done to rows of a table, from the key `low` to `high`; the entries that told of them, or that stand
    beside, are those from `first` to `last`.

    `changed`, `removed`, `inserted` (no entry tells of it), `swapped` (it has the key of another), `retold` (a second
    entry tells of it, and it is of a table whose rows never change), `adopted` (taken on when such rows were told of
    already), `standing` (an entry says that it was destroyed, and it is there).
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


class _Told(NamedTuple):
    """What the last entry of the walk told of a row, and the first after it that says the row was destroyed."""

    key: RowKey
    digest: str
    entry: int
    gone: int | None


class Tellings:
    """What the entries of one walk tell of, heard in their order.

    Rows of the tables that are `changing` are told of anew by whatever changes them: the last telling holds.
    """

    def __init__(self, changing: Collection[str] = ()) -> None:
        self._changing = frozenset(changing)
        self._kept = sqlite3.connect("", isolation_level=None)
        self._kept.executescript(
            f"""
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{CACHE_KIB};
            CREATE TABLE told (of TEXT, key, digest TEXT, entry INTEGER, PRIMARY KEY (of, key)) WITHOUT ROWID;
            CREATE TABLE later (
                of TEXT, key, digest TEXT, entry INTEGER, PRIMARY KEY (of, key, entry, digest)
            ) WITHOUT ROWID;
            CREATE TABLE gone (
                of TEXT, key, digest TEXT, entry INTEGER, PRIMARY KEY (of, key, digest)
            ) WITHOUT ROWID;
            BEGIN;
            """
        )
        self._begun: set[str] = set()
        """Tables of which some entry told in the ordinary way."""
        self._is_indexed = False
        self._heard_to = 0
        """The last entry of the walk: what later ones say was destroyed may have been met before it went."""
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
            if isinstance(entry.sequence, int):
                self._heard_to = max(self._heard_to, entry.sequence)
            yield entry

    def told_later(self, entries: Iterable[StoredEntry]) -> None:
        """Hears of entries that came while the walk went on: rows of theirs may be met already."""
        for entry in entries:
            self._hear(entry, "later")

    def destroyed_by(self, table: str, key: RowKey, digest: str, entry: int) -> int | None:
        """The entry that destroyed by rule the row that an earlier entry told of; None when none did."""
        asked = "SELECT entry FROM gone WHERE of = ? AND key = ? AND digest = ? AND entry > ?"
        gone = self._kept.execute(asked, (table, key, digest, entry)).fetchone()
        return gone[0] if gone else None

    def ended_by(self, table: str, key: RowKey, digest: str, entry: int) -> int | None:
        """The same, also where the row has changed by rule between."""
        if table not in self._changing:
            return self.destroyed_by(table, key, digest, entry)
        asked = "SELECT min(entry) FROM gone WHERE of = ? AND key = ? AND entry > ?"
        return self._one(asked, table, key, entry)

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
            anew = "REPLACE" if into == "told" and table in self._changing and action != ADOPT else "IGNORE"
            new = self._kept.execute(f"INSERT OR {anew} INTO {into} VALUES (?, ?, ?, ?)", (table, key, digest, number))  # noqa: S608
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
            if not is_key(row.key):
                yield RowFinding("inserted", table, row.key, row.key, before, before)
                continue
            while expected and _order(expected.key) < _order(row.key):
                yield self._missing(table, expected, more)
                before, expected = expected.entry, next(told, None)
            if expected and expected.key == row.key:
                before = expected.entry
                yield self._compared(table, expected, row, more)
                expected = next(told, None)
            else:
                yield self._untold(table, row, before, expected.entry if expected else before, more)
        while expected:
            yield self._missing(table, expected, more)
            expected = next(told, None)

    def _told(self, table: str) -> Iterator[_Told]:
        """Some at a time, so that no query is under way while others are asked."""
        asked = (
            "SELECT key, digest, entry, (SELECT min(g.entry) FROM gone g WHERE g.of = told.of AND g.key = told.key "
            "AND g.entry > told.entry) FROM told WHERE of = ? AND key > ? ORDER BY key LIMIT 2000"
        )
        last: RowKey = -(2**63)
        while part := self._kept.execute(asked, (table, last)).fetchall():
            yield from (_Told(*one) for one in part)
            last = part[-1][0]

    def _later(self, table: str, key: RowKey) -> list[tuple[str, int]]:
        """The digests that were told later of a row, and by which entries."""
        asked = "SELECT digest, entry FROM later WHERE of = ? AND key = ? ORDER BY entry"
        found = self._kept.execute(asked, (table, key)).fetchall()
        return found if table in self._changing else found[:1]

    def _missing(self, table: str, told: _Told, more: Callable[[], Iterable[StoredEntry]]) -> RowFinding | None:
        """Gone is gone by rule when a later entry destroyed that very row; otherwise somebody took it away."""
        if not self._one("SELECT count(*) FROM gone WHERE of = ? AND key = ?", table, told.key):
            self.told_later(more())
        changed = self._later(table, told.key) if table in self._changing else ()
        as_it_was = {told.digest, *(digest for digest, _ in changed)}
        if any(self.destroyed_by(table, told.key, digest, told.entry) for digest in as_it_was):
            return None
        return self._found("removed", table, told.key, told.entry)

    def _compared(
        self, table: str, told: _Told, row: StoredRow, more: Callable[[], Iterable[StoredEntry]]
    ) -> RowFinding | None:
        """A row that is there, with what the last entry of the walk told of it."""
        if told.gone and told.gone <= self._heard_to:
            return RowFinding("standing", table, row.key, row.key, told.entry, told.gone)
        if row.has(told.digest):
            return None
        if table in self._changing:
            self.told_later(more())
            if any(row.has(digest) for digest, _ in self._later(table, row.key)):
                return None
        if not self._is_indexed:
            self._kept.execute("CREATE INDEX told_digest ON told (digest)")
            self._is_indexed = True
        asked = "SELECT count(*) FROM told WHERE digest = ? AND of = ?"
        own = (digests.digest(row.content, algorithm) for algorithm in digests.ALGORITHMS)
        elsewhere = any(self._one(asked, digest, table) for digest in own)
        return self._found("swapped" if elsewhere else "changed", table, row.key, told.entry)

    def _untold(
        self, table: str, row: StoredRow, before: int, after: int, more: Callable[[], Iterable[StoredEntry]]
    ) -> RowFinding | None:
        if not self._later(table, row.key):
            self.told_later(more())
        if later := self._later(table, row.key):
            is_told = any(row.has(digest) for digest, _ in later)
            return None if is_told else self._found("changed", table, row.key, later[-1][1])
        first, last = sorted((before, after))
        return RowFinding("inserted", table, row.key, row.key, first, last)

    def _found(self, kind: str, table: str, key: RowKey, entry: int) -> RowFinding:
        return RowFinding(kind, table, key, key, entry, entry)

    def _one(self, query: str, *given: Any) -> Any:
        return self._kept.execute(query, given).fetchone()[0]


def _order(key: RowKey) -> tuple[bool, RowKey]:
    """As the database has them: numbers, then texts."""
    return isinstance(key, str), key
