"""Who takes part in a made-up case: the ward, the health centre, and the municipality's units that are needed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from brygga.discharge import CareType, Need
from brygga.synthetic.chance import pick
from brygga.synthetic.people import MadePerson
from brygga.synthetic.units import MadeUnit, MadeUnitKind

_BOTH = (Need.OUTPATIENT_CARE, Need.MUNICIPAL_HEALTH_CARE, Need.SOCIAL_SERVICES)
_NEEDS = (
    *(_BOTH,) * 9,
    *((Need.OUTPATIENT_CARE, Need.SOCIAL_SERVICES),) * 5,
    *((Need.OUTPATIENT_CARE, Need.MUNICIPAL_HEALTH_CARE),) * 3,
    *((Need.MUNICIPAL_HEALTH_CARE, Need.SOCIAL_SERVICES),) * 1,
    *((Need.SOCIAL_SERVICES,),) * 2,
)
_UNITS = {Need.MUNICIPAL_HEALTH_CARE: MadeUnitKind.HOME_CARE, Need.SOCIAL_SERVICES: MadeUnitKind.CASE_OFFICERS}


@dataclass(frozen=True, slots=True)
class Cast:
    """The units of one case, and the needs that brought them in."""

    needs: tuple[Need, ...]
    ward: MadeUnit
    health_centre: MadeUnit
    municipal: tuple[MadeUnit, ...]

    @property
    def outside(self) -> tuple[MadeUnit, ...]:
        return (self.health_centre, *self.municipal)

    @property
    def units(self) -> tuple[MadeUnit, ...]:
        return (self.ward, *self.outside)


class CountyUnits:
    """The county's units, found by what they do and for whom."""

    def __init__(self, units: Sequence[MadeUnit]) -> None:
        self._local: dict[tuple[str, MadeUnitKind], list[MadeUnit]] = defaultdict(list)
        wards: dict[tuple[str, str], list[MadeUnit]] = defaultdict(list)
        for unit in units:
            if unit.care_type and unit.hospital:
                wards[unit.hospital, unit.care_type].append(unit)
            else:
                self._local[unit.municipality, unit.kind].append(unit)
        self._wards = wards
        self._homes = {unit.municipality: unit.hospital for unit in units if unit.hospital}
        self._hospitals = sorted({name for name, _ in wards})

    def cast(self, rng: Random, person: MadePerson, care_type: CareType) -> Cast:
        """Who takes part when this person is in hospital: one's own health centre, usually the nearest hospital."""
        needs = pick(rng, _NEEDS)
        return Cast(
            needs=needs,
            ward=pick(rng, self._wards[self._hospital(rng, person), care_type]),
            health_centre=self._own(person, MadeUnitKind.HEALTH_CENTRE),
            municipal=tuple(self._own(person, _UNITS[need]) for need in needs if need in _UNITS),
        )

    def stranger(self, person: MadePerson, cast: Cast) -> MadeUnit:
        """A health centre that the person has nothing to do with; another of the county's, where there is one."""
        centres = [
            unit for (_, kind), units in self._local.items() if kind is MadeUnitKind.HEALTH_CENTRE for unit in units
        ]
        others = [unit for unit in centres if unit != cast.health_centre] or centres
        return others[person.number % len(others)]

    def _own(self, person: MadePerson, kind: MadeUnitKind) -> MadeUnit:
        units = self._local[person.municipality, kind]
        return units[person.number % len(units)]

    def _hospital(self, rng: Random, person: MadePerson) -> str:
        nearest = self._hospitals[int(person.municipality) % len(self._hospitals)]
        usual = self._homes.get(person.municipality, nearest)
        return usual if rng.random() < 0.85 else pick(rng, self._hospitals)
