"""`brygga check`, `brygga reference` and `brygga terms`."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

import typer
from rich.table import Table

from brygga.agreements import TermStanding, load_all
from brygga.check import check as run_check
from brygga.cli.output import Json, app, bad_input, day_or_today, err, out, print_json, without_broken
from brygga.reference import page
from brygga.reference import reference as reference_of


@app.command()
def check(
    agreement: Annotated[str | None, typer.Argument(help="One agreement's id; all when left out.")] = None,
    as_json: Json = False,
    strict: Annotated[bool, typer.Option(help="Fail when anything is pending or only named.")] = False,
    draft: Annotated[bool, typer.Option("--draft", help="The draft of that id, in the folder drafts.")] = False,
) -> None:
    """Load every agreement and check it: clauses carried or not, citations, dates, worked cases."""
    with bad_input():
        report = run_check(agreement, draft=draft)
    if as_json:
        print_json(report.to_json())
    else:
        _print_check(report.to_json())
    if not report.ok or (strict and report.uncarried):
        raise typer.Exit(1)


@app.command()
def terms(
    on: Annotated[str | None, typer.Option(help="The day, YYYY-MM-DD; today when left out.")] = None,
    as_json: Json = False,
) -> None:
    """Show per agreement: in force, current period, last day for notice, next renewal."""
    with bad_input():
        shown = day_or_today(on)
        registry = load_all()
        standings = {one.id: one.term.on(shown) for one in registry.agreements.values()}
    if as_json:
        rows = [{"id": name, **standing.to_json()} for name, standing in standings.items()]
        print_json({"on": shown.isoformat(), "agreements": rows})
    else:
        _print_terms(shown, standings)
    if not without_broken(registry):
        raise typer.Exit(1)


@app.command()
def reference(as_json: Json = False) -> None:
    """Show everything that an agreement's files may say: keys, units, carriers, processes, worked cases, words."""
    with bad_input():
        whole = reference_of(load_all())
    if as_json:
        print_json(whole.to_json())
    else:
        typer.echo(page(whole))


def _print_check(report: dict[str, Any]) -> None:
    agreements = report["agreements"]
    counted = ("clauses", "carried", "labels_only", "pending", "half", "statements", "cases", "tables")
    table = Table("id", *(name.replace("_", " ") for name in counted), "rows without case", "errors")
    for row in agreements:
        lists = (len(row["rows_without_case"]), len(row["errors"]))
        table.add_row(row["id"], *(str(row[name]) for name in counted), *map(str, lists))
    out.print(table)
    for row in agreements:
        _print_line(f"{row['id']}, pending", (f"{name} {number}" for name, number in row["pending_by"].items()))
        _print_line(f"{row['id']}, no worked case reaches", row["rows_without_case"])
    for error in (*report["errors"], *(error for row in agreements for error in row["errors"])):
        text = f"{error['file']}: {error['where']}: {error['message']}"
        err.print(text, style="red", markup=False, soft_wrap=True)


def _print_line(title: str, items: Iterable[str]) -> None:
    if text := ", ".join(items):
        out.print(f"{title}: {text}", markup=False, highlight=False, soft_wrap=True)


def _print_terms(on: date, standings: dict[str, TermStanding]) -> None:
    table = Table("id", "kind", "in force", "period", "last day for notice", "next period", "next revision")
    for name, standing in standings.items():
        table.add_row(
            name,
            standing.kind.value,
            _IN_FORCE[standing.in_force],
            _span(standing.to_json()["period"]),
            str(standing.last_day_for_notice or ""),
            _span(standing.to_json()["next_period"]),
            str(standing.next_revision or ""),
        )
    out.print(f"On {on}")
    out.print(table)


_IN_FORCE = {True: "yes", False: "no", None: "not stated"}


def _span(period: dict[str, str] | None) -> str:
    return f"{period['from']} – {period['to']}" if period else ""
