"""How far Brygga carries a clause out, counted honestly: the name of a thing is not the doing of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from brygga.agreements import Agreement, Carrier, CarrierKind, Clause, ClauseKind, ClauseLevel
from brygga.check import figures
from brygga.check.figures import FigureReader

NAMES = frozenset({CarrierKind.BODY, CarrierKind.PARTIES, CarrierKind.AREA, CarrierKind.ADOPTION})
SAYS_WHAT_IS = frozenset({ClauseKind.DEFINITION, ClauseKind.PURPOSE, ClauseKind.BACKGROUND})


class ClauseStanding(StrEnum):
    """What becomes of a clause. Every clause stands in one of these ways."""

    CARRIED = "carried"
    LABEL = "label"
    PENDING = "pending"
    STATEMENT = "statement"


@dataclass(frozen=True)
class Standings:
    """How the clauses of one agreement stand."""

    agreement: Agreement

    def of(self, clause: Clause) -> ClauseStanding:
        """Pending when anything of it waits; a statement when it is statements alone; a label when nothing acts."""
        if clause.is_pending:
            return ClauseStanding.PENDING
        if clause.is_statement:
            return ClauseStanding.STATEMENT
        return ClauseStanding.CARRIED if self._is_done(clause) else ClauseStanding.LABEL

    def is_half(self, clause: Clause) -> bool:
        """Whether something of a clause is carried out, and something of it waits."""
        return clause.is_pending and self._is_done(clause)

    def is_label(self, clause: Clause, carrier: Carrier) -> bool:
        """Whether a carrier only names what the clause speaks of.

        A body, an area, the parties or a decision have a name and no more: enough where the clause says what there is,
        not where it says what is to be done. A document without its text, a figure that nothing reads and how an
        agreement is amended are never more than shown.
        """
        match carrier.kind:
            case kind if kind in NAMES:
                return clause.kind not in SAYS_WHAT_IS and clause.level is not ClauseLevel.BACKGROUND
            case CarrierKind.DOCUMENT:
                return carrier.ref not in self._stored and clause.level is not ClauseLevel.BACKGROUND
            case CarrierKind.PARAMETER:
                return carrier.ref not in self._read
            case CarrierKind.TERM:
                return carrier.ref == "amendment"
            case _:
                return False

    def _is_done(self, clause: Clause) -> bool:
        waiting = {CarrierKind.PENDING, CarrierKind.STATEMENT}
        return any(one.kind not in waiting and not self.is_label(clause, one) for one in clause.carried_by)

    @cached_property
    def _read(self) -> Mapping[str, tuple[FigureReader, ...]]:
        return figures.readers(self.agreement)

    @cached_property
    def _stored(self) -> frozenset[str]:
        return frozenset(document.id for document in self.agreement.head.document if document.stored)
