"""What municipalities owe under one agreement for a run of months, as the pages and the documents show it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import attrgetter

from brygga.agreements import LiabilityBasis, LiabilityRule
from brygga.calendars import Month
from brygga.settlement import Stretch
from brygga_site.charges.entries import SettlementEntry, StayEntry, StayFault


@dataclass(frozen=True)
class Totals:
    """Sums over entries; what the pages' and the documents' total rows show."""

    entries: tuple[SettlementEntry, ...]

    @property
    def stays(self) -> int:
        return sum(entry.line.stays for entry in self.entries)

    @property
    def in_mean(self) -> int:
        return sum(entry.line.in_mean or 0 for entry in self.entries)

    @property
    def sum_days(self) -> int:
        return sum(entry.line.sum_days or 0 for entry in self.entries)

    @property
    def excess(self) -> Fraction:
        """The days over the limit that are paid for."""
        return sum((entry.line.excess_days or Fraction(0) for entry in self.entries), Fraction(0))

    @property
    def somatic(self) -> int:
        return sum(entry.somatic for entry in self.entries)

    @property
    def psychiatric(self) -> int:
        return sum(entry.psychiatric for entry in self.entries)

    @property
    def individual_days(self) -> int:
        return sum(entry.line.individual_days for entry in self.entries)

    @property
    def excluded(self) -> int:
        return sum(entry.excluded for entry in self.entries)

    @property
    def over(self) -> int:
        """How many months the mean was over the limit."""
        return sum(entry.over for entry in self.entries)

    @property
    def zero(self) -> int:
        """How many months the invoice was for nothing."""
        return sum(entry.zero for entry in self.entries)

    @property
    def amount(self) -> int:
        return sum(entry.line.amount for entry in self.entries)


@dataclass(frozen=True)
class Group(Totals):
    """One municipality's months."""

    @property
    def code(self) -> str:
        return self.entries[0].line.municipality

    @property
    def name(self) -> str:
        return self.entries[0].line.name


@dataclass(frozen=True)
class Account(Totals):
    """A settlement of the cases in view, for months of one year. Entries are sorted by municipality and month.

    `stages` are the rules that hold in these months, with what a day costs by each. Where an amount is missing,
    `missing_year` is its year, when there are stays to settle, and `regulation` where it is set, as far as the
    agreement knows. `problem` is any other reason for no entries.
    """

    agreement: str
    first: Month
    last: Month
    stages: tuple[Stretch, ...] = ()
    missing_year: int | None = None
    regulation: str = ""
    problem: str = ""
    faults: tuple[StayFault, ...] = ()

    @property
    def rules(self) -> tuple[LiabilityRule, ...]:
        """The rules that hold at some time, in order."""
        return tuple(dict.fromkeys(stage.rule for stage in self.stages))

    @property
    def by_mean(self) -> bool:
        """Whether a mean decides anything."""
        return any(rule.by_mean for rule in self.rules)

    @property
    def by_day(self) -> bool:
        """Whether a patient who is still in hospital costs something already."""
        return any(rule.basis is LiabilityBasis.INDIVIDUAL for rule in self.rules)

    @property
    def limit(self) -> Decimal | None:
        """The mean that costs nothing, in days; None where there is none, or more than one."""
        limits = {rule.limit_days for rule in self.rules if rule.by_mean}
        return limits.pop() if len(limits) == 1 else None

    @property
    def example(self) -> bool:
        """Whether an amount here rests on an example rate."""
        return any(stage.amount.is_given for stage in self.stages)

    @property
    def stopped(self) -> bool:
        """Whether there are stays that could not be settled."""
        return bool(self.missing_year or self.problem)

    def groups(self, by_amount: bool = False) -> list[Group]:
        """The municipalities, by code or by what they owe, the most first."""
        found = [Group(tuple(own)) for _, own in groupby(self.entries, attrgetter("line.municipality"))]
        return sorted(found, key=lambda group: (-group.amount, group.code)) if by_amount else found

    def only(self, municipality: str | None, month: int | None) -> "Account":
        """The same account for one municipality, one month of the year, or both."""
        entries = (one for one in self.entries if municipality in (None, one.line.municipality))
        faults = (one for one in self.faults if municipality in (None, one.municipality))
        kept = tuple(one for one in entries if month in (None, one.line.month.number))
        return replace(self, entries=kept, faults=tuple(faults))


@dataclass(frozen=True)
class Detailed:
    """An account with its stays: by municipality, month and number."""

    account: Account
    stays: tuple[StayEntry, ...]

    def in_group(self, name: str) -> list[StayEntry]:
        """The stays counted in one way, the longest first."""
        found = (one for one in self.stays if one.group == name)
        return sorted(found, key=lambda one: (-(one.result.days or 0), one.result.stay_id))

    def in_order(self) -> Iterator[StayEntry]:
        """Every stay, those that cost most first."""
        for name in ("individual", "mean", "free", "excluded"):
            yield from self.in_group(name)
