"""The log reviewer's forms."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from brygga.calendars import Month
from brygga_site.review.steps import FOLLOWED_UP, StepKind
from brygga_site.review.words import SAY
from brygga_site.web.dressed import DayField, Dressed, PersonNumberField, TextField

LONGEST_DAYS = 366
FOLLOW_UP_DAYS = 14


class PeriodForm(Dressed):
    """A period of days, last month when nothing is chosen."""

    longest: timedelta | None = timedelta(days=LONGEST_DAYS)
    first = DayField(label=_("From"))
    last = DayField(label=_("To and including"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        before = Month.of(timezone.localdate()).following(-1)
        kwargs.setdefault("initial", {"first": before.first, "last": before.last})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last:
            if last < first:
                self.add_error("last", _("The last day is before the first."))
            elif self.longest and last - first > self.longest:
                self.add_error("last", _("Choose a year at most."))
            elif first > timezone.localdate():
                self.add_error("first", _("The period has not begun."))
        return given


class RoundForm(PeriodForm):
    """What a round of review covers, and how large its sample is."""

    percent = forms.IntegerField(
        label=_("Sample, percent (never fewer than 20 entries)"), min_value=1, max_value=100, initial=1
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["percent"].initial = 1


class ReportForm(PeriodForm):
    """A person by identity number, typed in full, and a period: from the beginning until now, or what is chosen."""

    longest = None
    identity_number = PersonNumberField()
    first = DayField(label=_("From"), required=False, help_text=_("Left empty: from the beginning of the log."))
    field_order = ("identity_number", "first", "last")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"last": timezone.localdate()}, **kwargs)


class LogForm(PeriodForm):
    """What a reviewer looks for in the log; all but the period may be left empty."""

    staff = TextField(label=_("Staff member, name or user name"), max_length=200, required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    identity_number = PersonNumberField(required=False)


def _text_field(label: Any) -> TextField:
    return TextField(label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class FindingForm(Dressed):
    """Why a finding is opened, and by which day it is followed up."""

    text = _text_field(_("What is to be looked into?"))
    follow_up = DayField(label=_("Follow up by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        soon = timezone.localdate() + timedelta(days=FOLLOW_UP_DAYS)
        super().__init__(*args, **{"initial": {"follow_up": soon}, **kwargs})

    def clean_follow_up(self) -> date | None:
        return _not_past(self.cleaned_data["follow_up"])


class StepForm(Dressed):
    """What is said about a finding next.

    It takes whatever can be said at all: a step sent twice is no longer what comes next, and is still no mistake.
    """

    kind = forms.ChoiceField(label=_("Step"), widget=forms.RadioSelect, choices=list(SAY.items()))
    text = _text_field(_("What was said or decided"))
    follow_up = DayField(label=_("Follow up by"), required=False)

    def clean_follow_up(self) -> date | None:
        return _not_past(self.cleaned_data["follow_up"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen = given.get("kind")
        if chosen and StepKind(chosen) in FOLLOWED_UP and not given.get("follow_up") and "follow_up" not in self.errors:
            self.add_error("follow_up", _("Say by which day it is followed up."))
        return given


def _not_past(day: date | None) -> date | None:
    if day and day < timezone.localdate():
        raise forms.ValidationError(_("The day has passed; choose today or later."))
    return day
