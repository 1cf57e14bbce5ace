"""Two agreements side by side: the situations that they decide differently, in few boxes."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from brygga.agreements import Agreement
from brygga.rules import Comparison, Condition, Table, compare
from brygga.rules.compare import Difference, Side
from brygga_site.agreements import known, registry
from brygga_site.web import asking
from brygga_site.web.guards import open_to_all
from brygga_site.web.rules.address import LONGEST, AddressFault, choosable
from brygga_site.web.rules.reader import nearest
from brygga_site.web.rules.rows import RowShown, conditions, shown
from brygga_site.words.rules import say

SHOWN = 25
"""Boxes shown before one asks for all of them."""


@dataclass(frozen=True)
class BoxPart:
    """Situations within a box that are all decided so: in words, and which share of the box's they are."""

    facts: list[str]
    share: float


@dataclass(frozen=True)
class SideShown:
    """What one agreement says in a box: the row that answers most of it, and the others with the same answer."""

    row: RowShown
    others: tuple[RowShown, ...]


@dataclass(frozen=True)
class Box:
    """Situations decided differently: in words, how many and which share, and what each agreement says."""

    facts: list[str]
    situations: int
    share: float
    whole: bool
    parts: tuple[BoxPart, ...]
    a: SideShown | None
    b: SideShown | None


@open_to_all
def comparison(request: HttpRequest) -> HttpResponse:
    faults: list[AddressFault] = []
    a, b = (_agreement(asking.word(request.GET, key), faults) for key in ("a", "b"))
    name = _question(asking.word(request.GET, "table"), faults)
    context: dict[str, Any] = {
        "a": a,
        "b": b,
        "name": name,
        "faults": faults,
        "agreements": choosable(registry()),
        "questions": [(key, one.label) for key, one in registry().vocabulary.questions.items()],
        "question": registry().vocabulary.questions.get(name),
        "missing": [],
        "found": None,
        "share": 0.0,
        "boxes": [],
        "same_table": False,
    }
    if a and b and name and not faults:
        context |= _compared(a, b, name, everything=asking.ticked(request.GET, "all"))
    return render(request, "rules/compare.html", context, status=400 if faults else 200)


def _compared(a: Agreement, b: Agreement, name: str, everything: bool) -> dict[str, Any]:
    one, other = a.tables.get(name), b.tables.get(name)
    if one is None or other is None:
        return {"missing": [agreement for agreement in (a, b) if name not in agreement.tables]}
    found = _comparison(one, other)
    boxes = found.boxes if everything else found.boxes[:SHOWN]
    return {
        "found": found,
        "share": found.different / found.situations if found.situations else 0.0,
        "boxes": [_box(found, box) for box in boxes],
        "same_table": len({line.agreement for table in (one, other) for line in table.lines}) == 1,
    }


@lru_cache(maxsize=128)
def _comparison(a: Table, b: Table) -> Comparison:
    """The comparison, made once per process; it keeps what it has found."""
    return compare(a, b)


def _box(found: Comparison, box: Difference) -> Box:
    parts = tuple(
        BoxPart(_in_words(found, one.condition), one.situations / box.situations)
        for one in (() if box.whole else box.parts)
    )
    share = box.situations / found.situations
    facts = _in_words(found, box.condition)
    return Box(facts, box.situations, share, box.whole, parts, _side(box.a), _side(box.b))


def _in_words(found: Comparison, condition: Condition) -> list[str]:
    return next(iter(conditions(found.a, (condition,))), [])


def _side(side: Side) -> SideShown | None:
    if not side.line:
        return None
    others = (line for line in side.lines if line != side.line)
    return SideShown(shown(side.table, side.line), tuple(shown(side.table, line) for line in others))


def _agreement(named: str, faults: list[AddressFault]) -> Agreement | None:
    found, every = known(named), registry().agreements
    if named and found is None:
        message = _("There is no agreement “%(given)s”.") % {"given": named[:LONGEST]}
        allowed = tuple((one.id, one.head.short) for one in choosable(registry()))
        faults.append(AddressFault(message, allowed, nearest(named, every)))
    return found


def _question(name: str, faults: list[AddressFault]) -> str:
    known = registry().vocabulary.questions
    if name and name not in known:
        message = _("There is no question “%(given)s”.") % {"given": name[:LONGEST]}
        faults.append(
            AddressFault(message, tuple((key, say(one.label)) for key, one in known.items()), nearest(name, known))
        )
        return ""
    return name
