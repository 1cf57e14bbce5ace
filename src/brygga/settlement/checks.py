"""Which faults a stay can have, and the pass over the file that finds whether there is any."""

# ruff: noqa: S608 (the SQL is this room's own; of what comes from outside only the path is in it, quoted)

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from brygga.agreements import Agreement, Registry
from brygga.calendars import YEARS
from brygga.identities import UnknownCode
from brygga.settlement.duckdb_engine import parsed
from brygga.settlement.faults import OVERLAPS, raise_faults, unreadable
from brygga.settlement.stays import AFTER_LATEST, BOOLEANS, CARE_TYPES, EARLIEST, TIMES, StaysFile

REQUIRED = ("municipality", "care_type", "admitted_at", *BOOLEANS)


@dataclass(frozen=True)
class Check:
    """A fault: the column it is told of, when it holds and its message, as SQL over StaysFile.read_with_raw."""

    column: str
    fault: str
    message: str


@dataclass(frozen=True)
class Survey:
    """What one look at every value shows; different hashes prove different ids."""

    stays: int
    ids: int
    faulty: int
    overlapping: int
    codes: tuple[str, ...]


def check_stays(db: duckdb.DuckDBPyConnection, file: StaysFile, agreement: Agreement, registry: Registry) -> int:
    """How many stays the file holds, when every one of them is valid.

    Raises InvalidStays with all faults: missing column, empty where a value is required, duplicate `stay_id`, unknown
    municipality or one that is no party to the agreement, unreadable time, times out of order or of a year that is no
    year of a stay, unknown care type or boolean, a row with too many or too few values, stays of one `person` that
    overlap. Raises UnreadableStays when the file cannot be read to its end.
    """
    checks = (Check("stay_id", _empty(file, "stay_id"), EMPTY), *_checks(file))
    try:
        survey = _survey(db, file)
    except duckdb.Error as error:
        raise unreadable(file, error) from error
    strangers = _strangers(survey.codes, agreement, registry)
    if file.missing or survey.faulty or strangers or survey.ids < survey.stays or survey.overlapping:
        raise_faults(db, file, [(c.column, c.fault, c.message) for c in checks], strangers)
    return survey.stays


EMPTY = "'a value is required here'"


def _checks(file: StaysFile) -> Iterator[Check]:
    for column in REQUIRED:
        yield Check(column, _empty(file, column), EMPTY)
    types = ", ".join(f"'{name}'" for name in CARE_TYPES)
    if "care_type" in file.types:
        fault = f"care_type NOT IN ({types}) AND NOT {_empty(file, 'care_type')}"
        yield Check("care_type", fault, _unknown("care_type", "care type", " or ".join(CARE_TYPES)))
    for column in (c for c in BOOLEANS if file.types.get(c, "BOOLEAN") != "BOOLEAN"):
        fault = f"{column} IS NULL AND NOT {_empty(file, column)}"
        yield Check(column, fault, _unknown(column, "boolean", "true or false"))
    for column in (c for c in TIMES if not file.types.get(c, "TIMESTAMP").startswith("TIMESTAMP")):
        fault = f"{column} IS NULL AND NOT {_empty(file, column)}"
        yield Check(column, fault, _unknown(column, "time", "local time as 2023-03-06T11:59:00"))
    for column in (c for c in TIMES if c in file.types):
        fault = f"{column} < {EARLIEST} OR {column} >= {AFTER_LATEST}"
        yield Check(column, fault, _unknown(column, "time of a stay", NO_SUCH_YEAR))
    yield Check("ready_at", "ready_at < admitted_at", _before("ready_at", "admitted_at"))
    yield Check("discharged_at", "discharged_at < ready_at", _before("discharged_at", "ready_at"))
    out = "discharged_at < admitted_at AND (ready_at IS NULL OR discharged_at >= ready_at)"
    yield Check("discharged_at", out, _before("discharged_at", "admitted_at"))


NO_SUCH_YEAR = f"a year from {YEARS[0]} to {YEARS[-1]}, or nothing for what has not happened"


def _empty(file: StaysFile, column: str) -> str:
    """When the file holds nothing in the column; a column that is missing is told once, not for every row."""
    if column not in file.types:
        return "FALSE"
    text = f" OR raw_{column} = ''" if file.types[column] == "VARCHAR" else ""
    return f"(raw_{column} IS NULL{text})"


def _unknown(column: str, what: str, form: str) -> str:
    return f"'''' || CAST(raw_{column} AS VARCHAR) || ''' is no {what}: write {form}'"


def _before(column: str, other: str) -> str:
    first, second = (f"strftime({name}, '%Y-%m-%dT%H:%M:%S')" for name in (column, other))
    return f"{first} || ' is before {other}, ' || {second}"


def _survey(db: duckdb.DuckDBPyConnection, file: StaysFile) -> Survey:
    """Each column but the municipality's is read once."""
    faults = " OR ".join(f"({check.fault})" for check in _checks(file))
    rows = file.read_with_raw()
    places = db.execute(parsed(f"SELECT municipality, COUNT(*) FROM {rows} GROUP BY ALL")).fetchall()
    faulty = db.execute(parsed(f"SELECT COUNT(*) FROM {rows} WHERE {faults}")).fetchall()[0][0]
    stays = sum(count for _, count in places)
    ids, nameless = stays, 0
    if "stay_id" not in file.missing:
        counted = f"COUNT(DISTINCT hash(stay_id)), COUNT(*) FILTER (WHERE {_empty(file, 'stay_id')})"
        ids, nameless = db.execute(parsed(f"SELECT {counted} FROM {rows}")).fetchall()[0]
    overlapping = 0
    if "person" in file.types:
        overlapping = db.execute(
            f"SELECT COUNT(*) FROM ({OVERLAPS.format(stays=f'(SELECT 0 AS row, * FROM {rows})')})"
        ).fetchall()[0][0]
    return Survey(stays, ids, faulty + nameless, overlapping, tuple(sorted(code for code, _ in places if code)))


def _strangers(codes: tuple[str, ...], agreement: Agreement, registry: Registry) -> dict[str, str]:
    """The codes that are unknown or whose municipality is no party, each with what is wrong with it."""
    found = {}
    for code in codes:
        try:
            name = registry.places.municipality(code).name
        except UnknownCode as error:
            found[code] = str(error)
            continue
        if not agreement.is_party(code):
            other = registry.applying_to(code).id
            found[code] = (
                f"{name} ({code}) is no party to {agreement.id}: settle its stays under {other}, which applies"
            )
    return found
