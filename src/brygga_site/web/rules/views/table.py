"""A decision table as rows in words, with what has been proved of it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from brygga.agreements import Agreement
from brygga.rules import Fact, Proof, Table, prove, words
from brygga.rules.prove import ProofFinding
from brygga.rules.table import DeclaredGap, Ruling
from brygga_site.agreements import known, registry
from brygga_site.web.guards import open_to_all
from brygga_site.web.rules.address import choosable
from brygga_site.web.rules.rows import Cite, Said, cited, conditions, note, said
from brygga_site.words.rules import language


@dataclass(frozen=True)
class Written:
    """A row or declared gap as it is written: `said` is None where it hands the question to the acts."""

    number: int
    id: str
    when: list[list[str]]
    said: Said | None
    note: str
    is_gap: bool
    cites: tuple[Cite, ...]


@dataclass(frozen=True)
class Found:
    """One finding of the proof: the situations in words, how many, the rows and clauses at stake."""

    text: str
    situations: int
    rows: tuple[str, ...]
    cites: tuple[Cite, ...]


@dataclass(frozen=True)
class Proved:
    """What the proof of a table says, in words."""

    situations: int
    facts: tuple[Fact, ...]
    gaps: list[Found]
    declared: list[tuple[Agreement, str, float]]
    """The declared gaps: whose, which, and what share of the situations they take."""
    overlaps: list[Found]
    unreachable: list[Found]
    below: float
    general: float
    """The share of the situations that nothing but a general duty answers."""

    @property
    def holds(self) -> bool:
        return not (self.gaps or self.overlaps or self.unreachable)


@open_to_all
def table(request: HttpRequest, agreement_id: str, name: str) -> HttpResponse:
    agreement = known(agreement_id)
    if agreement is None or name not in registry().vocabulary.questions:
        raise Http404("no such table")
    own = agreement.tables.get(name)
    others = [one for one in choosable(registry()) if one is not agreement and name in one.tables]
    context: dict[str, Any] = {
        "agreement": agreement,
        "question": registry().vocabulary.questions[name],
        "others": others,
        "table": None,
        "rows": [],
        "proved": None,
        "below": None,
    }
    if own is not None and own.rulings:
        context |= {"table": own, "rows": written(own), "proved": proved(own)}
    elif own is not None:
        context["below"] = agreement.fallback
    return render(request, "rules/table.html", context)


def written(table: Table) -> list[Written]:
    """The table's own rows and declared gaps in order."""
    return [_row(table, row, number) for number, row in enumerate(table.rulings, start=1)]


def _row(table: Table, row: Ruling, number: int) -> Written:
    answer = None if row.then is None else said(table, row.then)
    cites = cited(table.agreement, row.clauses)
    is_gap = isinstance(row, DeclaredGap)
    return Written(number, row.id, conditions(table, row.when), answer, note(row), is_gap, cites)


@lru_cache(maxsize=256)
def _proof(table: Table) -> Proof:
    """The proof, made once per process; it keeps what it has found."""
    return prove(table)


def proved(table: Table) -> Proved:
    proof = _proof(table)
    total = proof.situations
    below = sum(
        count
        for leaf, count in proof.counts.items()
        if leaf >= 0 and proof.table.lines[leaf].agreement != table.agreement
    )
    return Proved(
        total,
        table.facts,
        [_found(table, one) for one in proof.gaps],
        _declared(proof),
        [_found(table, one) for one in proof.overlaps],
        [_found(table, one) for one in proof.unreachable],
        below / total if total else 0.0,
        proof.general_duty_share,
    )


def _declared(proof: Proof) -> list[tuple[Agreement, str, float]]:
    """The declared gaps that situations fall into, with the agreement that declares each, the largest first."""
    return [
        (registry().agreement(one.more["agreement"]), one.rows[0], one.more["share"]) for one in proof.declared_gaps
    ]


def _found(table: Table, one: ProofFinding) -> Found:
    text = words.situation(table.vocabulary, one.condition, language())
    return Found(text, one.situations, one.rows, cited(table.agreement, one.clauses))
