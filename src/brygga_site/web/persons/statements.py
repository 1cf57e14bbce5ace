"""Statements about a person's wishes as lines on a page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from brygga.access import Reader, Wishes, parse
from brygga.process import Body, Branch
from brygga_site.organisations.providers import organisation_of
from brygga_site.people.models import Statement
from brygga_site.people.seen import shows_unit
from brygga_site.web.dates import written
from brygga_site.web.filters import moment
from brygga_site.words import access as words
from brygga_site.words import access as words_access


@dataclass(frozen=True)
class Stated:
    """One statement: its row, what it says as pairs of words, and whether it still says something."""

    row: Statement
    body: Body
    details: tuple[tuple[str, str], ...]
    holds: bool

    @property
    def label(self) -> str:
        """The statement in one line, for choosing among several."""
        told = ", ".join(value for _, value in self.details[:2])
        return f"{words_access.STATED[self.row.kind]}, {moment(self.row.sent_at)}: {told}"


def stated(rows: tuple[Statement, ...], reader: Reader, wishes: Wishes) -> list[Stated]:
    """The statements in the order made, as this reader sees them."""
    holding = {one.sequence for one in wishes.holding}
    bodies = [parse(row.kind, row.content) for row in rows]
    return [
        Stated(row, body, _details(row, body, reader), row.sequence in holding)
        for row, body in zip(rows, bodies, strict=True)
    ]


def provider_name(provider: str) -> str:
    """A provider as the pages write it: an organisation and, for a municipality, which of its two it is."""
    organisation = organisation_of(provider)
    if organisation is None:
        return provider
    if organisation.kind != organisation.Kind.MUNICIPALITY:
        return organisation.name
    social = provider.endswith(f":{Branch.SOCIAL_CARE}")
    return f"{organisation.name}, {_('social services') if social else _('health care')}"


def _details(row: Statement, body: Body, reader: Reader) -> tuple[tuple[str, str], ...]:
    found = []
    for name, info in type(body).model_fields.items():
        value = getattr(body, name)
        if name == "of":
            continue
        label = str(words.FIELDS.get(info.title or "", info.title))
        found.append((label, _shown(name, value, row, reader)))
    return tuple(pair for pair in found if pair[1])


def _shown(name: str, value: Any, row: Statement, reader: Reader) -> str:
    if name == "provider":
        return provider_name(value)
    if name == "about":
        return ", ".join(provider_name(one) for one in value)
    if name == "unit":
        return _unit(value, row, reader)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return written(value, "j F Y")
    if isinstance(value, tuple):
        return ", ".join(str(words.CHOICES[one]) for one in value)
    return str(words.CHOICES.get(value, value or ""))


def _unit(value: str, row: Statement, reader: Reader) -> str:
    if not value:
        return ""
    return row.unit.name if value == row.unit.hsa_id and shows_unit(reader, row) else _("another unit")
