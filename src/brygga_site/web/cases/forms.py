"""Forms made from what a message holds: one field for each field of its type."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, get_args, get_origin

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import AwareDatetime, ValidationError
from pydantic.fields import FieldInfo

from brygga.process import Acknowledgement, Body, Correction
from brygga_site.organisations.models import Unit
from brygga_site.people.models import Person
from brygga_site.web.dressed import Dressed
from brygga_site.words import messages as words
from brygga_site.words.refusals import said

LOCAL = "%Y-%m-%dT%H:%M"
IF_NEW = _("(if the patient is new here)")


@dataclass(frozen=True)
class Known:
    """What the form offers to choose among: messages by number, units by HSA-id, and those ticked from the start.

    `given` are fields made already, by name; None for what the form leaves out and completes itself.
    """

    now: datetime
    messages: tuple[tuple[int, str], ...] = ()
    units: tuple[Unit, ...] = ()
    initial: dict[str, Any] | None = None
    given: dict[str, forms.Field | None] | None = None


class BodyForm(Dressed):
    """The fields of one message. `body()` after `is_valid()` gives the message."""

    type: type[Body]

    def clean(self) -> dict[str, Any]:
        content = super().clean() or {}
        if not self.errors:
            try:
                self._body = self.type.model_validate(self.complete(content))
            except ValidationError as error:
                for detail in error.errors():
                    self.add_error(self._place(detail["loc"]), said(detail["msg"]))
        return content

    def complete(self, content: dict[str, Any]) -> dict[str, Any]:
        """What the message holds: what was filled in, and what the form itself knows."""
        return content

    def _place(self, at: tuple[int | str, ...]) -> str | None:
        """The field that an error belongs to; none when it is about the whole message, or about no field here."""
        return str(at[0]) if at and str(at[0]) in self.fields else None

    def body(self) -> Body:
        return self._body


def form_for(body: type[Body], known: Known) -> type[BodyForm]:
    """The form class for one type of message."""
    given = known.given or {}
    fields: dict[str, Any] = {
        name: given[name] if name in given else _field(body, name, info, known)
        for name, info in body.model_fields.items()
    }
    return type("Form", (BodyForm,), {**fields, "type": body})


def _field(body: type[Body], name: str, info: FieldInfo, known: Known) -> forms.Field:
    label = words.FIELDS.get(info.title or "", info.title)
    initial = (known.initial or {}).get(name)
    if name == "recipients":
        return _recipients(label, known)
    if name == "of" and issubclass(body, Acknowledgement | Correction):
        return forms.TypedChoiceField(
            label=label, choices=known.messages, coerce=int, widget=forms.RadioSelect, initial=initial
        )
    return _by_annotation(info, label, initial, known)


def _by_annotation(info: FieldInfo, label: Any, initial: Any, known: Known) -> forms.Field:
    annotation: Any = info.annotation
    if get_origin(annotation) is tuple:
        choices = _choices(get_args(annotation)[0])
        return forms.MultipleChoiceField(
            label=label, choices=choices, widget=forms.CheckboxSelectMultiple, initial=initial
        )
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return forms.ChoiceField(label=label, choices=_choices(annotation), widget=forms.RadioSelect, initial=initial)
    return _PLAIN[annotation](info, label, initial, known)


def _recipients(label: Any, known: Known) -> forms.Field:
    choices = [(unit.hsa_id, f"{unit.name} ({words.ROLES[unit.role]})") for unit in known.units]
    ticked = (known.initial or {}).get("recipients", [])
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        initial=ticked,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Every need has a unit that is told. Needs of municipal health care tell the health centre too."),
    )


def _choices(values: type[StrEnum]) -> list[tuple[str, Any]]:
    return [(value.value, words.CHOICES[value.value]) for value in values]


def _moment(info: FieldInfo, label: Any, initial: Any, known: Known) -> forms.Field:
    start = initial or known.now
    widget = forms.DateTimeInput(format=LOCAL, attrs={"type": "datetime-local"})
    return forms.DateTimeField(
        label=label, initial=timezone.localtime(start), input_formats=[LOCAL, f"{LOCAL}:%S"], widget=widget
    )


def _day(info: FieldInfo, label: Any, initial: Any, known: Known) -> forms.Field:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, initial=initial, input_formats=["%Y-%m-%d"], widget=widget)


def _yes(info: FieldInfo, label: Any, initial: Any, known: Known) -> forms.Field:
    return forms.BooleanField(label=label, required=False, initial=initial)


def _text(info: FieldInfo, label: Any, initial: Any, known: Known) -> forms.Field:
    longest = next((rule.max_length for rule in reversed(info.metadata) if getattr(rule, "max_length", None)), 4000)
    widget = forms.Textarea(attrs={"rows": 4}) if longest > 500 else forms.TextInput()
    return forms.CharField(label=label, max_length=longest, initial=initial, widget=widget)


_PLAIN: dict[Any, Callable[[FieldInfo, Any, Any, Known], forms.Field]] = {
    AwareDatetime: _moment,
    date: _day,
    bool: _yes,
    str: _text,
}


def preselected(units: Iterable[Unit], before: Iterable[Unit]) -> list[str]:
    """The recipients ticked from the start: of each role those who took part last time, else the only one there is."""
    units, known = tuple(units), set(before)
    chosen = [unit for unit in units if unit in known]
    told = {unit.role for unit in chosen}
    alone = [u for u in units if u.role not in told and sum(other.role == u.role for other in units) == 1]
    return [unit.hsa_id for unit in (*chosen, *alone)]


class AdmitForm(Dressed):
    """Whom the ward admits; the person is found by the identity number or, when new, written in."""

    identity_number = forms.CharField(label=_("Personal identity number"), max_length=40)
    given_name = forms.CharField(label=_("Given name"), max_length=200, required=False, help_text=IF_NEW)
    family_name = forms.CharField(label=_("Family name"), max_length=200, required=False, help_text=IF_NEW)
    registered_address = forms.CharField(
        label=_("Registered address"), max_length=300, required=False, help_text=IF_NEW
    )
    municipality = forms.ChoiceField(label=_("Municipality of registration"), required=False, help_text=IF_NEW)
    protection = forms.ChoiceField(
        label=_("Protected identity"), choices=Person.Protected, required=False, help_text=IF_NEW
    )
