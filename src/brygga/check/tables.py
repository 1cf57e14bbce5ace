"""Proves the tables of an agreement: what the proof finds is an error of the file in which the row stands."""

from collections.abc import Iterator

from brygga.agreements import Agreement, AgreementProblem
from brygga.rules import disagreements
from brygga.rules.prove import Proof, prove
from brygga.rules.words import situation

SHOWN = 3
"""Situations that are told of one table; the rest are counted (`brygga prove` has them all)."""


def problems(agreement: Agreement) -> Iterator[AgreementProblem]:
    """Situations without an answer or with two, and rows that never answer."""
    for name in dict.fromkeys(own.name for own in agreement.own_tables):
        file = f"{agreement.id}/tables/{name}.toml"
        # One fault may stand in several stretches of days.
        findings = list(dict.fromkeys(one for table in agreement.dated_tables[name] for one in _findings(prove(table))))
        for where, message in findings[:SHOWN]:
            yield AgreementProblem(file, where, message)
        if (more := len(findings) - SHOWN) > 0:
            message = f"{more} more of the kind; `brygga prove {agreement.id} {name}` shows them"
            yield AgreementProblem(file, "the table", message)
    yield from dict.fromkeys(_disagreements(agreement))


def _disagreements(agreement: Agreement) -> Iterator[AgreementProblem]:
    """Rows of two tables that name different principals of one matter, where one of them is the agreement's own."""
    for tables in agreement.tables_by_days():
        for one in disagreements(tables):
            sides = list(zip((one.a, one.b), one.lines, strict=True))
            (table, line), (other, theirs) = sorted(sides, key=lambda side: side[1].agreement != agreement.id)
            if line.agreement == agreement.id:
                answer, when = one.rule.answer, situation(table.vocabulary, one.condition, "en")
                said = f"'{line.then[answer]}', but {other.name}/{theirs.row.id} '{theirs.then[answer]}'"
                file = f"{agreement.id}/tables/{table.name}.toml"
                yield AgreementProblem(file, f"row › '{line.row.id}'", f"{answer} is {said} for: {when}")


def _findings(proof: Proof) -> Iterator[tuple[str, str]]:
    vocabulary = proof.table.vocabulary
    for gap in proof.gaps:
        when = situation(vocabulary, gap.condition, "en") or "any situation"
        yield "the table", f"nothing answers for: {when}; add a row, or a declared_gap with its interim rule"
    for overlap in proof.overlaps:
        when = situation(vocabulary, overlap.condition, "en") or "any situation"
        rows = " and ".join(f"'{row}'" for row in overlap.rows)
        yield f"row › {rows}", f"they answer differently for: {when}; narrow one, or let the first that fits answer"
    for hole in proof.catch_alls:
        message = "it takes whatever no row names; say what it is about, or write the general duty as a row"
        yield f"declared_gap › '{hole.id}'", message
    for never in proof.unreachable:
        if never.more["contradictory"]:
            why = "its facts contradict each other"
        else:
            why = f"what it says is already answered by {', '.join(repr(row) for row in never.more['covered_by'])}"
        yield f"row › '{never.rows[0]}'", f"it can never answer: {why}; move it, narrow the other, or strike it"
