"""Why an answer is what it is, with facts known or not: the rows passed over, and the nearest changes.

`ruled_out` and `neighbours` say the same, faster, where every fact is known.
"""

from collections.abc import Collection, Iterator, Mapping

from brygga.rules.compiled import Compiled, possible
from brygga.rules.facts import Fact
from brygga.rules.neighbours import others
from brygga.rules.questions import certain
from brygga.rules.reasons import Change, PassedOver
from brygga.rules.ruled_out import nearest_miss, passed
from brygga.rules.table import Line, Standing, Table

__all__ = ["Change", "PassedOver", "nearest_changes", "passed_over"]


def passed_over(
    lines: tuple[Line, ...], reached: Collection[int], table: Table, known: Mapping[str, int]
) -> tuple[PassedOver, ...]:
    """The lines before the last that may answer, of which none may."""
    last = len(lines) if any(leaf < 0 for leaf in reached) else max(reached)
    possible_rows = {(lines[leaf].agreement, lines[leaf].row.id) for leaf in reached if leaf >= 0}
    found: dict[tuple[str, str], PassedOver] = {}
    for line in lines[:last]:
        key = (line.agreement, line.row.id)
        if line.standing is not Standing.HOLE and key not in possible_rows and key not in found:
            found[key] = passed(line, table.vocabulary.facts, nearest_miss(line, known), known)
    return tuple(found.values())


def nearest_changes(whole: Compiled, known: Mapping[str, int]) -> tuple[Change, ...]:
    """Every change of one known fact that leads to another certain outcome; of ages the nearest each way."""
    now = _certain(whole, known)
    changes = [change for fact in whole.table.facts if fact.key in known for change in _of(whole, fact, known, now)]
    return tuple(changes)


def _of(whole: Compiled, fact: Fact, known: Mapping[str, int], now: int | None) -> Iterator[Change]:
    before = next(fact.of(known[fact.key]))
    ways: set[bool | None] = set()
    for value, bit, way in others(whole.domain, whole.domain.facts.index(fact))[before]:
        if way in ways:
            continue
        then = _certain(whole, {**known, fact.key: bit})
        if then is None or then == now:
            continue
        if way is not None:
            ways.add(way)
        yield Change(fact.key, before, value, whole.said(then))


def _certain(whole: Compiled, known: Mapping[str, int]) -> int | None:
    return certain(whole.narrowed(possible(whole.table), known), whole.outcomes.__getitem__)
