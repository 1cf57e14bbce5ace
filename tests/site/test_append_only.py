"""Whatever statement is run on a table whose rows are only ever added, those there were stay as they were."""

from contextlib import suppress
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.site.access import blocks
from tests.site.cast import Cast
from tests.site.keeping import decided
from tests.site.trail import sql, undone
from tests.tries import tries

from brygga_site.append_only import TABLES
from brygga_site.cases.models import Case
from brygga_site.review.actions import open_finding
from brygga_site.review.rounds.actions import start_round
from brygga_site.trail.actions import note_export
from brygga_site.trail.anchors import keep, note_sent
from brygga_site.trail.heads import head_of
from brygga_site.trail.reads import newest, seals

pytestmark = pytest.mark.django_db

NAMES = sorted(TABLES)
COLUMNS = {
    model._meta.db_table: [field.column for field in model._meta.concrete_fields if field.column]
    for model in apps.get_models()
    if model._meta.db_table in TABLES
}
WITHOUT_ROWS = {"review_flagged"}
"""Of what a round finds there is nothing in so short a log; the statements are run all the same."""


@pytest.fixture
def filled(cast: Cast, notified: Case, sealed: None) -> None:
    """Rows in the tables: a case, a statement, a reviewed log, a head that was exported."""
    now = timezone.now()
    blocks(cast.anna, notified.person)
    blocks(cast.anna, notified.person, "unit")
    today = timezone.localdate(now)
    start_round(cast.gerda, today, today, 100, now)
    open_finding(cast.gerda, 1, "Varför?", today, now)
    note_export(now, 5)
    note_export(now, 6)
    head = head_of(seals(newest()))
    for name in ("one", "other"):
        keep(name, head, [], now)
        note_sent(name, now, 5, "kept")
    decided(cast, notified, now)
    filled = {name for name in NAMES if _rows(name)}
    assert filled >= set(NAMES) - WITHOUT_ROWS, set(NAMES) - filled


def _rows(table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(map(_quoted, COLUMNS[table]))} FROM {table}")
        return [tuple(map(repr, map(_plain, row))) for row in cursor.fetchall()]


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def _quoted(column: str) -> str:
    return f'"{column}"'


def _listed(columns: list[str]) -> str:
    return ", ".join(map(_quoted, columns))


# What statements are made of


@st.composite
def inserted(draw: st.DrawFn, table: str) -> str:
    """A row like one there is, some columns of it otherwise, or those of yet another row."""
    columns = COLUMNS[table]
    named = dict(zip(columns, map(_quoted, columns), strict=True))
    for column in draw(st.lists(st.sampled_from(columns), max_size=3, unique=True)):
        named[column] = draw(_value(table, column))
    if connection.vendor == "sqlite" and draw(st.booleans()):
        named[draw(st.sampled_from(["rowid", "_rowid_", "oid"]))] = str(draw(st.integers(-2, 12)))
    names = ", ".join(name if name in ("rowid", "_rowid_", "oid") else _quoted(name) for name in named)
    offset = draw(st.integers(0, 4))
    return f"INTO {table} ({names}) SELECT {', '.join(named.values())} FROM {table} LIMIT 1 OFFSET {offset}"


def _value(table: str, column: str) -> st.SearchStrategy[str]:
    other = st.integers(0, 4).map(lambda at: f"(SELECT {_quoted(column)} FROM {table} LIMIT 1 OFFSET {at})")
    return st.one_of(
        other, st.sampled_from(["NULL", "-1", "0", "1", "2", "97", "'x'", "'3'", f"{_quoted(column)} + 1"])
    )


@st.composite
def statement(draw: st.DrawFn) -> tuple[str, str]:
    """A table, and a statement on it: one that this engine knows, or that it refuses to read."""
    table = draw(st.sampled_from(NAMES))
    column = draw(st.sampled_from(COLUMNS[table]))
    change = f"{_quoted(column)} = {draw(_value(table, column))}"
    forms = _ON_SQLITE if connection.vendor == "sqlite" else _ON_POSTGRESQL
    form = draw(st.sampled_from(forms))
    unique = ", ".join(
        map(_quoted, draw(st.lists(st.sampled_from(COLUMNS[table]), min_size=1, max_size=2, unique=True)))
    )
    given = {"table": table, "column": _quoted(column), "change": change, "unique": unique}
    return table, form.format(row=draw(inserted(table)), **given)


