"""Grows diagrams out of lines, the first of which that fits answers."""

from collections.abc import Sequence

from brygga.rules.boxes import Domain
from brygga.rules.facts import Condition
from brygga.rules.fast.diagram import Builder, Diagram
from brygga.rules.table import NOTHING


def build(domain: Domain, lines: Sequence[tuple[int, Condition]]) -> Diagram:
    """The diagram of lines in order, each a label and its condition; the first line that fits gives its label."""
    return _Growth(domain, lines).grow(0, range(len(lines)))


class _Growth:
    """Grows a diagram from lines; situations that leave the same lines alive share what follows."""

    def __init__(self, domain: Domain, lines: Sequence[tuple[int, Condition]]) -> None:
        self.builder = Builder(domain)
        self.labels = [label for label, _ in lines]
        self.boxes = [tuple(condition.get(f.key, f.full) for f in domain.facts) for _, condition in lines]
        self.ends = [
            max((place for place, mask in enumerate(box) if mask != domain.full[place]), default=-1)
            for box in self.boxes
        ]
        self.memo: dict[tuple[int, tuple[int, ...]], Diagram] = {}

    def grow(self, place: int, lines: Sequence[int]) -> Diagram:
        """What answers from a place on, when these lines are still possible."""
        alive = self._until_certain(place, lines)
        if not alive:
            return NOTHING
        if self.ends[alive[0]] < place:
            return self.labels[alive[0]]
        if (key := (place, alive)) not in self.memo:
            branches = [(part, self.grow(place + 1, fits)) for part, fits in self._cut(place, alive)]
            self.memo[key] = self.builder.node(place, branches)
        return self.memo[key]

    def _until_certain(self, place: int, lines: Sequence[int]) -> tuple[int, ...]:
        for at, line in enumerate(lines):
            if self.ends[line] < place:
                return tuple(lines[: at + 1])
        return tuple(lines)

    def _cut(self, place: int, alive: tuple[int, ...]) -> list[tuple[int, tuple[int, ...]]]:
        parts = [self.builder.domain.full[place]]
        for mask in {self.boxes[line][place] for line in alive}:
            parts = [piece for part in parts for piece in (part & mask, part & ~mask) if piece]
        return [(part, tuple(line for line in alive if self.boxes[line][place] & part)) for part in parts]
