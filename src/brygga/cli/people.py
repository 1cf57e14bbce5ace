"""Counts the people of a file whom two tables decide differently."""

from pathlib import Path

import duckdb

from brygga.rules import Comparison, Table
from brygga.rules.bulk import check_people
from brygga.rules.sql import row_number


def people_and_different(found: Comparison, people: Path) -> tuple[int, int]:
    """How many people a Parquet file holds, and for how many of them the two tables certainly answer differently.

    Nobody is counted twice, as they may be in boxes that meet. Raises InvalidFacts.
    """
    lines = f"{row_number(found.a)} AS line_a, {row_number(found.b)} AS line_b"
    with duckdb.connect(":memory:") as db:
        for table in (found.a, found.b):
            check_people(db, table, people)
        pairs = db.execute(f"SELECT {lines}, count(*) FROM people GROUP BY ALL").fetchall()  # noqa: S608
    certain = [(a, b, count) for a, b, count in pairs if a is not None and b is not None]
    different = sum(count for a, b, count in certain if _answer(found.a, a) != _answer(found.b, b))
    return sum(count for *_, count in pairs), different


def _answer(table: Table, line: int) -> list[str | None]:
    """What must be answered, by the line of this number; nothing where no line answers (-1)."""
    then = {} if line < 0 else table.lines[line].then
    return [then.get(key) for key in table.question.answers]
