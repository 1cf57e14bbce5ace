"""What is wrong in the vocabulary, a table or the facts given, said all at once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

LONGEST = 60
"""Characters of what was written that a message repeats."""
MOST = 10
"""Errors in the facts of one situation that are told; of more only the number."""


@dataclass(frozen=True, order=True)
class Fault:
    """One error: the file, the row and key in it, and what is allowed there."""

    file: str
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.where}: {self.message}"


class InvalidRules(ValueError):
    """A vocabulary or a table that cannot be used, with every fault found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class InvalidFacts(ValueError):
    """Facts that the vocabulary does not know, with every error found."""

    def __init__(self, messages: Iterable[str]) -> None:
        self.messages = tuple(messages)
        super().__init__("\n".join(self.messages))


def unknown(what: str, given: object, known: Collection[str]) -> str:
    """There is no such thing, what there is, and the nearest spelling."""
    written = given if isinstance(given, str) else shown(given)
    near = get_close_matches(written[:LONGEST], sorted(known), 1)
    hint = f"; did you mean '{near[0]}'?" if near else ""
    allowed = "" if len(known) > 30 else f"; allowed: {', '.join(known)}"
    return f"there is no {what} '{cut(written)}'{hint}{allowed}"


def cut(text: str) -> str:
    """A text as a message repeats it."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def shown(given: object) -> str:
    """A value as a message repeats it: of what is no single value only its kind."""
    if isinstance(given, dict | list | tuple):
        return "an object" if isinstance(given, dict) else "a list"
    if isinstance(given, str):
        return repr(cut(given))
    return "a number" if isinstance(given, int) and given.bit_length() > LONGEST else cut(repr(given))
