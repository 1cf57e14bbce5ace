"""What can be done with a backup: write one, look through one, restore one. Nothing half-written is ever left."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from django.db import connection

from brygga_site.backup import envelope, manifest, noting, schema, script
from brygga_site.backup.engines import ENDS, KEPT_APART, engine
from brygga_site.backup.manifest import CopiedTable, DataFile, Manifest, Trail
from brygga_site.trail import digests, inspecting

MADE_BY_MIGRATING = {"django_content_type", "auth_permission"}
"""Rows that an empty database holds too."""


class NotAsWritten(Exception):
    """What lies on the disk, or was restored, is not what was copied. It has been removed again."""


class Followed(Protocol):
    """Is told of long work: what it is, and of how many rows. Passes on what it is given."""

    def __call__(self, what: str, each: Iterable[Any], total: int) -> Iterator[Any]: ...


def silently(what: str, each: Iterable[Any], total: int) -> Iterator[Any]:
    return iter(each)


def back_up(folder: Path, recipients: Sequence[Any], identities: Sequence[Any], followed: Followed) -> Manifest:
    """Writes a backup of the database as it is now into the folder, which must not be there or be empty.

    Without recipients it is not encrypted; with identities it is looked through as a restore would. A trail that is
    not whole is backed up all the same, and its findings stand in the manifest. Raises ValueError, OSError, and
    NotAsWritten.
    """
    _is_free(folder)
    if waiting := schema.waiting():
        raise ValueError(f"the database is of an older version ({', '.join(waiting)}): run `manage.py migrate`")
    if newer := schema.ahead(schema.applied()):
        raise ValueError(f"the database is of a newer version ({', '.join(newer)}): use that version's `brygga backup`")
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}.partial-", dir=folder.parent))
    try:
        made = _write(partial, recipients, followed)
        _look_through(made, partial, recipients, identities, followed)
        # The name by which it is known as a backup comes last, and all at once.
        manifest.write(made, partial)
        _sync(partial / manifest.FILE)
        _sync(partial)
        partial.rename(folder)
        _sync(folder.parent)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return made


def _is_free(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ValueError(f"{folder} is there already: name a folder that is not, or is empty")


def _write(partial: Path, recipients: Sequence[Any], followed: Followed) -> Manifest:
    file = partial / f"data.sql.gz{'.age' if recipients else ''}"
    # Before the first look: whatever was committed until now is in it.
    taken_at = datetime.now(UTC)
    with engine().one_state():
        tables = engine().tables(KEPT_APART | ENDS)
        given, written = envelope.write(file, _script(tables, followed), recipients)
        trail = _trail(followed)
    return Manifest(
        brygga=manifest.version(),
        engine=connection.vendor,
        taken_at=digests.moment(taken_at),
        migrations=schema.applied(),
        tables=tables,
        data=DataFile(
            file=file.name,
            encrypted=bool(recipients),
            bytes=written.bytes,
            sha256=written.sha256,
            script_bytes=given.bytes,
            script_sha256=given.sha256,
        ),
        trail=trail,
    ).with_signature()


def _script(tables: dict[str, CopiedTable], followed: Followed) -> Iterator[bytes]:
    for name, table in tables.items():
        rows, count = script.Rows(name, tuple(table.columns)), 0
        yield rows.opening()
        for block in followed(f"Copying {name}", engine().lines(rows), table.rows):
            count += block.count(b"\n")
            yield block
        yield script.END
        if count != table.rows:
            raise NotAsWritten(f"{name} gave {count} rows of {table.rows}")


def _trail(followed: Followed) -> Trail:
    now = datetime.now(UTC)
    report, _ = inspecting.verified(now, None, lambda rows, count: followed("Verifying the trail", rows, count))
    findings = [f"{one.kind}: entries {one.first} to {one.last}" for one in report.findings]
    return Trail(entries=report.entries, seals=report.seals, head=report.head, findings=findings)


def _look_through(
    made: Manifest, folder: Path, recipients: Sequence[Any], identities: Sequence[Any], followed: Followed
) -> None:
    """Reads what was written, from the disk. What is encrypted is opened only where an identity is given."""
    lies_there(made, folder)
    if recipients and not identities:
        return
    _read(made, folder, identities if recipients else (), _only_counted, followed)


def lies_there(made: Manifest, folder: Path) -> None:
    """Raises NotAsWritten when the file with the rows is not the one that was written."""
    found = envelope.digest(folder / made.data.file)
    if (found.bytes, found.sha256) != (made.data.bytes, made.data.sha256):
        raise NotAsWritten(
            f"{made.data.file} is not as it was written: {found.bytes} bytes of {made.data.bytes}, "
            f"SHA-256 {found.sha256} for {made.data.sha256}"
        )


Load = Callable[[script.Rows, dict[str, str], Iterable[bytes]], None]


def _only_counted(rows: script.Rows, kinds: dict[str, str], lines: Iterable[bytes]) -> None:
    for _ in lines:
        pass


def _read(made: Manifest, folder: Path, identities: Sequence[Any], load: Load, followed: Followed) -> None:
    """Hands the rows of each table to `load`. Raises NotAsWritten when they are not those that were copied."""

    def loaded(rows: script.Rows, lines: Iterable[bytes]) -> None:
        table = made.tables.get(rows.table)
        if table is None or tuple(table.columns) != rows.columns:
            raise script.UnreadableScript(f"the manifest knows no table {rows.table} of these columns")
        load(rows, table.columns, followed(f"Reading {rows.table}", lines, table.rows))

    with envelope.opened(folder / made.data.file, identities) as (lines, digest):
        counted = script.tables(lines, loaded)
        # What comes after the last table, so that the digest is of all.
        lines.read()
    wanted = {name: table.rows for name, table in made.tables.items()}
    if wrong := [name for name in sorted(wanted | counted) if counted.get(name) != wanted.get(name)]:
        raise NotAsWritten("; ".join(f"{name}: {counted.get(name)} rows of {wanted.get(name)}" for name in wrong))
    if digest.sha256 != made.data.script_sha256:
        raise NotAsWritten(f"the rows in {made.data.file} are not those that were copied")


def restore(made: Manifest, folder: Path, identities: Sequence[Any], followed: Followed) -> Trail:
    """Restores the backup into the empty database of the settings; gives what verifying its trail found.

    An older one is brought to this version. Raises ValueError, OSError, and NotAsWritten; then the database is as
    empty as it was.
    """
    if made.data.encrypted and not identities:
        raise ValueError(f"{folder} is encrypted: name the file with the private key, --identity FILE")
    if newer := schema.ahead(made.migrations):
        raise ValueError(
            f"{folder} comes from a newer Brygga ({made.brygga}; it knows {', '.join(newer[:3])}): "
            "restore it with that version or a later one"
        )
    lies_there(made, folder)
    is_empty()
    with engine().made_anew():
        schema.bring_to(made.migrations)
        with engine().loading():
            _empty_what_migrating_made()
            _read(made, folder, identities if made.data.encrypted else (), engine().load, followed)
            engine().set_last(made.tables)
        _is_all_there(made)
        is_older = bool(schema.waiting())
        schema.bring_up()
        engine().analyze()
        trail = _trail(followed)
        # Migrations put entries on the trail, of rows that they take on: then it has more, after those it had.
        as_many = trail.entries >= made.trail.entries if is_older else trail.entries == made.trail.entries
        if not as_many or (trail.head, trail.findings) != (made.trail.head, made.trail.findings):
            raise NotAsWritten(
                f"the trail is not the one that was copied: {trail.entries} entries of {made.trail.entries}, "
                f"head {trail.head} for {made.trail.head}, {manifest.whole(trail.findings)}"
            )
        noting.restored(made, folder)
    return trail


def is_empty() -> None:
    """Raises ValueError when the database of the settings holds anything."""
    if not engine().is_there():
        return
    tables = engine().tables(KEPT_APART | MADE_BY_MIGRATING)
    if held := [f"{table.rows} in {name}" for name, table in tables.items() if table.rows]:
        name = connection.settings_dict["NAME"]
        raise ValueError(f"the database {name} is not empty (rows: {', '.join(held[:5])}): restore into an empty one")


def _empty_what_migrating_made() -> None:
    with connection.cursor() as cursor:
        # Permissions refer to content types.
        for name in sorted(MADE_BY_MIGRATING):
            cursor.execute(f'DELETE FROM "{name}"')  # noqa: S608


def _is_all_there(made: Manifest) -> None:
    """Counts what the database itself now says that it holds. Raises NotAsWritten."""
    there = engine().tables(KEPT_APART | ENDS)
    for name, table in made.tables.items():
        if name not in there or there[name].rows != table.rows:
            raise NotAsWritten(f"{name} holds {there[name].rows if name in there else 'nothing'} rows of {table.rows}")
        if (there[name].last or 0) < (table.last or 0):
            raise NotAsWritten(f"{name} would give the number {there[name].last} once more")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
