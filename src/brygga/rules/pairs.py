"""Pairs of answers: what one table answers and what the other does, with the rows that say so."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from brygga.rules.table import NOTHING, Table, TableLine


@dataclass(frozen=True)
class Side:
    """What one table says: `line` decides most of the situations, none where nothing answers; `lines` are all."""

    table: Table
    line: TableLine | None
    lines: tuple[TableLine, ...] = ()

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
    """The labels of two tables' situations joined: each a line of one table, or none, and a line of the other."""

    def __init__(self, a: Table, b: Table) -> None:
        self.a, self.b = a, b
        self._answers: dict[tuple[object, ...], int] = {}

    def label(self, one: int, other: int) -> int:
        """The label of two lines where they differ, NOTHING where they agree."""
        a, b = _side(self.a, one).required, _side(self.b, other).required
        return NOTHING if a == b else (one + 1) * (len(self.b.lines) + 1) + other + 1

    def answers(self, label: int) -> int:
        """The number of the pair of required answers that a label comes to; labels of no difference stay."""
        if label < 0:
            return label
        one, other = self._lines(label)
        key = (_side(self.a, one).required, _side(self.b, other).required)
        return self._answers.setdefault(key, len(self._answers))

    def sides(self, labels: Iterable[int]) -> tuple[Side, Side]:
        """What both tables say under some labels with one pair of answers, the weightiest label first."""
        found = [self._lines(label) for label in labels]
        return _sides(self.a, [one for one, _ in found]), _sides(self.b, [other for _, other in found])

    def _lines(self, label: int) -> tuple[int, int]:
        one, other = divmod(label, len(self.b.lines) + 1)
        return one - 1, other - 1


def grouped(counts: Counter[int], pairs: Pairs) -> Iterator[tuple[int, list[int]]]:
    """Each pair of answers with its labels, the weightiest of both first."""
    found: dict[int, list[int]] = defaultdict(list)
    for label, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        if label >= 0:
            found[pairs.answers(label)].append(label)
    weight = {pair: sum(counts[label] for label in labels) for pair, labels in found.items()}
    yield from sorted(found.items(), key=lambda one: (-weight[one[0]], one[0]))


def _side(table: Table, label: int) -> Side:
    return _sides(table, [label])


def _sides(table: Table, labels: Iterable[int]) -> Side:
    lines = tuple(table.lines[label] for label in dict.fromkeys(labels) if label >= 0)
    return Side(table, lines[0] if lines else None, lines)
