"""A reading: who would read what about a person, and what can be assumed to matter to whom."""

from dataclasses import dataclass

from brygga.access.grounds import DataKind
from brygga.process import Branch, Purpose, Role, branch_of


@dataclass(frozen=True)
class Reader:
    """Who reads: a unit by HSA-id, its provider (`<organisation>:<branch>`), and what it is to the person.

    `related`: the unit takes part in a case about the person that is under way, or is the named contact.
    `is_own_record`: the person is the reader.
    """

    unit: str
    provider: str
    role: Role | None
    purpose: Purpose
    related: bool
    is_own_record: bool = False

    @property
    def branch(self) -> Branch:
        return branch_of(self.role)


@dataclass(frozen=True)
class Told:
    """The data came to the reader's unit in a message. `ordered_by` is the clause that orders it told, if one does."""

    ordered_by: str | None = None


@dataclass(frozen=True)
class Data:
    """What is read: its kind, the unit and provider that documented it, and whether the reader's unit was told it."""

    kind: DataKind
    unit: str
    provider: str
    branch: Branch
    told: Told | None = None


RELEVANT: dict[Role, frozenset[DataKind]] = {
    Role.INPATIENT_CARE: frozenset(DataKind),
    Role.OUTPATIENT_CARE: frozenset(DataKind),
    Role.MUNICIPAL_HEALTH_CARE: frozenset(DataKind),
    Role.SOCIAL_SERVICES: frozenset(DataKind),
    Role.DENTAL_CARE: frozenset({DataKind.IDENTITY, DataKind.COORDINATION, DataKind.HEALTH}),
}
"""The kinds of data that can be assumed to matter for what a unit of each role does."""
