"""What is wrong in the vocabulary, a table or the facts given, said all at once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches


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
    near = get_close_matches(str(given), sorted(known), 1)
    hint = f"; did you mean '{near[0]}'?" if near else ""
    allowed = "" if len(known) > 30 else f"; allowed: {', '.join(known)}"
    return f"there is no {what} '{given}'{hint}{allowed}"
