"""Settles payment liability (2017:612 chapter 5): from stays to what each municipality owes per month."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Literal

import pyarrow as pa

from brygga.agreements import Agreement, Registry, load_all
from brygga.calendars import YEARS, Month
from brygga.settlement.checks import check_stays
from brygga.settlement.duckdb_engine import DuckDBEngine, connection
from brygga.settlement.errors import SettlementError
from brygga.settlement.months import month_rows, months_asked
from brygga.settlement.outcome import LINES, STAYS, Engine, liability, make_lines, make_stays, month_of
from brygga.settlement.results import Settlement
from brygga.settlement.spark_engine import SparkEngine
from brygga.settlement.stays import open_stays
from brygga.settlement.terms import missing_rate, rates_for, terms_for

EngineName = Literal["duckdb", "spark"]
ENGINES: tuple[EngineName, ...] = ("duckdb", "spark")
MOST_DIGITS = 6
"""Of a daily rate in kronor."""

Progress = Callable[[str], None]


def silent(stage: str) -> None:
    """Reports no progress."""


def settle(
    agreement: Agreement,
    registry: Registry,
    stays: Path | pa.Table,
    first: Month | None = None,
    last: Month | None = None,
    rates: Mapping[int, int] | None = None,
    engine: EngineName = "duckdb",
    detail: bool = False,
    progress: Progress = silent,
) -> Settlement:
    """Settles the stays of a CSV or Parquet file, or of a table, (stays.COLUMNS) for the months `first` to `last`.

    Where they are not given, the months are those that the data spans. Model `mean`: the first to the last month
    of discharge. Model `individual`: the first month with a line to the month of the last ready notice or discharge.
    `rates` are whole kronor a day per year, in place of the agreement's. Every year of the months given needs
    a rate, and so does every year with a line.

    Raises InvalidStays (all faults of the file), UnreadableStays, MissingRate, ChangingTerms, MissingParameter, and
    SettlementError for months in the wrong order or nothing to find them from. Carries out 2017:612 5:1-6 and 4:5.
    """
    with connection() as db:
        file = open_stays(db, stays)
        progress("checking the stays")
        check_stays(db, file, agreement, registry)
        start, end = months_asked(db, file, agreement, first, last)
        terms = terms_for(agreement, start, end)
        kronor = rates_for(agreement, range(start.year, end.year + 1), rates or {})
        _require_rates(agreement, kronor, kronor if first and last else ())
        progress(f"settling {start} to {end} by model {terms.model}")
        months = month_rows(start, end, kronor)
        runner: Engine = SparkEngine(file, months) if engine == "spark" else DuckDBEngine(db, file, months)
        bound = terms.bound(start, end)
        rows = runner.rows(liability("lines", LINES), bound)
        known = _require_rates(agreement, kronor, {month_of(row[1]).year for row in rows})
        lines = make_lines(rows, terms, registry)
        found = make_stays(runner.rows(liability("stay_results", STAYS), bound), terms, agreement) if detail else None
    start = first or min((line.month for line in lines), default=start)
    return Settlement(agreement.id, terms.model, start, end, known, lines, found)


def run(
    agreement_id: str,
    stays: Path,
    *,
    first: str | None = None,
    last: str | None = None,
    rates: Iterable[str] = (),
    engine: str = "duckdb",
    detail: bool = False,
    registry: Registry | None = None,
    progress: Progress = silent,
) -> Settlement:
    """Settles from what a person writes: months as `YYYY-MM`, rates as `YEAR=KR`, the engine by name.

    The command and the site both call this. Raises as `settle` does, LookupError for an unknown agreement, ValueError
    for a month, a rate or an engine that cannot be understood, and InvalidAgreements when the agreements do not load.
    """
    name = next((known for known in ENGINES if known == engine), None)
    if name is None:
        raise SettlementError(f"there is no engine '{engine}': choose {' or '.join(ENGINES)}")
    start = Month.parse(first) if first else None
    end = Month.parse(last) if last else None
    given = parse_rates(rates)
    registry = registry or load_all()
    return settle(registry.agreement(agreement_id), registry, stays, start, end, given, name, detail, progress)


def parse_rates(texts: Iterable[str]) -> dict[int, int]:
    """The kronor of each year. Raises SettlementError as `parse_rate` does, and for a year with two rates."""
    given: dict[int, int] = {}
    for text in texts:
        year, kronor = parse_rate(text)
        if year in given:
            raise SettlementError(f"there are two rates for {year}, {given[year]} and {kronor}: give one of them")
        given[year] = kronor
    return given


def parse_rate(text: str) -> tuple[int, int]:
    """The year and the whole kronor of `YEAR=KR`. Raises SettlementError that says so."""
    year, _, kronor = text.partition("=")
    if text.isascii() and len(year) == 4 and year.isdecimal() and kronor.isdecimal():
        # Read only once it is known to be short: a number of 5,000 digits is another error of Python's.
        if len(kronor) > MOST_DIGITS or int(year) not in YEARS:
            raise SettlementError(
                f"'{text[:40]}' is no rate: a rate has at most {MOST_DIGITS} digits, and the years go from {YEARS[0]} "
                f"to {YEARS[-1]}"
            )
        return int(year), int(kronor)
    raise SettlementError(f"'{text[:40]}' is no rate: write YEAR=KR in whole kronor, for instance 2023=10500")


def _require_rates(agreement: Agreement, kronor: Mapping[int, int | None], years: Iterable[int]) -> dict[int, int]:
    """The rates of `years`. Raises MissingRate for the first year that has none."""
    known = {}
    for year in sorted(years):
        rate = kronor[year]
        if rate is None:
            raise missing_rate(agreement, year)
        known[year] = rate
    return known
