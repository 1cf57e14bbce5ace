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
from brygga.process.message import MunicipalityCode, Text


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


class Mandate(StrEnum):
    """By what somebody speaks for an adult; MANDATES has the paragraph of each."""

    SPECIAL_REPRESENTATIVE = "special-representative"
    ADMINISTRATOR = "administrator"
    NEXT_OF_KIN = "next-of-kin"


MANDATES = {
    Mandate.SPECIAL_REPRESENTATIVE: "1949:381 11:4",
    Mandate.ADMINISTRATOR: "1949:381 11:7",
    Mandate.NEXT_OF_KIN: "2014:821 5:3",
}
"""The paragraph that each rests on: of Föräldrabalken (god man, förvaltare), and of Patientlagen."""


class Matter(StrEnum):
    """What a court has appointed a special representative or an administrator for (1949:381 11:4, 11:7)."""

    PERSON = "care-of-the-person"
    PROPERTY = "property"
    RIGHTS = "rights"


class SpeaksFor(Body):
    """Somebody speaks for an adult who cannot do so alone: who, by what mandate, in what, and how that was shown.

    A court appoints a special representative (god man) or an administrator (förvaltare) for certain matters. Next of
    kin take part where it is suitable and no secrecy stands against it; they decide nothing for the person.
    """

    kind = "speaks-for"
    mandate: Mandate = Field(title="By what mandate")
    name: Text = Field(title="Name", max_length=200)
    telephone: str = Field(default="", title="Telephone", max_length=40)
    matters: tuple[Matter, ...] = Field(default=(), title="In what")
    shown_by: Text = Field(title="How the mandate was shown", max_length=200)

    @model_validator(mode="after")
    def _within_its_mandate(self) -> "SpeaksFor":
        if (self.mandate is Mandate.NEXT_OF_KIN) == bool(self.matters):
            raise ValueError("a court's appointment says in what; next of kin are appointed in nothing")
        return self


class DetailsCorrected(Body):
    """A person's name, registered address or municipality stood wrong, or is another now (2017:612 2:2).

    The address stands with the person and nowhere else, as a protected one is kept nowhere.
    """

    kind = "details-corrected"
    given_name: Text = Field(title="Given name", max_length=200)
    family_name: Text = Field(title="Family name", max_length=200)
    municipality: MunicipalityCode = Field(title="Municipality of registration")
    was: Text = Field(title="Stood here before", max_length=450)
    new_address: bool = Field(title="The address is another")
    reason: Text = Field(title="Reason", max_length=400)


class NumberReplaced(Body):
    """The person's number is known now: it takes the place of a reserve or coordination number (2017:612 2:2)."""

    kind = "number-replaced"
    number: Text = Field(title="Personal identity number", max_length=40)
    was: Text = Field(title="Stood here before", max_length=40)
    reason: Text = Field(title="Reason", max_length=400)


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
        SpeaksFor,
        DetailsCorrected,
        NumberReplaced,
    )
}


def parse(kind: str, content: dict[str, Any]) -> Body:
    """The statement of `kind` with this content. Raises LookupError (unknown kind) or ValidationError (bad content)."""
    if kind not in BODIES:
        raise LookupError(f"there is no statement '{kind}'; there are {', '.join(BODIES)}")
    return BODIES[kind].model_validate(content)