_ON_SQLITE = [
    *(f"{verb} {{row}}" for verb in ("INSERT", "REPLACE", "INSERT OR REPLACE", "INSERT OR IGNORE", "INSERT OR FAIL")),
    "INSERT {row} ON CONFLICT DO UPDATE SET {change}",
    "INSERT {row} ON CONFLICT ({unique}) DO UPDATE SET {change}",
    "INSERT OR REPLACE {row} ON CONFLICT ({unique}) DO NOTHING",
    *(f"UPDATE {how} {{table}} SET {{change}}" for how in ("", "OR REPLACE", "OR IGNORE", "OR FAIL")),
    "UPDATE OR REPLACE {table} SET rowid = rowid + 1",
    "UPDATE {table} SET {change} FROM (SELECT 1)",
    "DELETE FROM {table}",
    "DELETE FROM {table} WHERE {column} IS NOT NULL",
    "DELETE FROM {table} WHERE rowid = 1",
    "WITH all_of AS (SELECT * FROM {table}) REPLACE INTO {table} SELECT * FROM all_of",
]
_MERGED = "MERGE INTO {table} AS t USING {table} AS o ON t.{column} IS NOT DISTINCT FROM o.{column} WHEN MATCHED THEN "
_ON_POSTGRESQL = [
    "INSERT {row}",
    "INSERT {row} ON CONFLICT DO NOTHING",
    "INSERT {row} ON CONFLICT ({unique}) DO UPDATE SET {change}",
    "INSERT {row} ON CONFLICT ({unique}) DO UPDATE SET {column} = EXCLUDED.{column}",
    "UPDATE {table} SET {change}",
    "UPDATE ONLY {table} SET {change}",
    "UPDATE {table} SET {change} FROM (SELECT 1) AS o",
    "DELETE FROM {table}",
    "DELETE FROM {table} USING (SELECT 1) AS o WHERE {column} IS NOT NULL",
    "TRUNCATE {table}",
    "TRUNCATE {table} RESTART IDENTITY CASCADE",
    _MERGED + "UPDATE SET {change}",
    _MERGED + "DELETE",
    _MERGED + "DO NOTHING",
    "WITH gone AS (DELETE FROM {table} RETURNING *) INSERT INTO {table} SELECT * FROM gone",
    "WITH other AS (UPDATE {table} SET {change} RETURNING *) SELECT * FROM other",
    "SELECT * FROM {table} FOR UPDATE",
]
_BEFORE = {
    "sqlite": ["PRAGMA recursive_triggers = on", "PRAGMA recursive_triggers = off"],
    # Only an account that was let do so can say this; the tests' can.
    "postgresql": ["SET LOCAL session_replication_role = replica", "SET LOCAL session_replication_role = origin"],
}


def check_stay(table: str, *statements: str) -> None:
    """Runs them, whether the database takes them or not, and looks whether some row is not as it was."""
    with undone():
        # Whatever else is emptied with it is looked at too.
        before = {name: _rows(name) for name in (NAMES if "TRUNCATE" in statements[-1] else [table])}
        with suppress(DatabaseError), transaction.atomic():
            if connection.vendor == "postgresql":
                sql("SET CONSTRAINTS ALL IMMEDIATE")
            sql(*statements)
        for name, rows in before.items():
            assert sorted(set(rows) - set(_rows(name))) == [], statements


@settings(max_examples=tries(200), suppress_health_check=list(HealthCheck), deadline=None)
@given(first=st.sampled_from([0, 1]), made=statement())
@example(first=0, made=("cases_message", "DELETE FROM cases_message"))
@example(first=0, made=("trail_entry", "UPDATE trail_entry SET what = 'x'"))
def test_after_any_statement_the_rows_are_as_before_or_have_some_more(
    filled: None, first: int, made: tuple[str, str]
) -> None:
    table, text = made
    check_stay(table, _BEFORE[connection.vendor][first], text)


@pytest.mark.parametrize("table", NAMES)
def test_no_row_takes_the_place_of_another(filled: None, table: str) -> None:
    """Once with the same key and, on SQLite, once with the same hidden number alone."""
    columns = ", ".join(map(_quoted, COLUMNS[table]))
    if connection.vendor == "postgresql":
        changes = ", ".join(f"{_quoted(column)} = EXCLUDED.{_quoted(column)}" for column in COLUMNS[table])
        key = ", ".join(_quoted(column) for column in _key(table))
        conflict = f"ON CONFLICT ({key}) DO UPDATE SET {changes}"
        check_stay(table, f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} {conflict}")
        return
    check_stay(table, f"REPLACE INTO {table} SELECT * FROM {table}")
    moved = ", ".join(f"{_quoted(one)} + 50" if one in _key(table) else _quoted(one) for one in COLUMNS[table])
    check_stay(table, f"REPLACE INTO {table} (rowid, {columns}) SELECT rowid, {moved} FROM {table}")


def _key(table: str) -> list[str]:
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    return [field.column for field in model._meta.pk_fields]


@pytest.mark.parametrize("table", NAMES)
def test_the_triggers_are_those_that_the_table_needs_as_it_is_now(db: None, table: str) -> None:
    """A migration that alters a table, or gives it another unique column, has to put them in place anew."""
    before = _triggers(table)
    TABLES[table].install(connection)
    assert before == _triggers(table) != []


def _triggers(table: str) -> list[Any]:
    asked = {
        "sqlite": f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}' ORDER BY name",
        "postgresql": "SELECT tgname, pg_get_triggerdef(t.oid), tgenabled, prosrc FROM pg_trigger t JOIN pg_proc p"
        f" ON p.oid = tgfoid WHERE tgrelid = '{table}'::regclass AND NOT tgisinternal ORDER BY tgname",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        return cursor.fetchall()
