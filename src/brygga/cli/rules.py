"""`brygga decide`, `brygga prove` and `brygga compare`."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from brygga.agreements import Agreement, Registry, WordingStanding, load_all, wording_on
from brygga.cli.output import Json, app, bad_input, day_or_today, err, out, print_json, without_broken
from brygga.files import UnreadableFile, read_json
from brygga.rules import TableDecision, proof_json, words
from brygga.rules import compare as compare_tables
from brygga.rules import decide as decide_table
from brygga.rules.clock import moment_in
from brygga.rules.fast import answer_file, people_in
from brygga.settlement import ENGINES
from brygga.settlement.spark_engine import session

LARGEST = 1_000_000
"""Bytes that the facts of one situation may take."""
ANSWERS = "A Parquet file for the answers, when the facts are a Parquet file of people."


@app.command()
def decide(
    agreement: Annotated[str, typer.Argument(help="The agreement's id, for instance vastra-gotaland; ID@draft.")],
    table: Annotated[str, typer.Argument(help="The table: care, physician, pays, sip, self-care, contacts, deceased.")],
    facts: Annotated[Path, typer.Option(help="A JSON file of one situation, or a Parquet file of people.")],
    answers: Annotated[Path | None, typer.Option("--out", help=ANSWERS)] = None,
    engine: Annotated[str, typer.Option(help=f"For many people: {' or '.join(ENGINES)}.")] = ENGINES[0],
    on: Annotated[
        str | None, typer.Option(help="The day in question, YYYY-MM-DD; without, that of a moment given, else today.")
    ] = None,
    presume: Annotated[bool, typer.Option(help="Count what is ordinary as given where nothing is said.")] = True,
    as_json: Json = False,
) -> None:
    """Answer who is responsible, with the row, its clause and what would change the answer."""
    with bad_input():
        given = {} if answers else _facts(facts)
        moment = next(filter(None, map(moment_in, given.values())), None)
        asked_on = moment.date() if moment and not on else day_or_today(on)
        home = _home(agreement)
        chosen = home.table(table, asked_on)
        if answers:
            _answer_many(chosen, facts, answers, engine)
            return
        understood = home.understood(given)
        decision = decide_table(chosen, understood, presuming=presume)
        readings = list(_readings(home, _rests_on(home, decision), asked_on))
    if as_json:
        several = {key: sorted(map(str, value)) for key, value in understood.items() if isinstance(value, frozenset)}
        facts_read = {**understood, **several}
        print_json({**decision.to_json(), "on": asked_on.isoformat(), "facts": facts_read, "readings": readings})
    else:
        _print_decision(decision, home, readings)


@app.command()
def prove(
    agreement: Annotated[str | None, typer.Argument(help="One agreement's id; all when left out.")] = None,
    table: Annotated[str | None, typer.Argument(help="One table; all when left out.")] = None,
    as_json: Json = False,
) -> None:
    """Prove that no situation is left without an answer and none has two, with Z3 as a second opinion.

    Every table is proved together with the one it falls back to, also one that the agreement has not got itself.
    """
    with bad_input(), err.status("proving"):
        registry = load_all()
        chosen = [_home(agreement)] if agreement else list(registry.agreements.values())
        together = [] if table else [tables for each in chosen for tables in each.tables_by_days()]
        document = proof_json([one for each in chosen for one in _tables(each, table)], together)
    if as_json:
        print_json(document)
    else:
        _print_proofs(document, {each.id: each for each in chosen})
    all_whole = agreement is not None or without_broken(registry)
    if not (document["ok"] and all_whole):
        raise typer.Exit(1)


@app.command()
def compare(
    agreement_a: Annotated[
        str, typer.Argument(help="One agreement's id, as it reads today; ID@YYYY-MM-DD as on a day; ID@draft.")
    ],
    agreement_b: Annotated[str, typer.Argument(help="The other's.")],
    table: Annotated[str, typer.Argument(help="The table that both are asked.")],
    people: Annotated[Path | None, typer.Option(help="A Parquet file of people, to count them.")] = None,
    as_json: Json = False,
) -> None:
    """Show the situations that two agreements decide differently."""
    with bad_input(), err.status("comparing"):
        registry: Registry = load_all()
        (home_a, on_a), (home_b, on_b) = _version(registry, agreement_a), _version(registry, agreement_b)
        homes = home_a, home_b
        found = compare_tables(home_a.table(table, on_a), home_b.table(table, on_b))
        document = found.to_json()
        if people:
            counted = people_in(found, people)
            document |= {"people": counted.people, "people_different": counted.different}
            for box, count in zip(document["boxes"], counted.in_boxes, strict=True):
                box["people"] = count
    if as_json:
        print_json(document)
    else:
        _print_comparison(document, homes)


def _version(registry: Registry, named: str) -> tuple[Agreement, date]:
    """An agreement and the day for which it is to be read: `ID@YYYY-MM-DD`, `ID` or `ID@draft` for today."""
    name, _, on = named.partition("@")
    if on == "draft":
        return load_all(draft=name).agreement(name), day_or_today(None)
    return registry.agreement(name), day_or_today(on)


def _home(named: str) -> Agreement:
    """An agreement, or as `ID@draft` its draft."""
    name, _, draft = named.partition("@")
    return load_all(draft=name if draft == "draft" else None).agreement(name if draft == "draft" else named)


def _facts(file: Path) -> dict[str, Any]:
    try:
        given = read_json(file, LARGEST)
    except UnreadableFile as error:
        raise ValueError(f"{error}; for a Parquet file of people add --out FILE") from None
    if not isinstance(given, dict):
        raise ValueError(f'{file} is to hold one object of facts, for instance {{"age": 82, "dwelling": "ordinary"}}')
    return given


def _answer_many(table: Any, people: Path, answers: Path, engine: str) -> None:
    if engine not in ENGINES:
        raise ValueError(f"there is no engine '{engine}': choose {' or '.join(ENGINES)}")
    with err.status("answering"):
        count = answer_file(table, people, answers, session() if engine == "spark" else None)
    err.print(f"Answered {count} rows into {answers}", highlight=False)


def _tables(agreement: Agreement, name: str | None) -> list[Any]:
    if name is not None:
        agreement.table(name)
        return list(agreement.dated_tables[name])
    return [table for every in agreement.dated_tables.values() for table in every]


def _rests_on(home: Agreement, decision: TableDecision) -> tuple[str, ...]:
    """The clauses that the row of an answer cites, and those by which its agreement is read as in force."""
    if not decision.row:
        return ()
    source = decision.falls_back_to or decision.table.agreement
    answering = next(one for one in home.lineage() if one.id == source)
    return tuple(dict.fromkeys((*decision.clauses, *(clause.id for clause in answering.read_as_in_force()))))


def _readings(home: Agreement, clauses: Iterable[str], on: date) -> Iterator[dict[str, str]]:
    """In what Brygga reads more out of a clause than its words, and whose wording of the day is not held.

    That a text is known only until a day before the one asked about is said once for each act.
    """
    unchecked: set[str] = set()
    for clause_id in clauses:
        wording = wording_on(home, clause_id, on)
        clause = wording.clause
        if clause.reading:
            yield {"clause": clause_id, "cited": clause.cited, "reading": clause.reading}
        if wording.standing is WordingStanding.UNCHECKED:
            if clause.part in unchecked:
                continue
            unchecked.add(clause.part)
        if not wording.holds:
            yield {"clause": clause_id, "cited": clause.cited, "reading": wording.in_swedish}


def _print_decision(decision: TableDecision, home: Agreement, readings: Iterable[Mapping[str, str]]) -> None:
    vocabulary = decision.table.vocabulary
    said = words.answer(vocabulary, decision.answer, "en") or "nothing is certain yet"
    out.print(said, markup=False, highlight=False)
    source = decision.falls_back_to or decision.table.agreement
    if decision.row:
        gap = ", a gap in the agreement: this holds meanwhile" if decision.is_declared_gap else ""
        cited = _cited(home, decision.clauses)
        out.print(f"{source}, row {decision.row}, {cited}{gap}", markup=False, highlight=False)
    for text in _said_beside(decision, readings):
        out.print(text, markup=False, highlight=False, soft_wrap=True)
    for one in decision.contradictions:
        err.print(f"The facts contradict each other: {one.because.en}", style="red", markup=False, soft_wrap=True)


def _said_beside(decision: TableDecision, readings: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """What is said beside an answer: why, in what reading, what was presumed, what is open, what would change it."""
    facts = decision.table.vocabulary.facts
    if decision.is_interim:
        yield "It holds until the matter is settled."
    for text in (decision.because, decision.note):
        if text:
            yield text.en
    for one in readings:
        yield f"{one['cited']}: {one['reading']}"
    for presumed in decision.presumed:
        said = words.fact_in(presumed.fact, presumed.fact.bit(presumed.value), "en")
        yield f"Presumed ({presumed.fact.key}): {said}{'; it decides who is responsible' if presumed.decides else ''}"
    if decision.open:
        yield f"Still open: {', '.join(decision.open)}"
    for change in decision.nearest_change:
        then = words.answer(decision.table.vocabulary, change.answer, "en") or "no answer"
        yield f"{words.fact_in(facts[change.fact], facts[change.fact].bit(change.after), 'en')} would give {then}"


def _cited(home: Agreement, clauses: Iterable[str]) -> str:
    """Clauses by section, each section once."""
    return ", ".join(dict.fromkeys(map(home.cite, clauses)))


def _print_proofs(document: Mapping[str, Any], homes: Mapping[str, Agreement]) -> None:
    tables = document["tables"]
    columns = ("agreement", "table", "from", "rows", "situations")
    counted = ("gaps", "overlaps", "unreachable")
    shown = Table(*columns, *counted, "in a gap", "general duty", "second opinion")
    for row in tables:
        found = [str(len(row[name])) for name in counted]
        shares = [_percent(row[name]) for name in ("gap_share", "general_duty_share")]
        shown.add_row(*(str(row[name] or "") for name in columns), *found, *shares, row["second_opinion"])
    out.print(shown)
    _print_gaps(tables, homes)
    for row in tables:
        for one in row["catch_alls"]:
            text = f"{row['agreement']} {row['table']}: the gap {one['row']} takes whatever no row names"
            err.print(f"{text} ({_cited(homes[row['agreement']], one['clauses'])})", markup=False, soft_wrap=True)
        for kind in ("gaps", "overlaps", "unreachable"):
            for finding in row[kind]:
                cited = _cited(homes[row["agreement"]], finding["clauses"])
                text = f"{row['agreement']} {row['table']}, {kind}: {finding['words']} ({cited})"
                err.print(text, style="red", markup=False, soft_wrap=True)

    for one in document["disagreements"]:
        home = homes[one["agreement"]]
        sides = " but ".join(
            f"{side['table']}/{side['row']} answers {side['answer']} ({_cited(home, side['clauses'])})"
            for side in (one["a"], one["b"])
        )
        text = f"{one['agreement']}, {one['answer']}: {sides}: {one['words']}"
        err.print(text, style="red", markup=False, soft_wrap=True)


def _print_gaps(tables: Iterable[Mapping[str, Any]], homes: Mapping[str, Agreement]) -> None:
    """Every declared gap that situations end in, with what it takes and what holds meanwhile."""
    shown = Table("table", "gap", "share", "clauses", "meanwhile")
    for table in tables:
        for gap in table["declared_gaps"]:
            cited = _cited(homes[table["agreement"]], gap["clauses"])
            names = f"{table['agreement']} {table['table']}", f"{gap['agreement']}/{gap['row']}"
            shown.add_row(*names, _percent(gap["share"]), cited, ", ".join(gap["interim"].values()))
    out.print(shown)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _print_comparison(document: dict[str, Any], homes: tuple[Agreement, Agreement]) -> None:
    out.print(f"{document['different']} of {document['situations']} situations are decided differently")
    counted = ["situations"]
    if "people" in document:
        counted.append("people")
        out.print(f"{document['people_different']} of {document['people']} people are decided differently")
    shown = Table(*counted, "when", document["a"], document["b"])
    for box in document["boxes"]:
        both = zip((box["a"], box["b"]), homes, strict=True)
        sides = (f"{side['answer']} {_cited(home, side['clauses'])}" for side, home in both)
        shown.add_row(*(str(box[name]) for name in counted), box["words"], *sides)
    out.print(shown)
