"""The rows of decision tables in words: when, then, the clauses and where the row stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from brygga.agreements import Agreement
from brygga.agreements.parties import PartKind
from brygga.rules import Condition, Table, words
from brygga.rules.table import LineKind, Ruling, TableLine
from brygga_site.agreements import registry
from brygga_site.web.agreements.links import Place, all_links
from brygga_site.web.agreements.wordings import notice_on
from brygga_site.words.rules import is_interim, language, say, sentences


@dataclass(frozen=True)
class Cite:
    """A clause that a row cites: its id, address, heading and summary."""

    id: str
    place: Place | None

    @property
    def url(self) -> str:
        return reverse("clause", args=[self.place.agreement.id, self.id]) if self.place else ""

    @property
    def tells_only(self) -> bool:
        """Whether it stands in a text that binds nobody."""
        return self.place is not None and any(
            part.kind is PartKind.PREPARATORY and part.id == self.place.clause.part
            for part in self.place.agreement.head.part
        )

    def notice(self, on: date) -> str:
        """What is said where the wording of a day is not the one cited; empty where it is."""
        return notice_on(self.place.agreement, self.place.clause, on) if self.place else ""


@dataclass(frozen=True)
class Said:
    """An answer in words: sentences of what must be answered, labels and values of what may be added."""

    sentences: tuple[str, ...]
    details: tuple[tuple[str, str], ...]
    interim: bool

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


@dataclass(frozen=True)
class RowShown:
    """A row or declared gap that may answer, as a page shows it."""

    agreement: str
    id: str
    url: str
    said: Said
    note: str
    is_gap: bool
    cites: tuple[Cite, ...]

    @property
    def agreement_name(self) -> str:
        return registry().agreement(self.agreement).head.short


def said(table: Table, then: Mapping[str, str]) -> Said:
    """An answer, or the part of it that is certain, in words."""
    vocabulary, question = table.vocabulary, table.question
    must = sentences(vocabulary, {key: then[key] for key in question.answers if key in then})
    details = tuple(
        (say(vocabulary.answers[key].label), say(vocabulary.answers[key].values[then[key]].label))
        for key in question.optional
        if key in then
    )
    return Said(must, details, is_interim(then))


def shown(table: Table, line: TableLine) -> RowShown:
    """A line of a table that is laid flat."""
    url = row_url(line.agreement, table.name, line.row.id)
    is_gap = line.standing is LineKind.GAP
    cites = cited(line.agreement, line.row.clauses)
    return RowShown(line.agreement, line.row.id, url, said(table, line.then), note(line.row), is_gap, cites)


def note(row: Ruling) -> str:
    """What the table says beside the answer: a row's note, a gap's reason."""
    text = getattr(row, "because", None) or getattr(row, "note", None)
    return say(text) if text else ""


def row_url(agreement: str, table: str, row: str) -> str:
    return f"{reverse('rules-table', args=[agreement, table])}#row-{row}"


def cited(agreement: str, clauses: tuple[str, ...]) -> tuple[Cite, ...]:
    """Clauses as an agreement reads them."""
    home = registry().agreement(agreement)
    return tuple(Cite(clause, all_links().find(home, clause)) for clause in clauses)


def conditions(table: Table, when: tuple[Condition, ...]) -> list[list[str]]:
    """What a row asks, alternative by alternative, each a list of facts in words; nothing where it always holds."""
    facts = table.vocabulary.facts
    order = list(facts)
    return [
        [words.fact_in(facts[key], one[key], language()) for key in sorted(one, key=order.index)] for one in when if one
    ]


def tables_of(agreement: Agreement) -> list[tuple[Table, bool]]:
    """Every table that answers for an agreement, and whether it is the agreement's own; in the vocabulary's order."""
    order = list(registry().vocabulary.questions)
    tables = sorted(agreement.tables.values(), key=lambda one: order.index(one.name))
    return [(one, bool(one.rulings)) for one in tables]
