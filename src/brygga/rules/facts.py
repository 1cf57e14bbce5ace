"""Facts: what may be asked about a person and a need, each with a finite set of values.

A set of values is an int with one bit a value (for ages, one bit a year): a *mask*. A *condition* maps facts to masks;
a fact left out may have any value.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from brygga.rules.faults import InvalidFacts, unknown

Scalar = str | bool | int
Condition = Mapping[str, int]


@dataclass(frozen=True)
class Text:
    """Words in Swedish and in English."""

    sv: str
    en: str

    def of(self, language: str) -> str:
        """The words in 'sv' or 'en'."""
        return self.sv if language == "sv" else self.en


@dataclass(frozen=True)
class Value:
    """One value of a fact or an answer: a key, true or false, or an age in whole years."""

    key: Scalar
    label: Text
    definition: str | None = None


@dataclass(frozen=True)
class Fact:
    """One thing that may be asked: its kind is 'choice', 'yes-no' or 'age' (whole years, both ends included)."""

    key: str
    kind: str
    label: Text
    values: tuple[Value, ...]
    ask: Text
    definition: Text
    group: str = ""

    @cached_property
    def full(self) -> int:
        """The mask of every value."""
        return (1 << len(self.values)) - 1

    @cached_property
    def bits(self) -> Mapping[Scalar, int]:
        """The mask of each single value."""
        return {value.key: 1 << place for place, value in enumerate(self.values)}

    @property
    def is_age(self) -> bool:
        return self.kind == "age"

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
        if self.is_age:
            return f"{self.key}: give whole years from {self.values[0].key} to {self.values[-1].key} (found {given!r})"
        if self.kind == "yes-no":
            return f"{self.key}: give true or false (found {given!r})"
        return f"{self.key}: {unknown('value', given, [str(value.key) for value in self.values])}"


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


@dataclass(frozen=True)
class Impossible:
    """Facts that contradict each other, and why."""

    when: Condition
    because: Text


@dataclass(frozen=True)
class Vocabulary:
    """Every word that tables may use. The order of the facts is the order in which one would ask."""

    facts: Mapping[str, Fact]
    answers: Mapping[str, Answer] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    impossible: tuple[Impossible, ...] = ()

    def known(self, facts: Mapping[str, object]) -> dict[str, int]:
        """The facts given as masks; None means unknown. Raises InvalidFacts with every error."""
        masks: dict[str, int] = {}
        rest = []
        for key, given in facts.items():
            kind, bits = self._bits.get(key, (None, {}))
            if given.__class__ is kind and (mask := bits.get(given)):  # type: ignore[call-overload]
                masks[key] = mask
            elif given is not None or kind is None:
                rest.append(key)
        if rest:
            raise InvalidFacts([self._refusal(key, facts[key]) for key in rest])
        return masks

    @cached_property
    def _bits(self) -> Mapping[str, tuple[type, Mapping[Scalar, int]]]:
        return {key: (fact.values[0].key.__class__, fact.bits) for key, fact in self.facts.items()}

    def _refusal(self, key: str, given: object) -> str:
        return self.facts[key].refusal(given) if key in self.facts else unknown("fact", key, list(self.facts))

    def contradictions(self, known: Condition) -> list[Impossible]:
        """The declared contradictions that facts given as masks run into."""
        return [one for one in self.impossible if all(not known.get(key, ~0) & ~mask for key, mask in one.when.items())]
