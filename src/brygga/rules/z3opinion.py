"""A second opinion on a proof, by a solver that knows nothing of boxes and diagrams."""

from collections.abc import Iterable, Mapping
from typing import Any

import z3

from brygga.rules.boxes import spans
from brygga.rules.facts import Condition, Fact
from brygga.rules.prove import Proof
from brygga.rules.table import LineKind, Table, TableLine


def agrees(proof: Proof) -> bool:
    """Whether Z3 comes to the same gaps (situation by situation), overlaps and unreachable rows."""
    return _Opinion(proof.table).confirms(proof)


class _Opinion:
    def __init__(self, table: Table) -> None:
        self.table = table
        self.facts: Mapping[str, Fact] = {fact.key: fact for fact in table.facts}
        self.variables = {key: z3.Int(key) for key in self.facts}
        self.solver = z3.Solver()
        for key, fact in self.facts.items():
            self.solver.add(self.variables[key] >= 0, self.variables[key] < len(fact.values))
        for one in table.vocabulary.impossible:
            if one.when.keys() <= self.facts.keys():
                self.solver.add(z3.Not(self._holds([one.when])))

    def confirms(self, proof: Proof) -> bool:
        return self._same_gaps(proof) and self._same_overlaps(proof) and self._same_unreachable(proof)

    def _same_gaps(self, proof: Proof) -> bool:
        claimed = z3.Or([self._holds([proof.domain.condition(box)]) for box in proof.gap_boxes])
        found = self._unanswered(self.table.lines)
        return not self._possible(claimed != found)

    def _unanswered(self, lines: tuple[TableLine, ...]) -> Any:
        """Where no line answers: a hole swallows what it reaches, a line after it comes too late."""
        open_ = z3.BoolVal(True)
        for line in reversed(lines):
            open_ = z3.If(self._holds(line.when), z3.BoolVal(line.standing is LineKind.HOLE), open_)
        return open_

    def _same_overlaps(self, proof: Proof) -> bool:
        if self.table.policy != "unique":
            return not proof.overlaps
        rows = self.table.rows
        found = {
            (a.id, b.id)
            for at, a in enumerate(rows)
            for b in rows[at + 1 :]
            if a.then != b.then and self._possible(z3.And(self._holds(a.when), self._holds(b.when)))
        }
        return found == {finding.rows for finding in proof.overlaps}

    def _same_unreachable(self, proof: Proof) -> bool:
        own = self.table.rulings
        found = set()
        before: list[Any] = []
        for row in own:
            here = self._holds(row.when)
            if not self._possible(z3.And(here, *(z3.Not(one) for one in before))):
                found.add(row.id)
            before.append(here)
        return found == {row for finding in proof.unreachable for row in finding.rows}

    def _possible(self, claim: Any) -> bool:
        self.solver.push()
        self.solver.add(claim)
        answer = self.solver.check()
        self.solver.pop()
        if answer == z3.unknown:
            raise RuntimeError(f"Z3 gave no opinion on {self.table.agreement}/{self.table.name}")
        return bool(answer == z3.sat)

    def _holds(self, when: Iterable[Condition]) -> Any:
        return z3.Or([z3.And([self._within(key, mask) for key, mask in one.items()]) for one in when])

    def _within(self, key: str, mask: int) -> Any:
        fact, variable = self.facts[key], self.variables[key]
        if fact.is_number:
            first = int(fact.values[0].key)
            return z3.Or([z3.And(variable >= a - first, variable <= b - first) for a, b in spans(fact, mask)])
        return z3.Or([variable == place for place in range(len(fact.values)) if mask >> place & 1])
