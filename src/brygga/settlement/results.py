"""A settlement as it is handed over: lines per municipality and month, and what each stay came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from brygga.agreements import LiabilityBasis, liability
from brygga.calendars import Month

CONDITIONS = tuple(name.replace("not-opposed", "opposed") for name in liability.CONDITIONS)
"""The reasons for which a stay costs nothing; a rule has its own among them, in its own order (2017:612 5:3, 5:5)."""

MODELS = tuple(f"model-{basis}" for basis in LiabilityBasis)
RULES = (*CONDITIONS, *MODELS, "long-stay", "daily-rate", "payer", "own-rules", "own-amount")
"""What a clause can name as carrying it out here; `long-stay` is the stay that leaves the mean,
`own-rules` and `own-amount` are that an agreement may have others than the act."""


@dataclass(frozen=True)
class RulePart:
    """What one rule comes to in a line: the stays that fell under it, in whole kronor.

    `mean` is the mean that decides, as the stays (or persons) it is made of and their days; None where no mean has been
    made. `is_over` is whether it was over the limit. `excess_days` are the days over the limit that are paid for; None
    where the mean itself costs nothing. The values of a mean are None where the rule has none.
    """

    rule: str
    basis: LiabilityBasis
    stays: int
    in_mean: int | None
    sum_days: int | None
    mean: tuple[int, int] | None
    is_over: bool
    limit: str | None
    excess_days: Fraction | None
    mean_amount: int | None
    individual_stays: int
    individual_days: int
    individual_amount: int

    @property
    def amount(self) -> int:
        return (self.mean_amount or 0) + self.individual_amount

    @property
    def mean_days(self) -> str | None:
        """The mean with one decimal, half up, for reading only."""
        if not self.mean or not self.mean[0]:
            return None
        counted, days = self.mean
        tenths = (20 * days + counted) // (2 * counted)
        return f"{tenths // 10}.{tenths % 10}"

    def to_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "basis": self.basis.value,
            "stays": self.stays,
            "in_mean": self.in_mean,
            "sum_days": self.sum_days,
            "mean_days": self.mean_days,
            "limit": self.limit,
            "excess_days": None if self.excess_days is None else _days(self.excess_days),
            "individual_stays": self.individual_stays,
            "individual_days": self.individual_days,
            "amount": str(self.amount),
        }


@dataclass(frozen=True)
class SettlementLine:
    """What one municipality owes for one month, in whole kronor: the sums of `rules`, by which its stays were counted.

    `stays` are the stays discharged in the month and, by an individual rule, those with a chargeable day in it. By a
    mean of those that meet the conditions: stays = in_mean + individual_stays + the sum of `excluded`. The values of a
    mean are None where there is none, and what is said of one mean also where there are several.
    """

    municipality: str
    name: str
    month: Month
    rules: tuple[RulePart, ...]
    excluded: Mapping[str, int]

    @property
    def by_mean(self) -> tuple[RulePart, ...]:
        """The parts of rules that have a mean."""
        return tuple(part for part in self.rules if part.in_mean is not None)

    @property
    def only_mean(self) -> RulePart | None:
        """The part with a mean, where there is one alone."""
        return self.by_mean[0] if len(self.by_mean) == 1 else None

    @property
    def stays(self) -> int:
        return sum(part.stays for part in self.rules)

    @property
    def in_mean(self) -> int | None:
        return sum(part.in_mean or 0 for part in self.by_mean) if self.by_mean else None

    @property
    def sum_days(self) -> int | None:
        return sum(part.sum_days or 0 for part in self.by_mean) if self.by_mean else None

    @property
    def mean_days(self) -> str | None:
        return self.only_mean.mean_days if self.only_mean else None

    @property
    def excess_days(self) -> Fraction | None:
        return self.only_mean.excess_days if self.only_mean else None

    @property
    def mean_amount(self) -> int | None:
        return sum(part.mean_amount or 0 for part in self.by_mean) if self.by_mean else None

    @property
    def individual_stays(self) -> int:
        return sum(part.individual_stays for part in self.rules)

    @property
    def individual_days(self) -> int:
        return sum(part.individual_days for part in self.rules)

    @property
    def individual_amount(self) -> int:
        return sum(part.individual_amount for part in self.rules)

    @property
    def amount(self) -> int:
        return sum(part.amount for part in self.rules)

    def to_json(self) -> dict[str, Any]:
        return {
            "municipality": self.municipality,
            "name": self.name,
            "month": str(self.month),
            "stays": self.stays,
            "in_mean": self.in_mean,
            "sum_days": self.sum_days,
            "mean_days": self.mean_days,
            "excess_days": None if self.excess_days is None else _days(self.excess_days),
            "mean_amount": None if self.mean_amount is None else str(self.mean_amount),
            "individual_stays": self.individual_stays,
            "individual_days": self.individual_days,
            "individual_amount": str(self.individual_amount),
            "amount": str(self.amount),
            "excluded": dict(self.excluded),
            "rules": [part.to_json() for part in self.rules],
        }


@dataclass(frozen=True)
class StayResult:
    """What one stay came to in one month, on its own: a stay in the mean has no charge of its own (0 days, 0 kronor).

    `model` is how the stay was settled: by itself (`individual`), else the basis of its rule, which an excluded one
    bears too. `days` are the counted ones until discharge, None while that or the ready notice is unknown. `clauses`
    are those that carry the outcome. A stay that falls under two rules in a month has a result by each.
    """

    stay_id: str
    municipality: str
    month: Month
    model: str
    days: int | None
    charged_days: int
    amount: int
    reason: str | None
    clauses: tuple[str, ...]
    rule: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "stay_id": self.stay_id,
            "municipality": self.municipality,
            "month": str(self.month),
            "model": self.model,
            "days": self.days,
            "charged_days": self.charged_days,
            "amount": str(self.amount),
            "reason": self.reason,
            "clauses": list(self.clauses),
        }


@dataclass(frozen=True)
class Settlement:
    """The settlement of an agreement for the months `first` to `last`.

    `model` is the basis of its rules, `several` where they have more than one. `rates` are kronor a day, by the year of
    the lines, or by the day they hold from where that is within a year. Lines are sorted by municipality code and
    month, `stays` (None unless asked for) by municipality, month and id.
    """

    agreement: str
    model: str
    first: Month
    last: Month
    rates: Mapping[str, int]
    lines: tuple[SettlementLine, ...]
    stays: tuple[StayResult, ...] | None = None

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)

    def to_json(self) -> dict[str, Any]:
        """The document of `brygga settle --json`; amounts are strings of whole kronor."""
        document: dict[str, Any] = {
            "agreement": self.agreement,
            "model": self.model,
            "from": str(self.first),
            "to": str(self.last),
            "rates": {year: str(rate) for year, rate in sorted(self.rates.items())},
            "lines": [line.to_json() for line in self.lines],
            "total": str(self.total),
        }
        if self.stays is not None:
            document["stays"] = [stay.to_json() for stay in self.stays]
        return document


def _days(days: Fraction) -> int | str:
    """Whole days as a number; parts of a day, possible only when the limit is no whole number, as exact text."""
    if days.denominator == 1:
        return days.numerator
    return str(Decimal(days.numerator) / days.denominator)
