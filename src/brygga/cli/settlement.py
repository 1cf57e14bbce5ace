"""`brygga settle`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from brygga.agreements import load_all
from brygga.cli.output import Json, app, bad_input, err, out, print_json
from brygga.settlement import ENGINES, Settlement
from brygga.settlement import run as run_settle


@app.command()
def settle(
    agreement: Annotated[str, typer.Argument(help="The agreement's id, for instance vastra-gotaland; ID@draft.")],
    stays: Annotated[Path, typer.Argument(help="A CSV or Parquet file of stays.")],
    first: Annotated[str | None, typer.Option("--from", help="First month, YYYY-MM; the data's when left out.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last month, YYYY-MM; the data's when left out.")] = None,
    rate: Annotated[list[str] | None, typer.Option(help="A daily rate, YEAR=KR; may be repeated.")] = None,
    detail: Annotated[bool, typer.Option("--detail", help="Every stay as well.")] = False,
    engine: Annotated[str, typer.Option(help=f"{' or '.join(ENGINES)}.")] = ENGINES[0],
    as_json: Json = False,
) -> None:
    """Compute what each municipality owes per month for discharge-ready patients still in hospital."""
    with bad_input(), err.status("settling") as status:
        name, _, version = agreement.partition("@")
        draft = version == "draft"
        settled = run_settle(
            name if draft else agreement,
            stays,
            first=first,
            last=last,
            rates=rate or (),
            engine=engine,
            detail=detail,
            registry=load_all(draft=name) if draft else None,
            progress=status.update,
        )
    if as_json:
        print_json(settled.to_json())
    else:
        _print_settlement(settled)


def _print_settlement(settled: Settlement) -> None:
    table = Table("municipality", "month", "stays", "mean days", "individual", "days", "kronor", "excluded")
    for line in settled.lines:
        table.add_row(
            f"{line.municipality} {line.name}",
            str(line.month),
            str(line.stays),
            line.mean_days or "",
            str(line.individual_stays),
            str(line.individual_days),
            f"{line.amount:,}".replace(",", " "),
            ", ".join(f"{reason} {number}" for reason, number in line.excluded.items()),
        )
    out.print(table)
    for stay in settled.stays or ():
        row = stay.to_json()
        out.print(", ".join(f"{key} {value}" for key, value in row.items() if value not in (None, [])), markup=False)
    if any(len(line.rules) > 1 for line in settled.lines):
        for line in settled.lines:
            for part in line.rules:
                row = {"month": f"{line.municipality} {line.month}", **part.to_json()}
                out.print(", ".join(f"{key} {value}" for key, value in row.items() if value is not None), markup=False)
    out.print(f"Model {settled.model}. Total {settled.total:,} kronor".replace(",", " "), highlight=False)
