"""Compares two tables of one kind: the situations they decide differently, in few boxes.

Two answers differ when an answer that this kind of table must give differs; what a row may add (`optional`) is shown
beside it and is no difference by itself, nor is it that one of two equal answers is an interim rule.

Situations are grouped by pair of answers. A pair that few boxes hold exactly is shown in them; any other is shown as
the one box around it, with the largest boxes that it does hold exactly.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import takewhile
from typing import Any

from brygga.rules.boxes import Box
from brygga.rules.compiled import barring, domain
from brygga.rules.cover import Orders, Part, cover, freed, orders
from brygga.rules.diagram import IMPOSSIBLE, NOTHING, Builder, Diagram
from brygga.rules.differences import Difference, Sure
from brygga.rules.measure import Measure, counts
from brygga.rules.pairs import Pairs, Side, diagram, grouped, within
from brygga.rules.table import Table

__all__ = ["Comparison", "Difference", "Side", "Sure", "compare"]

FEW_BOXES = 3
"""A pair of answers that needs more boxes than this is shown as the one box around them."""
FEW_FACTS = 8
"""A box of more facts than this is no longer shown as a part of the one around it."""


class Comparison:
    """Two tables of one kind, side by side."""

    def __init__(self, a: Table, b: Table) -> None:
        if a.name != b.name or a.vocabulary is not b.vocabulary:
            raise ValueError(f"'{a.name}' and '{b.name}' are not tables of one kind")
        self.a, self.b = a, b
        self.domain = domain(a, b)
        self.builder = Builder(self.domain)
        self._pairs = Pairs(a, b)

    @cached_property
    def situations(self) -> int:
        """The number of possible situations over the facts of both tables."""
        return self.domain.size - self._counts.get(IMPOSSIBLE, 0)

    @cached_property
    def different(self) -> int:
        """The number of situations decided differently."""
        return sum(count for leaf, count in self._counts.items() if leaf >= 0)

    @cached_property
    def boxes(self) -> tuple[Difference, ...]:
        """The situations decided differently, by pair of answers, the largest first."""
        every = (box for pair, leaves in grouped(self._counts, self._pairs) for box in self._boxes(pair, leaves))
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
    def _counts(self) -> Counter[int]:
        return counts(self.domain, self._diagram)

    @cached_property
    def _barred(self) -> Diagram:
        return barring(self.builder, self.a)

    @cached_property
    def _diagram(self) -> Diagram:
        """Leaves: the pair of rows where they differ, NOTHING where they agree, IMPOSSIBLE."""
        a, b = diagram(self.builder, self.a), diagram(self.builder, self.b)
        both = self.builder.joined(a, b, self._pairs.leaf)
        return self.builder.joined(both, self._barred, lambda pair, bar: bar if bar == IMPOSSIBLE else pair)

    @cached_property
    def _answers(self) -> Diagram:
        """Leaves: the pair of answers where they differ, NOTHING where they agree, IMPOSSIBLE."""
        return self.builder.mapped(self._diagram, self._pairs.answers)

    @cached_property
    def _orders(self) -> Orders:
        return orders(self.domain, list(self.a.vocabulary.facts))

    def _boxes(self, pair: int, leaves: Sequence[int]) -> Iterator[Difference]:
        parts, left = cover(self.builder, self._answers, pair, FEW_BOXES, self._orders)
        if left:
            yield self._around(pair, leaves, parts)
            return
        for at, part in enumerate(parts):
            here = within(self._diagram, part.box) if len(parts) > 1 else leaves
            a, b = self._pairs.sides(leaf for leaf in leaves if leaf in here)
            earlier = tuple(self.domain.condition(one.box) for one in parts[:at])
            condition = self.domain.condition(part.box)
            yield Difference(condition, a, b, part.situations, True, self._possible(part.box), earlier)

    def _around(self, pair: int, leaves: Sequence[int], parts: Sequence[Part]) -> Difference:
        """The smallest box around a pair, without facts that go without saying."""
        masks = [
            sum(band for band, found in zip(bands, self._by_value[place], strict=True) if found.get(pair))
            for place, bands in enumerate(self.domain.bands)
        ]
        barred = self.builder.mapped(self._barred, lambda leaf: leaf if leaf == IMPOSSIBLE else 0)
        box = freed(self.domain, barred, tuple(masks), self._orders)
        every = (Sure(self.domain.condition(part.box), part.situations) for part in parts)
        sure = tuple(takewhile(lambda part: len(part.condition) <= FEW_FACTS, every))
        total = sum(self._counts[leaf] for leaf in leaves)
        a, b = self._pairs.sides(leaves)
        return Difference(self.domain.condition(box), a, b, total, False, self._possible(box), parts=sure)

    @cached_property
    def _by_value(self) -> list[list[dict[int, int]]]:
        measure = Measure(self.domain, self._answers)
        return [measure.by_value(place) for place in range(len(self.domain.facts))]

    def _possible(self, box: Box) -> int:
        """The number of possible situations in a box."""
        inside = self.builder.boxed(box, 1, 0)
        both = self.builder.joined(inside, self._barred, lambda one, bar: one if bar == NOTHING else 0)
        return counts(self.domain, both)[1]


def compare(a: Table, b: Table) -> Comparison:
    """The comparison of two tables of one kind. Raises ValueError when they are of different kinds."""
    return Comparison(a, b)
