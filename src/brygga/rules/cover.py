"""Few boxes that hold exactly the situations of one leaf of a diagram, as large as they can be made.

Boxes may overlap, and may hold impossible situations: that makes them fewer and shorter to read. Each box is grown
from the widest way to the leaf by freeing one fact after another, in several orders; the growth that takes most of
what is left is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from brygga.rules.boxes import Box, Domain
from brygga.rules.diagram import IMPOSSIBLE, Builder, Diagram
from brygga.rules.measure import counts
from brygga.rules.widen import OTHER, WANTED, allowed, grown, widest

TAKEN = 2
"""The leaf of what was WANTED and is covered."""
Orders = Sequence[Sequence[int]]
"""Orders of places in which to free facts."""


@dataclass(frozen=True)
class Part:
    """One box of a cover: how many wanted situations it adds to the boxes before it."""

    box: Box
    situations: int


def cover(builder: Builder, diagram: Diagram, wanted: int, most: int, orders: Orders) -> tuple[list[Part], int]:
    """At most so many boxes, the one that adds most first, and how many wanted situations they leave."""
    kinds = {wanted: WANTED, IMPOSSIBLE: IMPOSSIBLE}
    whole = builder.mapped(diagram, lambda leaf: kinds.get(leaf, OTHER))
    left, count = whole, counts(builder.domain, whole)[WANTED]
    parts: list[Part] = []
    while count and len(parts) < most:
        seed = widest(builder.domain, left)
        larger = {grown(builder.domain, whole, seed, order) for order in orders}
        tried = [(box, _taken(builder, left, box)) for box in sorted(larger)]
        after = [(counts(builder.domain, one)[WANTED], _asked(builder.domain, box), box, one) for box, one in tried]
        still, _, box, left = min(after, key=lambda one: one[:3])
        parts.append(Part(box, count - still))
        count = still
    return _largest_first(builder, whole, parts), count


def freed(domain: Domain, barred: Diagram, box: Box, orders: Orders) -> Box:
    """A box without the facts that go without saying, because other values would be impossible."""
    whole = list(box)
    for place in orders[0]:
        if whole[place] | allowed(barred, whole, place, domain) == domain.full[place]:
            whole[place] = domain.full[place]
    return tuple(whole)


def orders(domain: Domain, asked: Sequence[str]) -> Orders:
    """The orders in which growth frees facts: as the diagram asks and as one would ask them, both ways."""
    places = list(range(len(domain.facts)))
    as_asked = sorted(places, key=lambda place: asked.index(domain.facts[place].key))
    return [places[::-1], places, as_asked[::-1], as_asked]


def _largest_first(builder: Builder, whole: Diagram, parts: list[Part]) -> list[Part]:
    """The boxes in the order in which each adds most to those before it."""
    if all(one.situations >= after.situations for one, after in pairwise(parts)):
        return parts
    left, count = whole, counts(builder.domain, whole)[WANTED]
    boxes = [part.box for part in parts]
    ordered: list[Part] = []
    while boxes:
        tried = [(box, _taken(builder, left, box)) for box in boxes]
        still, box, left = min(
            ((counts(builder.domain, one)[WANTED], box, one) for box, one in tried), key=lambda one: one[:2]
        )
        ordered.append(Part(box, count - still))
        boxes.remove(box)
        count = still
    return ordered


def _asked(domain: Domain, box: Box) -> int:
    return sum(mask != full for mask, full in zip(box, domain.full, strict=True))


def _taken(builder: Builder, left: Diagram, box: Box) -> Diagram:
    """The diagram in which what is WANTED within a box is TAKEN."""
    within = builder.boxed(box, TAKEN, OTHER)
    return builder.joined(left, within, lambda one, inside: TAKEN if inside == TAKEN and one == WANTED else one)
