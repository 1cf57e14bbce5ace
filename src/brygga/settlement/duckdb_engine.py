"""Settles on one machine, with DuckDB."""

# ruff: noqa: S608 (the SQL is this room's own; of what comes from outside only the path is in it, quoted)

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

import duckdb
import pyarrow as pa

from brygga.settlement.runs import Run
from brygga.settlement.stays import StaysFile

MEMORY_LIMIT = "256MB"
"""What DuckDB keeps in memory before it writes to disk; 1.5 million stays need less than half."""

REMEMBERED = 64
"""So many queries are kept as parsed: those over a table in memory are always the same few."""


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
    """Runs liability.sql on a connection; `faulty` is when a stay has a fault, as SQL (checks.faulty)."""

    def __init__(self, db: duckdb.DuckDBPyConnection, file: StaysFile, faulty: str = "FALSE") -> None:
        self.db, self.file, self.faulty = db, file, faulty

    def rows(self, run: Run, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query in DuckDB's dialect over the relations of a run, its $names bound."""
        db = self.db
        followed = self.file.followed(run.held, self.faulty).replace("{relation}", self.file.relation())
        db.execute(parsed(f"CREATE OR REPLACE TEMP VIEW stays AS {followed}"))
        db.execute(parsed(f"CREATE OR REPLACE TEMP TABLE months ({MONTHS})"))
        rows = ", ".join(["(?, ?, ?, ?, ?, ?, ?, ?)"] * len(run.months))
        db.execute(parsed(f"INSERT INTO months VALUES {rows}"), [value for row in run.months for value in row])
        if run.places:
            columns = [pa.array(column) for column in zip(*run.places, strict=True)]
            db.register("places", pa.table(columns, names=["day", "upto", "past"]))
        bound = run.bound()
        names = set(NAMES.findall(query))
        return db.execute(parsed(query), {name: bound[name] for name in bound if name in names}).fetchall()


MONTHS = (
    "month INT, first_day DATE, last_day DATE, first_place INT, end_place INT, month_place INT, month_end INT, "
    "kronor BIGINT"
)
NAMES = re.compile(r"\$([a-z_]+)")
