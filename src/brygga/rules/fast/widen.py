"""Widens one box within a diagram: the widest way to what is wanted, and the values with which it may grow."""

from collections.abc import Iterator, Sequence

from brygga.rules.boxes import Box, Domain
from brygga.rules.fast.diagram import Diagram, Node

OTHER, WANTED = 0, 1
"""Leaves: to be left out, to be covered. Any other leaf may fall in a box or not."""


def grown(domain: Domain, whole: Diagram, seed: Box, order: Sequence[int]) -> Box:
    box = list(seed)
    for place in order:
        if box[place] != domain.full[place]:
            box[place] |= allowed(whole, box, place, domain)
    return tuple(box)


def allowed(whole: Diagram, box: Sequence[int], place: int, domain: Domain) -> int:
    """The values of the fact at a place with which all of the box leads to no leaf OTHER."""
    memo: dict[Diagram, int] = {}

    def found(one: Diagram) -> int:
        """The values, from a node at or above the place on."""
        if isinstance(one, int) or one.place > place:
            return domain.full[place] if fine(one) else 0
        if one not in memo:
            memo[one] = every(one) if one.place < place else sum(mask for mask, after in one.branches if fine(after))
        return memo[one]

    def every(one: Node) -> int:
        values = domain.full[place]
        for mask, after in one.branches:
            if mask & box[one.place]:
                values &= found(after)
                if not values & ~box[place]:
                    break
        return values

    def fine(one: Diagram) -> int:
        if isinstance(one, int):
            return one != OTHER
        if one not in memo:
            memo[one] = all(fine(after) for mask, after in one.branches if mask & box[one.place])
        return memo[one]

    return found(whole)


def widest(domain: Domain, left: Diagram) -> Box:
    """The box of the one way to WANTED that holds most situations."""
    memo: dict[Diagram, tuple[int, int, Diagram]] = {}

    def width(one: Diagram) -> int:
        if isinstance(one, int):
            return int(one == WANTED)
        if one not in memo:
            memo[one] = max(ways(one), key=lambda way: way[0])
        return memo[one][0]

    def ways(one: Node) -> Iterator[tuple[int, int, Diagram]]:
        for mask, after in one.branches:
            if found := width(after):
                end = after.place if isinstance(after, Node) else len(domain.facts)
                for place in range(one.place + 1, end):
                    found *= len(domain.bands[place])
                found *= domain.width(one.place, mask)
            yield found, mask, after

    width(left)
    box = list(domain.full)
    while isinstance(left, Node):
        _, box[left.place], left = memo[left]
    return tuple(box)
