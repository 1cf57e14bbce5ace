"""A form in the design system's clothes, which the forms of all subjects wear, and the fields that text comes in by."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from brygga.calendars import YEARS
from brygga.calendars.deadlines import SWEDEN
from brygga.identities import InvalidIdentityNumber, person_number
from brygga.texts import UnusableText, kept

NUMBER = _(
    "Write a personal identity number or a coordination number in ten or twelve digits, or a reserve number. Check the "
    "date and the last digit."
)


class Dressed(forms.Form):
    """A form whose fields wear the design system's clothes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "ds-input")

    def left_unjudged(self) -> None:
        """Shows what has been filled in so far, and finds fault with none of it."""
        self._errors = ErrorDict()

    def begin_at_first(self) -> None:
        """Puts the keyboard into the first field, where a page is nothing but the form."""
        first = next(iter(self.fields.values()), None)
        if first and isinstance(first.widget, forms.TextInput | forms.DateInput | forms.Textarea):
            first.widget.attrs["autofocus"] = True


class TextField(forms.CharField):
    """Text as it is kept: in one form, and with nothing in it that nobody sees."""

    def to_python(self, value: Any) -> str:
        try:
            return kept(super().to_python(value))
        except UnusableText as unusable:
            said = _("This holds a character that cannot be seen (%(character)s). Write it anew without it.")
            raise forms.ValidationError(said, params={"character": unusable.character}) from None


class PersonNumberField(TextField):
    """The number that a person is kept under, written in any usual form."""

    def __init__(self, **kwargs: Any) -> None:
        defaults = {"label": _("Personal identity number"), "max_length": 40}
        super().__init__(**defaults | {"widget": forms.TextInput(attrs={"autocomplete": "off"})} | kwargs)

    def clean(self, value: Any) -> str:
        given = super().clean(value)
        try:
            return person_number(given, timezone.localdate()) if given else given
        except InvalidIdentityNumber:
            raise forms.ValidationError(NUMBER) from None


class DayField(forms.DateField):
    """A day of a year that days are kept of."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(input_formats=["%Y-%m-%d"], widget=widget, **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        check_year(value)


def check_year(value: Any) -> None:
    """Raises ValidationError for a day or a moment of a year that none is kept of."""
    if value is not None and value.year not in YEARS:
        said = _("The year is to be from %(first)s to %(last)s.")
        raise forms.ValidationError(said, params={"first": YEARS[0], "last": YEARS[-1]})


class MomentInput(forms.MultiWidget):
    """A moment on the Swedish wall clock; where the clock shows that hour twice, which of the two."""

    LOCAL = "%Y-%m-%dT%H:%M"

    def __init__(self) -> None:
        clock = forms.DateTimeInput(format=self.LOCAL, attrs={"type": "datetime-local"})
        choices = [("", "–"), ("0", _("the first time (summer time)")), ("1", _("the second time (standard time)"))]
        which = forms.Select(choices=choices, attrs={"aria-label": _("Which time")})
        # The clock keeps the field's own name: what is posted is as for any field.
        super().__init__({"": clock, "which": which})

    def decompress(self, value: datetime | None) -> list[Any]:
        if value is None:
            return [None, ""]
        return [value, str(value.fold) if comes_twice(value) else ""]

    def id_for_label(self, id_: str) -> str:
        return id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        clock = context["widget"]["subwidgets"][0]
        # And its own number, so that its label is the field's.
        clock["attrs"]["id"] = context["widget"]["attrs"].get("id")
        if not comes_twice(_read(clock["value"])):
            context["widget"]["subwidgets"] = [clock]
        return context


class MomentField(forms.Field):
    """A moment that is written as the clock on the wall shows it."""

    widget = MomentInput

    def to_python(self, value: Any) -> datetime | None:
        written, which = value if isinstance(value, list | tuple) else (value, "")
        if written in self.empty_values:
            return None
        found = _read(written)
        if found is None:
            raise forms.ValidationError(_("Write day and time, as 2026-01-31T09:30."))
        check_year(found)
        moment = found.replace(tzinfo=SWEDEN, fold=int(which == "1"))
        if moment.astimezone(UTC).astimezone(SWEDEN).replace(tzinfo=None) != found:
            raise forms.ValidationError(_("The clocks went forward that night: this time did not come. Write another."))
        if comes_twice(found) and which not in ("0", "1"):
            raise forms.ValidationError(_("The clocks went back that night: this time came twice. Say which it was."))
        # With its offset alone: two moments of one zone are compared by the wall clock, as if the hour came once.
        return datetime.fromisoformat(moment.isoformat())

    def has_changed(self, initial: Any, data: Any) -> bool:
        return True


def comes_twice(moment: datetime | None) -> bool:
    """Whether the Swedish clock shows this time twice, on the night when summer time ends."""
    if moment is None:
        return False
    first, second = (moment.replace(tzinfo=SWEDEN, fold=fold).utcoffset() for fold in (0, 1))
    return first is not None and second is not None and first > second


def _read(written: Any) -> datetime | None:
    """What stands in the clock's field, without a time zone; None for what is no time."""
    for form in (MomentInput.LOCAL, f"{MomentInput.LOCAL}:%S"):
        try:
            return datetime.strptime(written or "", form)
        except ValueError:
            continue
    return None
