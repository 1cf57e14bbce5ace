"""What a message or a statement says, as pairs of words, for the person it is about."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from brygga.access import parse
from brygga.identities import UnknownCode
from brygga.process import Branch
from brygga_site.agreements import registry
from brygga_site.cases.models import Case, Message
from brygga_site.keeping.extract.held import Held
from brygga_site.organisations.models import Organisation, Unit
from brygga_site.organisations.providers import organisation_of
from brygga_site.people.models import Statement
from brygga_site.words import access as of_access
from brygga_site.words import processes


def of_message(case: Case, row: Message, organisation: Organisation) -> Held:
    """A message of a case."""
    return Held(
        f"{case.pk}:{row.sequence}",
        row.kind,
        processes.said(row.kind),
        row.sent_at,
        row.unit.name,
        row.unit.organisation.name,
        row.unit.organisation_id == organisation.pk,
        _pairs(row.content, lambda name: processes.field(case.runs, row.kind, name)),
        {**row.content, "written_by": _writer(row)},
    )


def of_statement(row: Statement, organisation: Organisation) -> Held:
    """A statement about what the person wishes, or what stands in for it."""
    titles = {name: info.title or name for name, info in type(parse(row.kind, row.content)).model_fields.items()}
    return Held(
        f"{row.person_id}:{row.sequence}",
        row.kind,
        str(of_access.STATED.get(row.kind, row.kind)),
        row.sent_at,
        row.unit.name,
        row.unit.organisation.name,
        row.unit.organisation_id == organisation.pk,
        _pairs(row.content, lambda name: str(of_access.FIELDS.get(titles.get(name, name), name))),
        {**row.content, "written_by": _writer(row)},
    )


def _writer(row: Message | Statement) -> str:
    return row.assignment.staff.name if row.assignment else ""


def _pairs(content: Mapping[str, Any], label: Any) -> tuple[tuple[str, str], ...]:
    found = ((label(name), _shown(value)) for name, value in content.items())
    return tuple(pair for pair in found if pair[1])


def _shown(value: Any) -> str:
    """A value in words. What is left empty shows as nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(filter(None, map(_shown, value)))
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_shown(one)}" for name, one in value.items() if _shown(one))
    return _moment(str(value)) or _named(str(value)) or _choice(str(value))


def _moment(text: str) -> str:
    """A moment on the Swedish clock; empty for what is none."""
    if "T" not in text:
        return ""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at.tzinfo else f"{at:%Y-%m-%d %H:%M}"


def _named(value: str) -> str:
    """The name of a unit, a provider or a municipality that stands there by its number; empty for anything else."""
    if unit := Unit.objects.filter(hsa_id=value).first():
        return str(unit.name)
    if ":" in value and (organisation := organisation_of(value)):
        social = value.endswith(f":{Branch.SOCIAL_CARE}")
        return f"{organisation.name}, {_('social services') if social else _('health care')}"
    return municipality_named(value) if value.isdecimal() and len(value) == 4 else ""


def municipality_named(code: str) -> str:
    """A municipality by its code; empty for a number that is none."""
    try:
        return registry().places.municipality(code).name
    except UnknownCode:
        return ""


def _choice(value: str) -> str:
    if value in of_access.CHOICES:
        return str(of_access.CHOICES[value])
    for process in processes.PROCESSES:
        if value in process.words.choices:
            return processes.choice(process, value)
    return value
