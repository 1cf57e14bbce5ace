"""The stays: their columns, and how each is read, as text (CSV) or as real values (Parquet, or a table in memory)."""

# ruff: noqa: S608 (the SQL is this room's own; of what comes from outside only the path is in it, quoted)

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from brygga.settlement.errors import UnreadableStays

TIMES = (
    "admitted_at",
    "need_assessed_at",
    "admission_notice_at",
    "ready_at",
    "sip_called_at",
    "discharged_at",
)
BOOLEANS = ("sip_required", "outpatient_available")
COLUMNS = (
    "stay_id",
    "municipality",
    "care_type",
    "admitted_at",
    "need_assessed_at",
    "admission_notice_at",
    "ready_at",
    "sip_required",
    "sip_called_at",
    "outpatient_available",
    "discharged_at",
)
CARE_TYPES = ("somatic", "psychiatric")
LOCAL_TIMES = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")
INSTANT = "TIMESTAMP WITH TIME ZONE"
WRITTEN_TIME = "^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?$"


HANDED_OVER = "handed_over"
"""What DuckDB calls a table in memory."""


@dataclass(frozen=True)
class StaysFile:
    """Stays that were found: where, in which form, and the type (DuckDB's name) of each of their columns.

    Without a `path` they are the table that the connection knows as HANDED_OVER.
    """

    path: Path | None
    is_csv: bool
    types: Mapping[str, str]

    @property
    def missing(self) -> tuple[str, ...]:
        """The columns of the contract that the file lacks; further columns of its own are left alone."""
        return tuple(column for column in COLUMNS if column not in self.types)

    def relation(self) -> str:
        """The stays as a table expression in DuckDB."""
        if self.path is None:
            return HANDED_OVER
        path = _quoted(str(self.path))
        if not self.is_csv:
            return f"read_parquet({path})"
        columns = ", ".join(f"{_quoted(name)}: 'VARCHAR'" for name in self.types)
        return (
            f"read_csv({path}, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', "
            f"columns = {{{columns}}})"
        )

    def read(self, column: str) -> str:
        """How a column is read, in DuckDB's dialect: times on the local wall clock, booleans, text; empty is null."""
        kind = self.types.get(column)
        if kind is None:
            return f"CAST(NULL AS {_kind(column)})"
        if column in TIMES:
            return _time(column, kind)
        if column in BOOLEANS:
            return _boolean(column, kind)
        return column if kind == "VARCHAR" else f"CAST({column} AS VARCHAR)"

    def selection(self) -> str:
        """Every column of the contract, read."""
        return ", ".join(f"{self.read(column)} AS {column}" for column in COLUMNS)

    def read_with_raw(self) -> str:
        """A table expression of the columns read, beside each as the file holds it (`raw_<column>`)."""
        raw = "".join(f", {column} AS raw_{column}" for column in COLUMNS if column in self.types)
        return f"(SELECT {self.selection()}{raw} FROM {self.relation()})"


def open_stays(db: duckdb.DuckDBPyConnection, stays: Path | pa.Table) -> StaysFile:
    """Finds the columns of a CSV (UTF-8, comma, header), of Parquet, or of a table. Raises UnreadableStays."""
    if isinstance(stays, pa.Table):
        db.register(HANDED_OVER, stays)
        return StaysFile(None, False, _types(db, HANDED_OVER))
    if not stays.is_file():
        raise UnreadableStays(f"there is no file of stays at '{stays}'")
    if stays.suffix.lower() in (".parquet", ".pq"):
        try:
            return StaysFile(stays, False, _types(db, f"read_parquet({_quoted(str(stays))})"))
        except duckdb.Error as error:
            raise UnreadableStays(f"'{stays}' cannot be read as Parquet: {error}") from error
    if stays.suffix.lower() == ".csv":
        return StaysFile(stays, True, _header(stays))
    raise UnreadableStays(f"'{stays}' is neither .csv nor .parquet: stays are read from a file of one of the two")


def _header(path: Path) -> dict[str, str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            names = next(csv.reader(file), [])
    except (UnicodeDecodeError, OSError, csv.Error) as error:
        raise UnreadableStays(f"'{path}' cannot be read as CSV in UTF-8: {error}") from error
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise UnreadableStays(f"'{path}', row 1: the column '{twice[0]}' occurs twice; leave one of them")
    return dict.fromkeys(names, "VARCHAR")


def _types(db: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    described = db.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    return {name: str(kind) for name, kind, *_ in described}


def _kind(column: str) -> str:
    return "TIMESTAMP" if column in TIMES else "BOOLEAN" if column in BOOLEANS else "VARCHAR"


def _time(column: str, kind: str) -> str:
    if kind == "TIMESTAMP":
        return column
    if kind in LOCAL_TIMES:
        return f"CAST({column} AS TIMESTAMP)"
    if kind == INSTANT:
        return f"CAST({column} AT TIME ZONE 'Europe/Stockholm' AS TIMESTAMP)"
    text = f"CAST({column} AS VARCHAR)"
    return f"CASE WHEN REGEXP_MATCHES({text}, '{WRITTEN_TIME}') THEN TRY_CAST({text} AS TIMESTAMP) END"


def _boolean(column: str, kind: str) -> str:
    if kind == "BOOLEAN":
        return column
    return f"CASE CAST({column} AS VARCHAR) WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
