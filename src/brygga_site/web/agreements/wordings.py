"""From when to when the wording of a clause holds, and what stands beside it, as its page says it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from brygga.agreements import Agreement, Clause, Wording, WordingStanding, wording_on
from brygga.agreements.wordings import corresponding, other_wordings
from brygga_site.web.agreements.names import day, wording_days
from brygga_site.web.agreements.reader import Shown


@dataclass(frozen=True)
class OtherWording:
    """Another wording of the same section: the clause that corresponds in it, else all of them."""

    days: str
    clauses: tuple[Shown, ...]


@dataclass(frozen=True)
class ShownWording:
    """The wording of a clause on its page; `notice` is empty where it simply holds."""

    days: str
    notice: str
    is_old: bool
    others: tuple[OtherWording, ...]


def shown_wording(agreement: Agreement, clause: Clause, today: date) -> ShownWording:
    now = wording_on(agreement, clause.id, today)
    is_old = now.standing not in {WordingStanding.HOLDS, WordingStanding.UNCHECKED}
    others = _by_days(agreement, clause, other_wordings(agreement, clause))
    return ShownWording(wording_days(agreement, clause), _notice(now), is_old, others)


def notice_on(agreement: Agreement, clause: Clause, on: date) -> str:
    """What an answer for a day says beside a clause it cites whose wording is not that of the day."""
    wording = wording_on(agreement, clause.id, on)
    match wording.standing:
        case WordingStanding.OTHER:
            return _("Another wording holds on that day.")
        case WordingStanding.NOT_IN_FORCE:
            return _("It is not in force on that day.")
        case WordingStanding.NOT_STORED:
            return _("The wording of that day is not stored here.")
        case WordingStanding.UNCHECKED:
            return _("Last known %(day)s.") % {"day": day(wording.last)} if wording.last else ""
        case _:
            return ""


def _notice(now: Wording) -> str:
    match now.standing:
        case WordingStanding.OTHER:
            return _("Another wording holds today.")
        case WordingStanding.NOT_IN_FORCE:
            return _("It is not in force today.")
        case WordingStanding.NOT_STORED:
            return _("It does not hold today, and what stands there instead is not stored here.")
        case WordingStanding.UNCHECKED:
            return _("Whether it has changed since the day it was last known is not known here.")
        case _:
            return ""


def _by_days(agreement: Agreement, clause: Clause, others: Iterable[Clause]) -> tuple[OtherWording, ...]:
    by_days: dict[str, list[Clause]] = {}
    for other in others:
        by_days.setdefault(wording_days(agreement, other), []).append(other)
    return tuple(
        OtherWording(text, tuple(Shown(agreement, one) for one in corresponding(clause, tuple(clauses))))
        for text, clauses in by_days.items()
    )
