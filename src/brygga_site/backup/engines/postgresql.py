"""PostgreSQL: one state of the database by a repeatable-read transaction, its rows by COPY, as pg_dump does it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from brygga_site.backup import script
from brygga_site.backup.envelope import BLOCK
from brygga_site.backup.manifest import CopiedTable

_COLUMNS = """
    SELECT c.relname, a.attname, format_type(a.atttypid, NULL)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
    AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    ORDER BY c.relname, a.attnum
"""


def is_there() -> bool:
    """Whether there is a database at all. Raises django.db.OperationalError where there is none to ask."""
    connection.ensure_connection()
    return True


@contextmanager
def one_state() -> Iterator[None]:
    """All that is read in it is of one moment. The tables keep their columns as long as it lasts."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            if names := sorted(_columns()):
                cursor.execute(f"LOCK TABLE {', '.join(map(_quoted, names))} IN ACCESS SHARE MODE")
        yield


def tables(left_out: set[str]) -> dict[str, CopiedTable]:
    """Every table there is but those left out, by name."""
    found = {}
    with connection.cursor() as cursor:
        for name, columns in _columns().items():
            if name in left_out:
                continue
            cursor.execute(f"SELECT count(*) FROM {_quoted(name)}")  # noqa: S608
            found[name] = CopiedTable(rows=cursor.fetchone()[0], columns=columns, last=_last(cursor, name))
    return found


def _columns() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        for table, column, kind in cursor.fetchall():
            found.setdefault(table, {})[column] = kind
    return found


def _last(cursor: Any, table: str) -> int | None:
    """The highest number that the table's sequence has given. It is never behind the rows of an older moment."""
    for sequence in connection.introspection.get_sequences(cursor, table):
        cursor.execute("SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s))", [table, sequence["column"]])
        return cursor.fetchone()[0]
    return None


def lines(rows: script.Rows) -> Iterator[bytes]:
    """The rows as lines of the script, many at once."""
    columns = ", ".join(map(_quoted, rows.columns))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")
        with cursor.copy(f"COPY {_quoted(rows.table)} ({columns}) TO STDOUT") as copy:
            yield from _in_blocks(copy)


def _in_blocks(some: Iterable[Any]) -> Iterator[bytes]:
    held, size = [], 0
    for one in some:
        held.append(one)
        size += len(one)
        if size >= BLOCK:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


@contextmanager
def made_anew() -> Iterator[None]:
    """The database without a table, and after an error again without one. Whoever asks has seen that it holds nothing.

    A process that is killed meanwhile leaves tables without rows, or a whole database that nobody has verified.
    """
    _drop_all()
    try:
        yield
    except BaseException:
        connection.close()
        _drop_all()
        raise


def _drop_all() -> None:
    with connection.cursor() as cursor:
        if names := sorted(_columns()):
            cursor.execute(f"DROP TABLE {', '.join(map(_quoted, names))} CASCADE")


@contextmanager
def loading() -> Iterator[None]:
    """One transaction, with the indexes and what refers to what made at its end: in one go, not row by row.

    Raises django.db.IntegrityError for a row that refers to none.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
        )
        references = cursor.fetchall()
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND indexname NOT IN "
            "(SELECT conname FROM pg_constraint WHERE connamespace = current_schema()::regnamespace)"
        )
        indexes = cursor.fetchall()
        for table, name, _ in references:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {_quoted(name)}")
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {_quoted(name)}")
        yield
        for _, statement in indexes:
            cursor.execute(statement)
        for table, name, definition in references:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {_quoted(name)} {definition}")


def load(rows: script.Rows, kinds: dict[str, str], lines: Iterable[bytes]) -> None:
    """Adds the rows of the lines. PostgreSQL reads what SQLite calls a truth, a moment or a UUID as it stands."""
    columns = ", ".join(map(_quoted, rows.columns))
    with connection.cursor() as cursor, cursor.copy(f"COPY {_quoted(rows.table)} ({columns}) FROM STDIN") as copy:
        for block in _in_blocks(lines):
            copy.write(block)


def set_last(tables: dict[str, CopiedTable]) -> None:
    """No number that was ever given is given once more."""
    with connection.cursor() as cursor:
        for name, table in tables.items():
            for sequence in connection.introspection.get_sequences(cursor, name):
                if table.last is not None:
                    found = [name, sequence["column"], table.last]
                    cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", found)


def analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def beside(name: str) -> Iterator[None]:
    """An empty database beside that of the settings, which is used in its place meanwhile and is gone at the end."""
    settings = connection.settings_dict
    own = settings["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {_quoted(name)}")
    connection.close()
    settings["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        settings["NAME"] = own
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {_quoted(name)} WITH (FORCE)")


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
