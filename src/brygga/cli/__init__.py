"""The `brygga` command. Results go to standard output, errors to standard error.

Exit status 2 is bad input, 1 a failed check.
"""

from importlib.metadata import entry_points

from typer import Typer

from brygga.cli import agreements, county, rules, settlement
from brygga.cli.output import app

__all__ = ["agreements", "app", "county", "main", "rules", "settlement"]


def main() -> None:
    """Runs the command with the arguments of the process, and with what the site adds to it (group brygga.commands)."""
    for command in entry_points(group="brygga.commands"):
        loaded = command.load()
        if isinstance(loaded, Typer):
            app.add_typer(loaded, name=command.name)
        else:
            app.command(command.name)(loaded)
    app()
