"""A settled month as JSON: its sums, and each stay as it was counted with what it came to."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from fractions import Fraction
from operator import attrgetter
from typing import Any

from brygga.agreements import LiabilityBasis
from brygga.calendars import Month
from brygga.discharge import CareType, Stay
from brygga.settlement import COLUMNS, RulePart, SettlementLine, StayResult
from brygga_site.agreements import registry
from brygga_site.charges.entries import LateChange, SettlementEntry, StayEntry

_OF_MONTH = ("stay_id", "municipality", "month")
_RESULT = tuple(name for name in StayResult.__dataclass_fields__ if name not in _OF_MONTH)
_TIMES = tuple(name for name in COLUMNS if name.endswith("_at"))
_facts, _outcome = attrgetter(*COLUMNS), attrgetter(*_RESULT)


def plain_entry(entry: SettlementEntry, changed: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """An entry's line without the municipality's name, its counts, and the stays `changed` later with when."""
    line = entry.line
    rules = [asdict(part) | {"excess_days": _written(part.excess_days)} for part in line.rules]
    plain = {"municipality": line.municipality, "month": str(line.month), "rules": rules}
    plain |= {"excluded": dict(line.excluded)}
    return {"line": plain, "somatic": entry.somatic, "psychiatric": entry.psychiatric, "changed": list(changed)}


def entry_from(kept: Mapping[str, Any]) -> SettlementEntry:
    """The entry that was kept."""
    line = dict(kept["line"])
    line |= {
        "name": registry().places.municipality(line["municipality"]).name,
        "month": Month.parse(line["month"]),
        "rules": tuple(map(_part_from, line["rules"])),
    }
    changed = tuple(LateChange(stay, datetime.fromisoformat(at)) for stay, at in kept["changed"])
    return SettlementEntry(SettlementLine(**line), kept["somatic"], kept["psychiatric"], changed)


def _written(days: Fraction | None) -> str | None:
    return None if days is None else str(days)


def _part_from(kept: Mapping[str, Any]) -> RulePart:
    excess, mean = kept["excess_days"], kept["mean"]
    read = {
        "basis": LiabilityBasis(kept["basis"]),
        "mean": None if mean is None else tuple(mean),
        "excess_days": None if excess is None else Fraction(excess),
    }
    return RulePart(**{**kept, **read})


def plain_stay(one: StayEntry) -> list[Any]:
    """What the stay was when it was counted, in the order of COLUMNS, and then what it came to."""
    facts = (value.isoformat() if isinstance(value, datetime) else value for value in _facts(one.stay))
    return [*facts, *_outcome(one.result)]


def stay_from(kept: Sequence[Any], agreement: str, month: Month) -> StayEntry:
    """The stay that was kept of a month under an agreement."""
    facts = dict(zip(COLUMNS, kept, strict=False))
    outcome = dict(zip(_RESULT, kept[len(COLUMNS) :], strict=True))
    times = {name: datetime.fromisoformat(facts[name]) for name in _TIMES if facts[name]}
    stay = Stay(**facts | times | {"care_type": CareType(facts["care_type"])})
    clauses = tuple(outcome.pop("clauses"))
    return StayEntry(stay, StayResult(stay.stay_id, stay.municipality, month, clauses=clauses, **outcome), agreement)
