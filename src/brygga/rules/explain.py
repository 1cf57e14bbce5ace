"""Why an answer is what it is, with facts known or not: the rows passed over, and the nearest changes."""

from collections.abc import Collection, Iterator

from brygga.rules.facts import Condition, Fact
from brygga.rules.reasons import Change, PassedOver, other_values
from brygga.rules.situations import by_line, possible
from brygga.rules.table import IMPOSSIBLE, LineKind, Table

__all__ = ["Change", "PassedOver", "nearest_changes", "passed_over"]


def passed_over(table: Table, reachable: Collection[int], known: Condition) -> tuple[PassedOver, ...]:
    """The lines before the last that may answer, of which none may; each row once."""
    last = len(table.lines) if min(reachable) < 0 else max(reachable)
    answering = (table.lines[number] for number in reachable if number >= 0)
    seen = {(line.agreement, line.row.id) for line in answering}
    found = []
    for line in table.lines[:last]:
        row = (line.agreement, line.row.id)
        if line.standing is not LineKind.HOLE and row not in seen:
            seen.add(row)
            found.append(PassedOver.by(line, table.vocabulary.facts, known))
    return tuple(found)


def nearest_changes(table: Table, known: Condition) -> tuple[Change, ...]:
    """Every change of one known fact that leads to another certain outcome; of ages the nearest each way."""
    now = _outcome(table, known)
    # What is known only as one of several values has no value to change from.
    single = [fact for fact in table.facts if known.get(fact.key, 0).bit_count() == 1]
    return tuple(change for fact in single for change in _of_fact(table, fact, known, now))


def _of_fact(table: Table, fact: Fact, known: Condition, now: int | None) -> Iterator[Change]:
    domain = by_line(table).domain
    before = next(fact.of(known[fact.key]))
    ways: set[bool | None] = set()
    for value, bit, way in other_values(domain, domain.facts.index(fact))[before]:
        if way in ways:
            continue
        then = _outcome(table, {**known, fact.key: bit})
        if then is None or then == now:
            continue
        if way is not None:
            ways.add(way)
        yield Change(fact.key, before, value, table.then(then))


def _outcome(table: Table, known: Condition) -> int | None:
    """The one outcome that the possible situations have, None when they have several, or when there are none."""
    outcomes = {table.outcomes[number] for number in possible(table).labels_where(known) - {IMPOSSIBLE}}
    return outcomes.pop() if len(outcomes) == 1 else None
