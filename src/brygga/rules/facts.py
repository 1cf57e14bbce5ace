"""Facts: what may be asked about a person and a need, each with a finite set of values.

A set of values is an int with one bit a value (for ages, one bit a year): a *mask*. A *condition* maps facts to masks;
a fact left out may have any value.

Every vocabulary begins with the shared words. An agreement may add facts and values of its own, which come after the
shared values and so leave their masks as they are. To a table that has not got an added value it is what the value
`counts_as`; without that it is none of the values that the table names, neither by name nor by `not`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from functools import cached_property
from typing import TypeVar

from brygga.rules.faults import MOST, InvalidFacts, cut, shown, unknown

Scalar = str | bool | int
T = TypeVar("T")
Condition = Mapping[str, int]


@dataclass(frozen=True)
class Text:
    """Words in Swedish and in English."""

    sv: str
    en: str

    def of(self, language: str) -> str:
        """The words in 'sv' or 'en'."""
        return self.sv if language == "sv" else self.en


KINDS = ("choice", "yes-no", "age", "number", "municipality")
YEARS = Text("år", "years")
LEADING = ("principal", "payer")
YES, NO = ("ja", "yes", "sant", "true"), ("nej", "no", "falskt", "false")
LONGEST_LABEL = 500


@dataclass(frozen=True)
class Value:
    """One value of a fact or an answer: a key, true or false, or an age in whole years."""

    key: Scalar
    label: Text
    definition: str | None = None
    counts_as: str | None = None
    """Of a value that an agreement adds: the shared value that it is to tables which have not got it."""


@dataclass(frozen=True)
class Fact:
    """One thing that may be asked, of one of KINDS: 'age' (whole years) and 'number' include both ends.

    The values of a 'municipality' are the codes of all municipalities.
    """

    key: str
    kind: str
    label: Text
    values: tuple[Value, ...]
    ask: Text
    definition: Text
    group: str = ""
    unit: Text = YEARS
    """What an age or a number is counted in."""
    ordinary: Scalar | None = None
    """The value that is presumed where nothing is said; None where there is no ordinary one."""
    goes_without_saying: bool = False
    """Whether the ordinary value is presumed even where another would name another principal."""
    is_question: bool = False
    """Whether another value would be another question, and so no change of the situation."""
    is_clock: bool = False
    """Whether a day and a time of the clock say which value it is."""

    @cached_property
    def full(self) -> int:
        """The mask of every value."""
        return (1 << len(self.values)) - 1

    @cached_property
    def bits(self) -> Mapping[Scalar, int]:
        """The mask of each single value."""
        return {value.key: 1 << place for place, value in enumerate(self.values)}

    @property
    def is_number(self) -> bool:
        """Whether the values are whole numbers, one bit each: an age, or any other number."""
        return self.kind in ("age", "number")

    @property
    def is_banded(self) -> bool:
        """Whether values that no condition tells apart count as one: ages, numbers, municipalities."""
        return self.is_number or self.kind == "municipality"

    def of(self, mask: int) -> Iterator[Scalar]:
        """The values in a mask, in the vocabulary's order."""
        return (value.key for place, value in enumerate(self.values) if mask >> place & 1)

    def bit(self, given: object) -> int:
        """The mask of one given value. Raises ValueError that says what is allowed."""
        found = self.bits.get(given) if given.__class__ is self.values[0].key.__class__ else None
        if found is None:
            raise ValueError(self.refusal(given))
        return int(found)

    def refusal(self, given: object) -> str:
        """Why a value is none of this fact's, and what is allowed."""
        if self.is_number:
            first, last = self.values[0].key, self.values[-1].key
            return f"{self.key}: give whole {self.unit.en} from {first} to {last} (found {shown(given)})"
        if self.kind == "yes-no":
            return f"{self.key}: give true or false (found {shown(given)})"
        moment = "; or a day and a time, as 2026-11-30T17:00" if self.is_clock else ""
        return f"{self.key}: {unknown('value', given, [str(value.key) for value in self.values])}{moment}"

    def understood(self, given: object) -> object:
        """The value that a text names by its label, or as a number; anything else as it is."""
        if not isinstance(given, str) or given in self.bits or len(given) > LONGEST_LABEL:
            return given
        if self.is_number and given.strip().isascii() and given.strip().isdigit():
            return int(given)
        return self._by_label.get(_folded(given), given)

    @cached_property
    def _by_label(self) -> Mapping[str, Scalar]:
        named = [(name, value.key) for value in self.values for name in (value.label.sv, value.label.en)]
        if self.kind == "yes-no":
            named += [(word, word in YES) for word in (*YES, *NO)]
        return _unambiguous(named)

    def taking_over(self, mask: int, other: "Fact") -> int:
        """A mask of another wording of the same fact as a mask of this one."""
        if self.values is other.values:
            return mask
        keys = set(other.of(mask))
        mine = (v for v in self.values if v.key in keys or (v.key not in other.bits and v.counts_as in keys))
        return sum(self.bits[value.key] for value in mine)

    def with_values(self, others: Iterable[Value]) -> "Fact":
        """The same fact with these values too."""
        added = tuple(value for value in others if value.key not in self.bits)
        return replace(self, values=(*self.values, *added)) if added else self


@dataclass(frozen=True)
class Answer:
    """One thing that a table may answer."""

    key: str
    label: Text
    values: Mapping[str, Value]
    definition: Text


@dataclass(frozen=True)
class Question:
    """One kind of table: its question, the answers each row must give and those it may give."""

    name: str
    label: Text
    answers: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def leading(self) -> tuple[str, ...]:
        """The answers that matter most: who is responsible or pays; else the first."""
        found = tuple(key for key in (*self.answers, *self.optional) if key in LEADING)
        return found or self.answers[:1]


