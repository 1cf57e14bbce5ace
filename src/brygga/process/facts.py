"""Facts: what a case shows of itself at the head of its page and on its card, by names that `words.toml` explains."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from brygga.calendars import local


@dataclass(frozen=True)
class Since:
    """A moment from which time is counted up to now: discharge-ready for three days."""

    moment: datetime


@dataclass(frozen=True)
class Kronor:
    """An amount in whole kronor."""

    amount: int


@dataclass(frozen=True)
class UnitName:
    """A unit, by its HSA-id, that is shown by its name."""

    hsa_id: str


FactValue = datetime | date | StrEnum | Since | Kronor | UnitName | str
"""A moment, a day, one of the process's choices, a time that grows, an amount, a unit, or text that somebody wrote."""


@dataclass(frozen=True)
class CaseFact:
    """One fact of a case: its name among the facts of the process's words, and what it says."""

    name: str
    values: tuple[FactValue, ...]


@dataclass(frozen=True)
class Consequence:
    """What the agreement makes of a message of a case, as the case stands now: facts, and the clauses behind them.

    `of` is the number of the message. What was right when it was sent may have changed since.
    """

    of: int
    facts: tuple[CaseFact, ...]
    clauses: tuple[str, ...]


def fact(name: str, *values: FactValue | None) -> tuple[CaseFact, ...]:
    """The fact, or nothing when none of its values is known; joined with `+` into the facts of a case."""
    known = tuple(value for value in values if value is not None and value != "")
    return (CaseFact(name, known),) if known else ()


def to_json(facts: tuple[CaseFact, ...]) -> list[list[object]]:
    """Facts as they are kept beside a case for the lists that show it; `from_json` reads them again."""
    return [[one.name, [list(_written(value)) for value in one.values]] for one in facts]


def from_json(rows: list[list[object]]) -> tuple[tuple[str, tuple[tuple[str, object], ...]], ...]:
    """What `to_json` wrote: for each fact its name, and of each value its kind with the value itself.

    Kinds are `moment`, `day`, `since` (each with its time), `kronor` (an amount), `unit` (its HSA-id), `choice` and
    `text` (each with its text).
    """
    return tuple((str(name), tuple(_read(*value) for value in values)) for name, values in rows)  # type: ignore[attr-defined]


def kind_and_value(value: FactValue) -> tuple[str, object]:
    """A value with its kind, as `from_json` gives them."""
    return _read(*_written(value))


def _written(value: FactValue) -> tuple[str, str]:
    # A datetime is a date and a choice is a text: what is narrower is asked first.
    match value:
        case Since(moment=moment):
            return "since", local(moment).isoformat()
        case Kronor(amount=amount):
            return "kronor", str(amount)
        case UnitName(hsa_id=hsa_id):
            return "unit", hsa_id
        case datetime():
            return "moment", local(value).isoformat()
        case date():
            return "day", value.isoformat()
        case StrEnum():
            return "choice", value.value
    return "text", value


def _read(kind: str, text: str) -> tuple[str, object]:
    if kind in {"moment", "since"}:
        return kind, datetime.fromisoformat(text)
    if kind == "kronor":
        return kind, int(text)
    return kind, date.fromisoformat(text) if kind == "day" else text
