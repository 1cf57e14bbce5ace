"""What makes the tables quick, behind one door: sets of situations as diagrams, look-ups, and the tables as SQL.

Nobody imports what lies behind it but by these names.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from brygga.rules.boxes import Domain
from brygga.rules.facts import Condition
from brygga.rules.fast.growth import build
from brygga.rules.fast.look_up import LookUp
from brygga.rules.fast.partition import Partition
from brygga.rules.table import Table

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from brygga.rules.compare import Comparison
    from brygga.rules.fast.bulk import PeopleCompared

__all__ = ["LookUp", "Partition", "answer_file", "divided", "people_in"]


def divided(domain: Domain, lines: Iterable[tuple[int, Condition]]) -> Partition:
    """The situations of a domain divided by the label of the first condition that they meet, NOTHING where none."""
    return Partition(domain, build(domain, list(lines)))


def answer_file(table: Table, people: Path, out: Path, spark: "SparkSession | None" = None) -> int:
    """Answers every row of a Parquet file as `decide` answers each, and returns how many rows there are.

    `out` becomes a file in the same order, or a folder of files where Spark answers. Raises InvalidFacts when a fact
    has no column, or a column holds what the vocabulary has not got; nothing half-written is then left.
    """
    from brygga.rules.fast import bulk  # not at the top: the site answers one at a time and does without DuckDB

    return bulk.answer_file(table, people, out, spark)


def people_in(comparison: "Comparison", people: Path) -> "PeopleCompared":
    """How many people of a Parquet file two tables decide differently, in all and in each box. Raises InvalidFacts."""
    from brygga.rules.fast import bulk

    return bulk.people_in(comparison, people)
