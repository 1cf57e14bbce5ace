"""Who may begin a case, take part in one and read what is said in it, whatever its process.

A process says for what its cases are worked with, who begins them, and by which rules they are read.
"""

from dataclasses import dataclass

from brygga.access import grounds as by
from brygga.access.decision import Decision, decide
from brygga.access.grounds import DataKind
from brygga.access.reading import Data, Reader, Told
from brygga.access.wishes import Wishes
from brygga.process import AnyProcess, Branch, Purpose, Regime, Role


@dataclass(frozen=True)
class Author:
    """Who wrote a message: the unit by HSA-id, its provider (`<organisation>:<branch>`) and branch."""

    unit: str
    provider: str
    branch: Branch


def may_take_part(process: AnyProcess, role: Role | None, purpose: Purpose) -> bool:
    """Whether one can work with such cases at a unit of this role, under an assignment for this purpose."""
    return purpose in process.purposes.get(role, frozenset())


def may_seek(role: Role | None, purpose: Purpose) -> bool:
    """Whether one may have somebody in front of them whom they must find by number (2008:355 4:1)."""
    meets = {Role.INPATIENT_CARE, Role.OUTPATIENT_CARE, Role.MUNICIPAL_HEALTH_CARE}
    return role in meets and purpose is Purpose.CARE


def may_open(process: AnyProcess, reader: Reader) -> Decision:
    """Whether this unit may begin a case of the process about the person, if it is about one; its clause says why."""
    if reader.is_own_record:
        return Decision(by.OWN_RECORD, by.OWN_RECORD.clause)
    opens = reader.role in process.opening.by and may_take_part(process, reader.role, reader.purpose)
    return Decision(by.OPENS, process.opening.clause) if opens else Decision(by.NOT_OPENING, by.NOT_OPENING.clause)


def decide_message(
    process: AnyProcess,
    kind: str,
    ordered_by: str | None,
    author: Author,
    reader: Reader,
    wishes: Wishes,
    takes_part: bool,
) -> Decision:
    """Whether the reader may read a message of this kind in a case of the process.

    `ordered_by` is the clause that orders it told. What is between the parties is neither opened by consent nor closed
    by a block: those who take part read it, for the purpose that the process is for, and nobody else does.
    """
    if process.regime is Regime.PARTIES:
        return _between_parties(process, reader, takes_part)
    told = Told(ordered_by) if takes_part else None
    written = data_kind(process, kind, author.branch)
    return decide(reader, Data(written, author.unit, author.provider, author.branch, told), wishes)


def data_kind(process: AnyProcess, kind: str, branch: Branch) -> DataKind:
    """What a message of a person's coherent records is: coordination, or what care or social care wrote freely."""
    if kind not in process.own_words:
        return DataKind.COORDINATION
    return DataKind.SOCIAL if branch is Branch.SOCIAL_CARE else DataKind.HEALTH


def _between_parties(process: AnyProcess, reader: Reader, takes_part: bool) -> Decision:
    if not may_take_part(process, reader.role, reader.purpose):
        return Decision(by.WRONG_PURPOSE, by.WRONG_PURPOSE.clause)
    if reader.is_own_record:
        return Decision(by.OWN_RECORD, by.OWN_RECORD.clause)
    return Decision(by.BETWEEN_PARTIES, process.read_by) if takes_part else Decision(by.NO_PARTY, by.NO_PARTY.clause)
