"""Made-up units: wards, health centres, home care, case officers and dental clinics for every municipality."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from brygga.identities import HsaId, Municipality
from brygga.process import Role
from brygga.synthetic.places import weights

# No organisation can have this number: its check digit is wrong.
PREFIX = "SE2321000000-"

SOMATIC, PSYCHIATRIC = "somatic", "psychiatric"
"""The kinds of care that wards give."""

HOSPITALS = (
    "Fyrklippans sjukhus",
    "Tallåsens lasarett",
    "Silverforsens sjukhus",
    "Ekbackens sjukhus",
    "Lindvikens lasarett",
    "Granholmens sjukhus",
    "Vindkullens sjukhus",
    "Ängsbrons lasarett",
)
WARDS = (
    *(("medicin", SOMATIC), ("kirurgi", SOMATIC), ("ortopedi", SOMATIC)),
    *(("geriatrik", SOMATIC), ("stroke", SOMATIC), ("hjärta och lungor", SOMATIC)),
    *(("psykiatri", PSYCHIATRIC), ("affektiv psykiatri", PSYCHIATRIC)),
)
QUARTERS = "Brohuset Strandvillan Torget Björken Kvarnen Hamnen Linden Sjövillan Bergsängen Parken".split()


class MadeUnitKind(StrEnum):
    """What a unit is. `ROLES` says which role it has in a case."""

    WARD = "ward"
    HEALTH_CENTRE = "health-centre"
    HOME_CARE = "home-care"
    CASE_OFFICERS = "case-officers"
    DENTAL = "dental"


ROLES = {
    MadeUnitKind.WARD: Role.INPATIENT_CARE,
    MadeUnitKind.HEALTH_CENTRE: Role.OUTPATIENT_CARE,
    MadeUnitKind.HOME_CARE: Role.MUNICIPAL_HEALTH_CARE,
    MadeUnitKind.CASE_OFFICERS: Role.SOCIAL_SERVICES,
    MadeUnitKind.DENTAL: Role.DENTAL_CARE,
}


@dataclass(frozen=True)
class MadeUnit:
    """A made-up unit. `care_type` and `hospital` are set for wards only."""

    hsa_id: str
    kind: MadeUnitKind
    name: str
    municipality: str
    care_type: str | None = None
    hospital: str | None = None

    def __post_init__(self) -> None:
        HsaId(self.hsa_id)

    @property
    def role(self) -> Role:
        return ROLES[self.kind]


def units_of(municipalities: Sequence[Municipality]) -> tuple[MadeUnit, ...]:
    """Every unit: the hospitals' wards in the largest municipalities, then each municipality's own."""
    shares = dict(zip(municipalities, weights(municipalities), strict=True))
    largest = sorted(municipalities, key=lambda one: (-shares[one], one.code))
    hospitals = min(len(HOSPITALS), max(1, round(len(municipalities) / 8)))
    found = [unit for number, home in enumerate(largest[:hospitals]) for unit in _hospital(number, home)]
    for one in municipalities:
        found += _of_municipality(one, shares[one])
    return tuple(found)


def _hospital(number: int, home: Municipality) -> list[MadeUnit]:
    name = HOSPITALS[number]
    return [
        MadeUnit(
            hsa_id=f"{PREFIX}{home.code}AVD{number + 1}{ward:02d}",
            kind=MadeUnitKind.WARD,
            name=f"{name}, avdelning {10 * (number + 1) + ward} {speciality}",
            municipality=home.code,
            care_type=care_type,
            hospital=name,
        )
        for ward, (speciality, care_type) in enumerate(WARDS, 1)
    ]


def _of_municipality(one: Municipality, share: float) -> list[MadeUnit]:
    centres = min(len(QUARTERS), 1 + round(25 * share))
    teams = ("",) if share < 0.04 else (" norra", " södra") if share < 0.2 else (" norra", " södra", " västra")
    plan = [
        ("VC", MadeUnitKind.HEALTH_CENTRE, f"Vårdcentralen {quarter}, {one.short}") for quarter in QUARTERS[:centres]
    ]
    plan += [("HSV", MadeUnitKind.HOME_CARE, f"Kommunal hälso- och sjukvård{team}, {one.short}") for team in teams]
    plan += [("BIS", MadeUnitKind.CASE_OFFICERS, f"Biståndshandläggarna{team}, {one.short}") for team in teams]
    plan += [("TV", MadeUnitKind.DENTAL, f"Tandkliniken Bryggan, {one.short}")]
    return [
        MadeUnit(f"{PREFIX}{one.code}{short}{number:02d}", kind, name, one.code)
        for number, (short, kind, name) in enumerate(plan, 1)
    ]
