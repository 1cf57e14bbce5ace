"""The coordinated care plan of LPT 7 a § as it stands: who is to do what, who has confirmed it, and who has signed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from brygga.compulsory.messages import Attitude, MeasureOfOthers, PlanNeedOf
from brygga.compulsory.parts import MUNICIPAL, CompulsoryPart


@dataclass(frozen=True)
class PlannedIntervention:
    """An intervention by the number of the message that planned it, as it stands.

    `asked_at` is since when its unit is asked to confirm what it says now; `confirmed_at` when that unit did.
    """

    number: int
    unit: str
    need: PlanNeedOf
    what: str
    who: str
    attitude: Attitude
    asked_at: datetime
    confirmed_at: datetime | None = None
    refused_at: datetime | None = None
    decision: str = ""

    @property
    def awaits(self) -> bool:
        """Whether its unit has neither confirmed nor refused it."""
        return self.confirmed_at is None and self.refused_at is None


@dataclass(frozen=True)
class CourtPlan:
    """The plan: what stands in it, the units of the municipality that have written, and who signed it as it stands."""

    interventions: tuple[PlannedIntervention, ...] = ()
    others: tuple[tuple[int, MeasureOfOthers], ...] = ()
    signed: Mapping[str, CompulsoryPart] = field(default_factory=dict)
    changed_at: datetime | None = None

    def changed(self, at: datetime, interventions: tuple[PlannedIntervention, ...]) -> "CourtPlan":
        """It says something else: nobody has signed that."""
        return replace(self, interventions=interventions, signed={}, changed_at=at)

    def with_each(self, at: datetime, number: int, **changes: object) -> "CourtPlan":
        """With one intervention changed."""
        every = tuple(replace(one, **changes) if one.number == number else one for one in self.interventions)  # type: ignore[arg-type]
        return self.changed(at, every)

    def without(self, at: datetime, number: int) -> "CourtPlan":
        """Without an intervention, or without what others did."""
        left = tuple(one for one in self.interventions if one.number != number)
        return replace(self.changed(at, left), others=tuple(other for other in self.others if other[0] != number))

    def intervention(self, number: int) -> PlannedIntervention | None:
        return next((one for one in self.interventions if one.number == number), None)

    @property
    def unconfirmed(self) -> tuple[PlannedIntervention, ...]:
        """What no unit has promised: not answered, or refused."""
        return tuple(one for one in self.interventions if one.confirmed_at is None)

    @property
    def is_confirmed(self) -> bool:
        """Whether there is something in it, and every unit that answers for an intervention has confirmed it."""
        return bool(self.interventions) and not self.unconfirmed

    def needs_municipality(self, parts: Mapping[str, CompulsoryPart]) -> bool:
        """Whether a unit of the municipality is to do something; `parts` are what each unit was when it wrote."""
        return any(parts.get(one.unit) in MUNICIPAL for one in self.interventions)

    def lacks_signature(self, parts: Mapping[str, CompulsoryPart], unit: str) -> bool:
        """Whether a unit is to sign it: it is confirmed, and nobody of the unit's side has signed."""
        if not self.is_confirmed:
            return False
        part, signers = parts.get(unit), set(self.signed.values())
        if part is CompulsoryPart.PSYCHIATRY:
            return CompulsoryPart.PSYCHIATRY not in signers
        own = any(one.unit == unit for one in self.interventions)
        return part in MUNICIPAL and own and not signers & MUNICIPAL

    def is_complete(self, parts: Mapping[str, CompulsoryPart]) -> bool:
        """Whether it is drawn up: confirmed by every unit, and signed by psychiatry and the municipality it needs."""
        signers = set(self.signed.values())
        municipal = bool(signers & MUNICIPAL) or not self.needs_municipality(parts)
        return self.is_confirmed and CompulsoryPart.PSYCHIATRY in signers and municipal
