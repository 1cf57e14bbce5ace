"""Who takes part in a made-up deviation."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from brygga.synthetic.cases import MadeCase
from brygga.synthetic.chance import pick
from brygga.synthetic.deviation.faults import DischargeFault
from brygga.synthetic.units import MadeUnit, MadeUnitKind


@dataclass(frozen=True, slots=True)
class DeviationCast:
    """The units of one deviation: who reports it, to whom, whose it may be instead, and who may be drawn in."""

    reporter: MadeUnit
    receiver: MadeUnit
    other: MadeUnit | None
    contributor: MadeUnit | None

    @property
    def units(self) -> tuple[MadeUnit, ...]:
        return tuple(unit for unit in (self.reporter, self.receiver, self.other, self.contributor) if unit)


class Neighbours:
    """The county's units by what they are and where: those that one may be taken for."""

    def __init__(self, units: Sequence[MadeUnit]) -> None:
        self._alike: dict[tuple[MadeUnitKind, str], list[MadeUnit]] = defaultdict(list)
        for unit in units:
            self._alike[_place(unit)].append(unit)

    def cast(self, rng: Random, case: MadeCase, fault: DischargeFault) -> DeviationCast:
        """Who takes part when another unit of the discharge has seen the fault."""
        others = [unit for unit in case.units if unit is not fault.unit]
        reporter = pick(rng, others)
        alike = [unit for unit in self._alike[_place(fault.unit)] if unit not in {reporter, fault.unit}]
        rest = [unit for unit in others if unit is not reporter]
        return DeviationCast(
            reporter, fault.unit, pick(rng, alike) if alike else None, pick(rng, rest) if rest else None
        )


def _place(unit: MadeUnit) -> tuple[MadeUnitKind, str]:
    return unit.kind, unit.hospital or unit.municipality
