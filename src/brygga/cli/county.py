"""`brygga synthesize`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from brygga.agreements import load_all
from brygga.calendars import end_of_day
from brygga.cli.output import app, bad_input, day, err
from brygga.identities import Places
from brygga.synthetic import county_code, write
from brygga.synthetic import synthesize as make_up


@app.command()
def synthesize(
    county: Annotated[str, typer.Argument(help="The county: its code, name or short name.")],
    people: Annotated[int, typer.Option(help="How many people live there.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same county, to the byte.")],
    out: Annotated[Path, typer.Option(help="The folder to write to.")],
    until: Annotated[str, typer.Option(help="The last day of the year that is told, YYYY-MM-DD.")] = "2023-12-31",
) -> None:
    """Make up a county: people, units, messages, stays and facts, each as NAME.parquet."""
    places = Places.load()
    with bad_input():
        code = county_code(places, county)
        vocabulary = load_all().words_of(code)
        made = make_up(places, code, people, seed, end_of_day(day(until)))
        with Progress(console=err) as progress:
            task = progress.add_task("Making up the county", total=people)
            write(made, out, vocabulary, lambda done, total: progress.update(task, completed=done, total=total))
    err.print(f"Written to {out}", highlight=False)
