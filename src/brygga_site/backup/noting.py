"""What the trail is told of backups: who has a copy of everything, where, and from what a database was restored."""

import os
import pwd
import socket
from datetime import datetime
from pathlib import Path

from django.db import transaction

from brygga.access.basis import Basis
from brygga_site.backup.manifest import Manifest
from brygga_site.trail.actions import Deed, note_backup, record
from brygga_site.trail.models import OPERATION, Action

PLACE = 60
"""Characters of a folder's name: its end, which says the day."""

HEAD = 16
"""Characters of a head, by which it is found again among the seals."""


@transaction.atomic
def made(backup: Manifest, where: Path) -> None:
    """That a backup was made: an entry, and for whoever watches over the site when it was. Raises NotRecorded."""
    note_backup(datetime.fromisoformat(backup.taken_at), backup.trail.entries, len(backup.trail.findings))
    encrypted = "encrypted" if backup.data.encrypted else "readable by anybody"
    _record(Action.READ, f"backup, {encrypted}, to {_place(where)}", backup)


@transaction.atomic
def restored(backup: Manifest, source: Path) -> None:
    """That this database was restored from a backup; in the restored database itself. Raises NotRecorded."""
    unsigned = "" if backup.signed else "unsigned "
    _record(Action.WRITE, f"restored {unsigned}backup of {backup.taken_at[:19]} from {_place(source)}", backup)


def _record(action: Action, what: str, backup: Manifest) -> None:
    rows = sum(table.rows for table in backup.tables.values())
    told = f"{what}, by {_who()}: {rows} rows, head {(backup.trail.head or 'none')[:HEAD]}"
    record(None, Deed(action, told, Basis.OPERATOR, purpose=OPERATION))


def _place(folder: Path) -> str:
    name = str(folder.absolute())
    return name if len(name) <= PLACE else f"…{name[1 - PLACE :]}"


def _who() -> str:
    """The account of the machine that does it, and whose it is where it was borrowed."""
    try:
        account = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        # As a container has accounts without names.
        account = str(os.getuid())
    borrowed = f" ({os.environ['SUDO_USER'][:20]})" if os.environ.get("SUDO_USER") else ""
    return f"{account[:20]}{borrowed}@{socket.gethostname()[:20]}"
