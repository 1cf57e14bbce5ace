"""Exact sets of situations: a *box* gives every fact of a domain a set of values (a mask); sets are disjoint boxes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod

from brygga.rules.facts import Condition, Fact

Box = tuple[int, ...]


@dataclass(frozen=True)
class Domain:
    """The facts that some tables turn on. Ages and numbers count as bands between the limits that `conditions` draw.

    So do municipalities: those that no condition tells apart count as one.
    """

    facts: tuple[Fact, ...]
    conditions: tuple[Condition, ...] = ()

    @cached_property
    def full(self) -> Box:
        return tuple(fact.full for fact in self.facts)

    @cached_property
    def bands(self) -> tuple[tuple[int, ...], ...]:
        """Per fact the masks that count as one value each: bands of those that are banded, else single values."""
        return tuple(self._bands(fact) for fact in self.facts)

    @cached_property
    def size(self) -> int:
        """The number of situations."""
        return self.count(self.full)

    def box(self, condition: Condition) -> Box | None:
        """The box of a condition; None when it speaks of a fact outside the domain."""
        if not condition.keys() <= self._keys:
            return None
        return tuple(condition.get(fact.key, fact.full) for fact in self.facts)

    def count(self, box: Box) -> int:
        """The number of situations in a box."""
        return prod(self.width(place, mask) for place, mask in enumerate(box))

    def width(self, place: int, mask: int) -> int:
        """How many values or bands of the fact at a place a mask holds."""
        if self.facts[place].is_banded:
            return sum(bool(band & mask) for band in self.bands[place])
        return mask.bit_count()

    def condition(self, box: Box) -> dict[str, int]:
        """A box as a condition, without the facts that may have any value."""
        return {fact.key: mask for fact, mask in zip(self.facts, box, strict=True) if mask != fact.full}

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(fact.key for fact in self.facts)

    def _bands(self, fact: Fact) -> tuple[int, ...]:
        if not fact.is_banded:
            return tuple(fact.bits.values())
        masks = sorted({one[fact.key] for one in self.conditions if fact.key in one})
        groups: dict[tuple[int, ...], int] = defaultdict(int)
        previous, run = None, 0
        for bit in fact.bits.values():
            key = tuple(mask & bit and 1 for mask in masks)
            run += fact.is_number and key != previous
            previous = key
            groups[run, *key] |= bit
        return tuple(groups.values())


def intersect(one: Box, other: Box) -> Box | None:
    """What two boxes have in common, None when nothing."""
    both = tuple(a & b for a, b in zip(one, other, strict=True))
    return both if all(both) else None


def subtract(one: Box, other: Box) -> list[Box]:
    """What is left of a box outside another, as disjoint boxes."""
    if intersect(one, other) is None:
        return [one]
    left: list[Box] = []
    rest = list(one)
    for place, (have, take) in enumerate(zip(one, other, strict=True)):
        if outside := have & ~take:
            left.append((*rest[:place], outside, *rest[place + 1 :]))
            rest[place] = have & take
    return left


def without(boxes: Iterable[Box], taken: Iterable[Box]) -> list[Box]:
    """What is left of disjoint boxes outside all the others, as disjoint boxes."""
    left = list(boxes)
    for other in taken:
        left = [piece for box in left for piece in subtract(box, other)]
    return left


def readable(condition: Condition, facts: Mapping[str, Fact]) -> dict[str, list[object]]:
    """A condition in values: lists of keys, of true and false, and of bands of whole years with both ends."""
    return {key: _readable(facts[key], mask) for key, mask in condition.items()}


def _readable(fact: Fact, mask: int) -> list[object]:
    if not fact.is_number:
        return list(fact.of(mask))
    return [{"from": first, "to": last} for first, last in spans(fact, mask)]


def spans(fact: Fact, mask: int) -> list[tuple[int, int]]:
    """The bands of whole numbers in a mask of ages or numbers, both ends included."""
    found: list[tuple[int, int]] = []
    for year in fact.of(mask):
        if found and found[-1][1] == int(year) - 1:
            found[-1] = (found[-1][0], int(year))
        else:
            found.append((int(year), int(year)))
    return found
