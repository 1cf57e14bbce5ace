"""The forms about persons. In a statement what the reader cannot choose is filled in, what can be chosen is offered."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from brygga.access import DataKind
from brygga.access.messages import Block, BlockLevel, Speaker
from brygga.process import Body, Branch
from brygga_site.cases.record import Record
from brygga_site.organisations.models import Organisation, Unit
from brygga_site.organisations.providers import provider
from brygga_site.people.models import Person
from brygga_site.web.cases.forms import BodyForm, Offered, form_for, municipalities
from brygga_site.web.dressed import DayField, Dressed, PersonNumberField, TextField
from brygga_site.web.persons.offers import allowed, numbers
from brygga_site.web.persons.statements import provider_name, stated
from brygga_site.words import access as words


class PersonNumberForm(Dressed):
    """Whom somebody in care has in front of them."""

    identity_number = PersonNumberField(widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}))


class DetailsForm(Dressed):
    """Who somebody is, as it is to stand."""

    given_name = TextField(label=_("Given name"), max_length=200)
    family_name = TextField(label=_("Family name"), max_length=200)
    municipality = forms.ChoiceField(label=_("Municipality of registration"))
    registered_address = TextField(label=_("Registered address"), max_length=300, required=False)
    reason = TextField(label=_("Reason"), max_length=400)

    def __init__(self, *args: Any, home: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = municipalities(home)


class NumberForm(PersonNumberForm):
    """The number that takes the place of the one before."""

    reason = TextField(label=_("Reason"), max_length=400)


class ProtectionForm(Dressed):
    """Whether a person's identity is protected."""

    protection = forms.ChoiceField(label=_("Protected identity"), choices=Person.Protected, widget=forms.RadioSelect)


class StatementLabels:
    """The words of statements about a person's wishes."""

    def label(self, body: type[Body], name: str) -> Any:
        title = body.model_fields[name].title or ""
        return words.FIELDS.get(title, title)

    def help_text(self, body: type[Body], name: str) -> Any:
        return ""

    def choice(self, value: str) -> Any:
        return words.CHOICES[value]


def wish_form(body: type[Body], record: Record, unit: Unit, now: datetime, of: str = "") -> type[BodyForm]:
    """The form class for one type of statement about this person. `of` is the number chosen from the start."""
    given = {name: make(body, record, unit, now, of) for name, make in _FIELDS.items() if name in body.model_fields}
    form = form_for(body, Offered(StatementLabels(), now, given=given))
    form.complete = lambda self, content: _complete(body, content, record)
    return form


def _complete(body: type[Body], content: dict[str, Any], record: Record) -> dict[str, Any]:
    """What a statement holds beside what was chosen: it is the reader's own unit's and provider's."""
    fixed = {}
    if "provider" in body.model_fields:
        fixed["provider"] = record.reader.provider
    if "unit" in body.model_fields and "unit" not in content:
        everyone = content.get("level") == BlockLevel.PROVIDER
        fixed["unit"] = "" if everyone else record.reader.unit
    return content | fixed


def _of(body: type[Body], record: Record, unit: Unit, now: datetime, of: str) -> forms.Field:
    lines = {line.row.sequence: line.label for line in stated(record.statements, record.reader, record.wishes)}
    choices = [(number, lines[number]) for number in numbers(record, now, body.kind)]
    first = of or (choices[0][0] if len(choices) == 1 else None)
    label = words.FIELDS[body.model_fields["of"].title]
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int, widget=forms.RadioSelect, initial=first)


def _level(body: type[Body], record: Record, unit: Unit, now: datetime, of: str) -> forms.Field:
    levels = list(dict.fromkeys(one.level for one in allowed(record, now) if isinstance(one, Block)))
    choices = [(level.value, words.CHOICES[level.value]) for level in levels]
    return forms.ChoiceField(label=words.FIELDS["Against"], choices=choices, widget=forms.RadioSelect)


def _by(body: type[Body], record: Record, unit: Unit, now: datetime, of: str) -> forms.Field:
    speakers = [one for one in Speaker if one is not Speaker.GUARDIAN or (record.is_child and body.kind != "block")]
    choices = [(one.value, _speaker(one, record)) for one in speakers]
    label = words.FIELDS[body.model_fields["by"].title]
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


def _speaker(one: Speaker, record: Record) -> str:
    names = ", ".join(guardian.name for guardian in record.person.guardians.all())
    word = str(words.CHOICES[one])
    return f"{word} ({names})" if one is Speaker.GUARDIAN and names else word


def _unit(body: type[Body], record: Record, unit: Unit, now: datetime, of: str) -> forms.Field | None:
    if body.kind != "consent":
        return None
    choices = [("", provider_name(record.reader.provider)), (unit.hsa_id, _("%(unit)s only") % {"unit": unit.name})]
    return forms.ChoiceField(
        label=words.FIELDS["Only for the unit"], choices=choices, widget=forms.RadioSelect, required=False, initial=""
    )


def _about(body: type[Body], record: Record, unit: Unit, now: datetime, of: str) -> forms.Field:
    known = [one for one in _near(record) if one != record.reader.provider]
    choices = [(one, provider_name(one)) for one in known]
    label = words.FIELDS["Data from"]
    return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple, required=False)


def _near(record: Record) -> list[str]:
    """The providers where the person lives: the region, and the municipality in both its branches."""
    home = record.person.municipality
    region = Organisation.objects.filter(kind=Organisation.Kind.REGION, units__municipality=home).distinct()
    town = Organisation.objects.filter(kind=Organisation.Kind.MUNICIPALITY, code=home)
    private = Organisation.objects.filter(kind=Organisation.Kind.PROVIDER, units__municipality=home).distinct()
    care = [provider(one, Branch.CARE) for one in (*region, *town, *private)]
    return [*care, *(provider(one, Branch.SOCIAL_CARE) for one in town)]


def _kinds(body: type[Body], record: Record, unit: Unit, now: datetime, of: str) -> forms.Field:
    choices = [(one.value, words.CHOICES[one.value]) for one in DataKind if one is not DataKind.IDENTITY]
    return forms.MultipleChoiceField(
        label=words.FIELDS["Kinds of data"],
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[value for value, _ in choices],
    )


def _from_day(body: type[Body], record: Record, unit: Unit, now: datetime, of: str) -> forms.Field:
    return DayField(label=words.FIELDS["From"], initial=timezone.localdate(now))


def _to_day(body: type[Body], record: Record, unit: Unit, now: datetime, of: str) -> forms.Field:
    return DayField(label=_("Until, that day too (empty: until it is withdrawn)"), required=False)


def _left_out(body: type[Body], record: Record, unit: Unit, now: datetime, of: str) -> None:
    """Filled in by `_complete`."""


_FIELDS = {
    "provider": _left_out,
    "unit": _unit,
    "level": _level,
    "about": _about,
    "kinds": _kinds,
    "from_day": _from_day,
    "to_day": _to_day,
    "by": _by,
    "of": _of,
}
