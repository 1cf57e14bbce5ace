"""Asks liability.sql for lines and stays, and makes frozen values of its rows."""

# ruff: noqa: S608 (the SQL is this room's own; of what comes from outside only the path is in it, quoted)

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

from brygga.agreements import Agreement, Registry
from brygga.calendars import Month
from brygga.settlement.results import CONDITIONS, SettlementLine, StayResult
from brygga.settlement.terms import Model, Terms

Row = tuple[Any, ...]
LINES = "municipality, month"
STAYS = "municipality, month, stay_id"


class Engine(Protocol):
    """What runs a query of DuckDB's dialect with its $names bound."""

    def rows(self, query: str, parameters: Mapping[str, Any]) -> list[Row]: ...


@cache
def liability(result: str, order: str) -> str:
    """The one SQL text, ended by a SELECT from `lines` or `stay_results`."""
    text = (files(__package__) / "liability.sql").read_text(encoding="utf-8")
    return f"{text}SELECT * FROM {result} ORDER BY {order}"


@cache
def month_of(number: int) -> Month:
    """The month that liability.sql counts as `number`."""
    return Month(number // 12, number % 12 + 1)


def make_lines(rows: list[Row], terms: Terms, registry: Registry) -> tuple[SettlementLine, ...]:
    """The lines of the rows of `lines`."""
    scale = terms.mean_limit_days.as_integer_ratio()[1]
    return tuple(_line(row, terms.model == "mean", scale, registry) for row in rows)


def _line(row: Row, by_mean: bool, scale: int, registry: Registry) -> SettlementLine:
    municipality, month, stays, in_mean, sum_days, excess, mean_amount, alone, days, amount, *excluded = row
    return SettlementLine(
        municipality=municipality,
        name=registry.places.municipality(municipality).name,
        month=month_of(month),
        stays=stays,
        in_mean=in_mean if by_mean else None,
        sum_days=sum_days if by_mean else None,
        excess_days=Fraction(excess, scale) if by_mean else None,
        mean_amount=mean_amount if by_mean else None,
        individual_stays=alone,
        individual_days=days,
        individual_amount=amount,
        excluded={reason: n for reason, n in zip(CONDITIONS, excluded, strict=True) if n},
    )


def make_stays(rows: list[Row], terms: Terms, agreement: Agreement) -> tuple[StayResult, ...]:
    """The stays of the rows of `stay_results`, each with the clauses that carry its reason or else its model."""

    @cache
    def clauses(rule: str) -> tuple[str, ...]:
        return agreement.clauses_carried_by("settlement", rule)

    return tuple(_stay(row, terms.model, clauses) for row in rows)


def _stay(row: Row, agreed: Model, clauses: Callable[[str], tuple[str, ...]]) -> StayResult:
    stay_id, municipality, month, alone, days, charged_days, amount, failed = row
    model: Model = "individual" if alone else agreed
    reason = CONDITIONS[failed - 1] if failed else None
    long_stay = alone and agreed == "mean"
    cited = clauses(reason or ("long-stay" if long_stay else f"model-{model}"))
    return StayResult(stay_id, municipality, month_of(month), model, days, charged_days, amount, reason, cited)
