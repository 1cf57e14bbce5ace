"""Payment liability as dated rules: which stays, on what basis, counted how, charged what (`liability.toml`)."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from brygga.agreements.clauses import ClauseId, Frozen
from brygga.agreements.parameters import ValueSource


class LiabilityBasis(StrEnum):
    """What makes a municipality liable: nothing, each stay by itself, the mean, or each stay once the mean is over."""

    NONE = "none"
    INDIVIDUAL = "individual"
    MEAN = "mean"
    GATE = "gate"


NOT_OPPOSED = "not-opposed"
CONDITIONS = (
    "no_admission_notice",
    "late_admission_notice",
    "no_ready_notice",
    "no_sip_call",
    "late_sip_call",
    "outpatient_unavailable",
    NOT_OPPOSED,
)
"""What a rule may ask of a stay: the first six by the name of what is lacking; the last that nobody has opposed."""

Condition = Literal[
    "no_admission_notice",
    "late_admission_notice",
    "no_ready_notice",
    "no_sip_call",
    "late_sip_call",
    "outpatient_unavailable",
    "not-opposed",
]


class LiabilityScope(Frozen):
    """Which stays a rule is about; a key that is absent narrows nothing."""

    care_type: tuple[Literal["somatic", "psychiatric"], ...] = ()
    unit_kind: tuple[str, ...] = ()
    open_compulsory: bool | None = None

    @field_validator("care_type", "unit_kind", mode="before")
    @classmethod
    def _one_or_more(cls, given: Any) -> Any:
        return (given,) if isinstance(given, str) else given

    @field_validator("unit_kind")
    @classmethod
    def _plain(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        if any(not kind.replace("-", "").isalnum() for kind in given):
            raise ValueError("a kind of unit is letters, digits and hyphens")
        return given

    @property
    def is_all(self) -> bool:
        return self == LiabilityScope()

    def meets(self, other: "LiabilityScope") -> bool:
        """Whether some stay is in both."""
        either = (
            (self.care_type, other.care_type),
            (self.unit_kind, other.unit_kind),
            ((self.open_compulsory,), (other.open_compulsory,)),
        )
        return all(not any_of(mine) or not any_of(theirs) or set(mine) & set(theirs) for mine, theirs in either)


def any_of(values: tuple[Any, ...]) -> bool:
    """Whether a key of a scope narrows anything."""
    return any(value is not None for value in values)


class LateNotice(Frozen):
    """A notice after the hour `at`, or `exactly` at it, moves the day it is counted from by `shifts` days."""

    at: time
    exactly: Literal["in-time", "late"]
    shifts: int = Field(ge=1, le=31)

    @field_validator("at", mode="before")
    @classmethod
    def _clock(cls, given: Any) -> Any:
        return time.fromisoformat(given) if isinstance(given, str) else given


class OwnAmount(Frozen):
    """Kronor a day that an agreement sets itself, and the days they hold (2017:612 4:5)."""

    from_: date = Field(alias="from")
    to: date | None = None
    kronor: int = Field(ge=0, le=999_999)
    source: ValueSource | None = None

    def holds(self, day: date) -> bool:
        return self.from_ <= day and (self.to is None or day <= self.to)


class _Dated(Frozen):
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "_Dated":
        if self.from_ and self.to and self.to < self.from_:
            raise ValueError(f"to: {self.to} is before from: {self.from_}")
        return self

    def holds(self, day: date) -> bool:
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)

    def first_common_day(self, other: "_Dated") -> date | None:
        """The first day on which both hold; None when they never do."""
        first = max(self.from_ or date.min, other.from_ or date.min)
        return first if first <= min(self.to or date.max, other.to or date.max) else None


class LiabilityRule(_Dated):
    """How payment liability is counted, for some stays, in some days. The keys are those of the settlement's contract.

    `limit`, `leaves_after` and `free` are days; the mean must be over the limit. A stay's counted days are those from
    the day that `counted_from` names (with it, when `day_zero`), until the day before discharge; `free` of them, the
    first, cost nothing. `reading` says in Swedish what is read into the text beyond its words.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    clauses: tuple[ClauseId, ...] = Field(min_length=1)
    applies: LiabilityScope = LiabilityScope()
    basis: LiabilityBasis
    population: Literal["conditions-met", "all-discharged"] = "conditions-met"
    counts: Literal["stays", "persons"] = "stays"
    counted_from: Literal["ready-notice", "assessment"] = "ready-notice"
    day_zero: bool = True
    over: Literal["month", "quarter"] = "month"
    carries: Literal["until-better"] | None = None
    limit: str | None = Field(default=None, pattern=r"^\d{1,3}(\.\d{1,3})?$")
    leaves_after: int | None = Field(default=None, ge=0, le=999)
    free: int = Field(default=0, ge=0, le=999)
    days: Literal["calendar", "weekdays"] = "calendar"
    late: LateNotice | None = None
    conditions: tuple[Condition, ...] = ()
    amount: Literal["national"] | tuple[OwnAmount, ...] = "national"
    reading: str | None = Field(default=None, min_length=1)
    note: str | None = None

    @model_validator(mode="after")
    def _fits_its_basis(self) -> "LiabilityRule":
        if self.by_mean and self.limit is None:
            raise ValueError(f"limit: the basis {self.basis} needs it")
        alien = [
            key
            for key, given in (
                ("limit", self.limit),
                ("leaves_after", self.leaves_after),
                ("carries", self.carries),
                ("over", self.over == "quarter"),
                ("population", self.population != "conditions-met"),
                ("counts", self.counts != "stays"),
            )
            if given not in (None, False)
        ]
        if not self.by_mean and alien:
            raise ValueError(f"{alien[0]}: the basis {self.basis} has no mean to use it in")
        if len(set(self.conditions)) < len(self.conditions):
            raise ValueError("conditions: one stands twice")
        if self.leaves_after is not None and self.free > self.leaves_after:
            raise ValueError("free: a stay that leaves the mean has more days than are free")
        return self

    @model_validator(mode="after")
    def _one_amount_a_day(self) -> "LiabilityRule":
        if self.amount == "national":
            return self
        for index, one in enumerate(self.amount):
            for other in self.amount[index + 1 :]:
                if max(one.from_, other.from_) <= min(one.to or date.max, other.to or date.max):
                    raise ValueError(f"amount: two amounts hold on the same day ({one.kronor} and {other.kronor})")
        return self

    @property
    def by_mean(self) -> bool:
        """Whether a mean decides anything."""
        return self.basis in (LiabilityBasis.MEAN, LiabilityBasis.GATE)

    @property
    def limit_days(self) -> Decimal:
        return Decimal(self.limit or 0)

    @property
    def columns(self) -> tuple[str, ...]:
        """The optional columns of the stays without which the rule cannot be followed."""
        needed = {
            "person": self.counts == "persons",
            "ready_assessed_at": self.counted_from == "assessment",
            "not_opposed": NOT_OPPOSED in self.conditions,
            "unit_kind": bool(self.applies.unit_kind),
            "open_compulsory": self.applies.open_compulsory is not None,
        }
        return tuple(column for column, is_needed in needed.items() if is_needed)


