"""Settles on one machine, with DuckDB."""

# ruff: noqa: S608 (the SQL is this room's own; of what comes from outside only the path is in it, quoted)

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache, lru_cache
from typing import Any

import duckdb

from brygga.settlement.stays import StaysFile

MEMORY_LIMIT = "256MB"
"""What DuckDB keeps in memory before it writes to disk; 1.5 million stays need less than half."""

REMEMBERED = 64
"""So many queries are kept as parsed: those over a table in memory are always the same few."""

MonthRow = tuple[int, date, date, int | None]


@contextmanager
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection of its own, with temporary tables and views that no other sees, to this process's DuckDB."""
    with _database()[0].cursor() as db:
        yield db


@cache
def _database() -> tuple[duckdb.DuckDBPyConnection, tempfile.TemporaryDirectory[str]]:
    """DuckDB, empty, and the temporary folder that it spills to, which is removed when the process ends.

    It costs some 30 ms to begin and nothing to keep, so it is begun once.
    """
    folder = tempfile.TemporaryDirectory(prefix="brygga-settle-")
    return duckdb.connect(":memory:", config={"memory_limit": MEMORY_LIMIT, "temp_directory": folder.name}), folder


# DuckDB's threads do not come along into a child, which would wait for them for ever.
os.register_at_fork(after_in_child=_database.cache_clear)


@lru_cache(REMEMBERED)
def parsed(query: str) -> duckdb.Statement:
    """A query as DuckDB has parsed it, which is a third of what it costs when the stays are few."""
    with connection() as db:
        [statement] = db.extract_statements(query)
    return statement


class DuckDBEngine:
    """Runs liability.sql on a connection. `months` are the rows of the relation of that name in liability.sql."""

    def __init__(self, db: duckdb.DuckDBPyConnection, file: StaysFile, months: Sequence[MonthRow]) -> None:
        self.db = db
        db.execute(parsed(f"CREATE OR REPLACE TEMP VIEW stays AS SELECT {file.selection()} FROM {file.relation()}"))
        columns = "month INT, first_day DATE, last_day DATE, kronor BIGINT"
        db.execute(parsed(f"CREATE OR REPLACE TEMP TABLE months ({columns})"))
        places = ", ".join(["(?, ?, ?, ?)"] * len(months))
        db.execute(parsed(f"INSERT INTO months VALUES {places}"), [value for row in months for value in row])

    def rows(self, query: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The rows of a query in DuckDB's dialect, its $names bound to `parameters`."""
        return self.db.execute(parsed(query), dict(parameters)).fetchall()
