"""Few boxes that hold exactly the situations of one leaf of a diagram, as large as they can be made.

Boxes may overlap, and may hold impossible situations: that makes them fewer and shorter to read. Each box is grown
from the widest way to the leaf by freeing one fact after another, in several orders; the growth that takes most of
what is left is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from brygga.rules.boxes import Box, Domain
from brygga.rules.fast.diagram import Builder, Diagram
from brygga.rules.fast.measure import Measure
from brygga.rules.fast.widen import OTHER, WANTED, allowed, grown, widest
from brygga.rules.table import IMPOSSIBLE

TAKEN = 2
"""The leaf of what was WANTED and is covered."""


@dataclass(frozen=True)
class LargeBox:
    """One box of a cover: how many wanted situations it adds to the boxes before it."""

    box: Box
    situations: int


def cover(
    builder: Builder, diagram: Diagram, wanted: int, most: int, asked: Sequence[str]
) -> tuple[list[LargeBox], int]:
    """At most so many boxes, the one that adds most first, and how many wanted situations they leave.

    `asked` holds the keys of the facts in the order in which one would ask.
    """
    kinds = {wanted: WANTED, IMPOSSIBLE: IMPOSSIBLE}
    whole = builder.mapped(diagram, lambda leaf: kinds.get(leaf, OTHER))
    left, count = whole, _wanted(builder, whole)
    parts: list[LargeBox] = []
    while count and len(parts) < most:
        seed = widest(builder.domain, left)
        larger = {grown(builder.domain, whole, seed, order) for order in _orders(builder.domain, asked)}
        tried = [(box, _taken(builder, left, box)) for box in sorted(larger)]
        after = [(_wanted(builder, one), _facts_asked(builder.domain, box), box, one) for box, one in tried]
        still, _, box, left = min(after, key=lambda one: one[:3])
        parts.append(LargeBox(box, count - still))
        count = still
    return _largest_first(builder, whole, parts), count


def freed(builder: Builder, diagram: Diagram, box: Box, asked: Sequence[str]) -> Box:
    """A box without the facts that go without saying, because other values would be impossible."""
    domain, whole = builder.domain, list(box)
    barred = builder.mapped(diagram, lambda leaf: leaf if leaf == IMPOSSIBLE else OTHER)
    for place in _orders(domain, asked)[0]:
        if whole[place] | allowed(barred, whole, place, domain) == domain.full[place]:
            whole[place] = domain.full[place]
    return tuple(whole)


def _orders(domain: Domain, asked: Sequence[str]) -> list[list[int]]:
    """The orders in which growth frees facts: as the diagram asks and as one would ask them, both ways."""
    places = list(range(len(domain.facts)))
    as_asked = sorted(places, key=lambda place: asked.index(domain.facts[place].key))
    return [places[::-1], places, as_asked[::-1], as_asked]


def _largest_first(builder: Builder, whole: Diagram, parts: list[LargeBox]) -> list[LargeBox]:
    """The boxes in the order in which each adds most to those before it."""
    if all(one.situations >= after.situations for one, after in pairwise(parts)):
        return parts
    left, count = whole, _wanted(builder, whole)
    boxes = [part.box for part in parts]
    ordered: list[LargeBox] = []
    while boxes:
        tried = [(box, _taken(builder, left, box)) for box in boxes]
        still, box, left = min(((_wanted(builder, one), box, one) for box, one in tried), key=lambda one: one[:2])
        ordered.append(LargeBox(box, count - still))
        boxes.remove(box)
        count = still
    return ordered


def _wanted(builder: Builder, diagram: Diagram) -> int:
    """The number of situations that are WANTED."""
    return Measure(builder.domain, diagram, builder.domain.full).total[WANTED]


def _facts_asked(domain: Domain, box: Box) -> int:
    return sum(mask != full for mask, full in zip(box, domain.full, strict=True))


def _taken(builder: Builder, left: Diagram, box: Box) -> Diagram:
    """The diagram in which what is WANTED within a box is TAKEN."""
    within = builder.boxed(box, TAKEN, OTHER)
    return builder.joined(left, within, lambda one, inside: TAKEN if inside == TAKEN and one == WANTED else one)
