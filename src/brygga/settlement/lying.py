"""Liability for somebody who still lies discharge-ready: when it begins, what a day costs, what stands in the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from brygga.agreements import Agreement, MissingParameter
from brygga.settlement.terms import MICROSECONDS_OF_HOUR, Model, Terms, terms_on


class Hindrance(StrEnum):
    """Why a stay costs nothing as things stand: the conditions of liability.sql, by the names that it gives them."""

    NO_ADMISSION_NOTICE = "no_admission_notice"
    LATE_ADMISSION_NOTICE = "late_admission_notice"
    NO_SIP_CALL = "no_sip_call"
    LATE_SIP_CALL = "late_sip_call"
    OUTPATIENT_UNAVAILABLE = "outpatient_unavailable"


class ReadyStay(Protocol):
    """What is known of a stay, in the words of the settlement's columns; times on the Swedish wall clock."""

    @property
    def admitted_at(self) -> datetime: ...
    @property
    def need_assessed_at(self) -> datetime | None: ...
    @property
    def admission_notice_at(self) -> datetime | None: ...
    @property
    def ready_at(self) -> datetime | None: ...
    @property
    def sip_required(self) -> bool: ...
    @property
    def sip_called_at(self) -> datetime | None: ...
    @property
    def outpatient_available(self) -> bool: ...


@dataclass(frozen=True)
class LiabilityAhead:
    """What the municipality is liable for as things stand on a day.

    `begins` is by model `individual` the first day that is paid for (5:4); by model `mean` the first day of discharge
    that makes the stay one of its own, paid from day `free_days + 1`, while an earlier one counts in the month's mean.
    `kronor` is what a day costs from `rate_on`, which is `begins` or, once that has come, today; None where the year
    has no rate, and `missing` then says so and where it is to be found. `hindrances` stand in the way now, those that
    nothing can take away first; with any, no day costs anything (5:3, 5:5). `figures` are the keys of the agreement's
    figures that set the day.
    """

    model: Model
    begins: date
    rate_on: date
    kronor: int | None
    missing: MissingParameter | None
    hindrances: tuple[Hindrance, ...]
    figures: tuple[str, ...]
    mean_limit_days: str = ""
    free_days: int = 0

    def clauses(self, agreement: Agreement) -> tuple[str, ...]:
        """Those that set the day, and the amount, and those by which it waits."""
        figures = (agreement.parameter(key, self.rate_on).clauses for key in self.figures)
        rules = (agreement.clauses_carried_by("settlement", rule) for rule in ("daily-rate", *self.hindrances))
        return tuple(dict.fromkeys(clause for clauses in (*figures, *rules) for clause in clauses))


def liability_ahead(stay: ReadyStay, agreement: Agreement, today: date) -> LiabilityAhead | None:
    """The liability for a stay as it stands on a day; None for a patient of whom no ready notice holds.

    By the terms of that day. Raises MissingParameter when the agreement, and what it falls back to, lacks one of them.
    """
    if stay.ready_at is None:
        return None
    terms = terms_on(agreement, today)
    days, figures = _days_until_paid(stay.ready_at, terms)
    begins = stay.ready_at.date() + timedelta(days=days)
    rate_on = max(begins, today)
    kronor, missing = _rate(agreement, rate_on)
    return LiabilityAhead(
        model=terms.model,
        begins=begins,
        rate_on=rate_on,
        kronor=kronor,
        missing=missing,
        hindrances=tuple(_hindrances(stay, stay.ready_at, terms)),
        figures=figures,
        mean_limit_days=str(terms.mean_limit_days) if terms.model == "mean" else "",
        free_days=terms.individual_free_days,
    )


def _rate(agreement: Agreement, day: date) -> tuple[int | None, MissingParameter | None]:
    try:
        return int(agreement.parameter("daily-rate", day).value), None
    except MissingParameter as missing:
        return None, missing


def _days_until_paid(ready_at: datetime, terms: Terms) -> tuple[int, tuple[str, ...]]:
    """The days from the day of the notice, and the keys of the figures that say so."""
    if terms.model == "mean":
        # The first number of days beyond the limit; the day of discharge may itself be one of them.
        days = terms.individual_after_days + 1 - terms.discharge_day_charged
        return days, ("individual-after-days", "individual-free-days", "mean-limit-days")
    is_late = ready_at - datetime.combine(ready_at, time()) > _since_midnight(terms.late_notice_after)
    if is_late:
        return terms.first_chargeable_days_late, ("first-chargeable-days-late",)
    return terms.first_chargeable_days, ("first-chargeable-days",)


def _since_midnight(moment: time) -> timedelta:
    return timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)


def _hindrances(stay: ReadyStay, ready_at: datetime, terms: Terms) -> Iterator[Hindrance]:
    told = stay.admission_notice_at
    limit = timedelta(microseconds=terms.admission_notice_hours * MICROSECONDS_OF_HOUR)
    if told is None:
        yield Hindrance.NO_ADMISSION_NOTICE
    elif told - (stay.need_assessed_at or stay.admitted_at) > limit:
        yield Hindrance.LATE_ADMISSION_NOTICE
    if stay.sip_required:
        last = ready_at.date() + timedelta(days=terms.sip_call_days)
        if stay.sip_called_at is None:
            yield Hindrance.NO_SIP_CALL
        elif stay.sip_called_at.date() > last:
            yield Hindrance.LATE_SIP_CALL
    if not stay.outpatient_available:
        yield Hindrance.OUTPATIENT_UNAVAILABLE
