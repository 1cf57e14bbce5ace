"""The nearest changes of a situation whose every fact is known, by one walk to its answer.

A fact that is not asked on the way cannot change the answer by itself; of one that is asked, each other branch is
walked to its end.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from brygga.rules.boxes import Domain
from brygga.rules.diagram import IMPOSSIBLE, Diagram
from brygga.rules.facts import Fact, Scalar
from brygga.rules.reasons import Change
from brygga.rules.tree import Tree, tree

Other = tuple[Scalar, int, bool | None]
"""Another value of a fact: the value, its mask, and for ages whether it is above."""


class Neighbours:
    """The changes of one fact that lead from a situation of a table to another outcome."""

    def __init__(
        self, domain: Domain, possible: Diagram, order: Sequence[Fact], outcomes: Mapping[int, int], answers: "Answers"
    ) -> None:
        self.root: Tree = tree(possible, domain.facts, {})
        self.outcomes = {**outcomes, IMPOSSIBLE: IMPOSSIBLE}
        self.others = {fact.key: others(domain, at) for at, fact in enumerate(domain.facts)}
        self.order = {fact.key: at for at, fact in enumerate(order)}
        self.changes = _Changes(answers)

    def leaf(self, facts: Mapping[str, Any]) -> int:
        """The line that answers, or IMPOSSIBLE."""
        node = self.root
        while node.__class__ is tuple:
            node = node[1][facts[node[0]]]
        return node  # type: ignore[return-value]

    def of(self, facts: Mapping[str, Any]) -> tuple[Change, ...]:
        """The changes, in the order in which one would ask; of ages the nearest year each way."""
        passed = []
        node = self.root
        while node.__class__ is tuple:
            passed.append(node)
            node = node[1][facts[node[0]]]
        now = self.outcomes[node]  # type: ignore[index]
        found = [(self.order[key], self._turns(key, after, facts, now)) for key, after in passed]
        return tuple([change for _, changes in sorted(found) for change in changes])

    def _turns(self, key: str, after: Mapping[Any, Tree], facts: Mapping[str, Any], now: int) -> list[Change]:
        here = facts[key]
        taken = after[here]
        found: list[Change] = []
        ways: set[bool | None] = set()
        for value, _, way in self.others[key][here]:
            node = after[value]
            if node is taken or way in ways:
                continue
            while node.__class__ is tuple:
                node = node[1][facts[node[0]]]
            outcome = self.outcomes[node]  # type: ignore[index]
            if outcome != now and outcome != IMPOSSIBLE:
                found.append(self.changes[key, here, value, outcome])
                if way is not None:
                    ways.add(way)
        return found


def others(domain: Domain, place: int) -> dict[Scalar, list[Other]]:
    """Per value of a fact the other values to try; of ages the year of every other band that is nearest."""
    fact = domain.facts[place]
    if fact.is_age:
        return {year: _years(fact, bit, domain.bands[place]) for year, bit in fact.bits.items()}
    return {one: [(value, bit, None) for value, bit in fact.bits.items() if value != one] for one in fact.bits}


def _years(fact: Fact, here: int, bands: Sequence[int]) -> list[Other]:
    edges = [band & -band if band > here else 1 << (band.bit_length() - 1) for band in bands if not band & here]
    nearest = sorted(edges, key=lambda bit: abs(bit.bit_length() - here.bit_length()))
    return [(next(fact.of(bit)), bit, bit > here) for bit in nearest]


Answers = Callable[[int], Mapping[str, str]]


class _Changes(dict[tuple[str, Scalar, Scalar, int], Change]):
    """Changes met so far, each made once: the fact, its value before and after, the outcome."""

    def __init__(self, answers: Answers) -> None:
        super().__init__()
        self.answers = answers

    def __missing__(self, key: tuple[str, Scalar, Scalar, int]) -> Change:
        self[key] = change = Change(*key[:3], self.answers(key[3]))
        return change
