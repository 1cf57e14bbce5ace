"""The stays: their columns, and how each is read, as text (CSV) or as real values (Parquet, or a table in memory)."""

# ruff: noqa: S608 (the SQL is this room's own; of what comes from outside only the path is in it, quoted)

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pyarrow as pa

from brygga.agreements import HeldRule, LiabilityScope
from brygga.calendars import YEARS
from brygga.files import UnreadableFile, in_duckdb
from brygga.settlement.errors import UnreadableStays

TIMES = (
    "admitted_at",
    "need_assessed_at",
    "admission_notice_at",
    "ready_at",
    "sip_called_at",
    "discharged_at",
    "ready_assessed_at",
)
BOOLEANS = ("sip_required", "outpatient_available", "not_opposed", "open_compulsory")
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
OPTIONAL = ("person", "ready_assessed_at", "not_opposed", "unit_kind", "open_compulsory")
"""What a rule may need; with `person`, an opaque id, stays of one person that overlap are refused besides."""
CARE_TYPES = ("somatic", "psychiatric")
LOCAL_TIMES = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")
INSTANTS = ("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ_NS")
TEXT = "VARCHAR"
WHOLE_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
EARLIEST, AFTER_LATEST = f"TIMESTAMP '{YEARS[0]}-01-01'", f"TIMESTAMP '{YEARS[-1] + 1}-01-01'"
"""Between them lies every time of a stay."""
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
        path = in_duckdb(self.path)
        if not self.is_csv:
            return f"read_parquet({path}, hive_partitioning = false)"
        columns = ", ".join(f"'{name}': 'VARCHAR'" for name in self.names)
        return (
            f"read_csv({path}, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', "
            f"hive_partitioning = false, columns = {{{columns}}})"
        )

    @property
    def names(self) -> list[str]:
        """What the columns of a CSV are called when it is read, in their order.

        A column of the file's own gets a name that no other has: DuckDB does not tell Stay_id from stay_id.
        """
        known = (*COLUMNS, *OPTIONAL)
        return [name if name in known else f"other_{number}" for number, name in enumerate(self.types, start=1)]

    @property
    def present(self) -> tuple[str, ...]:
        """The columns that the contract knows and the file has."""
        return tuple(column for column in (*COLUMNS, *OPTIONAL) if column in self.types)

    def read(self, column: str) -> str:
        """How a column is read, in DuckDB's dialect: times on the local wall clock, booleans, text; empty is null."""
        kind = self.types.get(column)
        if kind is None or not _can_be_read(column, kind):
            # Of a type that cannot be read every value is null, or the file was refused when it was opened.
            return f"CAST(NULL AS {_kind(column)})"
        if column in TIMES:
            return _time(column, kind)
        if column in BOOLEANS:
            return _boolean(column, kind)
        return column if kind == TEXT else f"CAST({column} AS VARCHAR)"

    def is_readable(self, column: str) -> bool:
        """Whether the column's type says what the contract asks of it."""
        return _can_be_read(column, self.types[column])

    def selection(self) -> str:
        """Every column that the contract requires, read."""
        return ", ".join(f"{self.read(column)} AS {column}" for column in COLUMNS)

    def followed(self, held: HeldRule, faulty: str) -> str:
        """Every column that liability.sql reads to follow a rule; `faulty` is when a stay has a fault, as SQL.

        `fault` is 0 for such a stay, else 9: a condition that fails before all those of the rule.
        """
        rule = held.rule
        counted_from = "ready_assessed_at" if rule.counted_from == "assessment" else "ready_at"
        applies = [_in_scope(rule.applies), *(f"NOT {_in_scope(scope)}" for scope in held.nearer)]
        optional = ", ".join(f"{self.read(column)} AS {column}" for column in OPTIONAL)
        raw = "".join(f", {column} AS raw_{column}" for column in self.present) if faulty != "FALSE" else ""
        return (
            f"SELECT *, {counted_from} AS counted_from, COALESCE({' AND '.join(applies)}, FALSE) AS applies, "
            # In a CASE DuckDB leaves a row at the first fault that it has; elsewhere it looks for every one.
            f"CASE WHEN {faulty} THEN 0 ELSE 9 END AS fault "
            f"FROM (SELECT {self.selection()}, {optional}{raw} FROM {{relation}})"
        )

    def read_with_raw(self) -> str:
        """A table expression of the columns read, beside each as the file holds it (`raw_<column>`)."""
        optional = "".join(f", {self.read(column)} AS {column}" for column in OPTIONAL)
        raw = "".join(f", {column} AS raw_{column}" for column in self.present)
        return f"(SELECT {self.selection()}{optional}{raw} FROM {self.relation()})"


def _in_scope(scope: LiabilityScope) -> str:
    if scope.is_all:
        return "TRUE"
    narrowed = []
    for column, values in (("care_type", scope.care_type), ("unit_kind", scope.unit_kind)):
        if values:
            written = ", ".join(f"'{value}'" for value in values)
            narrowed.append(f"{column} IN ({written})")
    if scope.open_compulsory is not None:
        narrowed.append(f"open_compulsory = {str(scope.open_compulsory).upper()}")
    return f"({' AND '.join(narrowed)})"


