"""`brygga trail`: exports the head of the trail, countersigns one, and verifies the trail."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import Progress

from brygga.cli.output import Json, bad_input, err, out, print_json

if TYPE_CHECKING:
    from brygga_site.trail.verification import VerificationReport

app = typer.Typer(no_args_is_help=True, help="The trail of who read and wrote what: its head, and whether it is whole.")

Out = Annotated[Path, typer.Option("--out", help="The file to write.")]


@app.command()
def head(file: Out) -> None:
    """Export the head of the trail, for another organisation to keep and to countersign."""
    with _the_site():
        from brygga_site.trail import actions, heads, reads

        made = heads.head_of(reads.seals(reads.newest()))
        heads.write(made, file)
        _note(lambda: actions.note_export(datetime.now(UTC), made.seal.last))
    err.print(f"The head covers the entries to {made.seal.last}. Written to {file}", highlight=False, soft_wrap=True)


@app.command()
def key(
    file: Out, algorithm: Annotated[str, typer.Option(help="By what it signs: ed25519 or ml-dsa-65.")] = "ed25519"
) -> None:
    """Make a private key, to seal the trail with or to countersign the heads of others."""
    from brygga_site.trail import keys

    with bad_input():
        if algorithm not in keys.ALGORITHMS:
            raise ValueError(f"--algorithm {algorithm}: no such one; there are {', '.join(keys.ALGORITHMS)}")
        try:
            made = keys.make(file, algorithm)
        except FileExistsError:
            raise ValueError(f"{file} is there already, and is left as it was: name another file") from None
    err.print(f"Its public key is {keys.public(made)}. Written to {file}", highlight=False, soft_wrap=True)


@app.command()
def countersign(
    head: Annotated[Path, typer.Argument(help="An exported head.")],
    key: Annotated[Path, typer.Option(help="Your own organisation's private key, as PEM.")],
    file: Out,
) -> None:
    """Sign another organisation's head with your own key."""
    from brygga_site.trail import heads, keys

    with bad_input():
        own = keys.load(key)
        heads.write(heads.countersign(heads.read(head), own, datetime.now(UTC)), file)
    err.print(f"Signed with the key {keys.public(own)}. Written to {file}", highlight=False, soft_wrap=True)


@app.command()
def verify(
    head: Annotated[Path | None, typer.Option(help="An exported head to compare with.")] = None,
    as_json: Json = False,
) -> None:
    """Find and locate every change, removal, insertion, reordering and truncation; exit status 1 when there is any."""
    with _the_site():
        report, last = _verified(head)
        from brygga_site.trail import actions

        _note(lambda: actions.note_verified(datetime.now(UTC), last, len(report.findings), head is not None))
    if as_json:
        print_json(_document(report))
    else:
        _tell(report)
    raise typer.Exit(1 if report.findings else 0)


def _note(write: Callable[[], None]) -> None:
    """Keeps for the log's reviewers that it was done. A copy that cannot be written to is verified all the same."""
    from django.db import DatabaseError

    try:
        write()
    except DatabaseError as error:
        err.print(f"This could not be noted in the database: {error}", highlight=False, soft_wrap=True)


def _verified(file: Path | None) -> "tuple[VerificationReport, int]":
    """The report, and the newest entry that it is about."""
    from brygga_site.trail import heads, inspecting

    exported = heads.read(file) if file else None
    with Progress(console=err, transient=True) as progress:
        return inspecting.verified(
            datetime.now(UTC), exported, lambda rows, count: progress.track(rows, count, description="Verifying")
        )


def _document(report: "VerificationReport") -> dict[str, Any]:
    findings = [
        {"kind": one.kind, "from": one.first, "to": one.last} | ({"what": one.what} if one.what else {})
        for one in report.findings
    ]
    counts = {"entries": report.entries, "seals": report.seals, "unsealed": report.unsealed}
    rows = {"told": report.told, "destroyed": report.destroyed}
    adopted = [{"from": one.first, "to": one.last, "at": one.at, "rows": one.rows} for one in report.adoptions]
    return {"ok": not findings, **counts, "head": report.head, **rows, "adopted": adopted, "findings": findings}


def _tell(report: "VerificationReport") -> None:
    out.print(
        f"{report.entries} entries, {report.seals} seals, {report.unsealed} entries not yet sealed", highlight=False
    )
    out.print(f"{report.told} rows that they tell of, {report.destroyed} of them destroyed by rule", highlight=False)
    for adoption in report.adoptions:
        day = adoption.at[:10]
        out.print(f"{adoption.rows} rows are sealed as they stood on {day}, and no earlier", highlight=False)
    for one in report.findings:
        place = f"entry {one.first}" if one.first == one.last else f"entries {one.first} to {one.last}"
        what = f"{one.what}, told of by {place}" if one.what else place
        out.print(f"{one.kind}: {what}", style="red", highlight=False)
    if not report.findings:
        out.print("The trail is whole.", style="green")


@contextmanager
def _the_site() -> Iterator[None]:
    """The site made ready, with the same settings as manage.py unless others are named.

    Whatever keeps the trail from being read ends with status 2: status 1 is for a trail that is not whole.
    """
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brygga_site.settings.demo")
    with bad_input():
        try:
            django.setup()
            yield
        except ImproperlyConfigured as error:
            raise ValueError(str(error)) from None
        except DatabaseError as error:
            raise ValueError(f"the trail cannot be read: {error}") from None
