"""The `brygga` command. Results go to standard output, errors to standard error.

Exit status 2 is bad input, 1 a failed check.
"""

from importlib.metadata import entry_points
from typing import Annotated

import typer

from brygga import __version__
from brygga.cli import agreements, county, rules, settlement
from brygga.cli.output import app

__all__ = ["agreements", "app", "county", "main", "rules", "settlement"]


def _tell_version(asked: bool) -> None:
    if asked:
        typer.echo(__version__)
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Print the version.")]


@app.callback()
def brygga(version: Version = False) -> None:
    """Runs the agreements by which Swedish regions and municipalities share responsibility for a person's care."""


def main() -> None:
    """Runs the command with the arguments of the process, and with what the site adds to it (group brygga.commands)."""
    for command in entry_points(group="brygga.commands"):
        loaded = command.load()
        if isinstance(loaded, typer.Typer):
            app.add_typer(loaded, name=command.name)
        else:
            app.command(command.name)(loaded)
    app()
