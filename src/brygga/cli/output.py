"""What every sub-command shares: where it prints, and what it says of bad input."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated, Any

import typer
from rich.console import Console

from brygga.agreements import Registry, UnusableAgreement
from brygga.calendars import YEARS
from brygga.calendars.deadlines import SWEDEN

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
out = Console(width=None if sys.stdout.isatty() else 160)
err = Console(stderr=True)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


@contextmanager
def bad_input() -> Iterator[None]:
    """Turns what is wrong with the input into a message on standard error and exit status 2."""
    try:
        yield
    except (ValueError, LookupError, OSError) as error:
        text = str(error.args[0]) if isinstance(error, KeyError) else str(error)
        err.print(text, style="red", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(2) from None


def print_json(document: Any) -> None:
    """Prints one JSON document."""
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))


def without_broken(registry: Registry) -> bool:
    """Says of each agreement that cannot be used what is wrong with it, and whether all can be used."""
    for broken in registry.broken.values():
        err.print(str(UnusableAgreement(broken)), style="red", markup=False, highlight=False, soft_wrap=True)
    return not registry.broken


def day_or_today(text: str | None) -> date:
    """A day as it is written, today in Sweden where none is. Raises ValueError."""
    return day(text) if text else datetime.now(SWEDEN).date()


def day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"'{text}' is no date: write YYYY-MM-DD, for instance 2026-11-22") from None
    if found.year not in YEARS:
        raise ValueError(f"'{text}' is no date to ask for: the years go from {YEARS[0]} to {YEARS[-1]}")
    return found
