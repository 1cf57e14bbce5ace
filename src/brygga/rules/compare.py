"""Compares two tables of one kind: the situations they decide differently, in few boxes.

Two answers differ when an answer that this kind of table must give differs; what a row may add (`optional`) is shown
beside it and is no difference by itself, nor is it that one of two equal answers is an interim rule.

Situations are grouped by pair of answers. A pair that few boxes hold exactly is shown in them; any other is shown as
the one box around it, with the largest boxes that it does hold exactly.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import takewhile
from typing import Any

from brygga.rules.differences import Difference, Sure
from brygga.rules.facts import Condition
from brygga.rules.fast import Partition
from brygga.rules.pairs import Pairs, Side, grouped
from brygga.rules.situations import barred, by_row, domain, unless_impossible
from brygga.rules.table import IMPOSSIBLE, NOTHING, Table

__all__ = ["Comparison", "Difference", "Side", "Sure", "compare"]

FEW_BOXES = 3
"""A pair of answers that needs more boxes than this is shown as the one box around them."""
FEW_FACTS = 8
"""A box of more facts than this is no longer shown as a part of the one around it."""


class Comparison:
    """Two tables of one kind, side by side."""

    def __init__(self, a: Table, b: Table) -> None:
        if a.name != b.name:
            raise ValueError(f"'{a.name}' and '{b.name}' are not tables of one kind")
        both = a.vocabulary.merged(b.vocabulary)
        self.a, self.b = a.within(both), b.within(both)
        self.domain = domain(self.a, self.b)
        self._pairs = Pairs(self.a, self.b)

    @cached_property
    def situations(self) -> int:
        """The number of possible situations over the facts of both tables."""
        return self.domain.size - self._by_rows.counts[IMPOSSIBLE]

    @cached_property
    def different(self) -> int:
        """The number of situations decided differently."""
        return sum(count for rows, count in self._by_rows.counts.items() if rows >= 0)

    @cached_property
    def boxes(self) -> tuple[Difference, ...]:
        """The situations decided differently, by pair of answers, the largest first."""
        groups = grouped(self._by_rows.counts, self._pairs)
        every = (box for answers, rows in groups for box in self._boxes(answers, rows))
        return tuple(sorted(every, key=lambda box: -box.situations))

    def to_json(self) -> dict[str, Any]:
        """The document of `brygga compare --json`."""
        return {
            "a": self.a.agreement,
            "b": self.b.agreement,
            "table": self.a.name,
            "situations": self.situations,
            "different": self.different,
            "share": float(f"{self.different / self.situations:.6g}") if self.situations else 0.0,
            "boxes": [box.to_json(self.a.vocabulary) for box in self.boxes],
        }

    @cached_property
    def _barred(self) -> Partition:
        return barred(self.a, self.domain)

    @cached_property
    def _by_rows(self) -> Partition:
        """The situations by the pair of rows where the tables differ, NOTHING where they agree, IMPOSSIBLE."""
        pairs = by_row(self.a, self.domain).joined(by_row(self.b, self.domain), self._pairs.label)
        return pairs.joined(self._barred, unless_impossible)

    @cached_property
    def _by_answers(self) -> Partition:
        """The situations by the pair of answers where the tables differ, NOTHING where they agree, IMPOSSIBLE."""
        return self._by_rows.relabelled(self._pairs.answers)

    def _boxes(self, answers: int, rows: Sequence[int]) -> Iterator[Difference]:
        """The boxes of one pair of answers, which these pairs of rows give."""
        parts, left = self._by_answers.few_boxes(answers, FEW_BOXES, self.a.vocabulary.facts)
        exact = [Sure(self.domain.condition(part.box), part.situations) for part in parts]
        if left:
            yield self._around(answers, rows, exact)
            return
        for at, part in enumerate(exact):
            here = self._by_rows.labels_where(part.condition) if len(exact) > 1 else rows
            a, b = self._pairs.sides(pair for pair in rows if pair in here)
            earlier = tuple(one.condition for one in exact[:at])
            possible = self._possible(part.condition)
            yield Difference(part.condition, a, b, part.situations, True, possible, earlier)

    def _around(self, answers: int, rows: Sequence[int], exact: Sequence[Sure]) -> Difference:
        """The smallest box around a pair of answers, with the largest boxes that hold nothing else."""
        condition = self.domain.condition(self._by_answers.around(answers, self.a.vocabulary.facts))
        parts = tuple(takewhile(lambda part: len(part.condition) <= FEW_FACTS, exact))
        total = sum(self._by_rows.counts[pair] for pair in rows)
        a, b = self._pairs.sides(rows)
        return Difference(condition, a, b, total, False, self._possible(condition), parts=parts)

    def _possible(self, condition: Condition) -> int:
        """The number of possible situations in a box."""
        return self._barred.counts_in(condition)[NOTHING]


def compare(a: Table, b: Table) -> Comparison:
    """The comparison of two tables of one kind, in the words of both. Raises ValueError when they are of two kinds."""
    return Comparison(a, b)
