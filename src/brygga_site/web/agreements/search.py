"""Search in the clauses of every agreement: each word sought begins some word of the clause."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from brygga.agreements import Agreement, Clause
from brygga_site.agreements import registry
from brygga_site.web.agreements.links import all_links
from brygga_site.web.agreements.reader import Shown

LONGEST = 200
_WORD = re.compile(r"\w+(?:[.:\-]\w+)*")


def folded(text: str) -> str:
    """Text as it is compared: case does not matter, å, ä and ö stay letters of their own."""
    return unicodedata.normalize("NFC", text).casefold()


def words(text: str) -> tuple[str, ...]:
    """The words of a text; `2017:612` and `in-` stay together and count in pieces too."""
    whole = _WORD.findall(folded(text))
    pieces = (piece for word in whole for piece in re.split(r"[.:\-]", word))
    return tuple(dict.fromkeys((*whole, *pieces)))


@dataclass(frozen=True)
class IndexedClause:
    """A clause with its words, by where they stand."""

    agreement: Agreement
    clause: Clause
    id: str
    heading: tuple[str, ...]
    summary: tuple[str, ...]
    note: tuple[str, ...]

    def rank(self, phrase: str, sought: tuple[str, ...]) -> int | None:
        """0 for the id itself, then an id that begins so, heading, summary, note; None for no hit."""
        if self.id == phrase:
            return 0
        if self.id.startswith(phrase) and phrase[-1:].isalnum() and "." in phrase:
            return 1
        fields = ((), self.heading, self.summary, self.note)
        for rank in range(2, 5):
            if _all_begin(sought, (self.id, *(word for field in fields[:rank] for word in field))):
                return rank
        return None


def _all_begin(sought: Iterable[str], among: Iterable[str]) -> bool:
    among = tuple(among)
    return all(any(word.startswith(part) for word in among) for part in sought)


@cache
def _index() -> tuple[IndexedClause, ...]:
    return tuple(
        IndexedClause(
            agreement, clause, folded(clause.id), words(clause.heading), words(clause.summary), words(clause.note or "")
        )
        for agreement in registry().agreements.values()
        for clause in agreement.clauses
    )


@dataclass(frozen=True)
class Hit:
    """A clause found, with its texts cut where they are to be marked."""

    shown: Shown
    rank: int
    sought: tuple[str, ...]

    @property
    def heading(self) -> list[tuple[str, bool]]:
        return marked(self.shown.clause.heading, self.sought)

    @property
    def summary(self) -> list[tuple[str, bool]]:
        return marked(self.shown.clause.summary, self.sought)

    @property
    def note(self) -> list[tuple[str, bool]]:
        return marked(self.shown.clause.note or "", self.sought)


def search(text: str) -> dict[str, list[Hit]]:
    """The hits by agreement, the best first; the agreement with the best hit stands first. `text` may be empty."""
    sought = tuple(_WORD.findall(folded(text)))
    if not sought:
        return {}
    # `2017:612 5:3` is how the agreements cite the acts; the clause itself is what is meant.
    cited = all_links().basis(text.strip())
    phrase = folded(cited.clause.id if cited else text.strip())
    found = ((entry, entry.rank(phrase, sought)) for entry in _index())
    hits = [Hit(Shown(entry.agreement, entry.clause), rank, sought) for entry, rank in found if rank is not None]
    groups: dict[str, list[Hit]] = {}
    for hit in sorted(hits, key=lambda one: one.rank):
        groups.setdefault(hit.shown.agreement.id, []).append(hit)
    return groups


def marked(text: str, sought: tuple[str, ...]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is the beginning of a word that was sought."""
    beginnings = "|".join(re.escape(word) for word in sorted(sought, key=len, reverse=True))
    pieces = re.split(rf"(?<!\w)({beginnings})", unicodedata.normalize("NFC", text), flags=re.IGNORECASE)
    return [(piece, number % 2 == 1) for number, piece in enumerate(pieces) if piece]
