"""Room on the disk that is set aside beforehand, so that readings can be recorded when the disk is full.

A file beside the database holds it: `brygga.sqlite3.aside`. Some of it is given up when it is needed, and taken back
when there is room again.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

STEP = 1024 * 1024
"""Bytes that are given up at once: some hundred readings."""


@dataclass(frozen=True)
class Aside:
    """The room beside one database; `size` bytes when nothing of it has been given up."""

    database: Path
    size: int

    @property
    def file(self) -> Path:
        return self.database.with_name(f"{self.database.name}.aside")

    @property
    def held(self) -> int:
        """Bytes that are still there to give up."""
        try:
            return self.file.stat().st_size
        except FileNotFoundError:
            return 0

    def take(self) -> bool:
        """Sets aside what is missing, where the disk has as much again left. Whether all of it is there."""
        if self.held >= self.size:
            return True
        disk = os.statvfs(self.database.parent)
        if disk.f_bavail * disk.f_frsize < 2 * self.size - self.held:
            return False
        # Several processes may do it at once: each asks for the same bytes.
        descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.posix_fallocate(descriptor, 0, self.size)
        except OSError:
            # What is half taken would look as if it were room.
            with suppress(OSError):
                os.ftruncate(descriptor, 0)
            return False
        finally:
            os.close(descriptor)
        return True

    def give_up(self) -> bool:
        """Gives some of the room to the disk; whether there was any."""
        held = self.held
        if not held:
            return False
        os.truncate(self.file, max(0, held - STEP))
        return True
