"""Answers a file of people: Parquet in, Parquet out, by DuckDB or by Spark."""

# ruff: noqa: S608 (the SQL is this room's own; values and names are quoted)

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from brygga.rules.compare import Comparison, Side
from brygga.rules.faults import InvalidFacts, unknown
from brygga.rules.sql import RESULT, holds, row_number, select
from brygga.rules.table import Table

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

KINDS = {"choice": "a text (VARCHAR)", "yes-no": "true or false (BOOLEAN)", "age": "a whole number of years"}
TYPES = {"choice": ("VARCHAR", "ENUM"), "yes-no": ("BOOLEAN",), "age": ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")}


def answer_file(table: Table, people: Path, out: Path) -> int:
    """Answers every row of a Parquet file into another, in the same order, and returns how many rows there are.

    Raises InvalidFacts when a fact has no column, or a column holds what the vocabulary has not got. Nothing
    half-written is left at `out`.
    """
    draft = out.with_name(f".{out.name}.draft")
    with duckdb.connect(":memory:") as db:
        check_people(db, table, people)
        try:
            form = "(FORMAT parquet, COMPRESSION zstd)"
            copied = db.execute(f"COPY ({select(table)}) TO {_path(draft)} {form}").fetchone()
            os.replace(draft, out)
        finally:
            draft.unlink(missing_ok=True)
    return int(copied[0]) if copied else 0


def answer_on_spark(table: Table, people: Path, out: Path, session: "SparkSession") -> None:
    """The same on Spark: `out` becomes a folder of Parquet files. The file is checked by DuckDB beforehand."""
    with duckdb.connect(":memory:") as db:
        check_people(db, table, people)
    session.read.parquet(str(people)).createOrReplaceTempView("people")
    session.sql(select(table, spark=True)).write.parquet(str(out), mode="errorifexists")


def check_people(db: duckdb.DuckDBPyConnection, table: Table, people: Path) -> None:
    """Makes the view `people` and checks its columns and values against the vocabulary. Raises InvalidFacts."""
    if not people.is_file():
        raise InvalidFacts([f"{people}: there is no such file"])
    db.execute(f"CREATE OR REPLACE VIEW people AS SELECT * FROM read_parquet({_path(people)})")
    columns = {name: kind for name, kind, *_ in db.execute("DESCRIBE people").fetchall()}
    errors = [f"{people.name}: {message}" for message in _column_errors(table, columns)]
    errors = errors or [f"{people.name}: {message}" for message in _value_errors(db, table)]
    if errors:
        raise InvalidFacts(errors)


def people_in(comparison: Comparison, people: Path) -> list[int]:
    """How many people of a Parquet file fall in each box of a comparison. Raises InvalidFacts."""
    with duckdb.connect(":memory:") as db:
        for table in (comparison.a, comparison.b):
            check_people(db, table, people)
        counts = []
        numbered = f"SELECT *, {row_number(comparison.a)} AS line_a, {row_number(comparison.b)} AS line_b FROM people"
        for box in comparison.boxes:
            same = [_of_rows(box.a, "line_a"), _of_rows(box.b, "line_b")]
            before = [f"NOT ({holds(comparison.a, [one])})" for one in box.earlier]
            where = " AND ".join([*same, *before, f"({holds(comparison.a, [box.condition])})"])
            counts.append(f"count(*) FILTER (WHERE {where})")
        found = db.execute(f"SELECT {', '.join(counts)} FROM ({numbered})").fetchone() if counts else ()
    return [int(one) for one in found or ()]


def _of_rows(side: Side, column: str) -> str:
    """An expression: the line in a column is one of the rows of a side, or none where there is no row."""
    every = enumerate(side.table.lines)
    if side.line is None:
        found = [-1, *(number for number, one in every if one.standing == "hole")]
    else:
        keys = {(line.row, line.standing) for line in side.lines}
        found = [number for number, one in every if (one.row, one.standing) in keys]
    return f"{column} IN ({', '.join(map(str, found))})"


def _column_errors(table: Table, columns: dict[str, str]) -> Iterator[str]:
    for name in (*RESULT, *table.question.answers, *table.question.optional):
        if name in columns:
            yield f"the column '{name}' is in the way of the answer of that name; rename it"
    for fact in table.facts:
        if fact.key not in columns:
            yield f"a column is missing for the fact '{fact.key}': {unknown('column', fact.key, list(columns))}"
        elif not columns[fact.key].startswith(TYPES[fact.kind]):
            yield f"the column '{fact.key}' holds {columns[fact.key]}; it should hold {KINDS[fact.kind]}"


def _value_errors(db: duckdb.DuckDBPyConnection, table: Table) -> Iterator[str]:
    for fact in table.facts:
        name = f'"{fact.key}"'
        if fact.kind == "yes-no":
            continue
        if fact.is_age:
            bad = f"{name} NOT BETWEEN {fact.values[0].key} AND {fact.values[-1].key}"
        else:
            bad = f"CAST({name} AS VARCHAR) NOT IN ({', '.join(repr(str(value.key)) for value in fact.values)})"
        query = f"SELECT {name}, count(*) FROM people WHERE {bad} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5"
        for value, count in db.execute(query).fetchall():
            try:
                fact.bit(value)
            except ValueError as error:
                yield f"column {error} ({count} rows)"


def _path(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
