"""The answer to a situation as its page shows it: what is certain, what is open, why, and what would change it."""

from collections.abc import Iterator
from functools import cached_property

from django.utils.formats import date_format

from brygga.rules import Fact, Table, TableDecision, decide, words
from brygga.rules.clock import moment_in
from brygga.rules.facts import Scalar
from brygga_site.agreements import registry
from brygga_site.web.rules.address import UNKNOWN, AskedSituation, written
from brygga_site.web.rules.rows import Cite, RowShown, Said, cited, row_url, said, shown
from brygga_site.web.rules.shown import AskedFact, ChangedFact, GivenFact, Passed, PresumedFact
from brygga_site.words.rules import language, say

MOST_OUTCOMES = 6
"""How many answers that are still possible are listed; of more only the number is said."""


class Answered:
    """One situation and what its table says of it."""

    def __init__(self, asked: AskedSituation, table: Table) -> None:
        self.asked, self.table = asked, table
        place = {"municipality": asked.municipality.code} if asked.municipality else {}
        self._read = asked.agreement.understood({**asked.given, **place})
        mine = {key: value for key, value in self._read.items() if key in self._mine}
        self.decision: TableDecision = decide(table, mine, presuming=True)

    @cached_property
    def _mine(self) -> frozenset[str]:
        return frozenset(fact.key for fact in self.table.facts)

    @property
    def said(self) -> Said:
        """What is certain."""
        return said(self.table, self.decision.answer)

    @cached_property
    def open_answers(self) -> list[str]:
        """What of the answer is not certain yet."""
        answers = self.table.vocabulary.answers
        return [say(answers[key].label) for key in self.table.question.answers if key not in self.decision.answer]

    @cached_property
    def rows(self) -> list[RowShown]:
        """The rows that answer, or may: several where they come to the same or the facts leave it open."""
        lines = (self.table.lines[leaf] for leaf in sorted(self.decision.reachable) if leaf >= 0)
        found = {(line.agreement, line.row.id): shown(self.table, line) for line in lines if line.then}
        return list(found.values())

    @cached_property
    def in_force(self) -> list[Cite]:
        """The clauses by which the agreement of a row that answers is read as in force, less those that a row cites."""
        shown_already = {cite.id for row in self.rows for cite in row.cites}
        homes = (registry().agreement(one) for one in dict.fromkeys(row.agreement for row in self.rows))
        ids = ((home.id, tuple(clause.id for clause in home.read_as_in_force())) for home in homes)
        return [cite for home, found in ids for cite in cited(home, found) if cite.id not in shown_already]

    @cached_property
    def outcomes(self) -> list[str]:
        """The answers that are still possible, each once."""
        return list(dict.fromkeys(row.said.text for row in self.rows))

    @property
    def few_outcomes(self) -> list[str]:
        return self.outcomes if len(self.outcomes) <= MOST_OUTCOMES else []

    @property
    def own(self) -> bool:
        """Whether the agreement itself answers, rather than the acts below it."""
        return all(row.agreement == self.asked.agreement.id for row in self.rows)

    @property
    def no_act(self) -> bool:
        """Whether what answers stands in no act: the baseline tells how things are arranged."""
        return not self.own and all(cite.tells_only for row in self.rows for cite in row.cites)

    @property
    def has_own_table(self) -> bool:
        return bool(self.table.rulings)

    @property
    def gap(self) -> RowShown | None:
        """The declared gap that is sure to answer."""
        return self.rows[0] if self.decision.is_certain and self.rows and self.rows[0].is_gap else None

    @cached_property
    def contradictions(self) -> list[str]:
        vocabulary = self.table.vocabulary
        return [say(one.because) for one in vocabulary.contradictions(vocabulary.known(self._read))]

    @cached_property
    def open(self) -> list[Fact]:
        """The facts that can still change the answer, the best question first, less those nobody knows."""
        return [fact for fact in self._open if fact.key not in self.asked.given]

    @cached_property
    def unknown(self) -> list[tuple[Fact, str]]:
        """The facts that could change the answer but are not known, each with where it is asked again."""
        return [(fact, self.asked.url(ask=fact.key)) for fact in self._open if fact.key in self.asked.given]

    @cached_property
    def later(self) -> list[tuple[Fact, str]]:
        """The other questions, each with where it is asked at once."""
        now = self.question.fact if self.question else None
        return [(fact, self.asked.url(ask=fact.key)) for fact in self.open if fact is not now]

    @cached_property
    def question(self) -> AskedFact | None:
        """The question asked now: the one the address names, else the best."""
        facts = self.table.vocabulary.facts
        if self.asked.ask:
            return self._question(facts[self.asked.ask])
        return self._question(self.open[0]) if self.open else None

    @cached_property
    def given(self) -> list[GivenFact]:
        """What was said that this question turns on."""
        return [self._given(key, value) for key, value in self.asked.given.items() if key in self._mine]

    @cached_property
    def presumed(self) -> list[PresumedFact]:
        """What was presumed, that which decides who is responsible first."""
        found = (
            PresumedFact(
                one.fact,
                words.fact_in(one.fact, one.fact.bit(one.value), language()),
                one.decides,
                self.asked.url(ask=one.fact.key),
            )
            for one in self.decision.presumed
        )
        return sorted(found, key=lambda one: not one.decides)

    @cached_property
    def beside(self) -> list[GivenFact]:
        """What was said that this question does not turn on."""
        return [self._given(key, value) for key, value in self.asked.given.items() if key not in self._mine]

    @cached_property
    def passed(self) -> list[Passed]:
        return [
            Passed(
                one.row,
                one.agreement,
                row_url(one.agreement, self.table.name, one.row),
                say(one.because),
                cited(one.agreement, one.clauses),
            )
            for one in self.decision.passed_over
        ]

    @cached_property
    def changes(self) -> list[ChangedFact]:
        return list(self._changes())

    @property
    def _open(self) -> list[Fact]:
        return [self.table.vocabulary.facts[key] for key in self.decision.open]

    def _given(self, key: str, value: Scalar | None) -> GivenFact:
        fact = self.table.vocabulary.facts[key]
        known = self.table.vocabulary.known({key: self._read[key]})
        text = words.fact_in(fact, known[key], language()) if known else ""
        if moment := moment_in(value) if fact.is_clock else None:
            text = f"{date_format(moment, 'j F Y H:i')}: {text}"
        without = self.asked.url(without=key)
        brought = key in self.asked.brought
        return GivenFact(fact, text, value is not None, self.asked.url(ask=key), without, brought)

    def _question(self, fact: Fact) -> AskedFact:
        current = written(self.asked.given[fact.key]) if fact.key in self.asked.given else ""
        choices = [
            (written(one.key), say(one.label), one.definition, written(one.key) == current)
            for one in ([] if fact.is_number else _yes_first(fact))
            if fact.kind != "municipality" or self.asked.agreement.is_party(str(one.key))
        ]
        kept = list(self.asked.parts(without=fact.key).items())
        number = current if current != UNKNOWN else ""
        unknown = self.asked.url({fact.key: None})
        return AskedFact(fact, choices, number, kept, unknown, self.asked.url() if self.asked.ask else "")

    def _changes(self) -> Iterator[ChangedFact]:
        facts = self.table.vocabulary.facts
        for change in self.decision.nearest_change:
            fact = facts[change.fact]
            text = words.fact_in(fact, fact.bit(change.after), language())
            yield ChangedFact(text, said(self.table, change.answer), self.asked.url({change.fact: change.after}))


def _yes_first(fact: Fact) -> list:
    return list(reversed(fact.values)) if fact.kind == "yes-no" else list(fact.values)
