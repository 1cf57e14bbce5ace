"""The situations of a domain divided among labels: which there are, how many each has, what tells them apart.

A label is a number: of a line, of an outcome, of a pair of answers; NOTHING or IMPOSSIBLE.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from brygga.rules.boxes import Box, Domain
from brygga.rules.facts import Condition, Fact
from brygga.rules.fast import cover
from brygga.rules.fast.diagram import Builder, Diagram, Node, nodes, turns
from brygga.rules.fast.measure import Measure
from brygga.rules.fast.tree import Tree, tree


class Partition:
    """Every situation of a domain with its label."""

    def __init__(self, domain: Domain, diagram: Diagram) -> None:
        self.domain, self._diagram = domain, diagram

    def at(self, facts: Mapping[str, Any]) -> int:
        """The label of the situation of complete facts."""
        node = self.tree
        while node.__class__ is tuple:
            node = node[1][facts[node[0]]]
        return node  # type: ignore[return-value]

    @cached_property
    def labels(self) -> frozenset[int]:
        """The labels that some situation has."""
        return frozenset(one for one in nodes(self._diagram) if isinstance(one, int))

    def labels_where(self, known: Condition) -> frozenset[int]:
        """The labels that are left when some facts are known."""
        masks = self._box(known)
        seen: set[Diagram] = set()
        waiting = [self._diagram]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                if isinstance(one, Node):
                    waiting.extend(after for mask, after in one.branches if mask & masks[one.place])
        return frozenset(one for one in seen if isinstance(one, int))

    def where(self, known: Condition) -> "Partition":
        """The same without the situations that the known facts rule out."""
        masks = dict(enumerate(self._box(known)))
        return Partition(self.domain, Builder(self.domain).mapped(self._diagram, lambda label: label, masks))

    def relabelled(self, label: Callable[[int], int]) -> "Partition":
        """The same situations under other labels."""
        return Partition(self.domain, Builder(self.domain).mapped(self._diagram, label))

    def joined(self, other: "Partition", label: Callable[[int, int], int]) -> "Partition":
        """Each situation under a label made of its label here and its label in another partition of the domain."""
        return Partition(self.domain, Builder(self.domain).joined(self._diagram, other._diagram, label))

    @cached_property
    def counts(self) -> Counter[int]:
        """The number of situations of each label."""
        return self._measure.total

    def counts_in(self, condition: Condition) -> Counter[int]:
        """The number of situations of each label in the box of a condition."""
        return Measure(self.domain, self._diagram, self._box(condition)).total

    def by_value(self, fact: Fact) -> list[dict[int, int]]:
        """The number of situations of each label, for each value (or band of ages) of a fact."""
        return self._measure.by_value(self.domain.facts.index(fact))

    @cached_property
    def turning(self) -> list[Fact]:
        """The facts whose change alone can lead from one possible situation to another with another label.

        Where no fact does so by itself, the facts that labels depend on at all.
        """
        asked = sorted({one.place for one in nodes(self._diagram) if isinstance(one, Node)})
        builder = Builder(self.domain)
        turning = [place for place in asked if turns(builder, self._diagram, place)] or asked
        return [self.domain.facts[place] for place in turning]

    def boxes(self, label: int) -> list[Box]:
        """The situations of a label as disjoint boxes."""
        found: list[Box] = []

        def walk(one: Diagram, box: Box) -> None:
            if one == label:
                found.append(box)
            elif isinstance(one, Node):
                for mask, after in one.branches:
                    walk(after, (*box[: one.place], mask, *box[one.place + 1 :]))

        walk(self._diagram, self.domain.full)
        return found

    def few_boxes(self, label: int, most: int, asked: Iterable[str]) -> tuple[list[cover.LargeBox], int]:
        """At most so many large boxes that hold situations of a label and impossible ones, and how many they leave.

        They may overlap; the one that adds most stands first. `asked`: the facts in the order in which one would ask.
        """
        return cover.cover(Builder(self.domain), self._diagram, label, most, list(asked))

    def around(self, label: int, asked: Iterable[str]) -> Box:
        """The smallest box around a label's situations, without facts that go without saying."""
        masks = [
            sum(band for band, found in zip(bands, values, strict=True) if found.get(label))
            for bands, values in zip(self.domain.bands, self._values, strict=True)
        ]
        return cover.freed(Builder(self.domain), self._diagram, tuple(masks), list(asked))

    @cached_property
    def tree(self) -> Tree:
        """The same as plain dictionaries."""
        return tree(self._diagram, self.domain.facts, {})

    @cached_property
    def _values(self) -> list[list[dict[int, int]]]:
        return [self._measure.by_value(place) for place in range(len(self.domain.facts))]

    @cached_property
    def _measure(self) -> Measure:
        return Measure(self.domain, self._diagram, self.domain.full)

    def _box(self, condition: Condition) -> Box:
        return tuple(condition.get(fact.key, fact.full) for fact in self.domain.facts)
