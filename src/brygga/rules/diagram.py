"""Decision diagrams: lines as questions in a fixed order, each node a fact, each leaf the line that answers.

Diagrams of one builder are reduced: a fact that makes no difference is not asked, and equal parts exist once, so two
diagrams say the same exactly when they are the same object.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from brygga.rules.boxes import Domain

NOTHING = -1
"""The leaf of situations that no line answers."""
IMPOSSIBLE = -2
"""The leaf of situations whose facts contradict each other."""


@dataclass(frozen=True, eq=False, slots=True)
class Node:
    """Asks the fact at a place of the domain; each branch is a mask of its values and what follows."""

    place: int
    branches: tuple[tuple[int, "Node | int"], ...]


Diagram = Node | int


@dataclass
class Builder:
    """Builds diagrams over one domain."""

    domain: Domain
    _nodes: dict[tuple[int, tuple[tuple[int, Diagram], ...]], Node] = field(default_factory=dict)

    def node(self, place: int, branches: Sequence[tuple[int, Diagram]]) -> Diagram:
        """The node with these branches, or what follows where every branch leads to the same."""
        joined: dict[Diagram, int] = {}
        for mask, after in branches:
            joined[after] = joined.get(after, 0) | mask
        if len(joined) == 1:
            return next(iter(joined))
        parts = tuple(sorted(((mask, after) for after, mask in joined.items()), key=lambda part: part[0]))
        return self._nodes.setdefault((place, parts), Node(place, parts))

    def boxed(self, box: Sequence[int], inside: int, outside: int) -> Diagram:
        """The diagram of one box (a mask for each fact): one leaf inside and another outside."""
        found: Diagram = inside
        for place in reversed(range(len(box))):
            full = self.domain.full[place]
            if box[place] != full:
                found = self.node(place, [(box[place], found), (full & ~box[place], outside)])
        return found

    def mapped(self, diagram: Diagram, leaf: Callable[[int], int], known: Mapping[int, int] | None = None) -> Diagram:
        """The diagram with other leaves; facts `known` (place to mask) are no longer asked outside their masks."""
        memo: dict[Diagram, Diagram] = {}

        def turned(one: Diagram) -> Diagram:
            if isinstance(one, int):
                return leaf(one)
            if one not in memo:
                only = (known or {}).get(one.place, ~0)
                memo[one] = self.node(one.place, [(m & only, turned(after)) for m, after in one.branches if m & only])
            return memo[one]

        return turned(diagram)

    def joined(self, one: Diagram, other: Diagram, leaf: Callable[[int, int], int]) -> Diagram:
        """The diagram whose leaves are made of the leaves of two."""
        memo: dict[tuple[Diagram, Diagram], Diagram] = {}

        def turned(a: Diagram, b: Diagram) -> Diagram:
            if isinstance(a, int) and isinstance(b, int):
                return leaf(a, b)
            if (a, b) not in memo:
                place = min(one.place for one in (a, b) if isinstance(one, Node))
                memo[a, b] = self.node(place, [(m, turned(x, y)) for m, x, y in self._both(place, a, b)])
            return memo[a, b]

        return turned(one, other)

    def _both(self, place: int, a: Diagram, b: Diagram) -> Iterator[tuple[int, Diagram, Diagram]]:
        for mask, x in self.branches(a, place):
            for other, y in self.branches(b, place):
                if mask & other:
                    yield mask & other, x, y

    def branches(self, diagram: Diagram, place: int) -> tuple[tuple[int, Diagram], ...]:
        """What follows each value of the fact at a place that is at or above the diagram's own."""
        if isinstance(diagram, Node) and diagram.place == place:
            return diagram.branches
        return ((self.domain.full[place], diagram),)


def leaves(diagram: Diagram) -> set[int]:
    """The leaves that a diagram can reach."""
    return {one for one in nodes(diagram) if isinstance(one, int)}


def nodes(diagram: Diagram) -> set[Diagram]:
    """Every node and leaf of a diagram."""
    seen: set[Diagram] = set()
    waiting = [diagram]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            if isinstance(one, Node):
                waiting.extend(after for _, after in one.branches)
    return seen
