"""Proves a table over its whole finite domain: no situation unanswered, none answered twice, no row without use."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from brygga.rules.boxes import Box, Domain, intersect, without
from brygga.rules.findings import ProofFinding, declared, nearest_rows
from brygga.rules.simplify import simplify
from brygga.rules.situations import contradictions, possible
from brygga.rules.table import IMPOSSIBLE, DeclaredGap, LineKind, Row, Ruling, Table, TableLine

__all__ = ["Proof", "ProofFinding", "prove"]


class Proof:
    """What holds of one table. Finding nothing but declared gaps is `ok`."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.domain: Domain = possible(table).domain

    @property
    def ok(self) -> bool:
        return not (self.gap_boxes or self.overlaps or self.unreachable or self.catch_alls)

    @property
    def catch_alls(self) -> tuple[DeclaredGap, ...]:
        """Declared gaps of the table itself that take whatever no row names."""
        return tuple(gap for gap in self.table.gaps if gap.catches_all)

    @property
    def gap_share(self) -> float:
        """The share of the situations that end in a declared gap, the baseline's included."""
        return self._share(lambda line: line.standing is LineKind.GAP)

    @property
    def general_duty_share(self) -> float:
        """The share of the situations that nothing but a general duty answers."""
        return self._share(lambda line: line.is_general)

    def share(self, situations: int) -> float:
        """So many situations as a share of all."""
        return float(f"{situations / self.situations:.6g}") if self.situations else 0.0

    @cached_property
    def counts(self) -> Counter[int]:
        """The number of situations that the line of each number answers."""
        return possible(self.table).counts

    @property
    def situations(self) -> int:
        """The number of possible situations."""
        return self.domain.size - self.counts[IMPOSSIBLE]

    @cached_property
    def gap_boxes(self) -> list[Box]:
        """The situations that nothing answers, as disjoint boxes."""
        unanswered = {
            number
            for number in possible(self.table).labels
            if number != IMPOSSIBLE and not self.table.answering(number)
        }
        if not unanswered:
            return []
        divided = possible(self.table).relabelled(lambda number: int(number in unanswered))
        return simplify(divided.boxes(1), self.domain)

    @cached_property
    def gaps(self) -> list[ProofFinding]:
        """Situations that nothing answers, with the rows that come nearest."""
        return [self._gap(box) for box in self.gap_boxes]

    @cached_property
    def declared_gaps(self) -> list[ProofFinding]:
        """The holes that the sources themselves leave, with the interim rule, the largest first."""
        taken: dict[tuple[str, str], tuple[TableLine, int]] = {}
        for number, line in enumerate(self.table.lines):
            if line.standing is LineKind.GAP and (count := self.counts[number]):
                first, before = taken.get((line.agreement, line.row.id), (line, 0))
                taken[line.agreement, line.row.id] = first, before + count
        return [
            ProofFinding(line.when[0], (line.row.id,), line.row.clauses, count, self._declared(line, count))
            for line, count in sorted(taken.values(), key=lambda one: -one[1])
        ]

    def _declared(self, line: TableLine, count: int) -> dict[str, Any]:
        gap = line.row
        return declared(line.agreement, gap, self.share(count)) if isinstance(gap, DeclaredGap) else {}

    def _share(self, counts: Callable[[TableLine], bool]) -> float:
        lines = enumerate(self.table.lines)
        return self.share(sum(self.counts[number] for number, line in lines if counts(line)))

    @cached_property
    def overlaps(self) -> list[ProofFinding]:
        """In a unique table: situations that two rows answer differently."""
        if self.table.policy != "unique":
            return []
        rows = self.table.rows
        pairs = ((a, b) for at, a in enumerate(rows) for b in rows[at + 1 :] if a.then != b.then)
        return [finding for a, b in pairs for finding in self._overlap(a, b)]

    @cached_property
    def unreachable(self) -> list[ProofFinding]:
        """Rows and declared gaps of the table itself that can never answer."""
        reached = {self.table.lines[number].own for number in possible(self.table).labels if number >= 0}
        own = self.table.rulings
        return [self._unreachable(row, own[:at]) for at, row in enumerate(own) if row.id not in reached]

    @cached_property
    def more_general(self) -> list[tuple[str, str]]:
        """Pairs of rows (earlier, later) where the earlier takes every situation of the later."""
        rows = self.table.rulings
        return [(a.id, b.id) for at, b in enumerate(rows) for a in rows[:at] if not self._left(b, [a])]

    def to_json(self, second_opinion: bool) -> dict[str, Any]:
        """One table of `brygga prove --json`."""
        every = {"gaps": self.gaps, "declared_gaps": self.declared_gaps}
        every |= {"overlaps": self.overlaps, "unreachable": self.unreachable}
        return {
            "agreement": self.table.agreement,
            "table": self.table.name,
            "hit_policy": self.table.policy.value,
            "rows": len(self.table.rows),
            "from": self.table.from_.isoformat() if self.table.from_ else None,
            "to": self.table.to.isoformat() if self.table.to else None,
            "situations": self.situations,
            "gap_share": self.gap_share,
            "general_duty_share": self.general_duty_share,
            "catch_alls": [{"row": one.id, "clauses": list(one.clauses)} for one in self.catch_alls],
            **{name: [one.to_json(self.table.vocabulary) for one in found] for name, found in every.items()},
            "more_general": [{"row": a, "later": b} for a, b in self.more_general],
            "second_opinion": "agrees" if second_opinion else "differs",
        }

    @cached_property
    def _barred(self) -> list[Box]:
        found = (self.domain.box(one.when) for one in contradictions(self.table, self.domain))
        return [box for box in found if box is not None]

    def _boxes(self, row: Ruling) -> list[Box]:
        return [box for box in map(self.domain.box, row.when) if box is not None]

    def _shared(self, a: Ruling, b: Ruling) -> list[Box]:
        found = (intersect(one, other) for one in self._boxes(a) for other in self._boxes(b))
        return [box for box in found if box is not None]

    def _left(self, row: Ruling, earlier: Sequence[Ruling]) -> list[Box]:
        """What possible situations of a row earlier rows leave; its own conditions may overlap each other."""
        taken = [*self._barred, *(box for one in earlier for box in self._boxes(one))]
        return [piece for box in self._boxes(row) for piece in without([box], taken)]

    def _gap(self, box: Box) -> ProofFinding:
        condition = self.domain.condition(box)
        near = list(dict.fromkeys(nearest_rows(self.table.lines, condition)))
        clauses = tuple(dict.fromkeys(clause for row in near for clause in row.clauses))
        return ProofFinding(condition, tuple(row.id for row in near), clauses, self.domain.count(box), {})

    def _overlap(self, a: Row, b: Row) -> list[ProofFinding]:
        both = self._shared(a, b)
        disjoint: list[Box] = []
        for box in both:
            disjoint += without([box], [*self._barred, *disjoint])
        clauses = tuple(dict.fromkeys((*a.clauses, *b.clauses)))
        return [
            ProofFinding(self.domain.condition(box), (a.id, b.id), clauses, self.domain.count(box), {})
            for box in simplify(disjoint, self.domain)
        ]

    def _unreachable(self, row: Ruling, earlier: Sequence[Ruling]) -> ProofFinding:
        alone = [one.id for one in earlier if not self._left(row, [one])]
        barred = not self._left(row, [])
        touching = [one.id for one in earlier if self._shared(row, one)]
        more = {"covered_by": [] if barred else alone[:1] or touching, "contradictory": barred}
        return ProofFinding(dict(row.when[0]), (row.id,), row.clauses, 0, more)


def prove(table: Table) -> Proof:
    """The proof of one table."""
    return Proof(table)
