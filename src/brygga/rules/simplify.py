"""The same set of situations in fewer boxes."""

from collections import defaultdict
from collections.abc import Sequence

from brygga.rules.boxes import Box, Domain, without

FEW = 400
"""Above this many boxes they are merged but no longer grown, which takes the square of their number."""


def simplify(boxes: Sequence[Box], domain: Domain) -> list[Box]:
    """The same set in fewer disjoint boxes, the largest first."""
    merged = _merged(list(boxes))
    if 1 < len(merged) <= FEW:
        grown = _merged(_grown(merged, domain))
        merged = min(merged, grown, key=len)
    return sorted(merged, key=lambda box: (-domain.count(box), box))


def _merged(boxes: list[Box]) -> list[Box]:
    """Joins boxes that differ in one fact alone, until none is left to join."""
    before = -1
    while len(boxes) != before:
        before = len(boxes)
        for place in range(len(boxes[0]) if boxes else 0):
            groups: dict[Box, int] = defaultdict(int)
            for box in boxes:
                groups[(*box[:place], *box[place + 1 :])] |= box[place]
            boxes = [(*rest[:place], mask, *rest[place:]) for rest, mask in groups.items()]
    return boxes


def _grown(boxes: list[Box], domain: Domain) -> list[Box]:
    """Takes the largest box that fits in what is left, again and again."""
    found: list[Box] = []
    left = boxes
    while left:
        seed = max(left, key=domain.count)
        for place, bands in enumerate(domain.bands):
            for band in bands:
                wider = (*seed[:place], seed[place] | band, *seed[place + 1 :])
                if wider != seed and not without([(*seed[:place], band, *seed[place + 1 :])], left):
                    seed = wider
        found.append(seed)
        left = without(left, [seed])
        if len(found) > len(boxes):
            return boxes
    return found
