"""Who takes part in a made-up case: the ward, the health centre, and the municipality's units that are needed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from brygga.discharge import CareType, Need
from brygga.synthetic.chance import pick
from brygga.synthetic.people import Person
from brygga.synthetic.units import Kind, Unit

_BOTH = (Need.OUTPATIENT_CARE, Need.MUNICIPAL_HEALTH_CARE, Need.SOCIAL_SERVICES)
_NEEDS = (
    *(_BOTH,) * 9,
    *((Need.OUTPATIENT_CARE, Need.SOCIAL_SERVICES),) * 5,
    *((Need.OUTPATIENT_CARE, Need.MUNICIPAL_HEALTH_CARE),) * 3,
    *((Need.MUNICIPAL_HEALTH_CARE, Need.SOCIAL_SERVICES),) * 1,
    *((Need.SOCIAL_SERVICES,),) * 2,
)
_UNITS = {Need.MUNICIPAL_HEALTH_CARE: Kind.HOME_CARE, Need.SOCIAL_SERVICES: Kind.CASE_OFFICERS}


@dataclass(frozen=True, slots=True)
class Cast:
    """The units of one case, and the needs that brought them in."""

    needs: tuple[Need, ...]
    ward: Unit
    health_centre: Unit
    municipal: tuple[Unit, ...]

    @property
    def outside(self) -> tuple[Unit, ...]:
        return (self.health_centre, *self.municipal)

    @property
    def units(self) -> tuple[Unit, ...]:
        return (self.ward, *self.outside)


class Units:
    """The county's units, found by what they do and for whom."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._local: dict[tuple[str, Kind], list[Unit]] = defaultdict(list)
        wards: dict[tuple[str, str], list[Unit]] = defaultdict(list)
        for unit in units:
            if unit.care_type and unit.hospital:
                wards[unit.hospital, unit.care_type].append(unit)
            else:
                self._local[unit.municipality, unit.kind].append(unit)
        self._wards = wards
        self._homes = {unit.municipality: unit.hospital for unit in units if unit.hospital}
        self._hospitals = sorted({name for name, _ in wards})

    def cast(self, rng: Random, person: Person, care_type: CareType) -> Cast:
        """Who takes part when this person is in hospital: one's own health centre, usually the nearest hospital."""
        needs = pick(rng, _NEEDS)
        return Cast(
            needs=needs,
            ward=pick(rng, self._wards[self._hospital(rng, person), care_type]),
            health_centre=self._own(person, Kind.HEALTH_CENTRE),
            municipal=tuple(self._own(person, _UNITS[need]) for need in needs if need in _UNITS),
        )

    def _own(self, person: Person, kind: Kind) -> Unit:
        units = self._local[person.municipality, kind]
        return units[person.number % len(units)]

    def _hospital(self, rng: Random, person: Person) -> str:
        nearest = self._hospitals[int(person.municipality) % len(self._hospitals)]
        usual = self._homes.get(person.municipality, nearest)
        return usual if rng.random() < 0.85 else pick(rng, self._hospitals)
