"""Who and where: personal identity numbers, HSA-id, region and municipality codes."""

from brygga.identities.organisations import InvalidOrganisationNumber, OrganisationNumber
from brygga.identities.persons import (
    IdentityNumber,
    InvalidIdentityNumber,
    age_on,
    is_stand_in,
    number_may_replace,
    person_number,
    stand_in_number,
)
from brygga.identities.places import Municipality, Places, Region, UnknownCode
from brygga.identities.units import HsaId, InvalidHsaId

__all__ = [
    "HsaId",
    "IdentityNumber",
    "InvalidHsaId",
    "InvalidIdentityNumber",
    "InvalidOrganisationNumber",
    "Municipality",
    "OrganisationNumber",
    "Places",
    "Region",
    "UnknownCode",
    "age_on",
    "is_stand_in",
    "number_may_replace",
    "person_number",
    "stand_in_number",
]
