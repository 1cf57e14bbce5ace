"""Liability for somebody who still lies discharge-ready: when it begins, what a day costs, what stands in the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from brygga.agreements import Agreement, LiabilityBasis, LiabilityRule
from brygga.calendars import is_day_off
from brygga.settlement.stretches import DAY, DailyAmount, amount_on


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
    def care_type(self) -> str: ...
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
    """What the municipality is liable for as things stand on a day, by the rule of that day.

    `begins` is the first day that is paid for: of the stay by itself (5:4), or once a mean opens the gate. By a mean it
    is the first day of discharge that makes the stay one of its own, paid from day `free` + 1, while an earlier one
    counts in the mean; None where no stay leaves it. `kronor` is what a day costs from `rate_on`, which is `begins` or,
    once that has come, today; None where nobody has set it, and `amount` then says where it is to be found.
    `hindrances` stand in the way now, in the rule's order; with any, no day costs anything (5:3, 5:5).
    """

    rule: LiabilityRule
    begins: date | None
    rate_on: date
    amount: DailyAmount
    hindrances: tuple[Hindrance, ...]

    @property
    def kronor(self) -> int | None:
        return self.amount.kronor

    def clauses(self, agreement: Agreement) -> tuple[str, ...]:
        """Those of the rule and of the amount, and those by which it waits."""
        rules = (agreement.clauses_carried_by("settlement", name) for name in ("daily-rate", *self.hindrances))
        return tuple(dict.fromkeys(clause for clauses in (self.rule.clauses, *rules) for clause in clauses))


def liability_ahead(stay: ReadyStay, agreement: Agreement, today: date) -> LiabilityAhead | None:
    """The liability for a stay as it stands on a day; None for a patient of whom no ready notice holds.

    None too where no stay of the kind is paid for, or where the rule asks for what is not known of a stay that has not
    ended. Raises MissingLiability where no rule of the day is known, and MissingParameter for a figure of a condition.
    """
    if stay.ready_at is None:
        return None
    rule = _rule(stay, agreement, today)
    if rule is None or rule.basis is LiabilityBasis.NONE or rule.counted_from != "ready-notice":
        return None
    begins = _begins(stay.ready_at, rule)
    rate_on = max(begins or today, today)
    hindrances = _hindrances(stay, stay.ready_at, rule, agreement, today)
    return LiabilityAhead(rule, begins, rate_on, amount_on(agreement, rule, rate_on, {}), tuple(hindrances))


def _rule(stay: ReadyStay, agreement: Agreement, today: date) -> LiabilityRule | None:
    for held in agreement.liability_on(today):
        scope = held.rule.applies
        if scope.unit_kind or scope.open_compulsory is not None:
            return None
        if not scope.care_type or stay.care_type in scope.care_type:
            return held.rule
    return None


def _begins(ready_at: datetime, rule: LiabilityRule) -> date | None:
    day, late = ready_at.date(), rule.late
    moves = 0
    if late:
        past = timedelta(0) if late.exactly == "late" else timedelta(microseconds=1)
        moves = late.shifts if ready_at >= datetime.combine(day, late.at) + past else 0
    for _ in range(moves):
        day = _counted_from(day + DAY, rule)
    first = _counted_from(day if rule.day_zero else day + DAY, rule)
    if rule.basis is not LiabilityBasis.MEAN:
        return _later(first, rule.free, rule)
    # The day after the first counted day that is one too many, whether that day is counted or not.
    return None if rule.leaves_after is None else _later(first, rule.leaves_after, rule) + DAY


def _later(day: date, days: int, rule: LiabilityRule) -> date:
    """So many counted days after a counted day."""
    for _ in range(days):
        day = _counted_from(day + DAY, rule)
    return day


def _counted_from(day: date, rule: LiabilityRule) -> date:
    """The day, or the first after it that the rule counts."""
    while rule.days == "weekdays" and is_day_off(day):
        day += DAY
    return day


def _hindrances(
    stay: ReadyStay, ready_at: datetime, rule: LiabilityRule, agreement: Agreement, today: date
) -> Iterator[Hindrance]:
    for condition in rule.conditions:
        if condition in set(Hindrance) and _fails(Hindrance(condition), stay, ready_at, agreement, today):
            yield Hindrance(condition)


def _fails(hindrance: Hindrance, stay: ReadyStay, ready_at: datetime, agreement: Agreement, today: date) -> bool:
    told = stay.admission_notice_at
    match hindrance:
        case Hindrance.NO_ADMISSION_NOTICE:
            return told is None
        case Hindrance.LATE_ADMISSION_NOTICE:
            limit = timedelta(hours=int(agreement.parameter("admission-notice-hours", today).value))
            return told is not None and told - (stay.need_assessed_at or stay.admitted_at) > limit
        case Hindrance.NO_SIP_CALL:
            return stay.sip_required and stay.sip_called_at is None
        case Hindrance.LATE_SIP_CALL:
            last = ready_at.date() + timedelta(days=int(agreement.parameter("sip-call-days", today).value))
            return stay.sip_required and stay.sip_called_at is not None and stay.sip_called_at.date() > last
        case Hindrance.OUTPATIENT_UNAVAILABLE:
            return not stay.outpatient_available
