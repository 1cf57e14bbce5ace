"""The answer of one table for one situation, with its explanation.

The first line that fits answers. Facts may be missing: the answer then holds what is certain in every situation that is
still possible, and `open` lists the facts that can still change it, the one that splits best first.
"""

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

from brygga.rules import explain
from brygga.rules.facts import Condition, Impossible, Text
from brygga.rules.fast import LookUp
from brygga.rules.presume import Presumption, presumptions
from brygga.rules.questions import open_facts
from brygga.rules.reasons import Change, PassedOver
from brygga.rules.situations import by_line, possible
from brygga.rules.table import IMPOSSIBLE, NOTHING, DeclaredGap, LineKind, Row, Table, TableLine


def decide(table: Table, facts: Mapping[str, Any], presuming: bool = False) -> "TableDecision":
    """The decision of a table for the facts given (fact to value; None is unknown).

    Where it is `presuming`, what is ordinary counts as given where nothing was said; the decision lists it. Raises
    InvalidFacts for a fact or value that the vocabulary has not got.
    """
    if presuming:
        presumed = presumptions(table, facts)
        decision = decide(table, {**facts, **{one.fact.key: one.value for one in presumed}})
        decision.presumed = presumed
        return decision
    known = table.vocabulary.known(facts)
    is_complete = table.asks <= known.keys()
    if is_complete:
        try:
            reachable = frozenset((look_up(table).first_that_fits(facts),))
        except KeyError:
            # Some fact is one of several values, which no single answer is looked up by.
            is_complete = False
    if not is_complete:
        # Facts that contradict each other leave nothing possible; the answer is then what the rows say all the same.
        reachable = possible(table).labels_where(known) - {IMPOSSIBLE} or by_line(table).labels_where(known)
    return TableDecision(table, dict(facts), known, is_complete, reachable)


@lru_cache(maxsize=256)
def look_up(table: Table) -> LookUp:
    """What the table says of complete facts, made once per table."""
    return LookUp(table, by_line(table), possible(table))


class TableDecision:
    """One answer with its explanation. What takes longer than the answer is worked out when it is asked for."""

    def __init__(
        self, table: Table, facts: Mapping[str, Any], known: Condition, is_complete: bool, reachable: frozenset[int]
    ) -> None:
        """`known`: the facts as masks; `is_complete`: they are all that the table turns on.

        `reachable`: the numbers of the lines that may still answer, NOTHING where there may be none.
        """
        self.table, self.facts, self.known = table, facts, known
        self.is_complete, self.reachable = is_complete, reachable
        self.lines = [table.lines[number] for number in sorted(reachable) if number >= 0]
        self.line = self._only_line()
        """The line that answers, None while several may or when none does."""
        self.presumed: tuple[Presumption, ...] = ()
        """The ordinary values among the facts that nobody gave."""

    @property
    def is_certain(self) -> bool:
        """Whether the whole answer is certain, from whichever row it comes."""
        return len({self.table.outcomes[number] for number in self.reachable}) == 1

    @property
    def is_answered(self) -> bool:
        """Whether some row or declared gap is sure to answer."""
        return all(self.table.answering(number) for number in self.reachable)

    @property
    def answer(self) -> dict[str, str]:
        """What is certain: the answers that are equal wherever one may still end up."""
        if self.line:
            return dict(self.line.then)
        first, *others = [self.table.then(number) for number in self.reachable]
        return {key: value for key, value in first.items() if all(then.get(key) == value for then in others)}

    @property
    def row(self) -> str | None:
        """The id of the row or declared gap that answers."""
        return self.line.row.id if self.line and self.line.standing is not LineKind.HOLE else None

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses of the row that answers, or of every row that may; of `agreement`, or of the baseline."""
        if self.line:
            return self.line.row.clauses
        return tuple(dict.fromkeys(clause for line in self.lines for clause in line.row.clauses))

    @property
    def falls_back_to(self) -> str | None:
        """The baseline's id where its table is what answers."""
        return self.line.agreement if self.line and self.line.agreement != self.table.agreement else None

    @property
    def is_declared_gap(self) -> bool:
        """Whether the source itself leaves this open, so that the answer is the interim rule."""
        return bool(self.line and self.line.standing is LineKind.GAP)

    @cached_property
    def passed_over(self) -> tuple[PassedOver, ...]:
        """The rows before the answer that did not fit, and why."""
        if self.is_complete:
            (number,) = self.reachable
            return look_up(self.table).passed_over(self.facts, self.known, number)
        return explain.passed_over(self.table, self.reachable, self.known)

    @cached_property
    def open(self) -> tuple[str, ...]:
        """The facts that can still change the answer, the best question first."""
        return () if self.is_certain else open_facts(self.table, self.known)

    @cached_property
    def nearest_change(self) -> tuple[Change, ...]:
        """Changes of one known fact that change a certain answer; of ages the nearest year each way.

        Those that change who is responsible come first. A fact that says what is asked (`is_question`) is left out:
        another need is another question.
        """
        if self.is_complete:
            every = look_up(self.table).nearest_changes(self.facts)
        else:
            every = explain.nearest_changes(self.table, self.known) if self.is_certain else ()
        now = self.table.leading(self.answer)
        first: list[Change] = []
        rest: list[Change] = []
        for change in every:
            if change.fact not in self.table.questions_asked:
                (rest if self.table.leading(change.answer) == now else first).append(change)
        return (*first, *rest)

    @property
    def because(self) -> Text | None:
        """Why the source leaves this open, where a declared gap answers."""
        return self.line.row.because if self.line and isinstance(self.line.row, DeclaredGap) else None

    @property
    def note(self) -> Text | None:
        """What the table says beside the row that answers."""
        return self.line.row.note if self.line and isinstance(self.line.row, Row) else None

    @property
    def is_interim(self) -> bool:
        """Whether the answer holds only until the matter is settled."""
        return self.is_declared_gap or "interim" in {self.answer.get("basis"), self.answer.get("payment_standing")}

    @cached_property
    def contradictions(self) -> list[Impossible]:
        """Declared contradictions that the facts run into; the answer then is what the rows say all the same."""
        return self.table.vocabulary.contradictions(self.known)

    def to_json(self) -> dict[str, Any]:
        """The document of `brygga decide --json`."""
        return {
            "agreement": self.table.agreement,
            "table": self.table.name,
            "answer": self.answer,
            "row": self.row,
            "clauses": list(self.clauses),
            "falls_back_to": self.falls_back_to,
            "passed_over": [one.to_json() for one in self.passed_over],
            "open": list(self.open),
            "nearest_change": [one.to_json() for one in self.nearest_change],
            "certain": self.is_certain,
            "answered": self.is_answered,
            "declared_gap": self.is_declared_gap,
            "interim": self.is_interim,
            **_both("because", self.because),
            **_both("note", self.note),
            "presumed": [one.to_json() for one in self.presumed],
            "contradictions": [vars(one.because) for one in self.contradictions],
        }

    def _only_line(self) -> TableLine | None:
        if not self.lines or NOTHING in self.reachable:
            return None
        first, *others = self.lines
        row = (first.agreement, first.row.id, first.standing)
        return first if all((line.agreement, line.row.id, line.standing) == row for line in others) else None


def _both(key: str, text: Text | None) -> dict[str, str | None]:
    """A text of an answer in both languages, None where there is none."""
    return {key: text.sv if text else None, f"{key}_en": text.en if text else None}
