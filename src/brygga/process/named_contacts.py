"""Named contacts: who a person has to turn to, as any process may say; shown as one card, and typed once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ContactKind(StrEnum):
    """The kinds of named contact, in the order of the national code set (1.2.752.129.5.1.69)."""

    CARE = "care-contact"
    PHYSICIAN = "physician-contact"
    HOME_HELP = "home-help-contact"
    COORDINATING = "coordinating-contact"

    @property
    def code(self) -> int:
        """The code in the national code set."""
        return list(ContactKind).index(self) + 1


class ContactProfession(StrEnum):
    """What a named contact is by profession."""

    PHYSICIAN = "physician"
    NURSE = "nurse"
    ASSISTANT_NURSE = "assistant-nurse"
    CARE_ASSISTANT = "care-assistant"
    OCCUPATIONAL_THERAPIST = "occupational-therapist"
    PHYSIOTHERAPIST = "physiotherapist"
    PSYCHOLOGIST = "psychologist"
    SOCIAL_WORKER = "social-worker"
    COORDINATOR = "coordinator"
    OTHER = "other-profession"


@dataclass(frozen=True)
class NamedContact:
    """A named contact as a case says it: who, at which unit (HSA-id), from which day, known since `said_at`.

    `until` is the last day, None as long as nobody has said one; `review` the day by which the need is looked at again.
    """

    kind: ContactKind
    name: str
    telephone: str
    unit: str
    since: date
    said_at: datetime
    profession: ContactProfession | None = None
    review: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the contact is one on this day; one that begins later is told of already."""
        return self.until is None or day <= self.until


def newest(contacts: Iterable[NamedContact]) -> tuple[NamedContact, ...]:
    """The contacts, each that was said of the same kind at the same unit before left out, those said last first.

    A discharge and a case of its own may both name one: what was said last holds for both.
    """
    latest: dict[tuple[ContactKind, str], NamedContact] = {}
    for contact in sorted(contacts, key=lambda one: one.said_at):
        latest[contact.kind, contact.unit] = contact
    return tuple(sorted(latest.values(), key=lambda one: one.said_at, reverse=True))