class UnknownLiability(_Dated):
    """Days for which the agreement's rule was looked for and not found; `look_in` says where it is to be found."""

    look_in: str = Field(min_length=1)
    clauses: tuple[ClauseId, ...] = ()


class Liability(Frozen):
    """What `liability.toml` says."""

    rule: tuple[LiabilityRule, ...] = ()
    missing: tuple[UnknownLiability, ...] = ()

    @model_validator(mode="after")
    def _one_rule_for_a_stay(self) -> "Liability":
        for index, one in enumerate(self.rule):
            for other in self.rule[index + 1 :]:
                if one.id == other.id:
                    raise ValueError(f"rule: the id '{one.id}' stands twice")
                day = one.first_common_day(other)
                if day and one.applies.meets(other.applies):
                    raise ValueError(f"rule: '{one.id}' and '{other.id}' hold for one stay on {_written(day)}")
            for gap in self.missing:
                if day := one.first_common_day(gap):
                    raise ValueError(f"rule: '{one.id}' holds on {_written(day)}, which is said to be missing")
        return self

    def on(self, day: date) -> tuple[LiabilityRule, ...]:
        return tuple(rule for rule in self.rule if rule.holds(day))

    def look_in(self, day: date) -> str | None:
        """Where the rule of a day is to be found, when it is known to be missing."""
        return next((gap.look_in for gap in self.missing if gap.holds(day)), None)

    def changes(self) -> set[date]:
        """The days on which something begins to hold or has ceased to."""
        dated: list[_Dated | OwnAmount] = [*self.rule, *self.missing]
        dated += [own for rule in self.rule if rule.amount != "national" for own in rule.amount]
        begins = {one.from_ for one in dated if one.from_}
        return begins | {one.to + timedelta(days=1) for one in dated if one.to and one.to < date.max}


@dataclass(frozen=True)
class HeldRule:
    """A rule as it holds on a day: of which agreement, and which nearer rules take some of its stays away."""

    agreement_id: str
    rule: LiabilityRule
    nearer: tuple[LiabilityScope, ...] = ()


class MissingLiability(LookupError):
    """A day for which no rule of payment liability is known, and where it is to be found when that is known."""

    def __init__(self, agreement: str, on: date, look_in: str | None = None) -> None:
        self.agreement, self.on, self.look_in = agreement, on, look_in
        where = f"; it is to be found in {look_in}" if look_in else ""
        super().__init__(f"{agreement} has no rule of payment liability for {on.isoformat()}{where}")


def _written(day: date) -> str:
    return "every day" if day == date.min else day.isoformat()
