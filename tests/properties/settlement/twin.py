"""The settlement counted again, stay by stay and day by day, from the contract alone.

It shares no code with brygga.settlement: only the rules themselves, as data. Slow and plain on purpose: every day that
counts is a day in a list, and nothing that can be counted has a formula.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import holidays

from brygga.agreements import LiabilityRule

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
    person: str = ""
    ready_assessed_at: datetime | None = None
    not_opposed: bool = True
    unit_kind: str = "ward"
    open_compulsory: bool = False


@dataclass(frozen=True)
class Law:
    """The rules of an agreement, and below them those that it falls back on; figures of the conditions, and rates."""

    layers: Sequence[Sequence[LiabilityRule]]
    rates: Mapping[int, int]
    notice_hours: int = 24
    sip_days: int = 3

    def rule(self, stay: Stay, day: date) -> LiabilityRule | None:
        """The rule for a stay on a day: the nearest that is about it."""
        for layer in self.layers:
            for rule in layer:
                if (rule.from_ or date.min) <= day <= (rule.to or date.max) and about(rule, stay):
                    return rule
        return None

    def amount(self, rule: LiabilityRule, day: date) -> int:
        if rule.amount == "national":
            return self.rates[day.year]
        return next(own.kronor for own in rule.amount if own.from_ <= day <= (own.to or date.max))


def about(rule: LiabilityRule, stay: Stay) -> bool:
    scope = rule.applies
    if scope.care_type and stay.care_type not in scope.care_type:
        return False
    if scope.unit_kind and stay.unit_kind not in scope.unit_kind:
        return False
    return scope.open_compulsory is None or scope.open_compulsory == stay.open_compulsory


def reason(stay: Stay, rule: LiabilityRule, law: Law) -> str | None:
    """The first condition of the rule that fails."""
    return next((why.replace("not-opposed", "opposed") for why in rule.conditions if fails(why, stay, law)), None)


def fails(condition: str, stay: Stay, law: Law) -> bool:
    if condition == "no_admission_notice":
        return stay.admission_notice_at is None
    if condition == "late_admission_notice":
        clock_starts = stay.admitted_at if stay.need_assessed_at is None else stay.need_assessed_at
        told = stay.admission_notice_at
        return told is not None and (told - clock_starts).total_seconds() > law.notice_hours * 60 * 60
    if condition == "no_ready_notice":
        return stay.ready_at is None
    if condition == "no_sip_call":
        return stay.sip_required and stay.sip_called_at is None
    if condition == "late_sip_call":
        if not stay.sip_required or stay.sip_called_at is None or stay.ready_at is None:
            return False
        last_call = stay.ready_at.date()
        for _ in range(law.sip_days):
            last_call += ONE_DAY
        return stay.sip_called_at.date() > last_call
    if condition == "outpatient_unavailable":
        return not stay.outpatient_available
    return not stay.not_opposed


@cache
def _holidays(year: int) -> Any:
    return holidays.country_holidays("SE", years=year, categories=("public", "de_facto", "optional"))


def counts(day: date, rule: LiabilityRule) -> bool:
    return rule.days == "calendar" or (day.weekday() < 5 and day not in _holidays(day.year))


def days_of(stay: Stay, rule: LiabilityRule, end: date, moved: bool = True) -> list[date] | None:
    """Every date that counts, until the day before discharge, or `end` for who is still in; None when none is known.

    Without `moved` a late notice counts as one in time.
    """
    told = stay.ready_at if rule.counted_from == "ready-notice" else stay.ready_assessed_at
    if told is None:
        return None
    day = told.date()
    if rule.late and moved:
        hour = rule.late.at
        if told.time() > hour or (told.time() == hour and rule.late.exactly == "late"):
            for _ in range(rule.late.shifts):
                day += ONE_DAY
                while not counts(day, rule):
                    day += ONE_DAY
    if not rule.day_zero:
        day += ONE_DAY
    stop = end + ONE_DAY if stay.discharged_at is None else stay.discharged_at.date()
    found = []
    while day < stop:
        if counts(day, rule):
            found.append(day)
        day += ONE_DAY
    return found


def month(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def period(when: str, rule: LiabilityRule) -> str:
    if rule.over == "month":
        return when
    return f"{when[:4]}-q{(int(when[5:]) + 2) // 3}"


def last_day(when: str, rule: LiabilityRule) -> date:
    """The last day of the rule in the period that the month belongs to."""
    year, number = int(when[:4]), int(when[5:])
    if rule.over == "quarter":
        number = (number + 2) // 3 * 3
    after = date(year + 1, 1, 1) if number == 12 else date(year, number + 1, 1)
    return min(after - ONE_DAY, rule.to or date.max)


Found = dict[tuple[str, str, str], list[tuple[Stay, list[date]]]]
"""By municipality, month and rule: the stays, each with the days of the month that it is charged for by itself."""


def sort_out(stays: Sequence[Stay], law: Law, end: date) -> tuple[Found, dict[str, LiabilityRule]]:
    """Which stays count in which month under which rule; of a mean without what it decides."""
    found: Found = defaultdict(list)
    rules = {rule.id: rule for layer in law.layers for rule in layer}
    for stay in stays:
        charged: dict[tuple[str, str], list[date]] = defaultdict(list)
        for rule in rules.values():
            if rule.basis != "individual" or reason(stay, rule, law):
                continue
            for day in (days_of(stay, rule, end) or [])[rule.free :]:
                if day <= end and law.rule(stay, day) is rule:
                    charged[month(day), rule.id].append(day)
        if stay.discharged_at is not None:
            out = stay.discharged_at.date()
            at_discharge = law.rule(stay, out)
            if at_discharge is not None:
                charged.setdefault((month(out), at_discharge.id), [])
        for (when, rule_id), days in charged.items():
            found[stay.municipality, when, rule_id].append((stay, days))
    return found, rules


def settle(stays: Sequence[Stay], law: Law, first: str, last: str, end: date) -> list[dict[str, Any]]:
    """The lines for the months `first` to `last` (its last day is `end`), as the contract's JSON without names."""
    found, rules = sort_out(stays, law, end)
    decided = {}
    for rule in rules.values():
        if rule.basis in ("mean", "gate"):
            decided |= means(found, rule, law, end)
    lines: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    why: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for place, when, rule_id in sorted(found):
        if first <= when <= last:
            own = found[place, when, rule_id]
            lines[place, when].append(part(own, rules[rule_id], law, decided.get((place, when, rule_id)), end))
            why[place, when].update(r for stay, _ in own if (r := reason(stay, rules[rule_id], law)))
    return [line(place, when, parts, dict(why[place, when])) for (place, when), parts in sorted(lines.items())]


