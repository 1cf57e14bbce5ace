"""The database's files are for the account that runs the site, and for nobody else on the machine."""

import os
import stat
from contextlib import suppress
from pathlib import Path

BESIDE = ("", "-wal", "-shm", "-journal", ".lock", ".lock.next", ".aside")
"""The file, its logs, the locks, and the room set aside. SQLite makes the logs with the rights of the file."""

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def keep(file: Path) -> None:
    """Makes the file, when it is not there, for its owner alone, and takes what rights others have to it away.

    What belongs to another account is left as it is: whoever owns it answers for it, and a copy may be given to read.
    """
    with suppress(FileExistsError, FileNotFoundError, PermissionError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    for ending in BESIDE:
        with suppress(FileNotFoundError, PermissionError):
            beside = file.with_name(file.name + ending)
            mode = stat.S_IMODE(beside.stat().st_mode)
            if mode & OTHERS:
                beside.chmod(mode & ~OTHERS)
