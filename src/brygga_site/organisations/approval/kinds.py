"""The kinds of change that take two, each registered by the room that carries it out."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.models import Assignment, Organisation, Pending, Staff

Fields = Mapping[str, Any]

ASSIGNMENT, DAYS, ACCOUNT, FILE, STAND_IN = "assignment", "assignment-days", "account", "import", "stand-in"


@dataclass(frozen=True)
class ChangeAsked:
    """What is asked for: `content` and `before` in the same fields, as JSON; `what` as the trail names it.

    `instead`: an earlier one of the same kind about the same person no longer waits. `region` is asked instead of the
    own organisation.
    """

    kind: str
    content: Fields
    what: str
    before: Fields = field(default_factory=dict)
    subject: Staff | None = None
    file: bytes | None = None
    instead: bool = False
    region: Organisation | None = None

    @property
    def digest(self) -> str:
        written = json.dumps([self.kind, self.content], sort_keys=True) if self.file is None else self.content["plan"]
        return hashlib.sha256(written.encode()).hexdigest()


@dataclass(frozen=True)
class Carried:
    """What an approved change came to: what the trail is told, the number of the row, and what is shown this once."""

    told: tuple[str, ...]
    result: int | None = None
    shown: Any = None


CarryOut = Callable[[Pending, Assignment, datetime], Carried]
"""Does what was asked for, under the assignment of whoever asked. Raises Unfit and NotAdministered."""

KINDS: dict[str, CarryOut] = {}


def register(kind: str, carry_out: CarryOut) -> None:
    """Lets changes of a kind be carried out. Safe to repeat."""
    KINDS[kind] = carry_out


def check_as_before(waiting: Pending, now: Fields) -> None:
    """Whether all stands as it did when the change was asked for. Raises Unfit."""
    if any(waiting.before.get(name) != now.get(name) for name in waiting.before):
        raise Unfit("", "something has changed since this was asked for; decline it, and let it be asked for anew")
