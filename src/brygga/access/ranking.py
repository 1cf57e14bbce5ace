"""The gravest flags of each kind: as many as somebody can look at, and how many there were in all."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import heappush, heappushpop

from brygga.access.flags import Flag, FlagKind

KEPT = 500
"""How many flags of each kind are kept. A reviewer looks at some tens; the number of all is told beside them."""


@dataclass(frozen=True)
class Gravest:
    """The kept flags, the gravest first within each kind, and by kind how many were found."""

    flags: tuple[Flag, ...]
    counts: Mapping[FlagKind, int]


def gravest(found: Iterable[Flag], at_most: int = KEPT) -> Gravest:
    """At most `at_most` flags of each kind. Of equally grave ones the earlier in the log is kept and comes first."""
    counts: Counter[FlagKind] = Counter()
    kept: dict[FlagKind, list[tuple[tuple[int, ...], int, int, Flag]]] = {kind: [] for kind in FlagKind}
    for number, flag in enumerate(found):
        counts[flag.kind] += 1
        # The number keeps two flags from ever being compared themselves.
        item = (flag.gravity, -flag.entry, -number, flag)
        if len(kept[flag.kind]) < at_most:
            heappush(kept[flag.kind], item)
        else:
            heappushpop(kept[flag.kind], item)
    flags = tuple(item[-1] for kind in FlagKind for item in sorted(kept[kind], reverse=True))
    return Gravest(flags, counts)
