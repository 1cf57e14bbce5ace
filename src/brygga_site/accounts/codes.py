"""One-time codes: made by chance, read aloud or off paper, kept hashed."""

import secrets

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Those that are not mistaken for each other."""

PARTS, PART = 2, 4
HALF = PARTS * PART
"""Eight letters: 39 bits. A one-time code has two halves, each hashed by itself."""


def half() -> str:
    """Half a code as it is shown, `K7MP-2QRT`."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(PART)) for _ in range(PARTS))


def plain(typed: str) -> str:
    """What was typed, without what does not matter: small letters, hyphens and blanks."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())
