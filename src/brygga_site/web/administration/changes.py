"""What a change that takes two would alter, field by field, as its page shows it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from brygga_site.api.models import Key
from brygga_site.organisations.models import Assignment, Organisation, Pending, Unit
from brygga_site.words import administration as words

DAYS = ("from_day", "to_day", "last_day")


@dataclass(frozen=True)
class ChangedField:
    """A field by its label, with what stands there now and what is asked for; empty where there is nothing."""

    label: str
    before: str
    after: str


def fields_of(one: Pending) -> list[ChangedField]:
    """The fields that the change alters or sets, in the order of the form."""
    asked = dict(one.content)
    if number := asked.get("assignment"):
        under = Assignment.objects.select_related("unit").get(pk=number)
        asked = {"unit": under.unit.hsa_id, "title": under.title, **asked}
    rows = []
    for name, label in words.FIELDS.items():
        if name not in asked or (name in one.before and one.before[name] == asked[name]):
            continue
        after = _shown(name, asked[name])
        before = _shown(name, one.before[name]) if name in one.before else ""
        if before or after:
            rows.append(ChangedField(str(label), before, after))
    return rows


def _shown(name: str, value: Any) -> str:
    if name in DAYS:
        return date_format(date.fromisoformat(value), "j F Y") if value else _("until ended")
    if name == "factors":
        return _("Yes") if value else _("No")
    if not value:
        return _("none") if name in ("identity_number", "hsa_id") else ""
    shown = {
        "unit": lambda: _unit(value),
        "purpose": lambda: str(words.PURPOSES[value]),
        "scope": lambda: str(Key.Scope(value).label),
        "region": lambda: str(Organisation.objects.get(kind="region", code=value)),
    }
    return shown[name]() if name in shown else str(value)


def _unit(hsa_id: str) -> str:
    unit = Unit.objects.filter(hsa_id=hsa_id).first()
    return f"{unit.name} ({hsa_id})" if unit else hsa_id
