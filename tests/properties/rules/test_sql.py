"""The same rows in SQL: DuckDB and Spark answer every person as the single answer does."""

from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, assume, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from tests.properties.rules.made_up import VALUES, Content, Facts, expected, pairs, situations
from tests.tries import tries

from brygga.rules import Table, compare, decide
from brygga.rules.fast import answer_file, people_in

Made = tuple[Table, Content, Content | None]
COLUMNS = {"age": "SMALLINT", "home": "VARCHAR", "alone": "BOOLEAN", "need": "VARCHAR", "asks": "BOOLEAN"}
perhaps = st.fixed_dictionaries({key: st.one_of(st.none(), st.sampled_from(v)) for key, v in VALUES.items()})


def write(people: list[Facts], path: Path) -> None:
    columns = ", ".join(f'"{name}" {kind}' for name, kind in COLUMNS.items())
    with duckdb.connect() as db:
        db.execute(f"CREATE TABLE people (id INT, {columns})")
        rows = [(number, *(one[key] for key in COLUMNS)) for number, one in enumerate(people)]
        db.executemany("INSERT INTO people VALUES (?, ?, ?, ?, ?, ?)", rows)
        db.execute(f"COPY people TO '{path}' (FORMAT parquet)")


def read(path: Path) -> list[dict[str, Any]]:
    source = f"{path}/*.parquet" if path.is_dir() else str(path)
    with duckdb.connect() as db:
        found = db.execute(f"SELECT * FROM read_parquet('{source}') ORDER BY id")
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def check(table: Table, people: list[Facts], rows: list[dict[str, Any]]) -> None:
    assert len(rows) == len(people)
    for facts, row in zip(people, rows, strict=True):
        single = decide(table, facts)
        complete = None not in (facts[fact.key] for fact in table.facts)
        if complete or row["row"] is not None:
            assert row["row"] == single.row
            assert row["agreement"] == (single.line and single.row and single.line.agreement)
            answer = {key: row[key] for key in ("who", "how") if row[key] is not None}
            assert answer == (single.answer if single.row else {})
            assert row["clauses"] == (", ".join(single.clauses) if single.row else None)
            assert row["declared_gap"] == (single.is_declared_gap if single.row else None)


@given(pairs(), st.lists(perhaps, max_size=30))
@examples(max_examples=tries(10), deadline=None, suppress_health_check=list(HealthCheck))
def test_a_file_is_answered_row_for_row_as_each_person_alone(tmp_path: Path, made: Made, some: list[Facts]) -> None:
    table, content, below = made
    people = [*situations(), *some]
    write(people, tmp_path / "people.parquet")
    assert answer_file(table, tmp_path / "people.parquet", tmp_path / "out.parquet") == len(people)
    rows = read(tmp_path / "out.parquet")
    check(table, people, rows)
    for facts, row in zip(situations(), rows, strict=False):
        found = expected(content, below, facts)
        assert (row["agreement"], row["row"]) == (found[:2] if found else (None, None))


@given(pairs(), pairs())
@examples(max_examples=tries(8), deadline=None, suppress_health_check=list(HealthCheck))
def test_people_are_counted_where_two_tables_differ(tmp_path: Path, one: Made, other: Made) -> None:
    a, content, below = one
    b_content, b_below = other[1:]
    assume(other[0].vocabulary is a.vocabulary)
    people = [f for f in situations() if not a.vocabulary.contradictions(a.vocabulary.known(f))]
    write(people, tmp_path / "people.parquet")
    comparison = compare(a, other[0])
    pairs_found = [(expected(content, below, f), expected(b_content, b_below, f)) for f in people]
    different = sum((x and x[2]["who"]) != (y and y[2]["who"]) for x, y in pairs_found)
    counted = people_in(comparison, tmp_path / "people.parquet")
    assert (counted.people, counted.different, sum(counted.in_boxes)) == (len(people), different, different)


@pytest.mark.spark
@given(pairs())
@examples(
    max_examples=tries(3),
    deadline=None,
    phases=[Phase.generate],
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_spark_answers_as_each_person_alone(tmp_path: Path, made: Made) -> None:
    from pyspark.sql import SparkSession

    table = made[0]
    people = [*situations(), dict.fromkeys(VALUES)]
    write(people, tmp_path / "people.parquet")
    out = tmp_path / f"out-{id(made)}"
    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    assert answer_file(table, tmp_path / "people.parquet", out, session) == len(people)
    check(table, people, read(out))
