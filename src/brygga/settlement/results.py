"""A settlement as it is handed over: lines per municipality and month, and what each stay came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from brygga.calendars import Month
from brygga.settlement.terms import Model

CONDITIONS = (
    "no_admission_notice",
    "late_admission_notice",
    "no_ready_notice",
    "no_sip_call",
    "late_sip_call",
    "outpatient_unavailable",
)
"""The reasons for which a stay costs nothing, in the order in which liability.sql checks them (2017:612 5:3, 5:5)."""

RULES = (*CONDITIONS, "model-mean", "model-individual", "long-stay", "daily-rate", "payer")
"""What a clause can name as carrying it out here; `long-stay` is the stay that leaves the mean."""


@dataclass(frozen=True)
class SettlementLine:
    """What one municipality owes for one month, in whole kronor.

    `stays` are the stays discharged in the month and, in model `individual`, those with a chargeable day in it; each
    counts once. In model `mean`: stays = in_mean + individual_stays + the sum of `excluded`. The values of the mean
    are None in model `individual`. `excess_days` is a Fraction, as the limit need not be a whole number of days.
    """

    municipality: str
    name: str
    month: Month
    stays: int
    in_mean: int | None
    sum_days: int | None
    excess_days: Fraction | None
    mean_amount: int | None
    individual_stays: int
    individual_days: int
    individual_amount: int
    excluded: Mapping[str, int]

    @property
    def amount(self) -> int:
        return (self.mean_amount or 0) + self.individual_amount

    @property
    def mean_days(self) -> str | None:
        """The mean with one decimal, half up, for reading only; None without a stay in the mean."""
        if not self.in_mean or self.sum_days is None:
            return None
        tenths = (20 * self.sum_days + self.in_mean) // (2 * self.in_mean)
        return f"{tenths // 10}.{tenths % 10}"

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
        }


@dataclass(frozen=True)
class StayResult:
    """What one stay came to in one month, on its own: a stay in the mean has no charge of its own (0 days, 0 kronor).

    `model` is how the stay was settled; an excluded one bears the agreement's model. `days` are those from the ready
    notice to discharge, None while one of the two is unknown. `clauses` are those that carry the outcome.
    """

    stay_id: str
    municipality: str
    month: Month
    model: Model
    days: int | None
    charged_days: int
    amount: int
    reason: str | None
    clauses: tuple[str, ...]

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
    """The settlement of an agreement for the months `first` to `last`; `rates` are kronor a day, of the lines' years.

    Lines are sorted by municipality code and month, `stays` (None unless asked for) by municipality, month and id.
    """

    agreement: str
    model: Model
    first: Month
    last: Month
    rates: Mapping[int, int]
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
            "rates": {str(year): str(rate) for year, rate in sorted(self.rates.items())},
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
