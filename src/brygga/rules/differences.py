"""What a comparison finds: boxes of situations with what each table says of them."""

from dataclasses import dataclass
from typing import Any

from brygga.rules import words
from brygga.rules.boxes import readable
from brygga.rules.facts import Condition, Vocabulary
from brygga.rules.pairs import Side


@dataclass(frozen=True)
class Sure:
    """A box whose every situation is decided differently in one way, and how many it adds to those before it."""

    condition: Condition
    situations: int

    def to_json(self, vocabulary: Vocabulary) -> dict[str, Any]:
        return {**_said(self.condition, vocabulary), "situations": self.situations}


@dataclass(frozen=True)
class Difference:
    """Situations decided differently in one way. `whole` is False where the box holds other situations as well."""

    condition: Condition
    a: Side
    b: Side
    situations: int
    """The situations of this pair of answers in the box that are in none of `earlier`."""
    whole: bool
    within: int
    """All possible situations in the box."""
    earlier: tuple[Condition, ...] = ()
    """Boxes of the same pair before this one; a situation in several is counted in the first."""
    parts: tuple[Sure, ...] = ()
    """Of a box that is not whole: the largest boxes within it that are."""

    def to_json(self, vocabulary: Vocabulary) -> dict[str, Any]:
        return {
            **_said(self.condition, vocabulary),
            "a": self.a.to_json(),
            "b": self.b.to_json(),
            "situations": self.situations,
            "whole": self.whole,
            "within": self.within,
            "parts": [part.to_json(vocabulary) for part in self.parts],
        }


def _said(condition: Condition, vocabulary: Vocabulary) -> dict[str, Any]:
    return {
        "facts": readable(condition, vocabulary.facts),
        "words": words.situation(vocabulary, condition, "sv"),
        "words_en": words.situation(vocabulary, condition, "en"),
    }