@dataclass(frozen=True)
class Decided:
    mean: tuple[int, int] | None
    over: bool
    excess: Decimal
    kronor: int


def in_mean(stay: Stay, rule: LiabilityRule, law: Law, end: date) -> bool:
    everyone = rule.population == "all-discharged"
    return (everyone or reason(stay, rule, law) is None) and not leaves(stay, rule, end)


def leaves(stay: Stay, rule: LiabilityRule, end: date) -> bool:
    return rule.leaves_after is not None and len(days_of(stay, rule, end) or []) > rule.leaves_after


def means(found: Found, rule: LiabilityRule, law: Law, end: date) -> dict[tuple[str, str, str], Decided]:
    decided = {}
    limit = Decimal(rule.limit or 0)
    for municipality in {place for place, _, rule_id in found if rule_id == rule.id}:
        months = sorted(when for place, when, rule_id in found if (place, rule_id) == (municipality, rule.id))
        before = None
        for this in sorted({period(when, rule) for when in months}):
            own = [when for when in months if period(when, rule) == this]
            members = [
                stay for when in own for stay, _ in found[municipality, when, rule.id] if in_mean(stay, rule, law, end)
            ]
            people = {stay.person for stay in members} if rule.counts == "persons" else members
            days = sum(len(days_of(stay, rule, end) or []) for stay in members)
            mean = (len(people), days) if members else None
            deciding = before if rule.carries else mean
            over = deciding is not None and Decimal(deciding[1]) / deciding[0] > limit
            excess = max(Decimal(0), mean[1] - limit * mean[0]) if mean and over else Decimal(0)
            for when in own:
                kronor = law.amount(rule, last_day(when, rule))
                here = excess if when == own[-1] else Decimal(0)
                decided[municipality, when, rule.id] = Decided(deciding, over, here, kronor)
            before = mean or before
    return decided


