"""What a backup holds: PostgreSQL's own script of rows, table by table, whichever engine they come from.

    COPY "people_person" ("id", "given_name") FROM stdin;
    1<tab>Tolv
    \\.

So `age -d data.sql.gz.age | gunzip | psql` reads it without Brygga, and a county on SQLite can move to PostgreSQL.
Times are UTC. A value is text, `\\N` is none.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

END = b"\\.\n"
NONE = b"\\N"
_SIGNS = {b"\\": b"\\\\", b"\b": b"\\b", b"\f": b"\\f", b"\n": b"\\n", b"\r": b"\\r", b"\t": b"\\t", b"\v": b"\\v"}
_READ = {code[1:]: sign for sign, code in _SIGNS.items()}


class UnreadableScript(ValueError):
    """The script is not as it was written."""


@dataclass(frozen=True)
class Rows:
    """A table and its columns, as a script names them."""

    table: str
    columns: tuple[str, ...]

    def opening(self) -> bytes:
        columns = ", ".join(f'"{one}"' for one in self.columns)
        return f'COPY "{self.table}" ({columns}) FROM stdin;\n'.encode()


def escaped(value: bytes) -> bytes:
    """A value as it stands in a line."""
    for sign, code in _SIGNS.items():
        if sign in value:
            value = value.replace(sign, code)
    return value


def plain(value: bytes) -> bytes | None:
    """The value that stands in a line."""
    if value == NONE:
        return None
    if b"\\" not in value:
        return value
    first, *rest = value.split(b"\\")
    found, parts = [first], iter(rest)
    for part in parts:
        # Between two strokes there is nothing: they are one stroke, and what follows them stands for itself.
        found.append(_READ[part[:1]] + part[1:] if part else b"\\" + next(parts))
    return b"".join(found)


def tables(lines: BinaryIO, load: Callable[[Rows, Iterable[bytes]], None]) -> dict[str, int]:
    """Hands each table's lines to `load`, in the order they stand; how many there were. Raises UnreadableScript."""
    counted: dict[str, int] = {}
    while opening := lines.readline():
        rows = _read_opening(opening)
        each = _Lines(lines)
        load(rows, iter(each))
        for _ in each:  # what was not asked for
            pass
        counted[rows.table] = each.count
    return counted


class _Lines:
    """The lines of one table, each with its end; `count` of them have been read."""

    def __init__(self, lines: BinaryIO) -> None:
        self.count, self._lines, self._ended = 0, lines, False

    def __iter__(self) -> Iterator[bytes]:
        if self._ended:
            return
        for line in self._lines:
            if line == END:
                self._ended = True
                return
            self.count += 1
            yield line
        raise UnreadableScript("the backup's data end in the middle of a table")


def _read_opening(line: bytes) -> Rows:
    opening, _, rest = line.decode(errors="replace").partition(" (")
    columns, _, ending = rest.partition(") ")
    if not opening.startswith('COPY "') or ending != "FROM stdin;\n":
        raise UnreadableScript(f"the backup's data begin no table where one should begin: {line[:60]!r}")
    return Rows(opening[6:-1], tuple(one.strip('"') for one in columns.split(", ")))
