"""What is certain of the answer of one table for one situation, with all facts known or some."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from brygga.rules.compiled import Compiled, is_open, possible
from brygga.rules.diagram import IMPOSSIBLE, Diagram, leaves
from brygga.rules.table import Line, Standing


class Certain:
    """The answer, as far as it is certain, and where it comes from."""

    def __init__(
        self, whole: Compiled, facts: Mapping[str, Any], leaf: int | None = None, code: int | None = None
    ) -> None:
        """`leaf` is the line where one is sure, `code` the print of complete facts (see `prints`)."""
        self.table = whole.table
        self.facts = facts
        self._whole = whole
        self._leaf = leaf
        self._code = code

    @cached_property
    def known(self) -> dict[str, int]:
        """The facts given, as masks."""
        return self.table.vocabulary.known(self.facts)

    @property
    def is_certain(self) -> bool:
        """Whether the whole answer is certain, from whichever row it comes."""
        return self._leaf is not None or len({self._whole.outcomes[leaf] for leaf in self.reachable}) == 1

    @property
    def is_answered(self) -> bool:
        """Whether some row or declared gap is sure to answer."""
        return not any(is_open(self._whole.lines, leaf) for leaf in self.reachable)

    @cached_property
    def reachable(self) -> frozenset[int]:
        """The numbers of the lines that may still answer."""
        if self._leaf is not None:
            return frozenset((self._leaf,))
        return frozenset(leaves(self._narrowed) - {IMPOSSIBLE})

    @property
    def answer(self) -> dict[str, str]:
        """What is certain: the answers that are equal wherever one may still end up."""
        if self._leaf is not None:
            line = self.line
            return dict(line.then) if line else {}
        found = [{} if is_open(self._whole.lines, leaf) else self._whole.answers[leaf] for leaf in self.reachable]
        return {key: value for key, value in found[0].items() if all(one.get(key) == value for one in found)}

    @property
    def line(self) -> Line | None:
        """The line that answers, None while several may or when none does."""
        if self._leaf is None:
            return self._only_line
        return self._whole.lines[self._leaf] if self._leaf >= 0 else None

    @cached_property
    def _only_line(self) -> Line | None:
        rows = {(line.agreement, line.row.id, line.standing): line for line in self._lines}
        return next(iter(rows.values())) if len(rows) == 1 and len(self._lines) == len(self.reachable) else None

    @property
    def row(self) -> str | None:
        """The id of the row or declared gap that answers."""
        line = self.line
        return line.row.id if line and line.standing is not Standing.HOLE else None

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses of the row that answers, or of every row that may; of `agreement`, or of the baseline."""
        if line := self.line:
            return line.row.clauses
        return tuple(dict.fromkeys(clause for line in self._lines for clause in line.row.clauses))

    @property
    def falls_back_to(self) -> str | None:
        """The baseline's id where its table is what answers."""
        line = self.line
        return line.agreement if line and line.agreement != self.table.agreement else None

    @property
    def is_declared_gap(self) -> bool:
        """Whether the source itself leaves this open, so that the answer is the interim rule."""
        return bool(self.line and self.line.standing is Standing.GAP)

    @property
    def _lines(self) -> list[Line]:
        return [self._whole.lines[leaf] for leaf in sorted(self.reachable) if leaf >= 0]

    @cached_property
    def _narrowed(self) -> Diagram:
        """What is still possible; when the facts contradict each other, what the rows say all the same."""
        if not self.known:
            return possible(self.table)
        narrowed = self._whole.narrowed(possible(self.table), self.known)
        return self._whole.narrowed(self._whole.diagram, self.known) if narrowed == IMPOSSIBLE else narrowed
