"""Decision diagrams: questions in a fixed order that lead every situation of a domain to a label.

Each node is a fact, each leaf a label. Diagrams of one builder are reduced: a fact that makes no difference is not
asked, and equal parts exist once, so two diagrams say the same exactly when they are the same object.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from brygga.rules.boxes import Domain
from brygga.rules.table import IMPOSSIBLE


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
                memo[a, b] = self.node(place, [(m, turned(x, y)) for m, x, y in self.both(place, a, b)])
            return memo[a, b]

        return turned(one, other)

    def both(self, place: int, a: Diagram, b: Diagram) -> Iterator[tuple[int, Diagram, Diagram]]:
        """What follows in two diagrams, for each set of values of the fact at a place that is at or above theirs."""
        for mask, x in self._branches(a, place):
            for other, y in self._branches(b, place):
                if mask & other:
                    yield mask & other, x, y

    def _branches(self, diagram: Diagram, place: int) -> tuple[tuple[int, Diagram], ...]:
        if isinstance(diagram, Node) and diagram.place == place:
            return diagram.branches
        return ((self.domain.full[place], diagram),)


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


def turns(builder: Builder, diagram: Diagram, place: int) -> bool:
    """Whether two possible situations that differ in the fact at a place alone have different labels."""
    memo: dict[tuple[Diagram, Diagram], bool] = {}

    def differ(a: Diagram, b: Diagram) -> bool:
        if a is b or IMPOSSIBLE in (a, b):
            return False
        if isinstance(a, int) and isinstance(b, int):
            return a != b
        if (a, b) not in memo:
            first = min(one.place for one in (a, b) if isinstance(one, Node))
            memo[a, b] = any(differ(x, y) for _, x, y in builder.both(first, a, b))
        return memo[a, b]

    asking = (one for one in nodes(diagram) if isinstance(one, Node) and one.place == place)
    return any(differ(a, b) for node in asking for (_, a), (_, b) in combinations(node.branches, 2))
