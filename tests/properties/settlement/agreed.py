"""A stand-in for an agreement and its registry, so that a test can try figures that no agreement has."""

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

from tests.properties.settlement.twin import Figures

from brygga.agreements import MissingParameter
from brygga.identities import Places


@dataclass(frozen=True)
class Agreed:
    """An agreement by its figures, to which the municipalities of `parties` belong (all when None)."""

    figures: Figures = field(default_factory=Figures)
    parties: frozenset[str] | None = None
    limit: str | None = None
    id: str = "made-up"

    def parameter(self, key: str, on: date) -> SimpleNamespace:
        f = self.figures
        if key == "daily-rate":
            if on.year not in f.rates:
                raise MissingParameter(key, on, self.id, "HSLF-FS 2025:74" if on.year == 2026 else None)
            return SimpleNamespace(value=f.rates[on.year])
        values = {
            "payment-liability-model": f.model,
            "first-chargeable-days": f.first_days,
            "first-chargeable-days-late": f.first_days_late,
            "late-notice-after": f.cutoff.isoformat(),
            "discharge-day-charged": f.discharge_day,
            "admission-notice-hours": f.notice_hours,
            "sip-call-days": f.sip_days,
            "mean-limit-days": self.limit or f"{f.limit}.0",
            "individual-after-days": f.long_stay,
            "individual-free-days": f.free,
        }
        return SimpleNamespace(value=values[key])

    def is_party(self, municipality: str) -> bool:
        return self.parties is None or municipality in self.parties

    def clauses_carried_by(self, kind: str, ref: str) -> tuple[str, ...]:
        return (f"{kind}:{ref}",)


@dataclass(frozen=True)
class Registered:
    places: Places = field(default_factory=Places.load)

    def applying_to(self, municipality: str) -> SimpleNamespace:
        return SimpleNamespace(id="sverige")
