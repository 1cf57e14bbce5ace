"""Settles payment liability (2017:612 chapter 5): from stays to what each municipality owes per month."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow as pa

from brygga.agreements import Agreement, LiabilityBasis, Registry, load_all
from brygga.calendars import YEARS, Month
from brygga.settlement.checks import check_stays, faulty, overlapping, strangers_among
from brygga.settlement.duckdb_engine import DuckDBEngine, connection
from brygga.settlement.errors import InvalidStays, MissingColumn, MissingRule, SettlementError, UnreadableStays
from brygga.settlement.faults import unreadable
from brygga.settlement.months import first_discharge, months_asked
from brygga.settlement.outcome import Row, RuleSums, counted, make_lines, make_stays
from brygga.settlement.reach import days_reached, reaches, widened
from brygga.settlement.results import Settlement
from brygga.settlement.runs import IDS, LINES, Run, runs
from brygga.settlement.spark_engine import SparkEngine
from brygga.settlement.stays import StaysFile, open_stays
from brygga.settlement.stretches import Stretches, month_number, required, stretches

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

    Where they are not given, the months are those that the data spans: the first to the last month of discharge where
    every stay counts on that day, else the first month with a line to that of the last ready notice or discharge.
    `rates` are whole kronor a day per year, in place of the national ones. Every day of the months given needs an
    amount, and so does every month with a line.

    Raises InvalidStays (all faults of the file), UnreadableStays, MissingRate, MissingRule, MissingColumn,
    MissingParameter, and SettlementError for months in the wrong order or nothing to find them from. Carries out
    2017:612 5:1-6 and 4:5.
    """
    with connection() as db:
        file = open_stays(db, stays)
        asked = _Asked(db, file, agreement, registry, first, last, rates or {}, engine, detail, progress)
        try:
            if file.missing:
                check_stays(db, file, agreement, registry)
            return asked.settled()
        except (duckdb.Error, LookupError, SettlementError) as error:
            if not isinstance(error, InvalidStays | UnreadableStays):
                # What is wrong in the file is told before what it was to be settled by.
                check_stays(db, file, agreement, registry)
            if isinstance(error, duckdb.Error):
                raise unreadable(file, error) from error
            raise


