"""Where a plan stands, and what a unit can be in it."""

from enum import StrEnum

from brygga.process import Role


class PlanStage(StrEnum):
    """Where a plan stands; the columns of the board."""

    NEW = "new"
    NEED_SEEN = "need-seen"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    CALLED = "called"
    DRAFTED = "drafted"
    AGREED = "agreed"
    REVISED = "revised"
    DECLINED = "declined"
    NOT_STARTED = "not-started"
    CLOSED = "closed"


class Principal(StrEnum):
    """Whose a unit is: each principal answers for its own interventions (2017:30 16:4, fourth paragraph, 2)."""

    REGION = "region"
    MUNICIPALITY = "municipality"


class PlanPart(StrEnum):
    """What a unit is in a plan: its principal's, and whether it has the overall responsibility.

    Whoever saw the need has that until another unit takes it.
    """

    REGION = Principal.REGION
    MUNICIPALITY = Principal.MUNICIPALITY
    COORDINATING_REGION = "coordinating-region"
    COORDINATING_MUNICIPALITY = "coordinating-municipality"

    @property
    def coordinates(self) -> bool:
        return self in COORDINATING

    @property
    def principal(self) -> Principal:
        return Principal(self.removeprefix("coordinating-"))


COORDINATING = frozenset({PlanPart.COORDINATING_REGION, PlanPart.COORDINATING_MUNICIPALITY})

PRINCIPALS = {
    Role.INPATIENT_CARE: Principal.REGION,
    Role.OUTPATIENT_CARE: Principal.REGION,
    Role.DENTAL_CARE: Principal.REGION,
    Role.MUNICIPAL_HEALTH_CARE: Principal.MUNICIPALITY,
    Role.SOCIAL_SERVICES: Principal.MUNICIPALITY,
}
"""Whose a unit of each role is, also where somebody else runs it for the principal."""


def part_of_principal(principal: Principal, coordinates: bool) -> PlanPart:
    """The part of a unit of this principal."""
    return PlanPart(f"coordinating-{principal}" if coordinates else principal)
