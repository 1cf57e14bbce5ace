"""Messages: what one unit tells the others, and how it was sent.

A case is what its messages say. A message is never changed; `Correction` withdraws one that was sent by mistake.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.fields import FieldInfo

from brygga.calendars import local
from brygga.identities import Places

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Moment = AwareDatetime


def _municipality(code: str) -> str:
    if code not in Places.load().municipalities:
        raise ValueError("no municipality has this code")
    return code


MunicipalityCode = Annotated[str, AfterValidator(_municipality)]


def is_municipality(info: FieldInfo) -> bool:
    """Whether a field of a message holds a municipality's code."""
    return any(isinstance(rule, AfterValidator) and rule.func is _municipality for rule in info.metadata)


class Body(BaseModel):
    """What can be said: one frozen type per message. `kind` is its name in data, addresses and files.

    `refers_to` are the kinds of message that its field `of` may name by number, where it has one. `answers`: what it
    names went to certain units, and each of them may answer it once.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: ClassVar[str]
    refers_to: ClassVar[frozenset[str]] = frozenset()
    answers: ClassVar[bool] = False


class MessageRef(BaseModel):
    """A message of another case that this one is about: where it stands, what it was, who sent it, when.

    `clause` is the one that orders such a message told, where one does.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    case: str = Field(max_length=60)
    sequence: int = Field(ge=1)
    kind: str = Field(max_length=40)
    unit: str = Field(max_length=40)
    sent_at: Moment
    clause: str | None = Field(default=None, max_length=80)


@dataclass(frozen=True)
class ToBeSaid:
    """Marks a yes or no that has no answer until somebody gives one: a form has neither chosen from the start."""


Said = Annotated[bool, ToBeSaid()]
"""Yes or no, and never no for want of an answer."""


class Acknowledgement(Body):
    """A unit has read a message and takes it up (2017:612, chapter 2 § 6: it begins its planning)."""

    kind = "acknowledgement"
    of: int = Field(ge=1)


class Correction(Body):
    """A message was sent by mistake and no longer holds; what is right is said in a further message."""

    kind = "correction"
    of: int = Field(ge=1)
    reason: Text


class FreeMessage(Body):
    """Something to the others that no other message says."""

    kind = "free-message"
    text: Text


@dataclass(frozen=True)
class Sent:
    """A message as it was sent in a case: its number in the case from 1, when, by which unit and in which part.

    A part is what the unit is in this case (ward, reporter, chair), one of those that the process declares.
    """

    sequence: int
    sent_at: datetime
    unit: str
    part: str
    body: Body

    def __post_init__(self) -> None:
        local(self.sent_at)
        if self.sequence < 1:
            raise ValueError(f"messages are numbered from 1, not {self.sequence}")


def unanswered(messages: Iterable[Sent], unit: str, answer: type[Body]) -> tuple[Sent, ...]:
    """Of messages that hold: those that went to the unit, and that it has not answered by a message of this type."""
    messages = tuple(messages)
    done = {getattr(m.body, "of", None) for m in messages if isinstance(m.body, answer) and m.unit == unit}
    asked = (m for m in messages if m.body.kind in answer.refers_to and unit in getattr(m.body, "recipients", ()))
    return tuple(message for message in asked if message.sequence not in done)


def effective(messages: Iterable[Sent]) -> tuple[Sent, ...]:
    """The messages that still hold: those withdrawn by a correction are left out, as are the corrections.

    To have taken up what no longer holds does not hold either.
    """
    messages = tuple(messages)
    withdrawn = {message.body.of for message in messages if isinstance(message.body, Correction)}
    if withdrawn:
        withdrawn |= {m.sequence for m in messages if isinstance(m.body, Acknowledgement) and m.body.of in withdrawn}
    return tuple(m for m in messages if m.sequence not in withdrawn and not isinstance(m.body, Correction))
