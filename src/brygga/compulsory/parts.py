"""Where a spell of compulsory care stands, and what a unit is in it."""

from enum import StrEnum

from brygga.process import Role


class CompulsoryStage(StrEnum):
    """In what form the care is given; the columns of the board. It is closed until the person has left for open."""

    NEW = "new"
    CLOSED = "closed-form"
    OPEN_DECIDED = "open-form-decided"
    OPEN = "open-form"
    READMITTED = "readmitted"
    ENDED = "care-ended"


class CompulsoryPart(StrEnum):
    """What a unit is: psychiatry is the one where the person is enrolled, whose chief physician decides (LPT 1 §)."""

    PSYCHIATRY = "psychiatry"
    WARD = "another-ward"
    OUTPATIENT = "region-outpatient"
    MUNICIPAL_CARE = "municipal-care-unit"
    SOCIAL = "social-services-unit"


MUNICIPAL = frozenset({CompulsoryPart.MUNICIPAL_CARE, CompulsoryPart.SOCIAL})
"""The parts of the municipality's units."""

OF_ROLE = {
    Role.INPATIENT_CARE: CompulsoryPart.WARD,
    Role.OUTPATIENT_CARE: CompulsoryPart.OUTPATIENT,
    Role.DENTAL_CARE: CompulsoryPart.OUTPATIENT,
    Role.MUNICIPAL_HEALTH_CARE: CompulsoryPart.MUNICIPAL_CARE,
    Role.SOCIAL_SERVICES: CompulsoryPart.SOCIAL,
}
"""The part of a unit that is not the one where the person is enrolled."""
