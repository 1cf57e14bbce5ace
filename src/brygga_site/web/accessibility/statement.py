"""The accessibility statement as data: what the act on accessible digital public service asks (2018:1937 13 §)."""

import tomllib
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, model_validator

from brygga.process import Phrase

GOOD_FOR_DAYS = 366
"""The assessment is to be made anew at least once a year."""


class Conformance(StrEnum):
    FULLY = "fully"
    PARTLY = "partly"
    NOT = "not"


class UseSituation(StrEnum):
    """By which situations of use the shortcomings are listed."""

    WITHOUT_SIGHT = "without-sight"
    REDUCED_SIGHT = "reduced-sight"
    COLOUR = "colour"
    HEARING = "hearing"
    VOICE = "voice"
    FINE_MOTOR = "fine-motor"
    MOBILITY = "mobility"
    FLICKER = "flicker"
    COGNITION = "cognition"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Shortcoming(_Frozen):
    """Something that is not accessible, in what situation, and by which criterion of WCAG 2.1."""

    situation: UseSituation
    criterion: str = Field(pattern=r"^[1-4]\.\d\.\d+$")
    what: Phrase


class LeftOutContent(_Frozen):
    """Content that the act does not cover (9 §), or whose adaptation would burden unreasonably (12 §), and why."""

    paragraph: str = Field(pattern="^(9|12) §$")
    what: Phrase


class AccessibilityStatement(_Frozen):
    """The statement. A service that is fully accessible has no problem in the list; any other has."""

    conformance: Conformance
    assessed: date
    updated: date
    method: Phrase
    problem: tuple[Shortcoming, ...] = ()
    outside: tuple[LeftOutContent, ...] = ()

    @model_validator(mode="after")
    def _agrees(self) -> "AccessibilityStatement":
        if (self.conformance is Conformance.FULLY) == bool(self.problem):
            raise ValueError("conformance: fully when and only when no problem is listed")
        if self.updated < self.assessed:
            raise ValueError("updated: not before the assessment")
        return self

    def is_old(self, today: date) -> bool:
        """Whether the service is to be assessed anew."""
        return (today - self.assessed).days > GOOD_FOR_DAYS


@cache
def statement() -> AccessibilityStatement:
    """The statement of this version of Brygga."""
    return AccessibilityStatement.model_validate(
        tomllib.loads((files(__package__) / "statement.toml").read_text("utf-8"))
    )
