"""How many situations of a box lead to each leaf of a diagram. Numbers are exact."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cached_property

from brygga.rules.boxes import Box, Domain
from brygga.rules.fast.diagram import Diagram, Node, nodes


class Measure:
    """The situations of a box in a diagram, counted once."""

    def __init__(self, domain: Domain, diagram: Diagram, box: Box) -> None:
        self.domain, self.diagram, self.box = domain, diagram, box
        self._own: dict[Diagram, dict[int, int]] = {}

    @cached_property
    def total(self) -> Counter[int]:
        """The number of situations at each leaf, over facts that the diagram's branches leave."""
        return Counter(self._below(self.diagram, 0))

    def by_value(self, place: int) -> list[dict[int, int]]:
        """For each value (or band) of the fact at a place, the number of the domain's situations at each leaf."""
        bands = self.domain.bands[place]
        found: list[dict[int, int]] = [defaultdict(int) for _ in bands]
        asked: dict[int, int] = defaultdict(int)
        for node in self._at.get(place, ()):
            for mask, after in node.branches:
                here = [at for at, band in enumerate(bands) if band & mask]
                for leaf, times in self._below(after, place + 1).items():
                    asked[leaf] += (through := self._above[node] * times) * len(here)
                    for at in here:
                        found[at][leaf] += through
        for leaf, times in self.total.items():
            for one in found:
                one[leaf] += (times - asked[leaf]) // len(bands)
        return found

    def _below(self, one: Diagram, place: int) -> Mapping[int, int]:
        skipped = self._skipped(place, one)
        own = self._counted(one)
        return own if skipped == 1 else {leaf: times * skipped for leaf, times in own.items()}

    def _counted(self, one: Diagram) -> Mapping[int, int]:
        if isinstance(one, int):
            return {one: 1}
        if one not in self._own:
            found: dict[int, int] = defaultdict(int)
            for mask, after in one.branches:
                width = self.domain.width(one.place, mask & self.box[one.place])
                for leaf, times in self._below(after, one.place + 1).items():
                    found[leaf] += width * times
            self._own[one] = dict(found)
        return self._own[one]

    def _skipped(self, start: int, one: Diagram) -> int:
        """The combinations of values of the facts from a place on that are not asked before a node or leaf."""
        return self._sizes[start] // self._sizes[one.place if isinstance(one, Node) else len(self.domain.facts)]

    @cached_property
    def _sizes(self) -> list[int]:
        sizes = [1]
        for place in reversed(range(len(self.domain.facts))):
            sizes.append(sizes[-1] * self.domain.width(place, self.box[place]))
        return sizes[::-1]

    @cached_property
    def _at(self) -> Mapping[int, list[Node]]:
        found: dict[int, list[Node]] = defaultdict(list)
        for one in nodes(self.diagram):
            if isinstance(one, Node):
                found[one.place].append(one)
        return found

    @cached_property
    def _above(self) -> Mapping[Diagram, int]:
        """The combinations of values of earlier facts that lead to each node."""
        found: dict[Diagram, int] = defaultdict(int)
        found[self.diagram] = self._skipped(0, self.diagram)
        for place in sorted(self._at):
            for node in self._at[place]:
                for mask, after in node.branches:
                    times = self.domain.width(place, mask) * self._skipped(place + 1, after)
                    found[after] += found[node] * times
        return found