def open_stays(db: duckdb.DuckDBPyConnection, stays: Path | pa.Table) -> StaysFile:
    """Finds the columns of a CSV (UTF-8, comma, header), of Parquet, or of a table. Raises UnreadableStays."""
    if isinstance(stays, pa.Table):
        db.register(HANDED_OVER, stays.select([name for name in stays.column_names if name in (*COLUMNS, *OPTIONAL)]))
        return _typed(db, StaysFile(None, False, {}))
    if stays.is_dir():
        raise UnreadableStays(f"'{stays}' is a folder: name the one file of stays in it, .csv or .parquet")
    if not stays.is_file():
        raise UnreadableStays(f"there is no file of stays at '{stays}'")
    if stays.suffix.lower() in (".parquet", ".pq"):
        return _typed(db, StaysFile(stays, False, {}))
    if stays.suffix.lower() == ".csv":
        return StaysFile(stays, True, _header(stays))
    raise UnreadableStays(f"'{stays}' is neither .csv nor .parquet: stays are read from a file of one of the two")


def _header(path: Path) -> dict[str, str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            names = next(csv.reader(file, strict=True), [])
    except (UnicodeDecodeError, OSError, csv.Error) as error:
        raise UnreadableStays(f"'{path}' cannot be read as CSV in UTF-8: {error}") from error
    if not any(name.strip() for name in names):
        raise UnreadableStays(f"'{path}', row 1: the row is blank; begin the file with the names of its columns")
    for delimiter, called in OTHER_DELIMITERS.items():
        if names[0].partition(delimiter)[0].strip() in COLUMNS and delimiter in names[0]:
            raise UnreadableStays(f"'{path}', row 1: the columns are separated by {called}; separate them by commas")
    # A comma at the end of the row makes a column without a name, which is nobody's.
    numbered = [name or f"(column {number})" for number, name in enumerate(names, start=1)]
    if twice := sorted({name for name in numbered if numbered.count(name) > 1}):
        raise UnreadableStays(f"'{path}', row 1: the column '{twice[0]}' occurs twice; leave one of them")
    return dict.fromkeys(numbered, TEXT)


OTHER_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "upright strokes"}


def _typed(db: duckdb.DuckDBPyConnection, file: StaysFile) -> StaysFile:
    """The stays with the type of each column. Raises UnreadableStays for a type that says something nobody can read."""
    name = f"'{file.path}'" if file.path else "the table of stays"
    try:
        described = db.execute(f"DESCRIBE SELECT * FROM {file.relation()}").fetchall()
        found = replace(file, types={column: _plain(str(kind)) for column, kind, *_ in described})
        faults = list(_unreadable_columns(db, found))
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        raise UnreadableStays(f"{name} cannot be read as Parquet: {said}; write it anew, or as .csv") from error
    except UnreadableFile as error:
        raise UnreadableStays(str(error)) from None
    if faults:
        raise UnreadableStays(
            "\n  ".join([f"{name}: nothing was settled, as columns have types that cannot be read", *faults])
        )
    return found


def _unreadable_columns(db: duckdb.DuckDBPyConnection, file: StaysFile) -> Iterator[str]:
    doubtful = [column for column in file.present if not _can_be_read(column, file.types[column])]
    if doubtful:
        counts = ", ".join(f"COUNT({column})" for column in doubtful)
        values = db.execute(f"SELECT {counts} FROM {file.relation()}").fetchall()[0]
        for column, count in zip(doubtful, values, strict=True):
            if count:
                yield f"column {column}, {file.types[column]}: {_wanted(column)}"
    if file.path:
        # An INT96 says a wall clock when some programs wrote it and an instant when others did.
        old = "SELECT name FROM parquet_schema($path) WHERE type = 'INT96'".replace("$path", in_duckdb(file.path))
        for (column,) in db.execute(old).fetchall():
            if column in file.present:
                yield f"column {column}, INT96: {_wanted(column)} (Spark: outputTimestampType TIMESTAMP_MICROS)"


def _plain(kind: str) -> str:
    return TEXT if kind.startswith("ENUM") else kind


def _can_be_read(column: str, kind: str) -> bool:
    if kind == TEXT:
        return True
    if column in TIMES:
        return kind in (*LOCAL_TIMES, *INSTANTS)
    if column in BOOLEANS:
        return kind == "BOOLEAN"
    return kind in WHOLE_NUMBERS or (kind.startswith("DECIMAL(") and kind.endswith(",0)"))


def _wanted(column: str) -> str:
    if column in TIMES:
        return "write a timestamp, with a time zone or in Swedish local time, or text as 2023-03-06T11:59:00"
    return "write a boolean, or the text true or false" if column in BOOLEANS else "write text"


def _kind(column: str) -> str:
    return "TIMESTAMP" if column in TIMES else "BOOLEAN" if column in BOOLEANS else "VARCHAR"


def _time(column: str, kind: str) -> str:
    if kind == "TIMESTAMP":
        return column
    if kind in LOCAL_TIMES:
        return f"CAST({column} AS TIMESTAMP)"
    if kind in INSTANTS:
        instant = column if kind == INSTANTS[0] else f"CAST({column} AS TIMESTAMPTZ)"
        return f"CAST({instant} AT TIME ZONE 'Europe/Stockholm' AS TIMESTAMP)"
    text = f"CAST({column} AS VARCHAR)"
    return f"CASE WHEN REGEXP_MATCHES({text}, '{WRITTEN_TIME}') THEN TRY_CAST({text} AS TIMESTAMP) END"


def _boolean(column: str, kind: str) -> str:
    if kind == "BOOLEAN":
        return column
    return f"CASE CAST({column} AS VARCHAR) WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END"
