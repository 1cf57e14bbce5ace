"""What a proof finds: situations with something the matter, in words, with the rows and clauses at stake."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from brygga.rules import words
from brygga.rules.boxes import readable
from brygga.rules.facts import Condition, Vocabulary
from brygga.rules.table import DeclaredGap, LineKind, Ruling, TableLine


@dataclass(frozen=True)
class ProofFinding:
    """A set of situations with something the matter, the rows and clauses at stake, and how many situations it is."""

    condition: Condition
    rows: tuple[str, ...]
    clauses: tuple[str, ...]
    situations: int
    more: Mapping[str, Any]

    def to_json(self, vocabulary: Vocabulary) -> dict[str, Any]:
        return {
            "facts": readable(self.condition, vocabulary.facts),
            "words": words.situation(vocabulary, self.condition, "sv"),
            "words_en": words.situation(vocabulary, self.condition, "en"),
            "rows": list(self.rows),
            "clauses": list(self.clauses),
            "situations": self.situations,
            **self.more,
        }


def declared(agreement: str, gap: DeclaredGap, share: float) -> dict[str, Any]:
    """What a declared gap says beside its situations: their share of all, its reason and the interim rule."""
    because = {"because": gap.because.sv, "because_en": gap.because.en}
    return {"agreement": agreement, "row": gap.id, "interim": dict(gap.then), "share": share, **because}


def nearest_rows(lines: Sequence[TableLine], condition: Condition) -> Iterator[Ruling]:
    """The rows that miss the situations of a condition by the fewest facts."""
    misses = [
        (min(sum(not condition.get(k, ~0) & m for k, m in one.items()) for one in line.when), line.row)
        for line in lines
        if line.standing is LineKind.ROW
    ]
    least = min((miss for miss, _ in misses), default=0)
    return (row for miss, row in misses if miss == least)
