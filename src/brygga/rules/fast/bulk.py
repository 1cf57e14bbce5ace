"""Answers and counts the people of a Parquet file, by DuckDB or by Spark."""

# ruff: noqa: S608 (the SQL is this room's own; values and names are quoted)

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from brygga.files import in_duckdb, in_spark
from brygga.rules.compare import Comparison, Difference, Side
from brygga.rules.fast.sql import RESULT, holds, row_number, select
from brygga.rules.faults import InvalidFacts, unknown
from brygga.rules.table import Table

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

KINDS = {"choice": "a text (VARCHAR)", "yes-no": "true or false (BOOLEAN)", "age": "a whole number of years"}
KINDS |= {"number": "a whole number", "municipality": "a code, as text (VARCHAR)"}
TYPES = {"choice": ("VARCHAR", "ENUM"), "yes-no": ("BOOLEAN",), "age": ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")}
TYPES |= {"number": TYPES["age"], "municipality": TYPES["choice"]}


def answer_file(table: Table, people: Path, out: Path, spark: "SparkSession | None" = None) -> int:
    """Answers every row of a file into another (see the door)."""
    draft = out.with_name(f".{out.name}.draft")
    with duckdb.connect(":memory:") as db:
        check_people(db, table, people)
        if spark:
            spark.read.option("recursiveFileLookup", True).parquet(in_spark(people)).createOrReplaceTempView("people")
            spark.sql(select(table, spark=True)).write.parquet(str(out), mode="errorifexists")
            done = db.execute("SELECT count(*) FROM people").fetchone()
            return int(done[0]) if done else 0
        try:
            form = "(FORMAT parquet, COMPRESSION zstd)"
            done = db.execute(f"COPY ({select(table)}) TO {_path(draft)} {form}").fetchone()
            os.replace(draft, out)
        finally:
            draft.unlink(missing_ok=True)
    return int(done[0]) if done else 0


def check_people(db: duckdb.DuckDBPyConnection, table: Table, people: Path) -> None:
    """Makes the view `people` and checks its columns and values against the vocabulary. Raises InvalidFacts."""
    if not people.is_file():
        raise InvalidFacts([f"{people}: there is no such file"])
    relation = f"read_parquet({in_duckdb(people)}, hive_partitioning = false)"
    try:
        db.execute(f"CREATE OR REPLACE VIEW people AS SELECT * FROM {relation}")
    except duckdb.Error as error:
        raise InvalidFacts([f"{people}: it cannot be read as Parquet: {str(error).splitlines()[0]}"]) from None
    columns = {name: kind for name, kind, *_ in db.execute("DESCRIBE people").fetchall()}
    errors = [f"{people.name}: {message}" for message in _column_errors(table, columns)]
    errors = errors or [f"{people.name}: {message}" for message in _value_errors(db, table)]
    if errors:
        raise InvalidFacts(errors)


@dataclass(frozen=True)
class PeopleCompared:
    """The people of a file in a comparison: all, those whom the tables certainly answer differently, those in each box.

    Nobody counts twice among those decided differently, as they may in boxes that meet.
    """

    people: int
    different: int
    in_boxes: tuple[int, ...]


def people_in(comparison: Comparison, people: Path) -> PeopleCompared:
    """Counts the people of a file in a comparison (see the door)."""
    a, b = comparison.a, comparison.b
    with duckdb.connect(":memory:") as db:
        for table in (a, b):
            check_people(db, table, people)
        numbered = f"SELECT *, {row_number(a)} AS line_a, {row_number(b)} AS line_b FROM people"
        pairs = db.execute(f"SELECT line_a, line_b, count(*) FROM ({numbered}) GROUP BY ALL").fetchall()
        counts = [f"count(*) FILTER (WHERE {_in_box(comparison, box)})" for box in comparison.boxes]
        in_boxes = db.execute(f"SELECT {', '.join(counts)} FROM ({numbered})").fetchone() if counts else ()
    different = sum(
        count
        for one, other, count in pairs
        if one is not None and other is not None and _required(a, one) != _required(b, other)
    )
    return PeopleCompared(sum(count for *_, count in pairs), different, tuple(in_boxes or ()))


def _required(table: Table, number: int) -> list[str | None]:
    """What must be answered, by the line of this number."""
    return [table.then(number).get(key) for key in table.question.answers]


def _in_box(comparison: Comparison, box: Difference) -> str:
    """An expression that is true of those in a box whom its rows answer, and who are in no earlier box of its pair."""
    rows = [_of_rows(box.a, "line_a"), _of_rows(box.b, "line_b")]
    before = [f"NOT ({holds(comparison.a, [one])})" for one in box.earlier]
    return " AND ".join([*rows, *before, f"({holds(comparison.a, [box.condition])})"])


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
    # Neither DuckDB nor Spark tells ROW from row.
    taken = {name.lower() for name in (*RESULT, *table.question.answers, *table.question.optional)}
    for name in columns:
        if name.lower() in taken:
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
        if fact.is_number:
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
