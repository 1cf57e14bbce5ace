"""Which days beside those asked for a settlement must count: means over several months, and means that carry on."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from brygga.agreements import Agreement, LiabilityRule
from brygga.calendars import Month
from brygga.settlement.stretches import Stretches, stretches


def reaches(rule: LiabilityRule) -> bool:
    """Whether a month depends on others by the rule."""
    return rule.by_mean and (rule.over == "quarter" or rule.carries is not None)


def days_reached(held: Stretches, first: date, last: date, earliest: date | None) -> tuple[date, date]:
    """The days that decide the months from `first` to `last`; `earliest` is the first discharge that is known of."""
    begins, ends = first, last
    for rule in {one.rule for one in held.ruled}:
        if reaches(rule) and rule.over == "quarter":
            begins = min(begins, _quarter(Month.of(first)).first)
            ends = max(ends, _quarter(Month.of(last)).following(2).last)
        if reaches(rule) and rule.carries and earliest:
            begins = min(begins, max(earliest, rule.from_ or date.min))
    return begins, ends


def widened(
    held: Stretches, agreement: Agreement, first: date, last: date, given: Mapping[int, int] | None
) -> Stretches:
    """The same with the rules that reach further for as long as they hold from `first` to `last`."""
    further = {one.rule for one in held.ruled if reaches(one.rule)}
    wide = stretches(agreement, first, last, given).ruled
    kept = [one for one in held.ruled if one.rule not in further]
    return replace(held, ruled=(*kept, *(one for one in wide if one.rule in further)))


def _quarter(month: Month) -> Month:
    """The first month of its quarter."""
    return Month(month.year, (month.number - 1) // 3 * 3 + 1)
