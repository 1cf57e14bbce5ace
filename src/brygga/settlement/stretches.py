"""Which rule of payment liability holds when, with which figures and amount: the stretches of a settlement."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from brygga.agreements import (
    Agreement,
    HeldRule,
    LiabilityBasis,
    LiabilityRule,
    LiabilityScope,
    MissingLiability,
    MissingParameter,
    ParameterValue,
)
from brygga.calendars import Month
from brygga.settlement.errors import MissingRate

DAY = timedelta(days=1)
FIGURES = ("daily-rate", "admission-notice-hours", "sip-call-days")


@dataclass(frozen=True)
class DailyAmount:
    """What a day costs: whole kronor, None where nobody has set it, and where it is published.

    `is_given` is whether it was given in place of the national one; `look_in` where a missing one is to be found.
    """

    kronor: int | None
    title: str = ""
    reference: str = ""
    is_given: bool = False
    is_own: bool = False
    look_in: str | None = None


@dataclass(frozen=True)
class Stretch:
    """Days in a row, `first` to `last`, in which one rule holds with the same figures and the same amount a day."""

    held: HeldRule
    first: date
    last: date
    amount: DailyAmount
    admission_notice_hours: int = 0
    sip_call_days: int = 0

    @property
    def rule(self) -> LiabilityRule:
        return self.held.rule


@dataclass(frozen=True)
class Unruled:
    """Days in a row in which some stays have no rule: all but those in the scopes of `nearer`."""

    first: date
    last: date
    nearer: tuple[LiabilityScope, ...]
    error: MissingLiability


@dataclass(frozen=True)
class Stretches:
    """All that holds from a day to a day, in order of time and nearest first, and what nothing is known of."""

    ruled: tuple[Stretch, ...]
    unruled: tuple[Unruled, ...] = field(default=())

    @property
    def bases(self) -> tuple[LiabilityBasis, ...]:
        return tuple(dict.fromkeys(one.rule.basis for one in self.ruled))

    @property
    def by_discharge(self) -> bool:
        """Whether a stay counts on the day of its discharge alone, whichever rule it falls under."""
        return LiabilityBasis.INDIVIDUAL not in self.bases

    @property
    def columns(self) -> dict[str, HeldRule]:
        """The optional columns that some rule needs, each with the first that does."""
        found: dict[str, HeldRule] = {}
        for one in self.ruled:
            for column in one.rule.columns:
                found.setdefault(column, one.held)
        return found


def stretches(agreement: Agreement, first: date, last: date, given: Mapping[int, int] | None = None) -> Stretches:
    """What holds for stays under an agreement from `first` to `last`; `given` are national amounts of a year, instead.

    Raises MissingParameter where a figure of a rule's conditions is set by nobody.
    """
    ruled: list[Stretch] = []
    unruled: list[Unruled] = []
    days = [first, *(day for day in sorted(_changes(agreement, first, last)) if first < day <= last), last + DAY]
    for begins, ends in pairwise(days):
        try:
            held = agreement.liability_on(begins)
        except MissingLiability as missing:
            unruled.append(Unruled(begins, ends - DAY, (), missing))
            continue
        ruled += [_stretch(agreement, one, begins, ends - DAY, given or {}) for one in held]
        if rest := _unruled(agreement, held, begins, ends - DAY):
            unruled.append(rest)
    return Stretches(tuple(_joined(ruled)), tuple(unruled))


def required(amount: DailyAmount, day: date) -> int:
    """The kronor of an amount that is needed. Raises MissingRate."""
    if amount.kronor is None:
        raise MissingRate(day.year, amount.look_in)
    return amount.kronor


def amount_on(agreement: Agreement, rule: LiabilityRule, day: date, given: Mapping[int, int]) -> DailyAmount:
    """What a day costs under a rule: the agreement's own amount, else the national one (2017:612 4:5, 5:6)."""
    if rule.amount != "national":
        own = next((one for one in rule.amount if one.holds(day)), None)
        if own is None:
            return DailyAmount(None, is_own=True, look_in=f"the amounts of the rule '{rule.id}'")
        source = own.source
        return DailyAmount(own.kronor, source.title if source else "", (source and source.reference) or "", is_own=True)
    if day.year in given:
        return DailyAmount(given[day.year], is_given=True)
    try:
        value = agreement.parameter("daily-rate", day)
    except MissingParameter as missing:
        return DailyAmount(None, look_in=missing.look_in)
    return DailyAmount(int(value.value), value.source.title, value.source.reference or "")


def month_number(month: Month) -> int:
    """The month as liability.sql counts it."""
    return month.year * 12 + month.number - 1


def _stretch(agreement: Agreement, held: HeldRule, first: date, last: date, given: Mapping[int, int]) -> Stretch:
    conditions = held.rule.conditions
    return Stretch(
        held,
        first,
        last,
        amount_on(agreement, held.rule, first, given),
        _figure(agreement, "admission-notice-hours", first) if "late_admission_notice" in conditions else 0,
        _figure(agreement, "sip-call-days", first) if "late_sip_call" in conditions else 0,
    )


def _figure(agreement: Agreement, key: str, day: date) -> int:
    value: ParameterValue = agreement.parameter(key, day)
    return int(value.value)


def _unruled(agreement: Agreement, held: Sequence[HeldRule], first: date, last: date) -> Unruled | None:
    scopes = tuple(one.rule.applies for one in held)
    by_care_type = {
        care for scope in scopes if scope == LiabilityScope(care_type=scope.care_type) for care in scope.care_type
    }
    if any(scope.is_all for scope in scopes) or by_care_type == {"somatic", "psychiatric"}:
        return None
    look_in = next((found for a in agreement.lineage() if (found := a.liability.look_in(first))), None)
    return Unruled(first, last, scopes, MissingLiability(agreement.id, first, look_in))


def _changes(agreement: Agreement, first: date, last: date) -> Iterator[date]:
    """Every day on which something may begin or cease to hold."""
    for year in range(first.year + 1, last.year + 1):
        yield date(year, 1, 1)
    for one in agreement.lineage():
        yield from one.liability.changes()
        for parameter in one.parameters:
            if parameter.key in FIGURES:
                yield from (value.from_ for value in parameter.value if value.from_)
                yield from (value.to + DAY for value in parameter.value if value.to)


def _joined(found: Sequence[Stretch]) -> Iterator[Stretch]:
    """The same with stretches joined that say the same of days in a row."""
    open_: list[Stretch] = []
    for one in found:
        before = next((other for other in open_ if other.last + DAY == one.first and _says(other) == _says(one)), None)
        if before:
            open_[open_.index(before)] = Stretch(
                one.held, before.first, one.last, one.amount, one.admission_notice_hours, one.sip_call_days
            )
        else:
            open_.append(one)
    return iter(open_)


def _says(one: Stretch) -> tuple[object, ...]:
    # Two years with the same kronor are two stretches: each names where its own amount is published.
    return one.held, one.amount, one.admission_notice_hours, one.sip_call_days
