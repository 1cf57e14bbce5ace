"""Presumes what is ordinary where nothing was said: openly, and not where another value would name another principal.

A presumption is made from what is known now; whoever says more gets others. A fact whose ordinary value decides who is
responsible is asked, unless it goes without saying: whoever asks about somebody who is placed or under compulsory care
says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from brygga.rules.facts import Condition, Fact, Scalar
from brygga.rules.situations import possible
from brygga.rules.table import IMPOSSIBLE, Table


@dataclass(frozen=True)
class Presumption:
    """An ordinary value taken for granted, and whether another one would change who is responsible."""

    fact: Fact
    value: Scalar
    decides: bool

    def to_json(self) -> dict[str, Any]:
        return {"fact": self.fact.key, "value": self.value, "decides": self.decides}


def presumptions(table: Table, facts: Mapping[str, object]) -> tuple[Presumption, ...]:
    """What may be presumed beside the facts given, in the order in which one would ask.

    `facts` holds None for what is said to be unknown: that is not presumed. Raises InvalidFacts.
    """
    known = table.vocabulary.known(facts)
    ordinary: dict[str, int] = {}
    for fact in table.facts:
        if fact.ordinary is not None and fact.key not in facts:
            tried = {**known, **ordinary, fact.key: fact.bit(fact.ordinary)}
            if possible(table).labels_where(tried) != {IMPOSSIBLE}:
                ordinary[fact.key] = tried[fact.key]
    whole: dict[str, int] = {**known, **ordinary}
    found = []
    for key in ordinary:
        fact = table.vocabulary.facts[key]
        others = {name: mask for name, mask in whole.items() if name != key}
        decides = _leading(table, others) != _leading(table, whole)
        if not decides or fact.goes_without_saying:
            found.append(Presumption(fact, fact.ordinary or False, decides))
    return tuple(_needed(table, known, _settling_no_other(table, known, found)))


def _settling_no_other(table: Table, known: Condition, found: list[Presumption]) -> list[Presumption]:
    """The presumptions without those that would settle a fact that is neither known nor presumed.

    What is taken for granted may not answer what has not been asked: that a child's support is within what parents give
    would, by the contradiction with grown-ups, make everybody of unknown age a child.
    """
    asked = {fact.key for fact in table.facts}
    contradictions = [one.when for one in table.vocabulary.impossible if one.when.keys() <= asked]
    kept = list(found)
    while True:
        taken: dict[str, int] = {**known, **{one.fact.key: one.fact.bit(one.value) for one in kept}}
        settling = {
            one.fact.key
            for one in kept
            for when in contradictions
            if one.fact.key in when
            and any(key not in taken for key in when)
            and all(taken.get(key, mask) & mask for key, mask in when.items())
        }
        if not settling:
            return kept
        kept = [one for one in kept if one.fact.key not in settling]


def _needed(table: Table, known: Condition, found: list[Presumption]) -> list[Presumption]:
    """The presumptions without those that the row that answers does not rest on; all while several may answer."""
    needed = {one.fact.key: one for one in found}
    whole = {**known, **{key: one.fact.bit(one.value) for key, one in needed.items()}}
    rows = _rows(table, whole)
    if len(rows) > 1:
        return found
    for key in [one.fact.key for one in reversed(found)]:
        less = {name: mask for name, mask in whole.items() if name != key}
        if _rows(table, less) == rows:
            whole = less
            del needed[key]
    return list(needed.values())


def _rows(table: Table, known: Condition) -> set[tuple[str, str] | None]:
    """The rows that may still answer, by agreement and id; None for none."""
    labels = possible(table).labels_where(known) - {IMPOSSIBLE}
    lines = (table.answering(label) for label in labels)
    return {(line.agreement, line.row.id) if line else None for line in lines}


def _leading(table: Table, known: Condition) -> set[object]:
    """Who may still be responsible."""
    labels = possible(table).labels_where(known) - {IMPOSSIBLE}
    return {table.leading(table.then(label)) for label in labels}
