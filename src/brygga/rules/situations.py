"""The situations that tables turn on, divided by the line that answers."""

from collections import Counter
from functools import lru_cache

from brygga.rules.boxes import Domain
from brygga.rules.facts import Condition, Impossible
from brygga.rules.fast import Partition, divided
from brygga.rules.table import IMPOSSIBLE, NOTHING, Table


@lru_cache(maxsize=256)
def by_line(table: Table) -> Partition:
    """Every situation of a table under the number of the first line that fits, NOTHING where none does."""
    lines = enumerate(table.lines)
    return divided(domain(table), ((number, one) for number, line in lines for one in line.when))


@lru_cache(maxsize=256)
def possible(table: Table) -> Partition:
    """The same, with situations whose facts contradict each other IMPOSSIBLE."""
    return by_line(table).joined(barred(table, by_line(table).domain), unless_impossible)


def still_possible(table: Table, known: Condition) -> Partition:
    """What is still possible when some facts are known; where they contradict each other, what the rows say still."""
    narrowed = possible(table).where(known)
    return by_line(table).where(known) if narrowed.labels == {IMPOSSIBLE} else narrowed


def by_row(table: Table, over: Domain) -> Partition:
    """The situations of a domain by the first line of the row that answers; NOTHING also where a hole swallows them."""
    first: dict[tuple[str, str, str], int] = {}
    lines = []
    for number, line in enumerate(table.lines):
        label = first.setdefault((line.agreement, line.row.id, line.standing), number)
        lines += [(label, one) for one in line.when]
    return divided(over, lines).relabelled(lambda label: label if table.answering(label) else NOTHING)


def barred(table: Table, over: Domain) -> Partition:
    """IMPOSSIBLE where the declared contradictions within a domain hold, else NOTHING."""
    return divided(over, ((IMPOSSIBLE, one.when) for one in contradictions(table, over)))


def unless_impossible(label: int, bar: int) -> int:
    """The label of a situation, or IMPOSSIBLE where it is barred."""
    return bar if bar == IMPOSSIBLE else label


def contradictions(table: Table, over: Domain) -> list[Impossible]:
    """The declared contradictions that speak of nothing outside a domain."""
    return [one for one in table.vocabulary.impossible if over.box(one.when) is not None]


def domain(*tables: Table) -> Domain:
    """The facts of some tables, those that most conditions speak of first, which keeps diagrams small."""
    used = {fact.key: fact for table in tables for fact in table.facts}
    barred_when = (
        one.when for table in tables for one in table.vocabulary.impossible if one.when.keys() <= used.keys()
    )
    every = (*(one for table in tables for line in table.lines for one in line.when), *barred_when)
    times = Counter(key for condition in every for key in condition)
    places = {key: place for place, key in enumerate(tables[0].vocabulary.facts)}
    ordered = sorted(used.values(), key=lambda fact: (-times[fact.key], places[fact.key]))
    return Domain(tuple(ordered), every)
