"""Single answers against zen-engine and OpenFisca on one table of 20 rows, and ten million people against a scan.

Each contender answers the same situations, several times; the median counts. Of ours it is said how much of the
explanation is worked out: the bare answer; row and clauses; every row passed over with the facts that ruled it out
(values, not words); the nearest changes as well; all of it as JSON, words and all. The contenders give the bare
answer, zen-engine also its trace. `python -m bench rules`.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from bench._peers import openfisca, zen
from brygga.agreements import load_all
from brygga.rules import Table, decide, parse_table
from brygga.rules.decide import look_up
from brygga.rules.fast import answer_file
from brygga.rules.fast.sql import row_number, select

PEOPLE = 10_000_000
RUNS = 7
SITUATIONS = 20_000
SEED = 20261122
PEERS: tuple[tuple[str, Callable[[Table], Any], int], ...] = (
    ("zen-engine", zen, 2000),
    ("zen-engine with its trace", lambda table: zen(table, trace=True), 500),
    ("OpenFisca", openfisca, 50),
    ("OpenFisca, all situations as one vector", openfisca, SITUATIONS),
)
"""Name, maker, and how many situations are measured one by one; all of them go in together."""

WHENS: list[dict[str, Any]] = [
    {"legal_status": ["asylum-seeker", "without-permit"], "individual_agreement": True},
    {"legal_status": ["asylum-seeker", "without-permit"]},
    {"registered": "elsewhere", "dwelling": "ordinary", "profession": {"not": ["physician"]}},
    {"inpatient": "on-leave", "individual_agreement": True, "clinic_access": {"not": ["without-difficulty"]}},
    {"inpatient": {"not": ["none"]}},
    {"dwelling": ["hvb", "other-24-hour-home", "family-home"]},
    {"dwelling": "sis"},
    {"profession": "physician", "palliative": "team"},
    {"profession": "physician", "level_of_care": "specialised"},
    {"profession": "physician"},
    {"level_of_care": "specialised", "individual_agreement": True},
    {"level_of_care": "specialised"},
    {"day_activity": ["sol", "lss"], "profession": "nurse"},
    {"dwelling": ["special-housing-elderly", "service-housing-sol", "service-housing-lss", "short-term-place"]},
    {"age": {"to": 17}, "lasts_over_time": False},
    {"wishes_clinic": True, "clinic_access": "without-difficulty"},
    {"lasts_over_time": True, "safe_at_home": True},
    {"clinic_access": ["hindered-disability", "hindered-illness"], "scope_calls_for_home": True},
    {"age": {"from": 85}, "clinic_access": {"not": ["without-difficulty"]}},
    {},
]


def main() -> None:
    table = example()
    people = situations(table, SITUATIONS)
    _singles(table, people)
    _own_tables()
    answer_people(table)


def example() -> Table:
    """A table of 20 rows over the words of every agreement, in the manner of Västra Götaland's B.3."""
    rows = []
    for number, when in enumerate(WHENS, start=1):
        then = {"principal": ("region", "municipality")[number % 2], "performer": "health-centre"}
        rows.append({"id": f"r{number}", "then": then, "clauses": [f"B.{number}"], **({"when": when} if when else {})})
    content = {"name": "care", "hit_policy": "first", "row": rows}
    return parse_table(content, load_all().every_word, "example", "care.toml")


def situations(table: Table, count: int) -> list[dict[str, Any]]:
    """Made-up situations over the table's facts."""
    chance = random.Random(SEED)
    return [{fact.key: chance.choice(fact.values).key for fact in table.facts} for _ in range(count)]


def _singles(table: Table, people: list[dict[str, Any]]) -> None:
    """Answers a second of each contender, and of brygga for each depth of explanation."""
    rows = [look_up(table).first_that_fits(one) for one in people]
    few = sum(len(decide(table, one).passed_over) for one in people) / len(people)
    print(
        f"single answers, {len(table.rows)} rows, {len(table.facts)} facts, one core; {few:.1f} rows passed over each"
    )
    ours = {name: _rate(f"brygga, {name}", people, work) for name, work in _depths(table).items()}
    _unseen(table)
    for name, make, count in PEERS:
        try:
            answer = make(table)
        except ImportError as error:
            print(f"  {name} is not installed here ({error}); not measured")
            continue
        some = people[:count]
        assert answer(some) == rows[:count], f"{name} answers otherwise"
        theirs = _rate(name, some, lambda one: answer([one])) if count < len(people) else _vector(name, some, answer)  # noqa: B023
        print("    brygga to this: " + ", ".join(f"{rate / theirs:,.1f} times {name}" for name, rate in ours.items()))


