"""How liability.sql is run: once for each rule, over the days on which the rule holds with the same figures."""

# ruff: noqa: S608 (the SQL is this room's own)

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import accumulate

from brygga.agreements import HeldRule, LiabilityBasis, LiabilityRule, MissingLiability
from brygga.agreements.liability import CONDITIONS, LateNotice
from brygga.calendars import YEARS, Month, is_day_off
from brygga.settlement.stretches import DAY, Stretch, Unruled, month_number

MonthRow = tuple[int, date, date, int, int, int, int, int | None]
PlaceRow = tuple[date, int, int]
BEGINNING = date(YEARS[0], 1, 1)
MICROSECONDS_OF_HOUR = 3_600_000_000
FAR = 1_000_000_000
"""More days than any stay has."""
UNASKED = 9
"""The place in a rule's order of a condition that the rule does not ask; what liability.sql takes for met."""

PLACED = {
    "calendar": """SELECT
        *,
        CAST(DATEDIFF('day', DATE '1900-01-01', from_on) AS INT) AS from_upto,
        CAST(DATEDIFF('day', DATE '1900-01-01', from_on) AS INT) + 1 AS from_past,
        CAST(DATEDIFF('day', DATE '1900-01-01', discharged_on) AS INT) AS out_upto
    FROM dated""",
    "weekdays": """SELECT dated.*, begun_on.upto AS from_upto, begun_on.past AS from_past, ended_on.upto AS out_upto
    FROM dated
    LEFT JOIN places AS begun_on ON begun_on.day = from_on
    LEFT JOIN places AS ended_on ON ended_on.day = discharged_on""",
}
"""The one part of liability.sql that depends on which days a rule counts: the places of two days of each stay."""

LINE = (
    "faults stays in_mean sum_days own_stays own_days own_amount gated_stays gated_days gated_amount "
    "failed_1 failed_2 failed_3 failed_4 failed_5 failed_6 failed_7"
).split()
STAY = "failed counted days leaves own_days gated_days kronor".split()


@dataclass(frozen=True)
class Run:
    """One rule over days in a row, with the figures of its conditions; `months` are the rows of liability.sql.

    `missing` makes it no rule: the stays that it counts are those that have none. `shared` are the months of which
    another run of the rule has other days: a stay with days to pay for in both is still one stay of the month.
    """

    held: HeldRule
    months: tuple[MonthRow, ...]
    admission_notice_hours: int = 0
    sip_call_days: int = 0
    missing: MissingLiability | None = None
    shared: tuple[int, ...] = ()

    @property
    def rule(self) -> LiabilityRule:
        return self.held.rule

    @property
    def last_day(self) -> date:
        return self.months[-1][2]

    @property
    def places(self) -> tuple[PlaceRow, ...]:
        """Where each day lies in the row of days that the rule counts; none for all days, which need no table."""
        return weekdays() if self.rule.days == "weekdays" else ()

    def bound(self) -> dict[str, int | str | date]:
        """The $names of liability.sql."""
        rule = self.rule
        ranks = {name: UNASKED for name in CONDITIONS}
        ranks |= {name: place for place, name in enumerate(rule.conditions, start=1)}
        late = rule.late
        return {
            **{name.replace("not-opposed", "opposed"): rank for name, rank in ranks.items()},
            "basis": rule.basis.value,
            "admission_notice_us": self.admission_notice_hours * MICROSECONDS_OF_HOUR,
            "sip_call_days": self.sip_call_days,
            "late_after_us": late_after(late) if late else FAR * 1000,
            "shifts": late.shifts if late else 0,
            "day_zero": int(rule.day_zero),
            "everyone": int(rule.population == "all-discharged"),
            "leaves_after": FAR if rule.leaves_after is None else rule.leaves_after,
            "free": rule.free,
            "first_month": self.months[0][0],
            "last_month": self.months[-1][0],
            "last_day": self.last_day,
            "period": months_of_period(rule),
        }

    def text(self, *, stays: bool, ids: bool) -> str:
        """liability.sql for this run, ended by its lines and, where asked, who is in the mean, stays and ids.

        Of the months that it shares with another run there are always stays.
        """
        which = "" if stays else f"WHERE month IN ({', '.join(map(str, self.shared))})" if self.shared else None
        return _text(self.rule.days, self.rule.counts == "persons", which, ids)


LINES, PERSONS, STAYS, IDS = range(1, 5)
"""The kinds of row that a run answers with: (kind, municipality, month or period, stay_id, numbers)."""


