"""Dated values: every figure an agreement or an act sets, with when it holds and where it stands."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from pydantic import Field, field_validator, model_validator

from brygga.agreements.clauses import ClauseId, Frozen
from brygga.agreements.figures import UNITS, Value, is_in, refusal
from brygga.rules.faults import unknown


class ValueSource(Frozen):
    """Where a value is published."""

    title: str = Field(min_length=1)
    reference: str | None = None


class DatedValue(Frozen):
    """A value and the days it holds; `to` is absent until it is changed, `from` only where the source has no date."""

    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    value: Value
    source: ValueSource

    @field_validator("value", mode="before")
    @classmethod
    def _exact(cls, given: object) -> object:
        if isinstance(given, float):
            raise ValueError(f'a number with decimals is written as text, so that it stays exact: "{given}"')
        return given

    @model_validator(mode="after")
    def _in_order(self) -> "DatedValue":
        _in_order(self.from_, self.to)
        return self

    def holds(self, day: date) -> bool:
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)


class Missing(Frozen):
    """A stretch of time for which the value was looked for and not found, and where it is to be found."""

    from_: date = Field(alias="from")
    to: date
    look_in: str

    @model_validator(mode="after")
    def _in_order(self) -> "Missing":
        _in_order(self.from_, self.to)
        return self


class Parameter(Frozen):
    """A named figure: its unit, what it is called, the clauses that set it, and its values over time.

    `shown_only` says why nothing in Brygga reads it.
    """

    key: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    unit: str
    label: str
    clauses: tuple[ClauseId, ...] = Field(min_length=1)
    value: tuple[DatedValue, ...] = ()
    missing: tuple[Missing, ...] = ()
    shown_only: str | None = Field(default=None, min_length=1)

    @field_validator("unit")
    @classmethod
    def _known_unit(cls, given: str) -> str:
        if given not in UNITS:
            raise ValueError(unknown("unit", given, sorted(UNITS)))
        return given

    @model_validator(mode="after")
    def _values_of_its_unit(self) -> "Parameter":
        form = UNITS[self.unit]
        wrong = [refusal(form, one.value) for one in self.value if not is_in(form, one.value)]
        if wrong:
            raise ValueError(f"value: {'; '.join(wrong)}")
        return self

    @model_validator(mode="after")
    def _one_value_a_day(self) -> "Parameter":
        for index, one in enumerate(self.value):
            for other in self.value[index + 1 :]:
                if _overlap(one, other):
                    raise ValueError(f"value: two values hold on the same day ({one.value} and {other.value})")
        return self

    @model_validator(mode="after")
    def _no_hole(self) -> "Parameter":
        stretches = [(one.from_ or date.min, one.to or date.max) for one in self.value]
        known = sorted([*stretches, *((gap.from_, gap.to) for gap in self.missing)])
        for (_first, last), (following, _last) in pairwise(known):
            if (following - last).days > 1:
                days = f"from {last + timedelta(days=1)} to {following - timedelta(days=1)}"
                raise ValueError(f"value: none holds {days}; give one, or say in `missing` where to look for it")
        return self

    def on(self, day: date) -> DatedValue | None:
        return next((value for value in self.value if value.holds(day)), None)

    def look_in(self, day: date) -> str | None:
        """Where the value of `day` is to be found when it is known to be missing."""
        return next((gap.look_in for gap in self.missing if gap.from_ <= day <= gap.to), None)


class MissingParameter(LookupError):
    """A value that no agreement in question sets for the day asked for."""

    def __init__(self, key: str, on: date, agreement: str, look_in: str | None = None) -> None:
        self.key, self.on, self.agreement, self.look_in = key, on, agreement, look_in
        where = f"; it is to be found in {look_in}" if look_in else ""
        super().__init__(f"{agreement} has no value of '{key}' for {on.isoformat()}{where}")


@dataclass(frozen=True)
class ParameterValue:
    """One value as it holds on a day: of which agreement, by which clauses, from which publication."""

    key: str
    value: Value
    unit: str
    agreement_id: str
    clauses: tuple[str, ...]
    source: ValueSource
    from_: date | None
    to: date | None

    @property
    def number(self) -> Decimal:
        """The value as an exact number. Raises ValueError for text that is none."""
        if isinstance(self.value, bool):
            raise ValueError(f"{self.key} is yes or no, not a number")
        try:
            return Decimal(self.value)
        except InvalidOperation:
            raise ValueError(f"{self.key} is '{self.value}', not a number") from None


def _in_order(first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise ValueError(f"to: {last} is before from: {first}")


def _overlap(one: DatedValue, other: DatedValue) -> bool:
    return (one.from_ or date.min) <= (other.to or date.max) and (other.from_ or date.min) <= (one.to or date.max)
