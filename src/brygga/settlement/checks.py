"""Which faults a stay can have, and the pass over the file that finds whether there is any."""

# ruff: noqa: S608 (the SQL is this room's own; of what comes from outside only the path is in it, quoted)

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from brygga.agreements import Agreement, AgreementScope, Registry, TwoAgreements
from brygga.calendars import YEARS
from brygga.identities import UnknownCode
from brygga.settlement.faults import OVERLAPS, raise_faults, unreadable
from brygga.settlement.stays import AFTER_LATEST, BOOLEANS, CARE_TYPES, EARLIEST, TIMES, StaysFile

REQUIRED = ("stay_id", "municipality", "care_type", "admitted_at", "sip_required", "outpatient_available")


@dataclass(frozen=True)
class Check:
    """A fault: the column it is told of, when it holds and its message, as SQL over StaysFile.read_with_raw."""

    column: str
    fault: str
    message: str


def check_stays(
    db: duckdb.DuckDBPyConnection,
    file: StaysFile,
    agreement: Agreement,
    registry: Registry,
    day: date | None = None,
    needed: Sequence[str] = (),
) -> None:
    """Does nothing when every stay of the file is valid; `needed` are the optional columns that a rule in force reads.

    `day` is the last day settled: the agreement that applies to another municipality is named as of that day.

    Raises InvalidStays with all faults: missing column, empty where a value is required, duplicate `stay_id`, unknown
    municipality or one that is no party to the agreement, unreadable time, times out of order or of a year that is no
    year of a stay, unknown care type or boolean, a row with too many or too few values, stays of one `person` that
    overlap. Raises UnreadableStays when the file cannot be read to its end.
    """
    checks = list(_checks(file, needed))
    try:
        latest = f"MAX(CASE WHEN admitted_at BETWEEN {EARLIEST} AND {AFTER_LATEST} THEN CAST(admitted_at AS DATE) END)"
        places = db.execute(f"SELECT municipality, {latest} FROM {file.read_with_raw()} GROUP BY ALL").fetchall()
        day = day or max((admitted for _, admitted in places if admitted), default=date(YEARS[-1], 1, 1))
        strangers = strangers_among({code for code, _ in places}, agreement, registry, day)
        raise_faults(db, file, [(c.column, c.fault, c.message) for c in checks], strangers)
    except duckdb.Error as error:
        raise unreadable(file, error) from error


def faulty(file: StaysFile, needed: Sequence[str] = ()) -> str:
    """When a stay has a fault that its own row shows, as SQL over StaysFile.read_with_raw.

    But for an empty id or municipality: those are seen among the ids and the municipalities that are counted anyway.
    """
    checks = (check for check in _checks(file, needed) if check.column not in ("stay_id", "municipality"))
    return " OR ".join(f"({check.fault})" for check in checks if check.fault != "FALSE")


def overlapping(db: duckdb.DuckDBPyConnection, file: StaysFile) -> bool:
    """Whether stays of one person overlap; without the column, nobody can say so."""
    if "person" not in file.types:
        return False
    found = OVERLAPS.format(stays=f"(SELECT 0 AS row, * FROM {file.read_with_raw()})")
    return bool(db.execute(f"SELECT EXISTS ({found})").fetchall()[0][0])


EMPTY = "'a value is required here'"


def _checks(file: StaysFile, needed: Sequence[str]) -> Iterator[Check]:
    for column in (*REQUIRED, *(column for column in needed if column != "ready_assessed_at")):
        yield Check(column, _empty(file, column), EMPTY)
    if "ready_assessed_at" in needed:
        yield Check("ready_assessed_at", f"ready_at IS NOT NULL AND {_empty(file, 'ready_assessed_at')}", EMPTY)
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
    if "ready_assessed_at" in file.types:
        yield Check("ready_assessed_at", "ready_assessed_at < admitted_at", _before("ready_assessed_at", "admitted_at"))
        yield Check("ready_at", "ready_at < ready_assessed_at", _before("ready_at", "ready_assessed_at"))


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


def strangers_among(codes: Iterable[str | None], agreement: Agreement, registry: Registry, day: date) -> dict[str, str]:
    """The codes that are unknown or whose municipality is no party, each with what is wrong with it.

    The agreement named instead is the one that regulates payment liability on `day`.
    """
    found = {}
    for code in sorted(code for code in codes if code):
        try:
            name = registry.places.municipality(code).name
        except UnknownCode as error:
            found[code] = str(error)
            continue
        if not agreement.is_party(code):
            found[code] = f"{name} ({code}) is no party to {agreement.id}: {_instead(code, registry, day)}"
    return found


def _instead(code: str, registry: Registry, day: date) -> str:
    try:
        other = registry.applying_to(code, AgreementScope.PAYMENT_LIABILITY, day).id
    except TwoAgreements as error:
        return str(error)
    return f"settle its stays under {other}, which applies"
