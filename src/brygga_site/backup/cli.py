"""`brygga backup`, `restore` and `drill`. Exit status 1 when what was written or restored does not verify."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import Progress

from brygga.cli.output import Json, bad_input, err, out, print_json

if TYPE_CHECKING:
    from brygga_site.backup.actions import Followed
    from brygga_site.backup.manifest import Manifest

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the backup.")]
Recipients = Annotated[
    Path | None, typer.Option(help="File with the public keys it is encrypted to; else BRYGGA_BACKUP_RECIPIENTS.")
]
Identity = Annotated[Path | None, typer.Option(help="File with the private key that opens it.")]
Plain = Annotated[bool, typer.Option("--plain", help="Do not encrypt: whoever gets the file can read it all.")]
Dated = Annotated[bool, typer.Option("--dated", help="Make the backup in a folder of its own in DIR, named by now.")]
Unsigned = Annotated[bool, typer.Option("--unsigned", help="Take a backup that no key has signed, all the same.")]
Keep = Annotated[int, typer.Option(min=0, help="With --dated: remove all but so many of the latest; 0 removes none.")]


def backup(
    folder: Folder,
    recipients: Recipients = None,
    identity: Identity = None,
    plain: Plain = False,
    dated: Dated = False,
    keep: Keep = 0,
    as_json: Json = False,
) -> None:
    """Back up the whole database, while it is in use, encrypted and verified."""
    with _work() as followed:
        from brygga_site.backup import actions, keys
        from brygga_site.backup import dated as by_date

        to = [] if plain else keys.recipients(_recipients(recipients))
        where = folder / by_date.name_of(datetime.now(UTC)) if dated else folder
        made = actions.back_up(where, to, keys.identities(identity) if identity else [], followed)
        _note(made, where)
        gone = by_date.thin(folder, keep) if dated and keep else []
    if gone:
        err.print(f"Removed {len(gone)} older: {', '.join(one.name for one in gone)}", highlight=False, soft_wrap=True)
    _tell(made.summary(made.engine, not made.trail.findings), f"Written to {where}", as_json)


def restore(folder: Folder, identity: Identity = None, unsigned: Unsigned = False, as_json: Json = False) -> None:
    """Restore a backup into the empty database of the settings, and verify it."""
    with _work() as followed:
        from django.db import connection

        from brygga_site.backup import actions, keys, manifest

        made = manifest.read(folder, unsigned)
        trail = actions.restore(made, folder, keys.identities(identity) if identity else [], followed)
    told = made.summary(connection.vendor, not trail.findings)
    _tell(told, f"Restored into {connection.settings_dict['NAME']}", as_json)


def drill(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="A backup, or a folder of dated ones. Else one is made now.")
    ] = None,
    identity: Identity = None,
    room: Annotated[
        Path | None, typer.Option(help="Where the backup made now is put; else the temporary folder.")
    ] = None,
    unsigned: Unsigned = False,
    as_json: Json = False,
) -> None:
    """Try whether a backup can be restored: beside the database, verified, and removed again. Says what it took."""
    with _work() as followed:
        from brygga_site.backup import dated, drilling, keys, manifest

        if folder is None:
            told = drilling.of_one_made_now(room, followed)
        else:
            one = folder if (folder / manifest.FILE).is_file() else dated.newest(folder)
            told = drilling.of(one, keys.identities(identity) if identity else [], unsigned, followed)
    times = {name: told[name] for name in ("backup_seconds", "rto_seconds", "rpo_seconds") if name in told}
    _tell(told, "Restored and removed again; " + ", ".join(f"{name} {one}" for name, one in times.items()), as_json)


def _note(made: "Manifest", where: Path) -> None:
    """Keeps that it was made. A database that takes nothing is backed up too."""
    from django.db import DatabaseError

    from brygga_site.backup import noting
    from brygga_site.trail.actions import NotRecorded

    if made.signed is None:
        err.print("It is not signed, as BRYGGA_TRAIL_KEY names no key: restoring it takes --unsigned", highlight=False)
    try:
        noting.made(made, where)
    except (DatabaseError, NotRecorded) as error:
        err.print(f"This could not be noted in the database: {error}", highlight=False, soft_wrap=True)


def _recipients(file: Path | None) -> Path:
    from django.conf import settings

    if found := file or settings.BRYGGA_BACKUP_RECIPIENTS:
        return Path(found)
    raise ValueError(
        "nobody is named whom the backup is encrypted to: --recipients FILE, or BRYGGA_BACKUP_RECIPIENTS; "
        "--plain writes it so that anybody can read it"
    )


@contextmanager
def _work() -> "Iterator[Followed]":
    """The site made ready, and a bar for what takes long. Errors come as messages: 2 for bad input, 1 for a failure."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brygga_site.settings.demo")
    with bad_input(), Progress(console=err, transient=True) as progress:
        try:
            django.setup()
            from brygga_site.backup.actions import NotAsWritten

            yield lambda what, each, total: _followed(progress, what, each, total)
        except ImproperlyConfigured as error:
            raise ValueError(str(error)) from error
        except DatabaseError as error:
            raise ValueError(f"the database does not do it: {error}") from error
        except NotAsWritten as error:
            progress.stop()
            err.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
            raise typer.Exit(1) from None


def _followed(progress: Progress, what: str, each: Iterable[Any], total: int) -> Iterator[Any]:
    """What comes as blocks of many rows is counted by their lines."""
    task = progress.add_task(what, total=total)
    try:
        for one in each:
            yield one
            progress.advance(task, one.count(b"\n") if isinstance(one, bytes) else 1)
    finally:
        progress.remove_task(task)


def _tell(told: dict[str, Any], where: str, as_json: bool) -> None:
    if as_json:
        print_json(told)
    else:
        rows = sum(told["tables"].values())
        out.print(f"{where}: {rows} rows in {len(told['tables'])} tables, as of {told['taken_at']}", highlight=False)
        style = "green" if told["ok"] else "red"
        out.print(f"Its trail: {told['trail']}; head {told['head']}", style=style, highlight=False, soft_wrap=True)
    if not told["ok"]:
        raise typer.Exit(1)
