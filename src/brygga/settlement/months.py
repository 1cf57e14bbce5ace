"""Which months a settlement covers: those asked for, else those of the data."""

# ruff: noqa: S608 (the SQL is this room's own; of what comes from outside only the path is in it, quoted)

from datetime import date

import duckdb

from brygga.agreements import Agreement
from brygga.calendars import Month
from brygga.settlement.errors import SettlementError
from brygga.settlement.stays import AFTER_LATEST, EARLIEST, StaysFile
from brygga.settlement.stretches import stretches


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


def _span(db: duckdb.DuckDBPyConnection, file: StaysFile, agreement: Agreement) -> tuple[Month, Month]:
    """First to last month of a discharge, where each stay counts on that day; else of a ready notice or discharge."""
    out, ready = (_plausible(file.read(column)) for column in ("discharged_at", "ready_at"))
    row = db.execute(
        "SELECT MIN(d), MAX(d), LEAST(MIN(d), MIN(r)), GREATEST(MAX(d), MAX(r)) FROM "
        f"(SELECT {out} AS d, {ready} AS r FROM {file.relation()})"
    ).fetchone()
    first_out, last_out, earliest, latest = (_month(day) for day in row or (None,) * 4)
    if earliest is None or latest is None:
        raise SettlementError("no stay has a ready notice or a discharge: say which months with --from and --to")
    held = stretches(agreement, earliest.first, latest.last)
    if held.ruled and held.by_discharge:
        return first_out or latest, last_out or latest
    return earliest, latest


def _plausible(time: str) -> str:
    """A time of a year that a stay can have; another is a fault, which is told when the stays are checked."""
    return f"CASE WHEN {time} >= {EARLIEST} AND {time} < {AFTER_LATEST} THEN {time} END"


def _month(day: date | None) -> Month | None:
    return Month.of(day) if day else None


def first_discharge(db: duckdb.DuckDBPyConnection, file: StaysFile) -> date | None:
    """The day of the first discharge; None when nobody has left."""
    out = _plausible(file.read("discharged_at"))
    found: date | None = db.execute(f"SELECT CAST(MIN({out}) AS DATE) FROM {file.relation()}").fetchall()[0][0]
    return found
