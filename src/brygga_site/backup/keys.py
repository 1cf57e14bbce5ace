"""Whom a backup is encrypted to, and what opens it: files as `age` writes them, a key on each line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyrage

MAKE_ONE = "make one with `age-keygen -o identity.txt` and keep it away from this machine"


def recipients(file: Path) -> list[Any]:
    """The public keys in the file: `age1…`, or `ssh-ed25519 …`. Raises ValueError, OSError."""
    return _read(file, "public key", {"age1": pyrage.x25519.Recipient.from_str, "ssh-": pyrage.ssh.Recipient.from_str})


def identities(file: Path) -> list[Any]:
    """The private keys in the file: `AGE-SECRET-KEY-1…` on lines, or an SSH key. Raises ValueError, OSError."""
    text = file.read_bytes()
    if text.startswith(b"-----BEGIN OPENSSH PRIVATE KEY-----"):
        try:
            return [pyrage.ssh.Identity.from_buffer(text)]
        except pyrage.IdentityError as error:
            raise ValueError(f"{file} holds no SSH key that can be used: {error}") from None
    return _read(file, "private key", {"AGE-SECRET-KEY-1": pyrage.x25519.Identity.from_str})


def _read(file: Path, what: str, kinds: dict[str, Callable[[str], Any]]) -> list[Any]:
    found = []
    for number, line in enumerate(file.read_text(errors="replace").splitlines(), 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        make = next((make for start, make in kinds.items() if text.startswith(start)), None)
        try:
            if make is None:
                raise ValueError
            found.append(make(text))
        except (ValueError, pyrage.RecipientError, pyrage.IdentityError):
            # The line itself is not told: it may be a secret.
            raise ValueError(f"{file}, line {number}: no {what} of age's; {MAKE_ONE}") from None
    if not found:
        raise ValueError(f"{file} holds no {what}; {MAKE_ONE}")
    return found
