"""A restore drill: a backup is restored beside the database, verified, and gone again; what it took is told."""

import os
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyrage
from django.db import connection

from brygga_site.backup import actions, manifest
from brygga_site.backup.actions import Followed
from brygga_site.backup.engines import engine


def of_one_made_now(folder: Path | None, followed: Followed) -> dict[str, object]:
    """Backs up into a folder of its own under `folder`, with a key of its own, and restores that.

    Seconds; `bytes` is what the backup takes. Raises as the backup and the restore do.
    """
    identity = pyrage.x25519.Identity.generate()
    with tempfile.TemporaryDirectory(prefix="brygga-drill-", dir=folder) as own:
        begun = time.monotonic()
        made = actions.back_up(Path(own) / "backup", [identity.to_public()], [], followed)
        took = time.monotonic() - begun
        return {**_restored(made, Path(own) / "backup", [identity], followed), "backup_seconds": round(took, 2)}


def of(folder: Path, identities: Sequence[Any], unsigned: bool, followed: Followed) -> dict[str, object]:
    """Restores the backup in the folder. `rpo_seconds` is how old it is: what would be lost if all were lost now."""
    made = manifest.read(folder, unsigned)
    age = (datetime.now(UTC) - datetime.fromisoformat(made.taken_at)).total_seconds()
    return {**_restored(made, folder, identities, followed), "rpo_seconds": round(age, 1)}


def _restored(
    made: manifest.Manifest, folder: Path, identities: Sequence[Any], followed: Followed
) -> dict[str, object]:
    begun = time.monotonic()
    with engine().beside(f"brygga_drill_{os.getpid()}"):
        trail = actions.restore(made, folder, identities, followed)
    took = time.monotonic() - begun
    told = made.summary(connection.vendor, not trail.findings)
    return {**told, "rto_seconds": round(took, 2)}
