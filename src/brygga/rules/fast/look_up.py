"""What is said of a situation whose every fact is known, looked up in plain dictionaries.

`explain` works the same out anew, for facts known or not; the two are twins, held together by a test.
"""

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any

from brygga.rules.facts import Condition, Fact, Scalar
from brygga.rules.fast.partition import Partition
from brygga.rules.fast.tree import Tree
from brygga.rules.reasons import Change, PassedOver, other_values
from brygga.rules.table import IMPOSSIBLE, NOTHING, LineKind, Table, TableLine

MOST = 10_000
"""Situations that are kept for one row, before it begins anew."""


class LookUp:
    """One table for complete facts, made from its situations by line, all of them and with the impossible marked."""

    def __init__(self, table: Table, by_line: Partition, possible: Partition) -> None:
        self.table = table
        self.first_that_fits: Callable[[Mapping[str, Any]], int] = by_line.at
        """The number of the first line that fits, NOTHING where none does."""
        self._possible: Tree = possible.tree
        domain = by_line.domain
        self._others = {fact.key: other_values(domain, place) for place, fact in enumerate(domain.facts)}
        self._order = {fact.key: place for place, fact in enumerate(table.facts)}
        self._outcomes = {**table.outcomes, IMPOSSIBLE: IMPOSSIBLE}
        self._changes: dict[tuple[str, Scalar, Scalar, int], Change] = {}
        self._before = self._rows_before()

    def passed_over(self, facts: Mapping[str, Any], known: Condition, number: int) -> tuple[PassedOver, ...]:
        """The rows that come before the line of a number and do not fit."""
        return tuple([row.of(facts, known) for row in self._before[number]])

    def nearest_changes(self, facts: Mapping[str, Any]) -> tuple[Change, ...]:
        """Changes of one fact to another outcome, in the order in which one would ask; of ages the nearest each way.

        A fact that is not asked on the way to the answer cannot change it by itself.
        """
        asked = []
        node = self._possible
        while node.__class__ is tuple:
            asked.append(node)
            node = node[1][facts[node[0]]]
        now = self._outcomes[node]  # type: ignore[index]
        found = [(self._order[key], self._of_fact(key, after, facts, now)) for key, after in asked]
        return tuple([change for _, changes in sorted(found) for change in changes])

    def _of_fact(self, key: str, after: Mapping[Any, Tree], facts: Mapping[str, Any], now: int) -> list[Change]:
        before = facts[key]
        taken = after[before]
        found: list[Change] = []
        ways: set[bool | None] = set()
        for value, _, way in self._others[key][before]:
            node = after[value]
            if node is taken or way in ways:
                continue
            while node.__class__ is tuple:
                node = node[1][facts[node[0]]]
            outcome = self._outcomes[node]  # type: ignore[index]
            if outcome not in (now, IMPOSSIBLE):
                found.append(self._change(key, before, value, outcome))
                if way is not None:
                    ways.add(way)
        return found

    def _change(self, key: str, before: Scalar, value: Scalar, outcome: int) -> Change:
        change = self._changes.get((key, before, value, outcome))
        if change is None:
            change = Change(key, before, value, self.table.then(outcome))
            self._changes[key, before, value, outcome] = change
        return change

    def _rows_before(self) -> dict[int, list["_Row"]]:
        """For the number of each line the rows before it, less its own."""
        lines, facts = self.table.lines, self.table.vocabulary.facts
        first: dict[tuple[str, str], tuple[int, _Row]] = {}
        for at, line in enumerate(lines):
            if line.standing is not LineKind.HOLE:
                first.setdefault((line.agreement, line.row.id), (at, _Row(line, facts)))
        before = {NOTHING: [row for _, row in first.values()]}
        for number, line in enumerate(lines):
            own = (line.agreement, line.row.id)
            before[number] = [row for key, (at, row) in first.items() if at < number and key != own]
        return before


class _Row:
    """Why a row is passed over, kept for the values of the facts that it asks."""

    def __init__(self, line: TableLine, facts: Mapping[str, Fact]) -> None:
        self.line, self.facts = line, facts
        asked = dict.fromkeys(key for condition in line.when for key in condition)
        self.values: Callable[[Mapping[str, Any]], Any] = itemgetter(*asked) if asked else len
        self.kept: dict[Any, PassedOver] = {}

    def of(self, facts: Mapping[str, Any], known: Condition) -> PassedOver:
        values = self.values(facts)
        found = self.kept.get(values)
        if found is None:
            if len(self.kept) >= MOST:
                self.kept.clear()
            self.kept[values] = found = PassedOver.by(self.line, self.facts, known)
        return found