@cache
def _text(days: str, persons: bool, stays: str | None, ids: bool) -> str:
    text = (files(__package__) / "liability.sql").read_text(encoding="utf-8").replace("{placed}", PLACED[days])
    ends = [_row(LINES, "municipality", "month", "NULL", LINE, "lines")]
    if persons:
        ends.append(_row(PERSONS, "municipality", "period", "NULL", ["persons"], "persons"))
    if stays is not None:
        ends.append(_row(STAYS, "municipality", "month", "stay_id", STAY, f"stay_results {stays}"))
    if ids:
        ends.append(
            _row(
                IDS,
                "NULL",
                "NULL",
                "NULL",
                ["COUNT(NULLIF(stay_id, ''))", "COUNT(DISTINCT HASH(stay_id))", "COUNT(*)"],
                "stays",
            )
        )
    return text + "\nUNION ALL ".join(ends)


def _row(kind: int, place: str, month: str, stay: str, numbers: Sequence[str], relation: str) -> str:
    values = ", ".join(f"CAST({number} AS BIGINT)" for number in numbers)
    return (
        f"SELECT {kind} AS kind, CAST({place} AS VARCHAR) AS municipality, CAST({month} AS BIGINT) AS month, "
        f"CAST({stay} AS VARCHAR) AS stay_id, [{values}] AS numbers FROM {relation}"
    )


def late_after(late: LateNotice) -> int:
    """The last microsecond of a day at which a notice is in time."""
    at = late.at
    past_midnight = ((at.hour * 60 + at.minute) * 60 + at.second) * 1_000_000 + at.microsecond
    return past_midnight - (late.exactly == "late")


def months_of_period(rule: LiabilityRule) -> int:
    """How many months a mean is made over."""
    return 3 if rule.over == "quarter" else 1


def runs(ruled: Sequence[Stretch], unruled: Sequence[Unruled]) -> list[Run]:
    """The runs that settle these days: one for each rule, further ones where its figures change."""
    grouped: list[list[Stretch]] = []
    for stretch in sorted(ruled, key=lambda one: one.first):
        for group in grouped:
            last = group[-1]
            if last.last + DAY == stretch.first and _figures(last) == _figures(stretch):
                group.append(stretch)
                break
        else:
            grouped.append([stretch])
    found = [
        Run(
            group[0].held,
            _months([(one.first, one.last, one.amount.kronor) for one in group], group[0].rule.days),
            group[0].admission_notice_hours,
            group[0].sip_call_days,
        )
        for group in grouped
    ]
    found = list(_sharing(found))
    for rest in unruled:
        nothing = LiabilityRule(id="nothing", clauses=("none",), basis=LiabilityBasis.NONE)
        held = HeldRule(rest.error.agreement, nothing, rest.nearer)
        found.append(Run(held, _months([(rest.first, rest.last, None)], "calendar"), missing=rest.error))
    return found


def _sharing(found: Sequence[Run]) -> Iterable[Run]:
    """The runs, each with the months that it shares with another run of its rule."""
    months = [(run.rule.id, {row[0] for row in run.months}) for run in found]
    times = Counter((rule, month) for rule, own in months for month in own)
    for run, (rule, own) in zip(found, months, strict=True):
        yield replace(run, shared=tuple(sorted(month for month in own if times[rule, month] > 1)))


def _figures(one: Stretch) -> tuple[object, ...]:
    return one.held, one.admission_notice_hours, one.sip_call_days


def _months(days: Sequence[tuple[date, date, int | None]], kind: str) -> tuple[MonthRow, ...]:
    """Days in a row with their amounts, cut at the end of each month."""
    cut = [
        (month, max(first, month.first), min(last, month.last), kronor)
        for first, last, kronor in days
        for month in Month.of(first).until(Month.of(last))
    ]
    begins = {month: first for month, first, _, _ in reversed(cut)}
    ends = {month: last for month, _, last, _ in cut}
    return tuple(
        (
            month_number(month),
            first,
            last,
            place(first, kind),
            place(last + DAY, kind),
            place(begins[month], kind),
            place(ends[month] + DAY, kind),
            kronor,
        )
        for month, first, last, kronor in cut
    )


def place(day: date, kind: str) -> int:
    """How many of the days that count lie before a day."""
    if kind == "weekdays":
        return weekdays()[(day - BEGINNING).days][1]
    return (day - BEGINNING).days


@cache
def weekdays() -> tuple[PlaceRow, ...]:
    """For every day that a stay can have: how many days that are none off lie before it, and how many with it."""
    days = [BEGINNING + timedelta(days=n) for n in range((date(YEARS[-1] + 2, 1, 1) - BEGINNING).days)]
    counted = [int(not is_day_off(day)) for day in days]
    return tuple((day, past - one, past) for day, one, past in zip(days, counted, accumulate(counted), strict=True))
