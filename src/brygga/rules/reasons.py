"""What an explanation is made of: a row passed over with the facts that ruled it out, and a change of one fact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from brygga.rules import words
from brygga.rules.boxes import Domain
from brygga.rules.facts import Condition, Fact, Scalar, Text
from brygga.rules.table import TableLine

WANTS = {"sv": "raden gäller", "en": "the row is for"}
COVERED = Text("rader före täcker den", "rows before it cover it")


@dataclass(frozen=True)
class Missed:
    """A fact that ruled a row out: the value it has, as a mask, and the values that the row is for."""

    fact: Fact
    found: int
    wanted: int

    @property
    def value(self) -> Scalar:
        return next(self.fact.of(self.found))

    def words(self, language: str) -> str:
        """'ålder 18 år (raden gäller: ålder 0–17 år)'."""
        found, wanted = (words.fact_in(self.fact, mask, language) for mask in (self.found, self.wanted))
        return f"{found} ({WANTS[language]}: {wanted})"


@dataclass(frozen=True)
class PassedOver:
    """A row that came before the answer and did not fit. `missed` is empty where earlier rows cover it."""

    line: TableLine
    missed: tuple[Missed, ...]

    @classmethod
    def by(cls, line: TableLine, facts: Mapping[str, Fact], known: Condition) -> "PassedOver":
        """A line passed over by the known facts that do not fit that condition of it which comes nearest."""
        misses = ({key: mask for key, mask in one.items() if not known.get(key, ~0) & mask} for one in line.when)
        nearest = min(misses, key=len)
        return cls(line, tuple(Missed(facts[key], known[key], mask) for key, mask in nearest.items()))

    @property
    def agreement(self) -> str:
        return self.line.agreement

    @property
    def row(self) -> str:
        return self.line.row.id

    @property
    def clauses(self) -> tuple[str, ...]:
        return self.line.row.clauses

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The facts that ruled it out."""
        return tuple(one.fact.key for one in self.missed)

    @cached_property
    def because(self) -> Text:
        """The same in words, put together when it is asked for."""
        if not self.missed:
            return COVERED
        sv, en = ("; ".join(one.words(language) for one in self.missed) for language in ("sv", "en"))
        return Text(sv, en)

    def to_json(self) -> dict[str, Any]:
        return {
            "row": self.row,
            "because": self.because.sv,
            "because_en": self.because.en,
            "facts": list(self.facts),
            "agreement": self.agreement,
            "clauses": list(self.clauses),
        }


@dataclass(frozen=True)
class Change:
    """A change of one fact, and the answer it leads to (empty where nothing would answer)."""

    fact: str
    before: Scalar
    after: Scalar
    answer: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        return {"fact": self.fact, "from": self.before, "to": self.after, "answer": dict(self.answer)}


OtherValue = tuple[Scalar, int, bool | None]
"""Another value of a fact: the value, its mask, and for ages whether it is above."""


def other_values(domain: Domain, place: int) -> dict[Scalar, list[OtherValue]]:
    """Per value of a fact the other values to try; of ages the year of every other band that is nearest.

    Of municipalities there are none: nobody moves to another for an answer.
    """
    fact = domain.facts[place]
    if fact.kind == "municipality":
        return {one: [] for one in fact.bits}
    if fact.is_number:
        return {year: _other_years(fact, bit, domain.bands[place]) for year, bit in fact.bits.items()}
    return {one: [(value, bit, None) for value, bit in fact.bits.items() if value != one] for one in fact.bits}


def _other_years(fact: Fact, here: int, bands: Sequence[int]) -> list[OtherValue]:
    edges = [band & -band if band > here else 1 << (band.bit_length() - 1) for band in bands if not band & here]
    nearest = sorted(edges, key=lambda bit: abs(bit.bit_length() - here.bit_length()))
    return [(next(fact.of(bit)), bit, bit > here) for bit in nearest]
