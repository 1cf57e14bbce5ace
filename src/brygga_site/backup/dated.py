"""A folder of backups, each in a folder named by when it was begun: what is made each night, and how many are kept."""

import re
import shutil
import time
from datetime import datetime
from pathlib import Path

from brygga_site.backup import manifest

_NAME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")
_PARTIAL = re.compile(r"\.\d{4}-\d\d-\d\dT\d{6}Z\.partial-.+")
_ABANDONED = 24 * 60 * 60  # seconds


def name_of(now: datetime) -> str:
    """The folder for a backup begun now, in UTC: so the names are in the order of time, also in October."""
    return f"{now:%Y-%m-%dT%H%M%SZ}"


def newest(folder: Path) -> Path:
    """The latest backup. Raises ValueError where there is none."""
    if not (found := _whole(folder)):
        raise ValueError(f"{folder} holds no backup")
    return found[-1]


def thin(folder: Path, keep: int) -> list[Path]:
    """Removes all but the latest, and what backups that were killed have left; gives the backups that it removed."""
    gone = _whole(folder)[:-keep]
    for one in gone:
        # Without its manifest it is no backup any more, should the rest be interrupted.
        (one / manifest.FILE).unlink()
        shutil.rmtree(one)
    for left in folder.iterdir():
        if _PARTIAL.fullmatch(left.name) and time.time() - left.stat().st_mtime > _ABANDONED:
            shutil.rmtree(left)
    return gone


def _whole(folder: Path) -> list[Path]:
    return sorted(one for one in folder.iterdir() if _NAME.fullmatch(one.name) and (one / manifest.FILE).is_file())
