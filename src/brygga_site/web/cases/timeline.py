"""Sent messages as lines on a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from brygga.access import Decision
from brygga.process import AnyProcess, Body, Consequence, Correction, MessageRef
from brygga.process.message import is_municipality
from brygga_site.cases.models import Message
from brygga_site.cases.seen import SeenMessage
from brygga_site.organisations.models import Unit
from brygga_site.organisations.units import names_of_units
from brygga_site.web.administration.filters import municipality
from brygga_site.web.cases.facts import head
from brygga_site.web.dates import written
from brygga_site.web.filters import moment
from brygga_site.words import access as words_access
from brygga_site.words import processes as words


@dataclass(frozen=True)
class TimelineLine:
    """One message: its row, what it says as pairs of words, and by which later message it was withdrawn.

    `comes_to` is what the agreement makes of it as the case stands now, as pairs of words too, by the `clauses`.

    Of a message that is `withheld` from the reader a page shows nothing but its number, why and by which clause.
    """

    row: Message
    part: str
    details: tuple[tuple[str, str], ...]
    withdrawn_by: int | None
    withheld: Decision | None = None
    comes_to: tuple[tuple[str, str], ...] = ()
    clauses: tuple[str, ...] = ()

    @property
    def why(self) -> object:
        return words_access.GROUNDS[self.withheld.ground.id] if self.withheld else ""

    @property
    def label(self) -> str:
        return label_of(self.row)


def label_of(row: Message) -> str:
    """A message in one line: what it was, from whom and when."""
    return f"{words.said(row.kind)}, {row.unit.name}, {moment(row.sent_at)}"


def lines(
    process: AnyProcess,
    seen: Iterable[SeenMessage],
    known: Iterable[Unit] | Mapping[str, str] = (),
    consequence: Consequence | None = None,
) -> list[TimelineLine]:
    """The messages in the order sent, as the reader may see them; one of them with its `consequence`.

    The units that are `known`, or of which the names are, are not fetched again.
    """
    seen = list(seen)
    bodies = {one.sequence: one.message.body for one in seen if one.shown}
    withdrawn = {body.of: number for number, body in bodies.items() if isinstance(body, Correction)}
    names = known if isinstance(known, Mapping) else {unit.hsa_id: unit.name for unit in known}
    units = units_named(bodies.values(), names)
    found = [_line(process, one, bodies, withdrawn, units) for one in seen]
    if consequence is None:
        return found
    comes_to = tuple(head(process, consequence.facts, timezone.now()))
    return [
        replace(line, comes_to=comes_to, clauses=consequence.clauses)
        if line.row.sequence == consequence.of and not line.withheld
        else line
        for line in found
    ]


def _line(
    process: AnyProcess,
    seen: SeenMessage,
    bodies: Mapping[int, Body],
    withdrawn: Mapping[int, int],
    units: Mapping[str, str],
) -> TimelineLine:
    part = words.part(process, seen.row.part)
    if not seen.shown:
        return TimelineLine(seen.row, part, (), None, seen.decision)
    details = _details(process, bodies[seen.sequence], bodies, units)
    return TimelineLine(seen.row, part, details, withdrawn.get(seen.sequence))


def units_named(bodies: Iterable[Body], known: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """The names of all units that messages name, those that are not known fetched at once."""
    bodies, names = list(bodies), dict(known)
    named = {unit for body in bodies for unit in getattr(body, "recipients", ())}
    refs = (getattr(body, "about", None) for body in bodies)
    named |= {ref.unit for ref in refs if isinstance(ref, MessageRef)}
    missing = named - names.keys()
    return names | names_of_units(missing)


def _details(
    process: AnyProcess, body: Body, bodies: Mapping[int, Body], units: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    details = []
    for name, info in type(body).model_fields.items():
        value = getattr(body, name)
        if name == "of" and isinstance(value, int):
            text = f"{value}. {words.said(bodies[value].kind) if value in bodies else ''}"
        elif name == "recipients":
            text = ", ".join(units.get(unit, unit) for unit in value)
        elif is_municipality(info) and value:
            text = municipality(value)
        elif isinstance(value, MessageRef):
            text = f"{words.said(value.kind)}, {units.get(value.unit, value.unit)}, {moment(value.sent_at)}"
        else:
            text = shown(process, value)
        details.append((words.field(process, body.kind, name), text))
    return tuple(pair for pair in details if pair[1])


def shown(process: AnyProcess, value: Any) -> str:
    """Something that a message holds, in words; nothing for what was left empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return written(value, "j F Y")
    if isinstance(value, tuple):
        return ", ".join(shown(process, one) for one in value)
    return words.choice(process, str(value))
