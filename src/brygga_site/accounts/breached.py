"""Passwords known to others: looked up in a file on the machine, never asked for over a network."""

import hashlib
import os
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class BreachedPasswordValidator:
    """Refuses a password whose SHA-1 stands in the file that `BRYGGA_BREACHED_PASSWORDS` names."""

    def validate(self, password: str, user: Any = None) -> None:
        if settings.BRYGGA_BREACHED_PASSWORDS and is_breached(password, settings.BRYGGA_BREACHED_PASSWORDS):
            raise ValidationError(
                _("This password has leaked from another site and is on the lists that intruders try. Choose another."),
                code="password_breached",
            )

    def get_help_text(self) -> str:
        return _("Not a password that has leaked from another site.")


def is_breached(password: str, path: Path | str) -> bool:
    """Whether the file, `HASH:count` a line in the order of the hashes, holds the password.

    Raises OSError when the file cannot be read: then no password is taken.
    """
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with Path(path).open("rb") as file:
        low, high = 0, file.seek(0, os.SEEK_END)
        # The line sought begins at or after `low` and before `high`; those between are halved.
        while low < high:
            middle = (low + high) // 2
            start, line = _line_from(file, middle)
            found = line.partition(b":")[0].strip().upper()
            if found == wanted:
                return True
            if not line or start >= high or found > wanted:
                high = middle
            else:
                low = start + len(line)
        return False


def _line_from(file: BinaryIO, position: int) -> tuple[int, bytes]:
    """The first line that begins at or after the position, and where it begins."""
    if position:
        file.seek(position - 1)
        file.readline()
    else:
        file.seek(0)
    return file.tell(), file.readline()
