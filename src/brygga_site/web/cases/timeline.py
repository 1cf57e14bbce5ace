"""Sent messages as lines on a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.template.defaultfilters import date as format_date
from django.utils.translation import gettext as _

from brygga import discharge
from brygga.access import Decision
from brygga.process import Acknowledgement, Body, Correction
from brygga_site.cases.models import Message
from brygga_site.cases.seen import Seen
from brygga_site.organisations.models import Unit
from brygga_site.web.filters import moment
from brygga_site.words import access as words_access
from brygga_site.words import messages as words


@dataclass(frozen=True)
class Line:
    """One message: its row, what it says as pairs of words, and by which later message it was withdrawn.

    Of a message that is `withheld` from the reader a page shows nothing but its number, why and by which clause.
    """

    row: Message
    details: tuple[tuple[str, str], ...]
    withdrawn_by: int | None
    withheld: Decision | None = None

    @property
    def why(self) -> object:
        return words_access.GROUNDS[self.withheld.ground.id] if self.withheld else ""

    @property
    def label(self) -> str:
        return f"{words.SAID[self.row.kind]}, {self.row.unit.name}, {moment(self.row.sent_at)}"


def lines(seen: Iterable[Seen]) -> list[Line]:
    """The messages in the order sent, as the reader may see them."""
    seen = list(seen)
    rows = [one.row for one in seen if one.shown]
    bodies = {row.sequence: discharge.parse(row.kind, row.content) for row in rows}
    names = {row.sequence: words.SAID[row.kind] for row in rows}
    withdrawn = {body.of: number for number, body in bodies.items() if isinstance(body, Correction)}
    return [_line(one, bodies, names, withdrawn) for one in seen]


def _line(one: Seen, bodies: dict[int, Body], names: dict[int, Any], withdrawn: dict[int, int]) -> Line:
    number = one.row.sequence
    if not one.shown:
        return Line(one.row, (), None, one.decision)
    return Line(one.row, _details(bodies[number], names), withdrawn.get(number))


def _details(body: Body, names: dict[int, Any]) -> tuple[tuple[str, str], ...]:
    found = []
    for name, info in type(body).model_fields.items():
        label = str(words.FIELDS.get(info.title or "", info.title))
        value = getattr(body, name)
        if name == "of" and isinstance(body, Acknowledgement | Correction):
            found.append((label, f"{value}. {names.get(value, '')}"))
        elif name == "recipients":
            units = Unit.objects.filter(hsa_id__in=value).values_list("name", flat=True)
            found.append((label, ", ".join(units)))
        else:
            found.append((label, _shown(value)))
    return tuple(pair for pair in found if pair[1])


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return format_date(value, "j F Y")
    if isinstance(value, tuple):
        return ", ".join(_shown(one) for one in value)
    return str(words.CHOICES.get(value, value))
