"""A diagram as plain dictionaries from a fact's value to what follows: the quick way to a leaf."""

from typing import Any

from brygga.rules.facts import Fact
from brygga.rules.fast.diagram import Diagram

Tree = tuple[str, dict[Any, Any]] | int
"""A leaf, or the key of a fact and what follows each of its values."""


def tree(diagram: Diagram, facts: tuple[Fact, ...], memo: dict[Diagram, Tree]) -> Tree:
    """The tree of a diagram over these facts."""
    if isinstance(diagram, int):
        return diagram
    if diagram not in memo:
        fact = facts[diagram.place]
        after = {value: tree(one, facts, memo) for mask, one in diagram.branches for value in fact.of(mask)}
        memo[diagram] = (fact.key, after)
    return memo[diagram]
