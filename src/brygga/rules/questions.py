"""Which facts can still change an answer, and which to ask first."""

from collections.abc import Callable
from functools import lru_cache
from math import log2

from brygga.rules.compiled import Compiled
from brygga.rules.diagram import IMPOSSIBLE, Builder, Diagram, Node, leaves, nodes
from brygga.rules.measure import Measure

Outcome = Callable[[int], int]


@lru_cache(maxsize=4096)
def open_facts(whole: Compiled, narrowed: Diagram) -> tuple[str, ...]:
    """The facts that can still change the outcome, the one that leaves the least doubt first.

    Kept for what is left of a table's diagram: the first question is worked out once per table.
    """
    builder = whole.builder
    merged = builder.mapped(narrowed, lambda leaf: leaf if leaf == IMPOSSIBLE else whole.outcomes[leaf])
    asked = sorted({one.place for one in nodes(merged) if isinstance(one, Node)})
    turning = [place for place in asked if _turns(builder, merged, place)] or asked
    measure = Measure(whole.domain, merged)
    doubt = {place: _doubt(measure, place) for place in turning}
    order = {fact.key: at for at, fact in enumerate(whole.table.facts)}
    keys = {place: whole.domain.facts[place].key for place in turning}
    return tuple(keys[place] for place in sorted(turning, key=lambda place: (doubt[place], order[keys[place]])))


def _turns(builder: Builder, diagram: Diagram, place: int) -> bool:
    """Whether two possible situations that differ in this fact alone have different outcomes."""
    memo: dict[tuple[Diagram, Diagram], bool] = {}
    for node in nodes(diagram):
        if isinstance(node, Node) and node.place == place:
            after = [one for _, one in node.branches]
            pairs = ((a, b) for at, a in enumerate(after) for b in after[at + 1 :])
            if any(_conflict(builder, a, b, memo) for a, b in pairs):
                return True
    return False


def _conflict(builder: Builder, a: Diagram, b: Diagram, memo: dict[tuple[Diagram, Diagram], bool]) -> bool:
    if a is b or IMPOSSIBLE in (a, b):
        return False
    if isinstance(a, int) and isinstance(b, int):
        return a != b
    if (a, b) not in memo:
        place = min(one.place for one in (a, b) if isinstance(one, Node))
        memo[a, b] = any(
            _conflict(builder, x, y, memo)
            for mask, x in builder.branches(a, place)
            for other, y in builder.branches(b, place)
            if mask & other
        )
    return memo[a, b]


def _doubt(measure: Measure, place: int) -> float:
    """The doubt, in bits, expected to be left when this fact is known and all that is possible is equally likely."""
    left = total = 0.0
    for found in measure.by_value(place):
        shares = [times / measure.domain.size for leaf, times in found.items() if leaf != IMPOSSIBLE]
        whole = sum(shares)
        left += sum(-share * log2(share / whole) for share in shares if share)
        total += whole
    return round(left / total, 9) if total else 0.0


def certain(diagram: Diagram, outcome: Outcome) -> int | None:
    """The one outcome that possible situations have, None when they have several."""
    found = {outcome(leaf) for leaf in leaves(diagram) if leaf != IMPOSSIBLE}
    return found.pop() if len(found) == 1 else None
