"""Which facts can still change an answer, and which to ask first."""

from functools import lru_cache
from math import log2

from brygga.rules.facts import Condition
from brygga.rules.situations import still_possible
from brygga.rules.table import IMPOSSIBLE, Table


def open_facts(table: Table, known: Condition) -> tuple[str, ...]:
    """The facts that can still change the outcome, the one that leaves the least doubt first."""
    return _open_facts(table, frozenset((fact.key, known[fact.key]) for fact in table.facts if fact.key in known))


@lru_cache(maxsize=4096)
def _open_facts(table: Table, known: frozenset[tuple[str, int]]) -> tuple[str, ...]:
    """The same, kept: large tables take a while, and all begin with the same first question."""
    outcomes = {**table.outcomes, IMPOSSIBLE: IMPOSSIBLE}
    situations = still_possible(table, dict(known)).relabelled(outcomes.__getitem__)
    doubt = {fact.key: _doubt(situations.by_value(fact)) for fact in situations.turning}
    asked_in_order = [fact.key for fact in table.facts if fact.key in doubt]
    return tuple(sorted(asked_in_order, key=doubt.__getitem__))


def _doubt(counts: list[dict[int, int]]) -> float:
    """The doubt, in bits, expected to be left when a fact is known and all that is possible is equally likely.

    `counts`: for each value of the fact, the number of situations of each outcome.
    """
    doubt = total = 0.0
    for by_outcome in counts:
        numbers = [number for outcome, number in by_outcome.items() if outcome != IMPOSSIBLE and number]
        here = sum(numbers)
        doubt += sum(-number * log2(number / here) for number in numbers)
        total += here
    return round(doubt / total, 9) if total else 0.0