def _depths(table: Table) -> dict[str, Callable[[dict[str, Any]], Any]]:
    """What is measured: every value named is worked out for every situation."""
    first_that_fits, lines = look_up(table).first_that_fits, table.lines

    def bare(one: dict[str, Any]) -> Any:
        number = first_that_fits(one)
        return lines[number].then if number >= 0 else None

    def with_row(one: dict[str, Any]) -> Any:
        decision = decide(table, one)
        return decision, decision.answer, decision.row, decision.clauses, decision.falls_back_to

    def with_passed_over(one: dict[str, Any]) -> Any:
        return with_row(one)[0].passed_over

    def with_nearest_change(one: dict[str, Any]) -> Any:
        decision = with_row(one)[0]
        return decision.passed_over, decision.nearest_change

    return {
        "the bare answer": bare,
        "with row and clauses": with_row,
        "and rows passed over": with_passed_over,
        "and nearest change": with_nearest_change,
        "all as JSON": lambda one: decide(table, one).to_json(),
    }


def _own_tables() -> None:
    """The same depths on the largest tables of the agreements themselves."""
    agreements = load_all()
    for name in ("vastra-gotaland", "jamtland-harjedalen", "gotland"):
        table = agreements.agreement(name).table("care")
        people = situations(table, SITUATIONS)
        few = sum(len(decide(table, one).passed_over) for one in people) / len(people)
        print(f"{name}, care: {len(table.lines)} lines, {len(table.facts)} facts; {few:.1f} rows passed over each")
        for depth, work in _depths(table).items():
            _rate(depth, people, work)
        _unseen(table)


def _rate(name: str, people: list[Any], work: Callable[[Any], Any]) -> float:
    def every() -> None:
        for one in people:
            work(one)

    return _said(name, len(people) / median(every))


def _vector(name: str, people: list[Any], work: Callable[[list[Any]], Any]) -> float:
    return _said(name, len(people) / median(lambda: work(people)))


def _unseen(table: Table) -> None:
    """The rows passed over by situations that were not met before, each measured once."""
    depth = "and rows passed over"
    work = _depths(table)[depth]
    people = situations(table, 2 * SITUATIONS)[SITUATIONS:]
    start = time.perf_counter()
    for one in people:
        work(one)
    _said(f"{depth}, of situations not met before", len(people) / (time.perf_counter() - start))


def _said(name: str, rate: float) -> float:
    print(f"  {name}: {rate:,.0f}/s")
    return rate


def answer_people(table: Table) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "people.parquet", Path(folder) / "answers.parquet"
        with duckdb.connect() as db:
            db.execute(f"COPY ({_made_up(table)}) TO '{path}' (FORMAT parquet)")
            db.execute(f"CREATE VIEW people AS SELECT * FROM read_parquet('{path}')")
            columns = ", ".join(f'max("{fact.key}")' for fact in table.facts)
            scan = median(lambda: db.execute(f"SELECT {columns} FROM people").fetchall())
            numbers = median(lambda: db.execute(f"SELECT sum({row_number(table)}) FROM people").fetchall())
            said = 'max("row"), max(clauses), max(principal), max(performer)'
            answers = median(lambda: db.execute(f"SELECT {said} FROM ({select(table)})").fetchall())
            copy = median(lambda: db.execute(f"COPY people TO '{out}' (FORMAT parquet, COMPRESSION zstd)").fetchall())
        written = median(lambda: answer_file(table, path, out))
    print(f"{PEOPLE:,} people from Parquet, {len(table.facts)} columns, DuckDB on all cores")
    print(f"  scan of the same columns (max of each): {scan:.2f} s")
    print(f"  the number of the row for everyone: {numbers:.2f} s, {numbers / scan:.2f} times the scan")
    print(f"  row, clauses and answer for everyone: {answers:.2f} s, {answers / scan:.2f} times the scan")
    print(f"  copy of the same columns to Parquet: {copy:.2f} s")
    print(f"  checked, answered and written to Parquet: {written:.2f} s, {written / copy:.2f} times the copy")


def _made_up(table: Table) -> str:
    columns = []
    for seed, fact in enumerate(table.facts):
        dice = f"hash(i, {seed}) % {len(fact.values)}"
        if fact.is_number:
            columns.append(f"CAST({dice} AS SMALLINT) AS {fact.key}")
        elif fact.kind == "yes-no":
            columns.append(f"{dice} = 0 AS {fact.key}")
        else:
            keys = [str(value.key) for value in fact.values]
            columns.append(f"({keys})[CAST(1 + {dice} AS INT)] AS {fact.key}")
    return f"SELECT {', '.join(columns)} FROM range({PEOPLE}) AS rows(i)"


def median(work: Callable[[], Any]) -> float:
    """The seconds that work takes, in the middle of several runs."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    main()