def part(
    own: list[tuple[Stay, list[date]]], rule: LiabilityRule, law: Law, decided: Decided | None, end: date
) -> dict[str, Any]:
    charged = []
    for stay, days in own:
        if rule.basis == "individual":
            charged.append([law.amount(rule, day) for day in days])
            continue
        if decided is None or stay.discharged_at is None or reason(stay, rule, law):
            continue
        if leaves(stay, rule, end) or (rule.basis == "gate" and decided.over):
            kronor = law.amount(rule, stay.discharged_at.date())
            charged.append([kronor for _ in (days_of(stay, rule, end) or [])[rule.free :]])
    members = [stay for stay, _ in own if in_mean(stay, rule, law, end)]
    individual = sum(map(sum, charged))
    by_mean = rule.basis == "mean" and decided is not None
    mean_amount = int(decided.excess * decided.kronor + Decimal("0.5")) if by_mean and decided else 0
    return {
        "rule": rule.id,
        "basis": str(rule.basis),
        "stays": len(own),
        "in_mean": len(members) if decided else None,
        "sum_days": sum(len(days_of(stay, rule, end) or []) for stay in members) if decided else None,
        "mean_days": one_decimal(decided.mean) if decided else None,
        "limit": rule.limit,
        "excess_days": number(decided.excess) if by_mean and decided else None,
        "individual_stays": sum(1 for days in charged if days),
        "individual_days": sum(map(len, charged)),
        "amount": str(mean_amount + individual),
        "mean_amount": (mean_amount if by_mean else 0) if decided else None,
        "individual_amount": individual,
    }


def line(place: str, when: str, parts: list[dict[str, Any]], excluded: dict[str, int]) -> dict[str, Any]:
    with_mean = [one for one in parts if one["in_mean"] is not None]
    only = with_mean[0] if len(with_mean) == 1 else {"mean_days": None, "excess_days": None}
    added = {name: sum(one[name] for one in with_mean) if with_mean else None for name in ("in_mean", "sum_days")}
    mean_amount = sum(one["mean_amount"] for one in with_mean) if with_mean else None
    individual = sum(one["individual_amount"] for one in parts)
    hidden = ("mean_amount", "individual_amount")
    return {
        "municipality": place,
        "month": when,
        "stays": sum(one["stays"] for one in parts),
        **added,
        "mean_days": only["mean_days"],
        "excess_days": only["excess_days"],
        "mean_amount": None if mean_amount is None else str(mean_amount),
        "individual_stays": sum(one["individual_stays"] for one in parts),
        "individual_days": sum(one["individual_days"] for one in parts),
        "individual_amount": str(individual),
        "amount": str((mean_amount or 0) + individual),
        "excluded": excluded,
        "rules": [{key: value for key, value in one.items() if key not in hidden} for one in parts],
    }


def chargeable(stay: Stay, rule: LiabilityRule, law: Law, end: date) -> Iterator[date]:
    """The dates that an individual rule charges."""
    if reason(stay, rule, law) is None:
        yield from (days_of(stay, rule, end) or [])[rule.free :]


def number(days: Decimal) -> int | str:
    return int(days) if days == int(days) else str(days.normalize())


def one_decimal(mean: tuple[int, int] | None) -> str | None:
    if mean is None:
        return None
    stays, days = mean
    tenths = 0
    while (2 * tenths + 1) * stays <= 20 * days:
        tenths += 1
    return f"{tenths // 10}.{tenths % 10}"
