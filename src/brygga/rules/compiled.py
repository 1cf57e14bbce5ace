"""A table ready to answer: its diagram, kept with the table, and the fast way through it."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

from brygga.rules.boxes import Domain
from brygga.rules.diagram import IMPOSSIBLE, NOTHING, Builder, Diagram
from brygga.rules.facts import Condition, Impossible
from brygga.rules.growth import build
from brygga.rules.neighbours import Neighbours
from brygga.rules.prints import Prints
from brygga.rules.ruled_out import RuledOut, wide
from brygga.rules.table import Line, Standing, Table
from brygga.rules.tree import tree


class Compiled:
    """One table compiled. `leaf(facts)` is the number of the line that answers complete facts."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.lines: tuple[Line, ...] = table.lines
        self.domain = domain(table)
        self.builder = Builder(self.domain)
        rows = [(number, one) for number, line in enumerate(self.lines) for one in line.when]
        self.diagram: Diagram = build(self.builder, rows)
        self.root = tree(self.diagram, self.domain.facts, {})
        self.prints = Prints(self.domain.facts, wide(self.lines, table.vocabulary.facts))
        self.answers = [dict(line.then) for line in self.lines]
        self.outcomes = _outcomes(self.lines)

    def leaf(self, facts: Mapping[str, Any]) -> int:
        """The number of the line, or NOTHING. Raises KeyError when a fact it asks is missing or unknown."""
        node = self.root
        while node.__class__ is tuple:
            node = node[1][facts[node[0]]]
        return node  # type: ignore[return-value]

    def answer(self, facts: Mapping[str, Any]) -> dict[str, str] | None:
        """The bare answer of complete facts, None in a gap; raises as `leaf` does."""
        node = self.root
        while node.__class__ is tuple:
            node = node[1][facts[node[0]]]
        return self.answers[node] if node >= 0 else None  # type: ignore[index, operator]

    @cached_property
    def ruled_out(self) -> RuledOut:
        """The rows that complete facts pass over."""
        return RuledOut(self.lines, self.prints)

    @cached_property
    def neighbours(self) -> Neighbours:
        """The nearest changes of complete facts."""
        return Neighbours(self.domain, possible(self.table), self.table.facts, self.outcomes, self.said)

    def is_possible(self, facts: Mapping[str, Any]) -> bool:
        """Whether complete facts run into none of the contradictions that the table's own facts can make."""
        return self.neighbours.leaf(facts) != IMPOSSIBLE

    def said(self, leaf: int) -> dict[str, str]:
        """The answer at a leaf, empty where nothing answers."""
        return {} if is_open(self.lines, leaf) else self.answers[leaf]

    def narrowed(self, diagram: Diagram, known: Condition) -> Diagram:
        """What is left of a diagram of this table when some facts are known."""
        places = {place: known[fact.key] for place, fact in enumerate(self.domain.facts) if fact.key in known}
        return self.builder.mapped(diagram, lambda leaf: leaf, places)


@lru_cache(maxsize=256)
def compiled(table: Table) -> Compiled:
    """The table compiled, made once per table."""
    return Compiled(table)


@lru_cache(maxsize=256)
def possible(table: Table) -> Diagram:
    """The table's diagram with contradictory facts marked IMPOSSIBLE."""
    whole = compiled(table)
    barred = barring(whole.builder, table)
    return whole.builder.joined(whole.diagram, barred, lambda line, bar: bar if bar == IMPOSSIBLE else line)


def barring(builder: Builder, table: Table) -> Diagram:
    """IMPOSSIBLE where the declared contradictions within the domain hold, else NOTHING."""
    return build(builder, [(IMPOSSIBLE, one.when) for one in contradictions(table, builder.domain)])


def contradictions(table: Table, domain: Domain) -> list[Impossible]:
    """The declared contradictions that speak of nothing outside a domain."""
    return [one for one in table.vocabulary.impossible if domain.box(one.when) is not None]


def domain(*tables: Table) -> Domain:
    """The facts of some tables, those that most conditions speak of first, which keeps diagrams small."""
    every = conditions(*tables)
    used = {fact.key: fact for table in tables for fact in table.facts}
    times = Counter(key for condition in every for key in condition)
    places = {key: place for place, key in enumerate(tables[0].vocabulary.facts)}
    ordered = sorted(used.values(), key=lambda fact: (-times[fact.key], places[fact.key]))
    return Domain(tuple(ordered), every)


def conditions(*tables: Table) -> tuple[Condition, ...]:
    """Every condition of some tables, with the contradictions: what draws the bands of ages."""
    used = {fact.key for table in tables for fact in table.facts}
    barred = (one.when for table in tables for one in table.vocabulary.impossible if one.when.keys() <= used)
    return (*(one for table in tables for line in table.lines for one in line.when), *barred)


def _outcomes(lines: tuple[Line, ...]) -> dict[int, int]:
    """The outcome of every leaf: the first leaf that comes to the same."""
    first: dict[object, int] = {}
    keys = {leaf: line.outcome for leaf, line in enumerate(lines)} | {NOTHING: None}
    return {leaf: first.setdefault(key, leaf) for leaf, key in keys.items()}


def is_open(lines: tuple[Line, ...], leaf: int) -> bool:
    """Whether nothing answers at a leaf: no line, or a handed-over question that the baseline leaves open."""
    return leaf == NOTHING or lines[leaf].standing is Standing.HOLE
