"""Finds where two tables of one agreement answer the same matter differently."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from brygga.rules import words
from brygga.rules.boxes import Domain, readable
from brygga.rules.facts import Agreeing, Condition
from brygga.rules.situations import barred, by_row, domain, unless_impossible
from brygga.rules.table import NOTHING, Table, TableLine


@dataclass(frozen=True)
class Disagreement:
    """Situations in which two tables give one answer differently: by which lines, around which condition, how many."""

    rule: Agreeing
    a: Table
    b: Table
    lines: tuple[TableLine, TableLine]
    condition: Condition
    situations: int

    def to_json(self) -> dict[str, Any]:
        vocabulary, key = self.a.vocabulary, self.rule.answer
        sides = zip(("a", "b"), (self.a, self.b), self.lines, strict=True)
        return {
            "agreement": self.a.agreement,
            "answer": key,
            "facts": readable(self.condition, vocabulary.facts),
            "words": words.situation(vocabulary, self.condition, "sv"),
            "words_en": words.situation(vocabulary, self.condition, "en"),
            "situations": self.situations,
            **{
                name: {
                    "table": table.name,
                    "agreement": line.agreement,
                    "row": line.row.id,
                    "answer": line.then[key],
                    "clauses": list(line.row.clauses),
                }
                for name, table, line in sides
            },
        }


def disagreements(tables: Mapping[str, Table]) -> list[Disagreement]:
    """Every pair of lines of two tables that contradict each other, where the vocabulary asks the tables to agree."""
    found: list[Disagreement] = []
    for rule in next((table.vocabulary.agreeing for table in tables.values()), ()):
        if all(name in tables for name in rule.tables):
            a, b = (tables[name] for name in rule.tables)
            found += _of_rule(rule, a, b)
    return sorted(found, key=lambda one: -one.situations)


def _of_rule(rule: Agreeing, a: Table, b: Table) -> Iterator[Disagreement]:
    over = _domain(rule, a, b)
    width = len(b.lines) + 1

    def label(one: int, other: int) -> int:
        mine, theirs = a.then(one).get(rule.answer), b.then(other).get(rule.answer)
        return NOTHING if mine is None or theirs is None or mine == theirs else one * width + other

    pairs = by_row(a, over).joined(by_row(b, over), label).joined(barred(a, over), unless_impossible)
    counts: dict[int, tuple[Condition, int]] = {}
    for condition in rule.when:
        here = pairs.where(condition)
        for pair, count in here.counts_in(condition).items():
            if pair >= 0 and count:
                before = counts.get(pair, ({**over.condition(here.around(pair, a.vocabulary.facts)), **condition}, 0))
                counts[pair] = before[0], before[1] + count
    for pair, (condition, count) in counts.items():
        one, other = divmod(pair, width)
        yield Disagreement(rule, a, b, (a.lines[one], b.lines[other]), condition, count)


def _domain(rule: Agreeing, a: Table, b: Table) -> Domain:
    """The facts of both tables and those that the rule speaks of."""
    of_tables = domain(a, b)
    there = {fact.key for fact in of_tables.facts}
    more = (
        fact for key, fact in a.vocabulary.facts.items() if key not in there and any(key in one for one in rule.when)
    )
    return Domain((*of_tables.facts, *more), (*of_tables.conditions, *rule.when))
