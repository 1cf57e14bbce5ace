"""What a unit is: its role in a person's care, and for what one works there."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a unit is to a person's care, in every case; the words of the agreements' `binds`."""

    INPATIENT_CARE = "inpatient-care"
    OUTPATIENT_CARE = "outpatient-care"
    MUNICIPAL_HEALTH_CARE = "municipal-health-care"
    SOCIAL_SERVICES = "social-services"
    DENTAL_CARE = "dental-care"


class Branch(StrEnum):
    """What an organisation is to the person: a municipality is often both, and each is its own provider by the acts."""

    CARE = "care"
    SOCIAL_CARE = "social-care"


class Purpose(StrEnum):
    """What an assignment is for. Only the first two are for reading about a person to help that person."""

    CARE = "care"
    SOCIAL_CARE = "social-care"
    ADMINISTRATION = "administration"
    LOG_REVIEW = "log-review"
    ASSIGNMENTS = "assignments"


Purposes = Mapping[Role | None, frozenset[Purpose]]
"""For what one may work, by the role of the unit; None is a unit without any, an office."""


def branch_of(role: Role | None) -> Branch:
    """The branch that a unit of this role belongs to."""
    return Branch.SOCIAL_CARE if role is Role.SOCIAL_SERVICES else Branch.CARE


HELPING: Purposes = {
    role: frozenset({Purpose.SOCIAL_CARE if branch_of(role) is Branch.SOCIAL_CARE else Purpose.CARE}) for role in Role
}
"""Whoever works with care at a unit of care, or with social care at one of social services."""


@dataclass(frozen=True)
class UnitFacts:
    """A unit as a process knows it: HSA-id, kind, role (None for an office), and the municipality it works in.

    `principal` is the region or municipality that it works for, as the site numbers them; empty where it is not known.
    """

    hsa_id: str
    kind: str
    role: Role | None
    municipality: str
    principal: str = ""
