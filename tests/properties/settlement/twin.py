"""The settlement counted again, day by day, from the contract alone. It shares no code with brygga.settlement.

Slow and plain on purpose: one stay at a time, one day at a time, no SQL, no formula for what can be counted.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stay:
    stay_id: str
    municipality: str
    care_type: str
    admitted_at: datetime
    need_assessed_at: datetime | None
    admission_notice_at: datetime | None
    ready_at: datetime | None
    sip_required: bool
    sip_called_at: datetime | None
    outpatient_available: bool
    discharged_at: datetime | None


@dataclass(frozen=True)
class Figures:
    """The contract's figures, so that others can be tried."""

    model: str = "individual"
    first_days: int = 3
    first_days_late: int = 4
    cutoff: time = time(12)
    notice_hours: int = 24
    sip_days: int = 3
    limit: int = 3
    long_stay: int = 7
    free: int = 3
    discharge_day: bool = False
    rates: dict[int, int] = field(default_factory=lambda: {2022: 9300, 2023: 10500, 2024: 11000})


def reason(stay: Stay, figures: Figures) -> str | None:
    """The first condition that fails."""
    if stay.admission_notice_at is None:
        return "no_admission_notice"
    clock_starts = stay.admitted_at if stay.need_assessed_at is None else stay.need_assessed_at
    if (stay.admission_notice_at - clock_starts).total_seconds() > figures.notice_hours * 60 * 60:
        return "late_admission_notice"
    if stay.ready_at is None:
        return "no_ready_notice"
    if stay.sip_required:
        if stay.sip_called_at is None:
            return "no_sip_call"
        last_call = stay.ready_at.date()
        for _ in range(figures.sip_days):
            last_call += ONE_DAY
        if stay.sip_called_at.date() > last_call:
            return "late_sip_call"
    return None if stay.outpatient_available else "outpatient_unavailable"


def nights(first: date, until: date) -> Iterator[date]:
    """Every date from `first` to the day before `until`."""
    while first < until:
        yield first
        first += ONE_DAY


def days_after_ready(stay: Stay, figures: Figures) -> int | None:
    if stay.ready_at is None or stay.discharged_at is None:
        return None
    return sum(1 for _ in nights(stay.ready_at.date(), stay.discharged_at.date())) + figures.discharge_day


def chargeable(stay: Stay, figures: Figures, end: date) -> Iterator[date]:
    """The dates that the statute charges, up to `end` for a stay not yet discharged."""
    if reason(stay, figures) or stay.ready_at is None:
        return
    late = stay.ready_at.time() > figures.cutoff
    day = stay.ready_at.date()
    for _ in range(figures.first_days_late if late else figures.first_days):
        day += ONE_DAY
    stop = end + ONE_DAY
    if stay.discharged_at is not None:
        stop = stay.discharged_at.date() + (ONE_DAY if figures.discharge_day else timedelta())
    yield from nights(day, stop)


def month(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def settle(stays: list[Stay], figures: Figures, first: str, last: str, end: date) -> list[dict[str, Any]]:
    """The lines for the months `first` to `last` (its last day is `end`), as the contract's JSON without names."""
    by_line: dict[tuple[str, str], list[tuple[Stay, int]]] = {}
    for stay in stays:
        charged = Counter(month(day) for day in chargeable(stay, figures, end))
        months = set(charged) if figures.model == "individual" else set()
        if stay.discharged_at is not None:
            months.add(month(stay.discharged_at.date()))
        for when in months:
            if first <= when <= last:
                by_line.setdefault((stay.municipality, when), []).append((stay, charged[when]))
    count = _mean if figures.model == "mean" else _individual
    return [count(place, when, found, figures) for (place, when), found in sorted(by_line.items())]


def _individual(place: str, when: str, found: list[tuple[Stay, int]], figures: Figures) -> dict[str, Any]:
    rate = figures.rates[int(when[:4])]
    charged = [days for _, days in found if days]
    amount = sum(days * rate for days in charged)
    return {
        "municipality": place,
        "month": when,
        "stays": len(found),
        **dict.fromkeys(("in_mean", "sum_days", "mean_days", "excess_days", "mean_amount")),
        "individual_stays": len(charged),
        "individual_days": sum(charged),
        "individual_amount": str(amount),
        "amount": str(amount),
        "excluded": dict(Counter(why for stay, _ in found if (why := reason(stay, figures)))),
    }


def _mean(place: str, when: str, found: list[tuple[Stay, int]], figures: Figures) -> dict[str, Any]:
    rate = figures.rates[int(when[:4])]
    met = [days_after_ready(stay, figures) or 0 for stay, _ in found if reason(stay, figures) is None]
    long = [days for days in met if days > figures.long_stay]
    short = [days for days in met if days <= figures.long_stay]
    alone = sum(days - figures.free for days in long)
    excess = max(0, sum(short) - figures.limit * len(short))
    return {
        "municipality": place,
        "month": when,
        "stays": len(found),
        "in_mean": len(short),
        "sum_days": sum(short),
        "mean_days": _one_decimal(sum(short), len(short)),
        "excess_days": excess,
        "mean_amount": str(excess * rate),
        "individual_stays": len(long),
        "individual_days": alone,
        "individual_amount": str(alone * rate),
        "amount": str((excess + alone) * rate),
        "excluded": dict(Counter(why for stay, _ in found if (why := reason(stay, figures)))),
    }


def _one_decimal(days: int, stays: int) -> str | None:
    if stays == 0:
        return None
    tenths = 0
    while (2 * tenths + 1) * stays <= 20 * days:
        tenths += 1
    return f"{tenths // 10}.{tenths % 10}"
