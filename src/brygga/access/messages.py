"""What is said about a person's wishes: consents, blocks, and what stands in for them when the person cannot say.

A statement is never changed: a consent is withdrawn, a block lifted, by a further statement. Units are HSA-ids,
providers are `<organisation>:<branch>`.
"""

from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import Field, model_validator

from brygga.access.grounds import DataKind
from brygga.process import Body
from brygga.process.message import Text


class Speaker(StrEnum):
    """Who expressed the wish."""

    PERSON = "person"
    GUARDIAN = "guardian"
    REPRESENTATIVE = "representative"


class How(StrEnum):
    """How the wish was made known."""

    ORALLY = "orally"
    IN_WRITING = "in-writing"
    E_SERVICE = "e-service"


class BlockLevel(StrEnum):
    """How far a block reaches: against other units of the same provider, or against other providers."""

    UNIT = "unit"
    PROVIDER = "provider"


class LiftGround(StrEnum):
    """Why a block is lifted."""

    PERSON_ASKS = "person-asks"
    CANNOT_ASK = "cannot-ask"


class Consent(Body):
    """Consent that a provider may use what others have made available (2022:913 chapter 3 §§ 1-2).

    `about` are the providers whose data it is for, none for all; `kinds` the kinds of data; `unit` narrows it to one
    unit of the provider. It holds from the first day to the last, or until withdrawn.
    """

    kind = "consent"
    provider: Text = Field(title="For the provider", max_length=60)
    unit: str = Field(default="", title="Only for the unit", max_length=40)
    about: tuple[str, ...] = Field(default=(), title="Data from")
    kinds: tuple[DataKind, ...] = Field(min_length=1, title="Kinds of data")
    from_day: date = Field(title="From")
    to_day: date | None = Field(default=None, title="To")
    by: Speaker = Field(title="Given by")
    how: How = Field(title="How it was given")

    @model_validator(mode="after")
    def _in_order(self) -> "Consent":
        if self.to_day and self.to_day < self.from_day:
            raise ValueError("the last day is before the first")
        return self


class Withdrawn(Body):
    """A consent, or an assessment that stands in for one, holds no longer."""

    kind = "withdrawn"
    of: int = Field(ge=1, title="Statement")
    by: Speaker = Field(title="Withdrawn by")
    how: How = Field(title="How it was made known")


class Block(Body):
    """The person objects: a provider's data, or one unit's, are blocked at once (2008:355 4:4, 2022:913 2:3)."""

    kind = "block"
    level: BlockLevel = Field(title="Against")
    provider: Text = Field(title="Provider", max_length=60)
    unit: str = Field(default="", title="Unit", max_length=40)
    by: Speaker = Field(title="Asked for by")
    how: How = Field(title="How it was asked for")

    @model_validator(mode="after")
    def _has_its_unit(self) -> "Block":
        if (self.level is BlockLevel.UNIT) != bool(self.unit):
            raise ValueError("a block against other units names the unit, a block against other providers none")
        return self


class BlockLifted(Body):
    """A block is lifted: the person asks, or cannot and the data matter for care that cannot wait (2008:355 4:5)."""

    kind = "block-lifted"
    of: int = Field(ge=1, title="Block")
    ground: LiftGround = Field(title="Ground")
    reason: Text = Field(title="Reason")


class LiftRequested(Body):
    """A provider whose patient is in danger asks the one that blocked to lift the block (2022:913 3:5)."""

    kind = "lift-requested"
    of: int = Field(ge=1, title="Block")
    reason: Text = Field(title="Why the data may matter for care the patient cannot do without")


class LiftDenied(Body):
    """The provider that blocked has judged a request and does not lift the block."""

    kind = "lift-denied"
    of: int = Field(ge=1, title="Request")
    reason: Text = Field(title="Reason")


class Unable(Body):
    """The person lacks, not only for a time, the ability to consent (2022:913 3:3-3:4).

    A judgement of the recording unit's provider: the person's attitude has been clarified as far as possible and there
    is no reason to believe that the person would have objected.
    """

    kind = "unable"
    provider: Text = Field(title="For the provider", max_length=60)
    attitude: Text = Field(title="How the person's attitude was clarified, and what it is")
    would_not_object: bool = Field(title="There is no reason to believe that the person would have objected")


class ImmatureChild(Body):
    """A child who cannot itself consent: whether it can is judged child by child, no age is given in the act."""

    kind = "immature-child"
    reason: Text = Field(title="What the judgement rests on")


class EmergencyOpened(Body):
    """Danger to life or serious risk to health: a unit reads the unblocked, or learns who blocked.

    2022:913 3:6 and 3:5; with the reason the reader gives, which the log reviewer reads.
    """

    kind = "emergency"
    unit: Text = Field(title="Unit", max_length=40)
    provider: Text = Field(title="Provider", max_length=60)
    danger: Text = Field(title="What the danger is")
    why_no_consent: Text = Field(title="Why the person cannot be asked")


BODIES: dict[str, type[Body]] = {
    body.kind: body
    for body in (
        Consent,
        Withdrawn,
        Block,
        BlockLifted,
        LiftRequested,
        LiftDenied,
        Unable,
        ImmatureChild,
        EmergencyOpened,
    )
}


def parse(kind: str, content: dict[str, Any]) -> Body:
    """The statement of `kind` with this content. Raises LookupError (unknown kind) or ValidationError (bad content)."""
    if kind not in BODIES:
        raise LookupError(f"there is no statement '{kind}'; there are {', '.join(BODIES)}")
    return BODIES[kind].model_validate(content)
