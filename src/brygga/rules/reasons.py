"""What an explanation is made of: a row passed over with the facts that ruled it out, and a change of one fact."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from brygga.rules import words
from brygga.rules.facts import Fact, Scalar, Text
from brygga.rules.table import Line

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

    line: Line
    missed: tuple[Missed, ...]

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
