"""Decision tables: rows in order, declared gaps, and the table of the baseline that answers what is left."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from brygga.rules.facts import Condition, Fact, Question, Text, Vocabulary

NOTHING = -1
"""Stands for the number of a line where no line fits."""
IMPOSSIBLE = -2
"""Stands for the number of a line where the facts contradict each other."""


class HitPolicy(StrEnum):
    """Which row answers: the first that fits, or the only one that may fit."""

    FIRST = "first"
    UNIQUE = "unique"


@dataclass(frozen=True, eq=False)
class Row:
    """One row: any one of `when` is enough. `then` is None where the question is handed over to the baseline."""

    id: str
    when: tuple[Condition, ...]
    then: Mapping[str, str] | None
    clauses: tuple[str, ...]
    note: Text | None = None
    is_general: bool = False
    """Whether the row is a general duty: it answers because nothing narrower does."""


@dataclass(frozen=True, eq=False)
class DeclaredGap:
    """A hole that the source itself leaves: `then` is the interim rule that applies meanwhile."""

    id: str
    when: tuple[Condition, ...]
    then: Mapping[str, str]
    clauses: tuple[str, ...]
    because: Text
    catches_all: bool = False
    """Whether it says of no fact which value it has, so that it takes whatever the rows leave."""


Ruling = Row | DeclaredGap
"""What answers: a row, or a declared gap with its interim rule."""


class LineKind(StrEnum):
    """What kind of line answers: a row, a declared gap, or a hole that a handed-over question falls into."""

    ROW = "row"
    GAP = "declared-gap"
    HOLE = "hole"


@dataclass(frozen=True, eq=False)
class TableLine:
    """One line of a table laid flat: its own rows and gaps first, then what the baseline's table adds."""

    agreement: str
    row: Ruling
    when: tuple[Condition, ...]
    standing: LineKind
    own: str
    """The id of the table's own row or gap that leads here; empty where the table itself falls to the baseline."""

    @cached_property
    def then(self) -> Mapping[str, str]:
        return {} if self.standing is LineKind.HOLE else self.row.then or {}

    @property
    def is_general(self) -> bool:
        """Whether this is a general duty's row."""
        return self.standing is LineKind.ROW and isinstance(self.row, Row) and self.row.is_general

    @cached_property
    def outcome(self) -> tuple[object, ...] | None:
        """What the line comes to, for comparing two lines: the answer, and whether it is a gap. None for a hole."""
        if self.standing is LineKind.HOLE:
            return None
        return (self.standing, *sorted(self.then.items()))


@dataclass(frozen=True, eq=False)
class Table:
    """One decision table of one agreement."""

    agreement: str
    question: Question
    vocabulary: Vocabulary
    policy: HitPolicy
    rows: tuple[Row, ...]
    gaps: tuple[DeclaredGap, ...] = ()
    falls_to_baseline: bool = False
    baseline: "Table | None" = None
    from_: date | None = None
    to: date | None = None
    """The first and the last day of the stretch for which the table reads so; None where it has no such end."""

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def needs_baseline(self) -> bool:
        """Whether a table of the baseline is needed: the rest, or some row, falls to it."""
        return self.falls_to_baseline or any(row.then is None for row in self.rows)

    @property
    def rulings(self) -> tuple[Ruling, ...]:
        """The table's own rows and declared gaps, in the order in which they answer."""
        return (*self.rows, *self.gaps)

    def falling_to(self, baseline: "Table | None") -> "Table":
        """The same table with the baseline's table of that name below it, for the days that both hold."""
        if baseline is None:
            return replace(self, baseline=None)
        start = max(filter(None, (self.from_, baseline.from_)), default=None)
        end = min(filter(None, (self.to, baseline.to)), default=None)
        return replace(self, baseline=baseline.within(self.vocabulary), from_=start, to=end)

    def holds(self, day: date) -> bool:
        """Whether this is how the table reads on a day."""
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)

    def meets(self, other: "Table") -> bool:
        """Whether there is a day that both hold."""
        return (self.from_ or date.min) <= (other.to or date.max) and (other.from_ or date.min) <= (self.to or date.max)

    def within(self, vocabulary: Vocabulary) -> "Table":
        """The same table in the words of a vocabulary that has more of them."""
        if vocabulary is self.vocabulary:
            return self
        rows = tuple(replace(row, when=self._taken_over(row.when, vocabulary)) for row in self.rows)
        gaps = tuple(replace(gap, when=self._taken_over(gap.when, vocabulary)) for gap in self.gaps)
        baseline = self.baseline.within(vocabulary) if self.baseline else None
        return replace(self, vocabulary=vocabulary, rows=rows, gaps=gaps, baseline=baseline)

    def _taken_over(self, when: tuple[Condition, ...], vocabulary: Vocabulary) -> tuple[Condition, ...]:
        return tuple(vocabulary.taken_over(one, self.vocabulary) for one in when)

    @cached_property
    def lines(self) -> tuple[TableLine, ...]:
        """The table laid flat, in the order in which lines answer."""
        return tuple(self._lines())

    @cached_property
    def asks(self) -> frozenset[str]:
        """The keys of the facts that the table or its baseline turns on."""
        return frozenset(key for line in self.lines for condition in line.when for key in condition)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that the table or its baseline turns on, in the order in which one would ask."""
        return tuple(fact for key, fact in self.vocabulary.facts.items() if key in self.asks)

    @cached_property
    def questions_asked(self) -> frozenset[str]:
        """The keys of the facts whose other value would be another question."""
        return frozenset(fact.key for fact in self.facts if fact.is_question)

    @cached_property
    def leading(self) -> Callable[[Mapping[str, str]], object]:
        """What an answer says of who is responsible or pays, or whatever matters most of this question."""
        keys = self.question.leading
        if len(keys) == 1:
            (key,) = keys
            return lambda then: then.get(key)
        return lambda then: tuple(then.get(key) for key in keys)

    def answering(self, number: int) -> TableLine | None:
        """The line of a number, None where that is no answer: no line fits, or the question falls into a hole."""
        if number < 0 or self.lines[number].standing is LineKind.HOLE:
            return None
        return self.lines[number]

    def then(self, number: int) -> Mapping[str, str]:
        """The answer of the line of a number, empty where nothing answers."""
        line = self.answering(number)
        return line.then if line else {}

    @cached_property
    def outcomes(self) -> Mapping[int, int]:
        """What the line of each number comes to: the number of the first line that comes to the same."""
        first: dict[object, int] = {}
        outcomes = {number: line.outcome for number, line in enumerate(self.lines)} | {NOTHING: None}
        return {number: first.setdefault(outcome, number) for number, outcome in outcomes.items()}

    def _lines(self) -> Iterator[TableLine]:
        below = self.baseline.lines if self.baseline else ()
        for row in self.rows:
            if row.then is not None:
                yield TableLine(self.agreement, row, row.when, LineKind.ROW, row.id)
                continue
            for line in below:
                when = tuple(_meet(row.when, line.when))
                if when:
                    yield replace(line, when=when, own=row.id)
            yield TableLine(self.agreement, row, row.when, LineKind.HOLE, row.id)
        for gap in self.gaps:
            yield TableLine(self.agreement, gap, gap.when, LineKind.GAP, gap.id)
        if self.falls_to_baseline:
            yield from (replace(line, own="") for line in below)


def _meet(some: tuple[Condition, ...], others: tuple[Condition, ...]) -> Iterator[Condition]:
    for one in some:
        for other in others:
            both = {**one, **{key: mask & one.get(key, ~0) for key, mask in other.items()}}
            if all(both.values()):
                yield both
