"""A made-up agreement by its rules of payment liability, so that a test can try what no agreement has."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from brygga.agreements import Agreement, Liability, Registry, load_all
from brygga.agreements.parameters import Parameter

REGISTRY: Registry = load_all()
RATES = {2022: 9300, 2023: 10500, 2024: 11000}
CONDITIONS = (
    "no_admission_notice",
    "late_admission_notice",
    "no_ready_notice",
    "no_sip_call",
    "late_sip_call",
    "outpatient_unavailable",
)
INDIVIDUAL: dict[str, Any] = {
    "id": "individual",
    "basis": "individual",
    "free": 3,
    "late": {"at": "12:00", "exactly": "in-time", "shifts": 1},
}
MEAN: dict[str, Any] = {"id": "mean", "basis": "mean", "limit": "3.0", "leaves_after": 7, "free": 3}


def figure(key: str, *values: tuple[int, date | None, date | None]) -> Parameter:
    source = {"title": "made up"}
    dated = [{"value": value, "from": first, "to": last, "source": source} for value, first, last in values]
    unit = {"daily-rate": "SEK per day", "admission-notice-hours": "hours"}.get(key, "calendar days")
    return Parameter.model_validate({"key": key, "unit": unit, "label": "x", "clauses": ["1"], "value": dated})


def liability(rules: Sequence[Mapping[str, Any]], missing: Sequence[Mapping[str, Any]] = ()) -> Liability:
    whole = [{"clauses": ["1"], "conditions": CONDITIONS, **rule} for rule in rules]
    return Liability.model_validate({"rule": whole, "missing": missing})


def agreed(
    *rules: Mapping[str, Any],
    below: Sequence[Mapping[str, Any]] = ({**INDIVIDUAL, "id": "act"},),
    missing: Sequence[Mapping[str, Any]] = (),
    rates: Mapping[int, int] = RATES,
    hours: int = 24,
    sip_days: int = 3,
    own: Sequence[Parameter] = (),
) -> Agreement:
    """An agreement of every municipality with these rules, over an act with the rules `below`."""
    national = [(kronor, date(year, 1, 1), date(year, 12, 31)) for year, kronor in rates.items()]
    act = replace(
        REGISTRY.baseline,
        liability=liability(below),
        parameters=(
            figure("daily-rate", *national),
            figure("admission-notice-hours", (hours, None, None)),
            figure("sip-call-days", (sip_days, None, None)),
        ),
    )
    head = act.head.model_copy(update={"id": "made-up"})
    return replace(act, head=head, liability=liability(rules, missing), parameters=tuple(own), fallback=act)