@dataclass(frozen=True)
class Impossible:
    """Facts that contradict each other, and why."""

    when: Condition
    because: Text


@dataclass(frozen=True)
class Hours:
    """The hours of some days, half-open, and the values of the clock that they may be: a time, or a figure's key."""

    mask: int
    days: str
    start: time | str
    end: time | str

    @property
    def figures(self) -> tuple[str, ...]:
        """The keys of the figures that they are counted with."""
        return tuple(dict.fromkeys(end for end in (self.start, self.end) if isinstance(end, str)))


@dataclass(frozen=True)
class Agreeing:
    """Two tables that must give one answer alike where they speak of the same matter, and why."""

    tables: tuple[str, str]
    answer: str
    when: tuple[Condition, ...]
    because: Text


@dataclass(frozen=True)
class Vocabulary:
    """Every word that tables may use. The order of the facts is the order in which one would ask."""

    facts: Mapping[str, Fact]
    answers: Mapping[str, Answer] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    impossible: tuple[Impossible, ...] = ()
    agreeing: tuple[Agreeing, ...] = ()
    hours: tuple[Hours, ...] = ()

    @cached_property
    def clock(self) -> Fact | None:
        """The fact that a day and a time of the clock are."""
        return next((fact for fact in self.facts.values() if fact.is_clock), None)

    def known(self, facts: Mapping[str, object]) -> dict[str, int]:
        """The facts given as masks; None means unknown, a frozenset one of its values. Raises InvalidFacts."""
        masks: dict[str, int] = {}
        rest = []
        for key, given in facts.items():
            kind, bits = self._bits.get(key, (None, {}))
            if given.__class__ is kind and (mask := bits.get(given)):  # type: ignore[call-overload]
                masks[key] = mask
            elif isinstance(given, frozenset) and given and given <= bits.keys():
                masks[key] = sum(bits[one] for one in given)
            elif given is not None or kind is None:
                rest.append(key)
        if rest:
            more = [f"and {len(rest) - MOST} more errors"] if len(rest) > MOST else []
            raise InvalidFacts([self._refusal(key, facts[key]) for key in rest[:MOST]] + more)
        return masks

    def understood(self, facts: Mapping[str, object]) -> dict[str, object]:
        """The same facts by their keys, where somebody wrote words: a fact's name, a value's, ja or nej, '82'.

        In Swedish or English, in capitals or not. What is no such word is left as it is, for `known` to refuse. Raises
        InvalidFacts where one fact is given twice, by its key and by its name.
        """
        found: dict[str, object] = {}
        for key, given in facts.items():
            named = self.named(key)
            if named in found:
                raise InvalidFacts([f"'{cut(named)}' is given twice, by its key and by its name; leave one of them"])
            found[named] = self.facts[named].understood(given) if named in self.facts else given
        return found

    def named(self, written: str) -> str:
        """The key of the fact that a text names, by its key or its name; the text itself where it names none."""
        return written if written in self.facts else self._by_name.get(_folded(written), written)

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        return _unambiguous((name, key) for key, fact in self.facts.items() for name in (fact.label.sv, fact.label.en))

    @cached_property
    def _bits(self) -> Mapping[str, tuple[type, Mapping[Scalar, int]]]:
        return {key: (fact.values[0].key.__class__, fact.bits) for key, fact in self.facts.items()}

    def _refusal(self, key: str, given: object) -> str:
        return self.facts[key].refusal(given) if key in self.facts else unknown("fact", key, list(self.facts))

    def taken_over(self, condition: Condition, other: "Vocabulary") -> Condition:
        """A condition in the words of another vocabulary in the words of this one, which has them all."""
        return {key: self.facts[key].taking_over(mask, other.facts[key]) for key, mask in condition.items()}

    def merged(self, other: "Vocabulary") -> "Vocabulary":
        """The words of both, for comparing two agreements. Raises ValueError where they mean two things by one word."""
        if other is self:
            return self
        facts = {key: _merged(fact, other.facts.get(key)) for key, fact in self.facts.items()}
        facts |= {key: fact for key, fact in other.facts.items() if key not in facts}
        answers = {
            key: replace(answer, values={**answer.values, **theirs.values}) if theirs else answer
            for key, answer in self.answers.items()
            for theirs in [other.answers.get(key)]
        }
        both = Vocabulary(facts, {**other.answers, **answers}, self.questions)
        impossible = [replace(one, when=both.taken_over(one.when, self)) for one in self.impossible]
        for one in other.impossible:
            if (theirs := replace(one, when=both.taken_over(one.when, other))) not in impossible:
                impossible.append(theirs)
        return replace(both, impossible=tuple(impossible))

    def contradictions(self, known: Condition) -> list[Impossible]:
        """The declared contradictions that facts given as masks run into."""
        return [one for one in self.impossible if all(not known.get(key, ~0) & ~mask for key, mask in one.when.items())]


def _folded(text: str) -> str:
    """A name as it is looked up: without capitals, with single spaces."""
    return " ".join(text[:LONGEST_LABEL].casefold().split())


def _unambiguous(named: Iterable[tuple[str, T]]) -> dict[str, T]:
    """What each name stands for, without those that stand for several things."""
    found: dict[str, set[T]] = {}
    for name, thing in named:
        found.setdefault(_folded(name), set()).add(thing)
    return {name: next(iter(things)) for name, things in found.items() if len(things) == 1}


def _merged(fact: Fact, other: Fact | None) -> Fact:
    if other is None or other is fact:
        return fact
    if fact.kind != other.kind or (fact.is_number and fact.values != other.values):
        raise ValueError(
            f"'{fact.key}' is one thing to one agreement and another to the other; they cannot be compared"
        )
    return fact.with_values(other.values)
