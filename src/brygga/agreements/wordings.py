"""Which wording of a clause holds on a day, and what can be said where that of the day is not stored."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from brygga.agreements.agreement import Agreement
from brygga.agreements.clauses import Clause
from brygga.agreements.parties import AgreementPart, Source

_DAY = re.compile(r"-\d{4}(-\d\d-\d\d)?$")


class WordingStanding(StrEnum):
    """How the wording of a clause stands to a day."""

    HOLDS = "holds"
    OTHER = "other"
    """Another wording of the same section, stored too, holds on the day."""
    NOT_STORED = "not-stored"
    """The day lies before or after the wording that is stored."""
    UNCHECKED = "unchecked"
    """The day lies after the last one for which the text is known to be the newest."""
    NOT_IN_FORCE = "not-in-force"
    """The act, or the part of the agreement, is not in force on the day."""


@dataclass(frozen=True)
class Wording:
    """A clause on a day: from when to when its wording is stored, and which clauses hold instead of it.

    `first` and `last` are days, None where no end is known; in a part that is not in force they are the part's. `str()`
    says the notice; nothing where it simply holds.
    """

    clause: Clause
    on: date
    standing: WordingStanding
    first: date | None
    last: date | None
    instead: tuple[Clause, ...] = ()

    @property
    def holds(self) -> bool:
        return self.standing is WordingStanding.HOLDS

    def __str__(self) -> str:
        cited, days = self.clause.cited, " ".join(self._days())
        match self.standing:
            case WordingStanding.HOLDS:
                return ""
            case WordingStanding.OTHER:
                ids = ", ".join(clause.id for clause in self.instead)
                return f"{cited} has another wording on {self.on}: {ids}"
            case WordingStanding.NOT_STORED:
                return f"the wording stored of {cited} holds {days}; what stands there on {self.on} is not stored"
            case WordingStanding.UNCHECKED:
                return f"{cited} is stored as it stood on {self.last}; whether it has changed by {self.on} is not known"
            case WordingStanding.NOT_IN_FORCE:
                return f"{cited} is in force {days}, not on {self.on}"

    @property
    def in_swedish(self) -> str:
        """The same notice in Swedish, the language of the clauses that it stands beside."""
        days = " ".join(f"{word} {day}" for word, day in (("från", self.first), ("till och med", self.last)) if day)
        match self.standing:
            case WordingStanding.HOLDS:
                return ""
            case WordingStanding.OTHER:
                return f"Den {self.on} gäller en annan lydelse: {', '.join(clause.id for clause in self.instead)}."
            case WordingStanding.NOT_STORED:
                return f"Brygga har lydelsen som gäller {days}, inte den som gäller {self.on}."
            case WordingStanding.UNCHECKED:
                return f"Texten är senast känd {self.last}. Om den har ändrats till {self.on} vet Brygga inte."
            case WordingStanding.NOT_IN_FORCE:
                return f"Gäller {days}, alltså inte {self.on}."

    def _days(self) -> list[str]:
        return [f"{word} {day}" for word, day in (("from", self.first), ("until", self.last)) if day]


def wording_on(agreement: Agreement, clause_id: str, on: date) -> Wording:
    """How the wording of a clause, here or in what the agreement falls back to, stands to a day. Raises LookupError."""
    home = next((one for one in agreement.lineage() if one.has_clause(clause_id)), agreement)
    clause = home.clause(clause_id)
    part = next(part for part in home.head.part if part.id == clause.part)
    if not _in_force(part, on):
        return Wording(clause, on, WordingStanding.NOT_IN_FORCE, part.in_force_from, part.in_force_to)
    first, last = stored_days(home, clause)
    if clause.holds(on) and (first is None or first <= on):
        standing = WordingStanding.UNCHECKED if last and last < on else WordingStanding.HOLDS
        return Wording(clause, on, standing, first, last)
    instead = tuple(other for other in other_wordings(home, clause) if other.holds(on))
    standing = WordingStanding.OTHER if instead else WordingStanding.NOT_STORED
    return Wording(clause, on, standing, first, last, corresponding(clause, instead))


def stored_days(agreement: Agreement, clause: Clause) -> tuple[date | None, date | None]:
    """The first and the last day for which the agreement's sources show that a clause reads as it does."""
    sources = {source.id: source for source in agreement.head.source}
    part = next(part for part in agreement.head.part if part.id == clause.part)
    first = clause.from_ or sources[clause.source].wording_from or part.in_force_from
    return first, clause.to or _last_shown(clause.source, sources)


def other_wordings(agreement: Agreement, clause: Clause) -> tuple[Clause, ...]:
    """The clauses of the same section in its other wordings, in the order of the source."""
    of = clause.place.split(", ")[0]
    in_section = (one for one in agreement.clauses if one.part == clause.part and one.place.split(", ")[0] == of)
    return tuple(one for one in in_section if not _hold_together(one, clause))


def corresponding(clause: Clause, others: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """Of the clauses of another wording the one that corresponds to a clause; all of them where none does."""
    same = tuple(other for other in others if _without_day(other.id) == _without_day(clause.id))
    return same or others


def _without_day(clause_id: str) -> str:
    """`1985-125.4.2-2026` corresponds to `1985-125.4.2`; a place alone can hold another thing in another wording."""
    return _DAY.sub("", clause_id)


def _hold_together(one: Clause, other: Clause) -> bool:
    last = min(one.to or date.max, other.to or date.max)
    return max(one.from_ or date.min, other.from_ or date.min) <= last


def _in_force(part: AgreementPart, on: date) -> bool:
    return (part.in_force_from is None or part.in_force_from <= on) and (
        part.in_force_to is None or on <= part.in_force_to
    )


def _last_shown(source: str, sources: dict[str, Source]) -> date | None:
    days = [sources[source].wording_to, *(one.wording_to for one in sources.values() if one.renews == source)]
    return None if None in days else max(day for day in days if day)
