"""Of what kind the records are that a unit holds of a case, by which the acts say how long they are kept."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from brygga.process import AnyProcess, Branch, Role
from brygga.process.units import branch_of


class RecordKind(StrEnum):
    """What a record is to the acts.

    A patient record is kept ten years at least (2008:355 3:17), social records are destroyed after five (2025:400
    16:1) and in private hands after two (17:2). Of what is neither, the organisation's own plan decides.
    """

    PATIENT = "patient"
    SOCIAL = "social"
    PRIVATE_SOCIAL = "private-social"
    OTHER = "other"

    @property
    def must_go(self) -> bool:
        """Whether the act orders the destruction; otherwise it only says what may not go before."""
        return self in (RecordKind.SOCIAL, RecordKind.PRIVATE_SOCIAL)


@dataclass(frozen=True)
class Planned:
    """What an organisation's own plan says of a kind of record: years, the decision's number, and its day."""

    years: int
    decision: str
    decided_on: date


def record_of(process: AnyProcess, role: Role | None, is_private: bool) -> RecordKind:
    """What a unit of this role holds of a case; `is_private`: it is a private provider's. An office has no role."""
    return _of_care(role, is_private) if role and process.is_of_care else RecordKind.OTHER


def record_of_statement(role: Role | None, is_private: bool) -> RecordKind:
    """Of what record a statement about a person is a part: that of the unit that has written it down.

    What a unit without a role has written is kept as long as a patient record, so that nothing goes too early.
    """
    return _of_care(role, is_private) if role else RecordKind.PATIENT


def _of_care(role: Role, is_private: bool) -> RecordKind:
    if branch_of(role) is Branch.CARE:
        return RecordKind.PATIENT
    return RecordKind.PRIVATE_SOCIAL if is_private else RecordKind.SOCIAL
