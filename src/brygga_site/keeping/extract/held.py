"""What an extract is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from brygga_site.organisations.models import Organisation
from brygga_site.review.report.reads import AccessReport

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Held:
    """Something said about the person: `key` points it out, `says` is it in words, `content` as it is kept.

    `withheld` is the paragraph by which it is not given out; then `says` and `content` are empty.
    """

    key: str
    kind: str
    label: str
    at: datetime
    unit: str
    organisation: str
    is_own: bool
    says: Pairs
    content: Mapping[str, Any]
    read: Pairs = ()
    withheld: str = ""


@dataclass(frozen=True)
class HeldCase:
    """A case in which the organisation takes part: what it is, who takes part, and what has been said in it."""

    number: str
    process: str
    agreement: str
    municipality: str
    opened_at: datetime
    units: tuple[str, ...]
    messages: tuple[Held, ...]
    stay: Pairs


@dataclass(frozen=True)
class Extract:
    """All that an organisation holds about a person. `identity` is empty when it holds nothing."""

    number: str
    name: str
    organisation: Organisation
    contact: str
    made_at: datetime
    identity: Pairs
    statements: tuple[Held, ...]
    cases: tuple[HeldCase, ...]
    holds: Pairs
    accesses: AccessReport

    @property
    def is_empty(self) -> bool:
        return not self.identity

    @property
    def told(self) -> tuple[Held, ...]:
        """Everything said, in cases and as statements."""
        return (*self.statements, *(one for case in self.cases for one in case.messages))
