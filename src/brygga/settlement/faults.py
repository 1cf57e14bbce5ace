"""Tells every fault of a file of stays, by row; only a faulty file needs it."""

# ruff: noqa: S608 (the SQL is this room's own; of what comes from outside only the path is in it, quoted)

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from brygga.settlement.errors import KEPT, InvalidStays, StayError, UnreadableStays
from brygga.settlement.stays import StaysFile

TWICE = (
    "SELECT row, 'stay_id', 'the stay ''' || stay_id || ''' is already on row ' || earlier FROM "
    "(SELECT row, stay_id, MIN(row) OVER (PARTITION BY stay_id) AS earlier FROM numbered WHERE stay_id <> '') "
    "WHERE row > earlier"
)
OVERLAPS = """
SELECT row, 'person', 'the stay ''' || stay_id || ''' (' || period || ') overlaps the stay ''' || other.stay_id
    || ''' on row ' || other.row || ' (' || other.period || ') of the same person'
FROM (
    SELECT *, ARG_MAX({{'row': row, 'stay_id': stay_id, 'period': period, 'until': until}}, until) OVER (
        PARTITION BY person ORDER BY admitted_at, until, row ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS other
    FROM (
        SELECT row, stay_id, person, admitted_at, COALESCE(discharged_at, TIMESTAMP '9999-12-31') AS until,
            STRFTIME(admitted_at, '%Y-%m-%dT%H:%M:%S') || ' to '
            || COALESCE(STRFTIME(discharged_at, '%Y-%m-%dT%H:%M:%S'), 'still in') AS period
        FROM {stays}
        WHERE person <> '' AND admitted_at IS NOT NULL AND (discharged_at IS NULL OR discharged_at >= admitted_at)
    )
)
WHERE other.until > admitted_at
"""
"""Each stay that began before another of the same person had ended; one discharged as the next is admitted has not."""

STRANGER = "SELECT row, 'municipality', strangers.message FROM numbered JOIN strangers ON municipality = code"


def raise_faults(
    db: duckdb.DuckDBPyConnection,
    file: StaysFile,
    checks: Sequence[tuple[str, str, str]],
    strangers: Mapping[str, str],
) -> None:
    """Raises InvalidStays with the faults of `checks` (column, condition, message as SQL), ids that occur twice,
    municipalities among `strangers` and missing columns. Does nothing when there is none after all."""
    db.execute("CREATE OR REPLACE TEMP TABLE strangers (code VARCHAR, message VARCHAR)")
    if strangers:
        db.executemany("INSERT INTO strangers VALUES (?, ?)", [list(item) for item in strangers.items()])
    before_first = 1 if file.is_csv else 0
    numbered = f"SELECT row_number() OVER () + {before_first} AS row, * FROM {file.read_with_raw()}"
    found = [
        f"SELECT row, '{column}' AS col, {text} AS message FROM numbered WHERE {fault}"
        for column, fault, text in checks
    ]
    overlaps = [OVERLAPS.format(stays="numbered")] if "person" in file.types else []
    faults = " UNION ALL ".join([*found, STRANGER, TWICE, *overlaps])
    rows = db.execute(
        f"WITH numbered AS MATERIALIZED ({numbered}), faults AS ({faults}) "
        f"SELECT *, COUNT(*) OVER () FROM faults ORDER BY row, col, message LIMIT {KEPT}"
    ).fetchall()
    missing = [StayError(1, column, "this column is missing") for column in file.missing]
    if missing or rows:
        told = (*missing, *(StayError(row, column, text) for row, column, text, _ in rows))
        raise InvalidStays(told, len(missing) + (rows[0][3] if rows else 0))


def unreadable(file: StaysFile, error: Exception) -> InvalidStays | UnreadableStays:
    """What stopped the reading: rows of the wrong length, by row, else what the engine says."""
    faults = tuple(_malformed(file.path, list(file.types))) if file.path and file.is_csv else ()
    if faults:
        return InvalidStays(faults[:KEPT], len(faults))
    return UnreadableStays(
        f"'{file.path or 'the table of stays'}' cannot be read to its end: {str(error).splitlines()[0]}"
    )


def _malformed(path: Path, columns: list[str]) -> Iterator[StayError]:
    row = 0
    try:
        with path.open(encoding="utf-8-sig", newline="", errors="replace") as lines:
            for row, values in enumerate(csv.reader(lines, strict=True), start=1):
                if values and len(values) != len(columns):
                    column = columns[min(len(values), len(columns)) - 1]
                    message = f"the row has {len(values)} values where the header has {len(columns)}"
                    yield StayError(row, column, message)
    except csv.Error as error:
        where = columns[0]
        what = "a quotation mark is opened and never closed" if "unexpected end" in str(error) else str(error)
        yield StayError(row + 1, where, f"{what}; write a quotation mark within a value twice, or not at all")
