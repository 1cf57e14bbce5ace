"""Which months a settlement covers: those asked for, else those of the data."""

# ruff: noqa: S608 (the SQL is this room's own; of what comes from outside only the path is in it, quoted)

from collections.abc import Mapping
from datetime import date

import duckdb

from brygga.agreements import Agreement
from brygga.calendars import Month
from brygga.settlement.duckdb_engine import MonthRow
from brygga.settlement.errors import SettlementError
from brygga.settlement.stays import StaysFile
from brygga.settlement.terms import model_on, month_number


def months_asked(
    db: duckdb.DuckDBPyConnection, file: StaysFile, agreement: Agreement, first: Month | None, last: Month | None
) -> tuple[Month, Month]:
    """The first and the last month; where one is not given, that of the data. Raises SettlementError."""
    if first is None or last is None:
        start, end = _span(db, file, agreement)
        first, last = first or min(start, last or end), last or max(end, first or start)
    if first > last:
        raise SettlementError(f"the months end ({last}) before they begin ({first}): change --from or --to")
    return first, last


def month_rows(first: Month, last: Month, kronor: Mapping[int, int | None]) -> list[MonthRow]:
    """The relation `months` of liability.sql."""
    return [(month_number(m), m.first, m.last, kronor[m.year]) for m in first.until(last)]


def _span(db: duckdb.DuckDBPyConnection, file: StaysFile, agreement: Agreement) -> tuple[Month, Month]:
    """Model `mean`: first to last month of discharge. Else: first to last month of a ready notice or discharge."""
    row = db.execute(
        "SELECT MIN(d), MAX(d), LEAST(MIN(d), MIN(r)), GREATEST(MAX(d), MAX(r)) FROM "
        f"(SELECT {file.read('discharged_at')} AS d, {file.read('ready_at')} AS r FROM {file.relation()})"
    ).fetchone()
    first_out, last_out, earliest, latest = (_month(day) for day in row or (None,) * 4)
    if earliest is None or latest is None:
        raise SettlementError("no stay has a ready notice or a discharge: say which months with --from and --to")
    if model_on(agreement, latest.first) == "mean":
        return first_out or latest, last_out or latest
    return earliest, latest


def _month(day: date | None) -> Month | None:
    return Month.of(day) if day else None
