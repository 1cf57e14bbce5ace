"""The answer of one table for one situation, with its explanation.

Facts may be missing: the answer then holds what is certain in every situation that is still possible, and `open` lists
the facts that can still change it, the one that splits best first.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from brygga.rules.certain import Certain
from brygga.rules.compiled import compiled
from brygga.rules.explain import nearest_changes, passed_over
from brygga.rules.facts import Impossible
from brygga.rules.questions import open_facts
from brygga.rules.reasons import Change, PassedOver
from brygga.rules.table import Table


def decide(table: Table, facts: Mapping[str, Any]) -> "Decision":
    """The decision of a table for the facts given (fact to value; None is unknown).

    Raises InvalidFacts for a fact or value that the vocabulary has not got.
    """
    whole = compiled(table)
    facts = dict(facts)
    code = whole.prints.read(facts)
    if code is not None:
        return Decision(whole, facts, whole.leaf(facts), code)
    table.vocabulary.known(facts)
    try:
        return Decision(whole, facts, whole.leaf(facts))
    except KeyError:
        return Decision(whole, facts)


class Decision(Certain):
    """One answer with its explanation. What takes longer than the answer is worked out when it is asked for."""

    @cached_property
    def passed_over(self) -> tuple[PassedOver, ...]:
        """The rows before the answer that did not fit, and why."""
        if self._leaf is not None and self._code is not None:
            return self._whole.ruled_out.of(self._code, self._leaf)
        return passed_over(self._whole.lines, self.reachable, self.table, self.known)

    @cached_property
    def open(self) -> tuple[str, ...]:
        """The facts that can still change the answer, the best question first."""
        if self.is_certain:
            return ()
        return open_facts(self._whole, self._narrowed)

    @cached_property
    def nearest_change(self) -> tuple[Change, ...]:
        """Changes of one known fact that change a certain answer; of ages the nearest year each way."""
        if not self.is_certain:
            return ()
        if self._code is not None:
            return self._whole.neighbours.of(self.facts)
        return nearest_changes(self._whole, self.known)

    @cached_property
    def contradictions(self) -> list[Impossible]:
        """Declared contradictions that the facts run into; the answer then is what the rows say all the same."""
        if self._code is not None and self._whole.is_possible(self.facts):
            return []
        return self.table.vocabulary.contradictions(self.known)

    def to_json(self) -> dict[str, Any]:
        """The document of `brygga decide --json`."""
        return {
            "agreement": self.table.agreement,
            "table": self.table.name,
            "answer": self.answer,
            "row": self.row,
            "clauses": list(self.clauses),
            "falls_back_to": self.falls_back_to,
            "passed_over": [one.to_json() for one in self.passed_over],
            "open": list(self.open),
            "nearest_change": [one.to_json() for one in self.nearest_change],
            "certain": self.is_certain,
            "answered": self.is_answered,
            "declared_gap": self.is_declared_gap,
            "contradictions": [vars(one.because) for one in self.contradictions],
        }
