"""Pairs of answers: what one table answers and what the other does, with the rows that say so."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from brygga.rules.compiled import is_open
from brygga.rules.diagram import NOTHING, Builder, Diagram, Node
from brygga.rules.growth import build
from brygga.rules.table import Line, Table


@dataclass(frozen=True)
class Side:
    """What one table says: `line` decides most of the situations, none where nothing answers; `lines` are all."""

    table: Table
    line: Line | None
    lines: tuple[Line, ...] = ()

    @cached_property
    def then(self) -> dict[str, str]:
        """What every line answers."""
        every = self.lines or ((self.line,) if self.line else ())
        return (
            {k: v for k, v in self.line.then.items() if all(one.then.get(k) == v for one in every)} if self.line else {}
        )

    @property
    def required(self) -> tuple[str | None, ...]:
        """The answers that this kind of table must give."""
        return tuple(self.then.get(key) for key in self.table.question.answers)

    def to_json(self) -> dict[str, Any]:
        if self.line is None:
            return {"agreement": self.table.agreement, "answer": {}, "row": None, "clauses": [], "rows": []}
        rows = [
            {"agreement": one.agreement, "row": one.row.id, "clauses": list(one.row.clauses)}
            for one in self.lines or (self.line,)
        ]
        return {"agreement": self.line.agreement, "answer": self.then, **rows[0], "rows": rows}


class Pairs:
    """The leaves of two joined diagrams: each a line of one table, or none, and a line of the other."""

    def __init__(self, a: Table, b: Table) -> None:
        self.a, self.b = a, b
        self._answers: dict[tuple[object, ...], int] = {}

    def leaf(self, one: int, other: int) -> int:
        """The leaf of two lines where they differ, NOTHING where they agree."""
        a, b = _side(self.a, one).required, _side(self.b, other).required
        return NOTHING if a == b else (one + 1) * (len(self.b.lines) + 1) + other + 1

    def answers(self, leaf: int) -> int:
        """The number of the pair of required answers that a leaf comes to; leaves of no difference stay."""
        if leaf < 0:
            return leaf
        one, other = self._lines(leaf)
        key = (_side(self.a, one).required, _side(self.b, other).required)
        return self._answers.setdefault(key, len(self._answers))

    def sides(self, leaves: Iterable[int]) -> tuple[Side, Side]:
        """What both tables say at some leaves with one pair of answers, the weightiest leaf first."""
        found = [self._lines(leaf) for leaf in leaves]
        return _sides(self.a, [one for one, _ in found]), _sides(self.b, [other for _, other in found])

    def _lines(self, leaf: int) -> tuple[int, int]:
        one, other = divmod(leaf, len(self.b.lines) + 1)
        return one - 1, other - 1


def within(diagram: Diagram, box: tuple[int, ...]) -> set[int]:
    """The leaves that situations of a box lead to."""
    found: set[int] = set()
    seen: set[Diagram] = set()

    def walk(one: Diagram) -> None:
        if one not in seen:
            seen.add(one)
            if not isinstance(one, Node):
                found.add(one)
                return
            for mask, after in one.branches:
                if mask & box[one.place]:
                    walk(after)

    walk(diagram)
    return found


def grouped(counts: Counter[int], pairs: Pairs) -> Iterator[tuple[int, list[int]]]:
    """Each pair of answers with its leaves, the weightiest of both first."""
    found: dict[int, list[int]] = defaultdict(list)
    for leaf, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        if leaf >= 0:
            found[pairs.answers(leaf)].append(leaf)
    weight = {pair: sum(counts[leaf] for leaf in leaves) for pair, leaves in found.items()}
    yield from sorted(found.items(), key=lambda one: (-weight[one[0]], one[0]))


def diagram(builder: Builder, table: Table) -> Diagram:
    """A table's diagram over the joint domain; lines of one row count as one."""
    first: dict[tuple[str, str, str], int] = {}
    rows = []
    for number, line in enumerate(table.lines):
        leaf = first.setdefault((line.agreement, line.row.id, line.standing), number)
        rows += [(leaf, one) for one in line.when]
    return builder.mapped(build(builder, rows), lambda leaf: NOTHING if is_open(table.lines, leaf) else leaf)


def _side(table: Table, leaf: int) -> Side:
    return _sides(table, [leaf])


def _sides(table: Table, leaves: Iterable[int]) -> Side:
    lines = tuple(table.lines[leaf] for leaf in dict.fromkeys(leaves) if leaf >= 0)
    return Side(table, lines[0] if lines else None, lines)