@dataclass(frozen=True)
class _Asked:
    """A settlement as it is asked for."""

    db: duckdb.DuckDBPyConnection
    file: StaysFile
    agreement: Agreement
    registry: Registry
    first: Month | None
    last: Month | None
    rates: Mapping[int, int]
    engine: EngineName
    detail: bool
    progress: Progress

    def settled(self) -> Settlement:
        start, end = months_asked(self.db, self.file, self.agreement, self.first, self.last)
        held = stretches(self.agreement, start.first, end.last, self.rates)
        if not held.ruled:
            raise MissingRule(held.unruled[0].error)
        for column, needing in held.columns.items():
            if column not in self.file.types:
                raise MissingColumn(column, needing.rule.id, needing.agreement_id)
        if self.first and self.last:
            for stretch in held.ruled:
                if stretch.rule.basis is not LiabilityBasis.NONE:
                    required(stretch.amount, stretch.first)
        model = model_of(held)
        self.progress(f"settling {start} to {end} by model {model}")
        months = range(month_number(start), month_number(end) + 1)
        found = list(self._sums(held, start, end, months))
        self._require_amounts(held, found, months)
        lines = make_lines(found, months, self.registry)
        results = make_stays(found, months, self.agreement) if self.detail else None
        start = self.first or min((line.month for line in lines), default=start)
        years = range(start.year, end.year + 1) if self.first and self.last else {line.month.year for line in lines}
        return Settlement(self.agreement.id, model, start, end, rates_of(held, years), lines, results)

    def _sums(self, held: Stretches, start: Month, end: Month, months: range) -> Iterator[RuleSums]:
        """What each rule's runs answer; the first of them checks every stay besides."""
        if any(reaches(one.rule) for one in held.ruled):
            days = days_reached(held, start.first, end.last, first_discharge(self.db, self.file))
            held = widened(held, self.agreement, *days, self.rates)
        found: dict[str, RuleSums] = {}
        needed = tuple(held.columns)
        is_checked = self.engine == "spark"
        if is_checked:
            check_stays(self.db, self.file, self.agreement, self.registry, end.last, needed)
        for one in runs(held.ruled, held.unruled):
            rows = self._rows(one, needed, not is_checked)
            if not is_checked:
                self._check(rows, end, needed)
            is_checked = True
            sums = RuleSums(one.held)
            if one.missing:
                sums.take(one, rows)
                if any(counted(sums.sums[key]) for key in sums.sums if key[1] in months):
                    raise MissingRule(one.missing)
                continue
            found.setdefault(one.rule.id, sums).take(one, rows)
        yield from found.values()

    def _rows(self, run: Run, needed: Sequence[str], checks: bool) -> list[Row]:
        query = run.text(stays=self.detail and not run.missing, ids=checks)
        if self.engine == "spark":
            return self._spark.rows(run, query)
        return DuckDBEngine(self.db, self.file, faulty(self.file, needed) if checks else "FALSE").rows(run, query)

    @cached_property
    def _spark(self) -> SparkEngine:
        return SparkEngine(self.file)

    def _check(self, rows: Sequence[Row], end: Month, needed: Sequence[str]) -> None:
        """Raises InvalidStays when the rows show that a stay has a fault."""
        [(named, ids, stays)] = [numbers for kind, *_, numbers in rows if kind == IDS]
        faults = sum(numbers[0] for kind, *_, numbers in rows if kind == LINES)
        codes = {municipality for kind, municipality, *_ in rows if kind == LINES}
        strangers = not all(codes) or strangers_among(codes, self.agreement, self.registry, end.last)
        # Different hashes prove different ids.
        if faults or not named == ids == stays or strangers or overlapping(self.db, self.file):
            check_stays(self.db, self.file, self.agreement, self.registry, end.last, needed)

    def _require_amounts(self, held: Stretches, found: Iterable[RuleSums], months: range) -> None:
        """Raises MissingRate when a month with a stay has a day without an amount."""
        lines = {(one.held.rule, key[1]) for one in found for key in one.sums if counted(one.sums[key])}
        for stretch in held.ruled:
            days = range(month_number(Month.of(stretch.first)), month_number(Month.of(stretch.last)) + 1)
            wanted = any(rule == stretch.rule and month in days and month in months for rule, month in lines)
            if wanted and stretch.rule.basis is not LiabilityBasis.NONE:
                required(stretch.amount, stretch.first)


def model_of(held: Stretches) -> str:
    """The basis of the rules, `several` where there are more than one beside none."""
    bases = [basis.value for basis in held.bases if basis is not LiabilityBasis.NONE]
    return bases[0] if len(bases) == 1 else "several" if bases else LiabilityBasis.NONE.value


def rates_of(held: Stretches, years: Collection[int]) -> dict[str, int]:
    """The kronor a day of some years: by year, or by the day they hold from where that is within the year."""
    found: dict[str, int] = {}
    for stretch in sorted(held.ruled, key=lambda one: one.first):
        for year in years:
            kronor = stretch.amount.kronor
            if kronor is None or stretch.rule.basis is LiabilityBasis.NONE:
                continue
            if not stretch.first.year <= year <= stretch.last.year:
                continue
            begins = max(stretch.first, date(year, 1, 1))
            keys = (str(year), begins.isoformat(), f"{begins.isoformat()} {stretch.rule.id}")
            latest = [key for key in found if key.startswith(str(year))][-1:]
            if not latest or found[latest[0]] != kronor:
                found[next(key for key in keys if key not in found)] = kronor
    return found


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
