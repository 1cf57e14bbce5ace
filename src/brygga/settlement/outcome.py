"""What the rows of liability.sql come to: means over their periods, gates, lines and stays, as frozen values."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Any

from brygga.agreements import Agreement, HeldRule, LiabilityBasis, LiabilityRule, Registry
from brygga.calendars import Month
from brygga.settlement.results import RulePart, SettlementLine, StayResult
from brygga.settlement.runs import LINE, LINES, PERSONS, STAYS, Run, months_of_period

Row = tuple[int, str | None, int | None, str | None, list[Any]]
PlaceMonth = tuple[str, int]
"""A municipality's code, and a month or a period by its number."""


@cache
def month_of(number: int) -> Month:
    """The month that liability.sql counts as `number`."""
    return Month(number // 12, number % 12 + 1)


@dataclass
class RuleSums:
    """What the runs of one rule have answered so far, and what a day costs at the end of each month."""

    held: HeldRule
    sums: dict[PlaceMonth, dict[str, int]] = field(default_factory=dict)
    persons: dict[PlaceMonth, int] = field(default_factory=dict)
    stays: list[Row] = field(default_factory=list)
    kronor: dict[int, int | None] = field(default_factory=dict)
    shared: set[tuple[str, int, str]] = field(default_factory=set)

    def take(self, run: Run, rows: Sequence[Row]) -> None:
        self.kronor |= {row[0]: row[-1] for row in run.months}
        for row in rows:
            kind, municipality, month, _, numbers = row
            if kind == STAYS:
                self.stays.append(row)
            elif kind == PERSONS and municipality is not None and month is not None:
                self.persons[municipality, month] = numbers[0]
            elif kind == LINES and municipality is not None and month is not None:
                given = {name: number or 0 for name, number in zip(LINE, numbers, strict=True)}
                known = self.sums.setdefault((municipality, month), dict.fromkeys(LINE, 0))
                self.sums[municipality, month] = {name: known[name] + given[name] for name in LINE}
        self._count_once(run, rows)

    def _count_once(self, run: Run, rows: Sequence[Row]) -> None:
        """Takes away the stays of a month that an earlier run has counted for its own days of that month."""
        for kind, municipality, month, stay_id, numbers in rows:
            if kind != STAYS or municipality is None or month not in run.shared or stay_id is None:
                continue
            failed, is_counted, _, _, own_days, *_ = numbers
            if not is_counted:
                continue
            if (stay := (municipality, month, stay_id)) in self.shared:
                sums = self.sums[municipality, month]
                sums["stays"] -= 1
                sums["own_stays"] -= own_days > 0
                if (failing := f"failed_{failed}") in sums:
                    sums[failing] -= 1
            self.shared.add(stay)


def counted(sums: Mapping[str, int]) -> bool:
    """Whether some stay counts in a month, or has a day to pay for."""
    return bool(sums["stays"] or sums["own_days"])


def parts(found: RuleSums) -> dict[PlaceMonth, RulePart]:
    """What the rule comes to, per municipality and month with a stay."""
    rule = found.held.rule
    decided = _decided(found) if rule.by_mean else {}
    return {key: _part(rule, sums, decided.get(key)) for key, sums in found.sums.items() if counted(sums)}


@dataclass(frozen=True)
class _Decided:
    """The mean that decides a month: what it is made of, whether it was over, and what it costs in this month."""

    mean: tuple[int, int] | None
    is_over: bool
    excess_days: Fraction | None
    mean_amount: int


def _decided(found: RuleSums) -> dict[PlaceMonth, _Decided]:
    """Which mean decides each month, in the order of time.

    A period decides itself; one that carries decides those after it, until one with a better mean. What a mean over
    several months costs stands in the last of them in which the municipality has a stay.
    """
    rule = found.held.rule
    limit, length = Fraction(rule.limit_days), months_of_period(rule)
    periods: dict[PlaceMonth, list[int]] = defaultdict(list)
    for place, month in sorted(key for key, sums in found.sums.items() if counted(sums)):
        periods[place, month // length].append(month)
    carried: dict[str, tuple[int, int] | None] = {}
    decided = {}
    for (place, period), months in sorted(periods.items()):
        own = [found.sums[place, month] for month in months]
        people = found.persons.get((place, period), 0) if rule.counts == "persons" else sum(s["in_mean"] for s in own)
        mean = (people, sum(sums["sum_days"] for sums in own)) if people else None
        deciding = carried.get(place) if rule.carries else mean
        is_over = deciding is not None and deciding[1] > limit * deciding[0]
        over = max(Fraction(0), mean[1] - limit * mean[0]) if mean and is_over else Fraction(0)
        for month in months:
            excess = over if month == months[-1] else Fraction(0)
            kronor = found.kronor[max(m for m in found.kronor if m // length == period)] or 0
            decided[place, month] = _Decided(
                deciding,
                is_over,
                excess if rule.basis is LiabilityBasis.MEAN else None,
                _half_up(excess * kronor) if rule.basis is LiabilityBasis.MEAN else 0,
            )
        carried[place] = mean or carried.get(place)
    return decided


def _half_up(kronor: Fraction) -> int:
    # Only a limit that is no whole number of days can leave a part of a krona.
    return int((2 * kronor + 1) // 2)


def _part(rule: LiabilityRule, sums: Mapping[str, int], decided: _Decided | None) -> RulePart:
    is_open = rule.basis is LiabilityBasis.GATE and decided is not None and decided.is_over
    stays, days, amount = (
        sums[f"own_{name}"] + (sums[f"gated_{name}"] if is_open else 0) for name in ("stays", "days", "amount")
    )
    return RulePart(
        rule=rule.id,
        basis=rule.basis,
        stays=sums["stays"],
        in_mean=sums["in_mean"] if decided else None,
        sum_days=sums["sum_days"] if decided else None,
        mean=decided.mean if decided else None,
        is_over=bool(decided and decided.is_over),
        limit=rule.limit,
        excess_days=decided.excess_days if decided else None,
        mean_amount=decided.mean_amount if decided else None,
        individual_stays=stays,
        individual_days=days,
        individual_amount=amount,
    )


def make_lines(found: Iterable[RuleSums], months: range, registry: Registry) -> tuple[SettlementLine, ...]:
    """The lines of the months asked for, by municipality and month."""
    rules: dict[PlaceMonth, list[RulePart]] = defaultdict(list)
    excluded: dict[PlaceMonth, dict[str, int]] = defaultdict(dict)
    for one in found:
        for key, part in parts(one).items():
            if key[1] not in months:
                continue
            rules[key].append(part)
            for reason, number in _excluded(one.held.rule, one.sums[key]):
                excluded[key][reason] = excluded[key].get(reason, 0) + number
    return tuple(
        SettlementLine(
            municipality,
            registry.places.municipality(municipality).name,
            month_of(month),
            tuple(rules[municipality, month]),
            excluded[municipality, month],
        )
        for municipality, month in sorted(rules)
    )


def _excluded(rule: LiabilityRule, sums: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    for place, _ in enumerate(rule.conditions, start=1):
        if number := sums[f"failed_{place}"]:
            yield reason_of(rule, place) or "", number


def reason_of(rule: LiabilityRule, failed: int) -> str | None:
    """The reason for which a stay costs nothing, by the number of the condition that fails; None when none does."""
    if failed > len(rule.conditions):
        return None
    return rule.conditions[failed - 1].replace("not-opposed", "opposed")


def make_stays(found: Iterable[RuleSums], months: range, agreement: Agreement) -> tuple[StayResult, ...]:
    """The stays of the months asked for, by municipality, month and id, each with the clauses that carry it."""

    @cache
    def carried(name: str) -> tuple[str, ...]:
        return agreement.clauses_carried_by("settlement", name)

    results = [result for one in found for result in _stays(one, months, carried)]
    return tuple(sorted(results, key=lambda one: (one.municipality, one.month, one.stay_id)))


def _stays(found: RuleSums, months: range, carried: Callable[[str], tuple[str, ...]]) -> Iterator[StayResult]:
    """One result per stay and month, also where the amount changes within the month."""
    rule = found.held.rule
    known = parts(found) if rule.basis is LiabilityBasis.GATE else {}
    whole: dict[tuple[str, int, str], StayResult] = {}
    for _, place, month, stay_id, numbers in found.stays:
        if place is None or month is None or stay_id is None or month not in months:
            continue
        failed, _, days, leaves, own_days, gated_days, kronor = numbers
        charged = own_days + (gated_days if gated_days and known[place, month].is_over else 0)
        amount = charged * (kronor or 0)
        key = (place, month, stay_id)
        if before := whole.get(key):
            charged, amount = charged + before.charged_days, amount + before.amount
        reason = reason_of(rule, failed)
        is_long = bool(rule.by_mean and leaves and reason is None)
        cited = carried(reason) if reason else carried("long-stay") if is_long else ()
        model = LiabilityBasis.INDIVIDUAL if is_long else rule.basis
        whole[key] = StayResult(
            stay_id, place, month_of(month), model.value, days, charged, amount, reason, cited or rule.clauses, rule.id
        )
    yield from whole.values()
