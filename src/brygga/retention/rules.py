"""The rules of one day: periods and research sample as the acts have them, and what an organisation may decide."""

from dataclasses import dataclass
from datetime import date

from brygga.agreements import Agreement
from brygga.agreements.parameters import ParameterValue
from brygga.retention.figures import SAMPLE_AREAS, SAMPLE_DAYS, YEARS
from brygga.retention.records import Planned, RecordKind

LONGEST_YEARS = 200
"""What nobody means when they write it in a plan."""


class UnlawfulPlan(ValueError):
    """A plan that the act does not leave room for. `clause` is what it is against; empty where no act is."""

    def __init__(self, reason: str, clause: str = "") -> None:
        self.reason, self.clause = reason, clause
        super().__init__(reason)


@dataclass(frozen=True)
class RetentionPeriod:
    """So many years after the last entry, by a clause of the acts or by a decision of the organisation's own."""

    years: int
    clause: str = ""
    decision: str = ""


@dataclass(frozen=True)
class RetentionRules:
    """The acts' figures. Sample areas are codes of counties and municipalities, sample days days of the month."""

    years: dict[RecordKind, RetentionPeriod]
    sample_days: frozenset[int]
    sample_areas: frozenset[str]
    sample_clause: str

    def period(self, record: RecordKind, plan: Planned | None) -> RetentionPeriod | None:
        """How long a kind is kept: the act's period, or the longer of the plan. None where neither says."""
        act = self.years.get(record)
        if plan is None or (act and (record.must_go or plan.years <= act.years)):
            return act
        return RetentionPeriod(plan.years, act.clause if act else "", plan.decision)


def rules_of(acts: Agreement, on: date) -> RetentionRules:
    """The rules of a day. Raises MissingParameter for a figure that the acts do not have for it."""
    years = {record: acts.parameter(key, on) for record, key in YEARS.items()}
    days, areas = acts.parameter(SAMPLE_DAYS, on), acts.parameter(SAMPLE_AREAS, on)
    return RetentionRules(
        {record: RetentionPeriod(int(value.number), value.clauses[0]) for record, value in years.items()},
        frozenset(int(day) for day in _listed(days)),
        frozenset(_listed(areas)),
        days.clauses[0],
    )


def check_plan(rules: RetentionRules, record: RecordKind, years: int) -> None:
    """Whether an organisation may decide on so many years for a kind. Raises UnlawfulPlan with the clause."""
    act = rules.years.get(record)
    if act and record.must_go:
        raise UnlawfulPlan("the act orders these records destroyed at its own time; no plan changes it", act.clause)
    if act and years < act.years:
        raise UnlawfulPlan("a plan may lengthen the act's period and never shorten it", act.clause)
    if not 1 <= years <= LONGEST_YEARS:
        raise UnlawfulPlan("write a number of years from 1 to 200")


def _listed(value: ParameterValue) -> list[str]:
    return str(value.value).split("-")
