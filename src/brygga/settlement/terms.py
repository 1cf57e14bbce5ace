"""What the agreement says about payment liability in the months asked for, and the daily rate of each year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, time
from decimal import Decimal
from typing import Literal

from brygga.agreements import Agreement, MissingParameter
from brygga.calendars import Month
from brygga.settlement.errors import ChangingTerms, MissingRate, SettlementError

Model = Literal["mean", "individual"]
MODELS: tuple[Model, ...] = ("individual", "mean")
MICROSECONDS_OF_HOUR = 3_600_000_000


@dataclass(frozen=True)
class Terms:
    """The agreement's terms of payment liability, in days, hours and local time of day.

    The statutory counting of days is `first_chargeable_days` (2017:612 5:4, 3 days after the ready notice),
    `first_chargeable_days_late` (4, when it was sent later than `late_notice_after`), `admission_notice_hours` (2:1-3)
    and `sip_call_days` (4:3). The last three matter to model `mean` alone (4:5, agreed otherwise than the statute).
    """

    model: Model
    first_chargeable_days: int
    first_chargeable_days_late: int
    late_notice_after: time
    discharge_day_charged: bool
    admission_notice_hours: int
    sip_call_days: int
    mean_limit_days: Decimal = Decimal(0)
    individual_after_days: int = 0
    individual_free_days: int = 0

    def bound(self, first: Month, last: Month) -> dict[str, int | str | date]:
        """The parameters of liability.sql for the months from `first` to `last`."""
        limit, scale = self.mean_limit_days.as_integer_ratio()
        return {
            "model": self.model,
            "first_chargeable_days": self.first_chargeable_days,
            "first_chargeable_days_late": self.first_chargeable_days_late,
            "late_after_us": _seconds(self.late_notice_after) * 1_000_000 + self.late_notice_after.microsecond,
            "discharge_day": int(self.discharge_day_charged),
            "admission_notice_us": self.admission_notice_hours * MICROSECONDS_OF_HOUR,
            "sip_call_days": self.sip_call_days,
            "limit_parts": limit,
            "limit_scale": scale,
            "individual_after_days": self.individual_after_days,
            "individual_free_days": self.individual_free_days,
            "first_day": first.first,
            "last_day": last.last,
            "first_month": month_number(first),
            "last_month": month_number(last),
        }


def month_number(month: Month) -> int:
    """The month as liability.sql counts it."""
    return month.year * 12 + month.number - 1


def model_on(agreement: Agreement, day: date) -> Model:
    """The model of payment liability on a day. Raises MissingParameter, and SettlementError for an unknown model."""
    value = agreement.parameter("payment-liability-model", day).value
    for model in MODELS:
        if model == value:
            return model
    known = " and ".join(MODELS)
    raise SettlementError(f"{agreement.id}: payment-liability-model is '{value}'; a settlement knows {known}")


def terms_on(agreement: Agreement, day: date) -> Terms:
    """The terms on a day. Raises MissingParameter when the agreement, and what it falls back to, lacks one."""

    def value(key: str) -> bool | int | str:
        return agreement.parameter(key, day).value

    model = model_on(agreement, day)
    mean = model == "mean"
    return Terms(
        model=model,
        first_chargeable_days=int(value("first-chargeable-days")),
        first_chargeable_days_late=int(value("first-chargeable-days-late")),
        late_notice_after=time.fromisoformat(str(value("late-notice-after"))),
        discharge_day_charged=bool(value("discharge-day-charged")),
        admission_notice_hours=int(value("admission-notice-hours")),
        sip_call_days=int(value("sip-call-days")),
        mean_limit_days=Decimal(str(value("mean-limit-days"))) if mean else Decimal(0),
        individual_after_days=int(value("individual-after-days")) if mean else 0,
        individual_free_days=int(value("individual-free-days")) if mean else 0,
    )


def terms_for(agreement: Agreement, first: Month, last: Month) -> Terms:
    """The terms that hold in every month from `first` to `last`.

    Raises ChangingTerms when they do not stay the same: the months before and after are then settled one by one.
    """
    terms = terms_on(agreement, first.first)
    for month in first.until(last):
        for day in (month.first, month.last):
            later = terms_on(agreement, day)
            if later != terms:
                raise ChangingTerms(_change(agreement, terms, later, month))
    return terms


def _change(agreement: Agreement, terms: Terms, later: Terms, month: Month) -> str:
    changed = [
        f"{field.name.replace('_', '-')} ({getattr(terms, field.name)} to {getattr(later, field.name)})"
        for field in fields(Terms)
        if getattr(terms, field.name) != getattr(later, field.name)
    ]
    return (
        f"{agreement.id}: the terms change in {month}: {', '.join(changed)}; "
        "settle the months before and after it separately, with --from and --to"
    )


def rates_for(agreement: Agreement, years: Iterable[int], given: Mapping[int, int]) -> dict[int, int | None]:
    """The daily rate of each year in whole kronor (2017:612 5:6), a given one before the agreement's; else None."""
    return {year: given[year] if year in given else _rate(agreement, year) for year in years}


def missing_rate(agreement: Agreement, year: int) -> MissingRate:
    """The error for a year without a rate, with the regulation that the agreement's data names."""
    try:
        agreement.parameter("daily-rate", date(year, 1, 1))
    except MissingParameter as missing:
        return MissingRate(year, missing.look_in)
    return MissingRate(year)


def _rate(agreement: Agreement, year: int) -> int | None:
    try:
        return int(agreement.parameter("daily-rate", date(year, 1, 1)).value)
    except MissingParameter:
        return None


def _seconds(of_day: time) -> int:
    return of_day.hour * 3600 + of_day.minute * 60 + of_day.second
