"""Forms made from what a message holds: one field for each field of its type."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import NoneType
from typing import Annotated, Any, Protocol, get_args, get_origin

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import AwareDatetime, ValidationError
from pydantic.fields import FieldInfo

from brygga.identities import Places
from brygga.process import AnyProcess, Body
from brygga.process.message import ToBeSaid, is_municipality
from brygga.texts import swedish
from brygga_site.people.models import Person
from brygga_site.web.cases.units import UnitChoices, UnitsField
from brygga_site.web.dressed import DayField, Dressed, MomentField, TextField
from brygga_site.words import processes as words
from brygga_site.words.refusals import said


class Labels(Protocol):
    """What a type of message calls its fields and what they can hold."""

    def label(self, body: type[Body], name: str) -> Any: ...

    def help_text(self, body: type[Body], name: str) -> Any: ...

    def choice(self, value: str) -> Any: ...


@dataclass(frozen=True)
class ProcessLabels:
    """The words of a process."""

    process: AnyProcess

    def label(self, body: type[Body], name: str) -> str:
        return words.field(self.process, body.kind, name)

    def help_text(self, body: type[Body], name: str) -> str:
        return words.help_text(self.process, body.kind, name)

    def choice(self, value: str) -> str:
        return words.choice(self.process, value)


@dataclass(frozen=True)
class Offered:
    """What the form offers to choose among: messages by number, units, and what is filled in from the start.

    `given` are fields made already, by name; None for what the form leaves out and completes itself. `home` is the
    municipality of the unit that writes: those of its county come first where one is chosen.
    """

    labels: Labels
    now: datetime
    messages: tuple[tuple[int, str], ...] = ()
    units: UnitChoices | None = None
    initial: Mapping[str, Any] = field(default_factory=dict)
    given: Mapping[str, forms.Field | None] = field(default_factory=dict)
    home: str = ""


class BodyForm(Dressed):
    """The fields of one message. `body()` after `is_valid()` gives the message."""

    type: type[Body]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Where one thing is asked, it can be written at once.
        if len(self.fields) == 1:
            next(iter(self.fields.values())).widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        content = super().clean() or {}
        if not self.errors:
            try:
                told = {name: value for name, value in self.complete(content).items() if value not in ("", None)}
                self._body = self.type.model_validate(told)
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


def form_for(body: type[Body], offered: Offered) -> type[BodyForm]:
    """The form class for one type of message."""
    fields: dict[str, Any] = {
        name: offered.given[name] if name in offered.given else _field(body, name, info, offered)
        for name, info in body.model_fields.items()
    }
    return type("Form", (BodyForm,), {**fields, "type": body})


def _field(body: type[Body], name: str, info: FieldInfo, offered: Offered) -> forms.Field:
    labels, annotation, optional = offered.labels, info.annotation, not info.is_required()
    if NoneType in get_args(annotation):
        annotation = next(kind for kind in get_args(annotation) if kind is not NoneType)
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    common: dict[str, Any] = {
        "label": labels.label(body, name),
        "help_text": labels.help_text(body, name),
        "initial": offered.initial.get(name),
        "required": not optional,
    }
    if name == "recipients" and offered.units:
        return UnitsField(offered.units, _longest(info) == 1, **common)
    if any(isinstance(mark, ToBeSaid) for mark in info.metadata):
        yes_or_no = (("yes", _("Yes")), ("no", _("No")))
        return forms.TypedChoiceField(choices=yes_or_no, coerce=_is_yes, widget=forms.RadioSelect, **common)
    if is_municipality(info):
        return forms.ChoiceField(choices=municipalities(offered.home), **common)
    if name == "of":
        return forms.TypedChoiceField(choices=offered.messages, coerce=int, widget=forms.RadioSelect, **common)
    if get_origin(annotation) is tuple:
        choices = _choices(get_args(annotation)[0], labels)
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        choices = _choices(annotation, labels)
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
    return _PLAIN[annotation](info, common, offered)


def _is_yes(answer: str) -> bool:
    return answer == "yes"


def _longest(info: FieldInfo) -> int | None:
    """The most that a field holds: characters of a text, or things of a list; None where nothing says."""
    # A field that bounds a kind of text, itself bounded, has two such rules, and both hold.
    return min((rule.max_length for rule in info.metadata if getattr(rule, "max_length", None)), default=None)


def _choices(values: type[StrEnum], labels: Labels) -> list[tuple[str, Any]]:
    return [(value.value, labels.choice(value.value)) for value in values]


def _moment(info: FieldInfo, common: dict[str, Any], offered: Offered) -> forms.Field:
    """Now from the start, where a moment is asked for; nothing where it may be left out."""
    start = common["initial"] or (offered.now if common["required"] else None)
    common["initial"] = start and timezone.localtime(start)
    return MomentField(**common)


def _day(info: FieldInfo, common: dict[str, Any], offered: Offered) -> forms.Field:
    return DayField(**common)


def _yes(info: FieldInfo, common: dict[str, Any], offered: Offered) -> forms.Field:
    return forms.BooleanField(**common | {"required": False})


def _text(info: FieldInfo, common: dict[str, Any], offered: Offered) -> forms.Field:
    longest = _longest(info) or 4000
    widget = forms.Textarea(attrs={"rows": 4}) if longest > 500 else forms.TextInput()
    return TextField(max_length=longest, widget=widget, **common)


_PLAIN: dict[Any, Callable[[FieldInfo, dict[str, Any], Offered], forms.Field]] = {
    AwareDatetime: _moment,
    date: _day,
    bool: _yes,
    str: _text,
}


class NewPersonForm(Dressed):
    """Who somebody is that nobody here knows, as the number's own register says."""

    given_name = TextField(label=_("Given name"), max_length=200)
    family_name = TextField(label=_("Family name"), max_length=200)
    municipality = forms.ChoiceField(label=_("Municipality of registration"))
    registered_address = TextField(label=_("Registered address"), max_length=300, required=False)
    protection = forms.ChoiceField(label=_("Protected identity"), choices=Person.Protected, required=False)

    def __init__(self, *args: Any, municipality: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = municipalities(municipality)

    def described(self) -> dict[str, str]:
        """What a person is registered by, beside the number."""
        return self.cleaned_data | {"protection": self.cleaned_data["protection"] or Person.Protected.NONE.value}


class UnknownPersonForm(NewPersonForm):
    """What is known of somebody whose number nobody knows; the municipality is where they are until it is known."""

    def __init__(self, *args: Any, municipality: str, mark: str, **kwargs: Any) -> None:
        super().__init__(*args, municipality=municipality, **kwargs)
        self.mark = mark
        for name in ("given_name", "family_name"):
            self.fields[name].required, self.fields[name].help_text = False, _("(if it is known)")
        self.fields["municipality"].label = _("Municipality that answers until more is known")
        self.fields["municipality"].initial = municipality
        del self.fields["registered_address"], self.fields["protection"]

    def described(self) -> dict[str, str]:
        given, family = (self.cleaned_data[name] for name in ("given_name", "family_name"))
        return {
            "given_name": given or gettext("Unknown"),
            "family_name": family or self.mark,
            "municipality": self.cleaned_data["municipality"],
        }


def municipalities(of_unit: str) -> list[tuple[str, str]]:
    """Every municipality to choose from, those of the unit's own county first."""
    places = Places.load()
    county = places.municipality(of_unit).county if of_unit else ""
    near = [(m.code, m.short) for m in places.of_county(county)]
    others = [(m.code, m.short) for m in places.municipalities.values() if m.county != county]
    return [("", "–"), *sorted(near, key=_by_name), *sorted(others, key=_by_name)]


def _by_name(choice: tuple[str, str]) -> tuple[str, str]:
    return swedish(choice[1])
