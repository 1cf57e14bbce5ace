"""SQLite: one state of the file by a read transaction, which holds up no writer, and is held up by none."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import OperationalError, connection

from brygga_site.backup import script
from brygga_site.backup.manifest import CopiedTable

AT_ONCE = 2000


def is_there() -> bool:
    """Whether there is a database at all; to look into one that is not would make it."""
    return Path(connection.settings_dict["NAME"]).exists()


@contextmanager
def one_state() -> Iterator[None]:
    """All that is read in it is of one moment. A plain BEGIN, not the IMMEDIATE of the site's own transactions."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        try:
            # The moment is that of the first look.
            cursor.execute("SELECT count(*) FROM sqlite_master")
            yield
        finally:
            cursor.execute("ROLLBACK")


def tables(left_out: set[str]) -> dict[str, CopiedTable]:
    """Every table there is but those left out, by name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite@_%' ESCAPE '@'")
        names = sorted({name for (name,) in cursor.fetchall()} - left_out)
        cursor.execute("SELECT name, seq FROM sqlite_sequence" if names else "SELECT 1, 1 WHERE 0")
        last = dict(cursor.fetchall())
        found = {}
        for name in names:
            cursor.execute(f"SELECT name, lower(type) FROM pragma_table_xinfo('{name}') WHERE hidden = 0")  # noqa: S608
            columns = dict(cursor.fetchall())
            cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608
            found[name] = CopiedTable(rows=cursor.fetchone()[0], columns=columns, last=last.get(name) or None)
    return found


class _Text(bytes):
    """Text as it lies in the file, whatever it is."""


def lines(rows: script.Rows) -> Iterator[bytes]:
    """Each row as a line of the script, many at once."""
    # What is calculated has no type of a column, so nobody makes a datetime of it.
    columns = ", ".join(f'+"{one}"' for one in rows.columns)
    connection.ensure_connection()
    before, connection.connection.text_factory = connection.connection.text_factory, _Text
    try:
        # Below Django's cursor, which would ask for the text in its own way.
        cursor = connection.connection.execute(f'SELECT {columns} FROM "{rows.table}"')  # noqa: S608
        while some := cursor.fetchmany(AT_ONCE):
            yield b"".join([b"\t".join([_written(value) for value in row]) + b"\n" for row in some])
    finally:
        connection.connection.text_factory = before


def _written(value: Any) -> bytes:
    if isinstance(value, _Text):
        return script.escaped(value)
    if value is None:
        return script.NONE
    if isinstance(value, bytes):
        return b"\\\\x" + value.hex().encode()
    if isinstance(value, int | float):
        return repr(value).encode()
    raise TypeError(f"SQLite gave a {type(value).__name__}")


@contextmanager
def made_anew() -> Iterator[None]:
    """A new file beside that of the settings, which takes its place at the end; after an error there is none.

    Raises ValueError where another program has the file of the settings open.
    """
    settings = connection.settings_dict
    file = Path(settings["NAME"])
    _close_for_others(file)
    new = file.with_name(f".{file.name}.restored-{os.getpid()}")
    settings["NAME"] = new
    try:
        _remove(new)
        connection.ensure_connection()
        os.chmod(new, 0o600)
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode = DELETE")
        connection.close()
        with new.open("rb") as stream:
            os.fsync(stream.fileno())
        _remove(file)
        new.rename(file)
        _sync_folder(file.parent)
    finally:
        connection.close()
        settings["NAME"] = file
        _remove(new)


def _close_for_others(file: Path) -> None:
    """A file that a server still has open must not be replaced under it. Only the last to have it open may do this."""
    if file.exists():
        try:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout = 1000")
                cursor.execute("PRAGMA journal_mode = DELETE")
        except OperationalError as error:
            raise ValueError(f"{file} is in use: end the site first ({error})") from None
    connection.close()


def _remove(file: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal", ".lock", ".lock.next"):
        file.with_name(file.name + ending).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def loading() -> Iterator[None]:
    """One transaction, with the indexes made and the triggers put in place at its end: in one go, not row by row.

    What refers to what is looked through then. Raises ValueError for a row that refers to none.
    """
    with connection.cursor() as cursor:
        # Safe without: the file is not in its place yet.
        cursor.execute("PRAGMA synchronous = OFF")
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("PRAGMA cache_size = -200000")
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute("SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql NOT NULL")
        beside = cursor.fetchall()
        for kind, name, _ in beside:
            cursor.execute(f'DROP {kind} "{name}"')
        yield
        for _, _, statement in sorted(beside):
            cursor.execute(statement)
        cursor.execute("COMMIT")
        cursor.execute("PRAGMA foreign_key_check")
        if wrong := cursor.fetchone():
            raise ValueError(f"row {wrong[1]} of {wrong[0]} refers to a row of {wrong[2]} that is not there")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA synchronous = FULL")


def load(rows: script.Rows, kinds: dict[str, str], lines: Iterable[bytes]) -> None:
    """Adds the rows of the lines, whose columns are of these kinds: SQLite's own, or those of PostgreSQL."""
    own = _columns(rows.table)
    read = [_reading(kinds[column], own[column]) for column in rows.columns]
    columns = ", ".join(f'"{one}"' for one in rows.columns)
    marks = ", ".join("?" * len(read))
    statement = f'INSERT INTO "{rows.table}" ({columns}) VALUES ({marks})'  # noqa: S608
    each = iter(lines)
    while some := list(islice(each, AT_ONCE)):
        split = [line[:-1].split(b"\t") for line in some]
        found = [[make(script.plain(value)) for make, value in zip(read, row, strict=True)] for row in split]
        with connection.wrap_database_errors:
            connection.connection.executemany(statement, found)


def _columns(table: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name, lower(type) FROM pragma_table_xinfo('{table}')")  # noqa: S608
        return dict(cursor.fetchall())


def _reading(kind: str, own: str) -> Any:
    """What makes a value of the script one of the column's. Numbers SQLite makes of text by itself, by the column."""
    if own == "blob":
        return lambda value: value if value is None else bytes.fromhex(value[2:].decode())
    make = {"boolean": _truth, "uuid": _uuid, "timestamp with time zone": _moment}.get(kind)

    def read(value: bytes | None) -> Any:
        if value is None:
            return None
        try:
            text = value.decode()
        except UnicodeDecodeError:
            return value  # no text, as only tampering leaves in a file
        return make(text) if make else text

    return read


def _truth(text: str) -> int:
    return int(text == "t")


def _uuid(text: str) -> str:
    return text.replace("-", "")


def _moment(text: str) -> str:
    return str(datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None))


def set_last(tables: dict[str, CopiedTable]) -> None:
    """No number that was ever given is given once more."""
    with connection.cursor() as cursor:
        for name, table in tables.items():
            if table.last is not None:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [name])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [name, table.last])


def analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def beside(name: str) -> Iterator[None]:
    """An empty database beside that of the settings, which is used in its place meanwhile and is gone at the end."""
    settings = connection.settings_dict
    connection.close()
    own, settings["NAME"] = settings["NAME"], Path(settings["NAME"]).with_name(name)
    try:
        yield
    finally:
        connection.close()
        _remove(settings["NAME"])
        settings["NAME"] = own
