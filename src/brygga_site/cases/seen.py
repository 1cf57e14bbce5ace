"""A case as one unit may see it: message by message, each with the decision about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from brygga.access import Decision, Reader, Wishes, decide_message
from brygga.access.cases import Author
from brygga.process import AnyProcess, Sent
from brygga_site.cases.models import Message
from brygga_site.organisations.providers import branch_of, provider_of

WEIGHT = (
    *("between-parties", "own-unit", "own-unit-social", "sent-to-unit", "sent-to-unit-social"),
    *("same-provider", "same-provider-social"),
    *("consent", "consent-social", "child", "child-social", "unable", "unable-social"),
    *("emergency-same-provider", "emergency"),
)
"""The grounds that allow, the most remarkable last: a reading stands on the trail under the most remarkable it used."""

WAYS_FIRST = ("no-consent", "blocked", "irrelevant")
"""Of several refusals the reader is told the one that most can be done about."""


@dataclass(frozen=True)
class SeenMessage:
    """One message, as it is stored and as the library knows it, and whether the unit may read it."""

    row: Message
    message: Sent
    decision: Decision

    @property
    def sequence(self) -> int:
        return self.message.sequence

    @property
    def shown(self) -> bool:
        return self.decision.allowed


def seen(
    process: AnyProcess,
    rows: Sequence[Message],
    messages: Sequence[Sent],
    reader: Reader,
    wishes: Wishes,
    takes_part: bool,
) -> tuple[SeenMessage, ...]:
    """The messages of a case in the order sent. Whoever takes part in a case has been told what is said in it."""
    orders = process.ordered_by(messages)
    return tuple(
        SeenMessage(
            row,
            message,
            decide_message(process, row.kind, orders[row.sequence], _author(row), reader, wishes, takes_part),
        )
        for row, message in zip(rows, messages, strict=True)
    )


def sent(process: AnyProcess, rows: Iterable[Message]) -> tuple[Sent, ...]:
    """Stored messages as the library knows them. Each is parsed here, once for a request."""
    return tuple(
        Sent(row.sequence, row.sent_at, row.unit.hsa_id, row.part, process.parse(row.kind, row.content)) for row in rows
    )


def weightiest(lines: Iterable[SeenMessage]) -> Decision | None:
    """The most remarkable of the decisions that allow, resting on its ground's own clause; None when none allows."""
    allowed = [line.decision for line in lines if line.shown]
    decision = max(allowed, key=lambda one: WEIGHT.index(one.ground.id), default=None)
    if decision is None or decision.ground.id == "between-parties":
        return decision
    return Decision(decision.ground, decision.ground.clause)


def refusal(lines: Iterable[SeenMessage]) -> Decision | None:
    """Of the decisions that refuse, the one with most to be done about; None when none refuses."""
    refused = [line.decision for line in lines if not line.shown]
    return min(refused, key=_order, default=None)


def _order(decision: Decision) -> int:
    starts = [decision.ground.id.startswith(start) for start in WAYS_FIRST]
    return starts.index(True) if True in starts else len(starts)


def _author(row: Message) -> Author:
    return Author(row.unit.hsa_id, provider_of(row.unit), branch_of(row.unit.role))
