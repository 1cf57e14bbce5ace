"""A case as one unit may see it: message by message, each with the decision about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from brygga import discharge
from brygga.access import Data, DataKind, Decision, Reader, Told, Wishes, decide
from brygga.process import Branch, Role, Sent
from brygga_site.cases.models import Message
from brygga_site.organisations.providers import branch_of, provider_of

WEIGHT = (
    *("own-unit", "own-unit-social", "sent-to-unit", "sent-to-unit-social", "same-provider", "same-provider-social"),
    *("consent", "consent-social", "child", "child-social", "unable", "unable-social"),
    *("emergency-same-provider", "emergency"),
)
"""The grounds that allow, the most remarkable last: a reading stands on the trail under the most remarkable it used."""

WAYS_FIRST = ("no-consent", "blocked", "irrelevant")
"""Of several refusals the reader is told the one that most can be done about."""


@dataclass(frozen=True)
class Seen:
    """One message and whether the unit may read it."""

    row: Message
    decision: Decision

    @property
    def shown(self) -> bool:
        return self.decision.allowed


def seen(rows: Sequence[Message], reader: Reader, wishes: Wishes, takes_part: bool) -> list[Seen]:
    """The messages of a case in the order sent. Whoever takes part in a case has been told what is said in it."""
    orders = discharge.ordered_by(sent(rows))
    told = {row.sequence: Told(orders[row.sequence]) if takes_part else None for row in rows}
    return [Seen(row, decide(reader, _data(row, told[row.sequence]), wishes)) for row in rows]


def sent(rows: Iterable[Message]) -> list[Sent]:
    """Stored messages as the library knows them."""
    return [
        Sent(row.sequence, row.sent_at, row.unit.hsa_id, Role(row.role), discharge.parse(row.kind, row.content))
        for row in rows
    ]


def weightiest(lines: Iterable[Seen]) -> Decision | None:
    """The most remarkable of the decisions that allow, resting on its ground's own clause; None when none allows."""
    allowed = [line.decision.ground for line in lines if line.shown]
    ground = max(allowed, key=lambda one: WEIGHT.index(one.id), default=None)
    return ground and Decision(ground, ground.clause)


def refusal(lines: Iterable[Seen]) -> Decision | None:
    """Of the decisions that refuse, the one with most to be done about; None when none refuses."""
    refused = [line.decision for line in lines if not line.shown]
    return min(refused, key=_order, default=None)


def _order(decision: Decision) -> int:
    starts = [decision.ground.id.startswith(start) for start in WAYS_FIRST]
    return starts.index(True) if True in starts else len(starts)


def _data(row: Message, told: Told | None) -> Data:
    unit, branch = row.unit, branch_of(row.unit.role)
    return Data(_kind(row.kind, branch), unit.hsa_id, provider_of(unit), branch, told)


def _kind(kind: str, branch: Branch) -> DataKind:
    if kind not in discharge.IN_OWN_WORDS:
        return DataKind.COORDINATION
    return DataKind.SOCIAL if branch is Branch.SOCIAL_CARE else DataKind.HEALTH
