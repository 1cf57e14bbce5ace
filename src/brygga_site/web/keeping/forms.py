"""The office's forms about keeping."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brygga.retention import RecordKind
from brygga_site.keeping.words import RECORDS
from brygga_site.web.dressed import DayField, Dressed, PersonNumberField, TextField

PLANNED = (RecordKind.PATIENT, RecordKind.OTHER)
"""The kinds whose time an organisation may decide on; that of the others is the act's."""


WITHHOLDING = ("2009-400.25.6", "2009-400.25.7", "2009-400.26.5")
"""The paragraphs by which something is withheld from the person themself."""


class KeysField(forms.MultipleChoiceField):
    """What has been ticked of what is said about a person; a key that nothing of theirs has, withholds nothing."""

    KEY = re.compile(r"[0-9a-f-]{1,36}:[0-9]{1,9}")

    def valid_value(self, value: str) -> bool:
        return bool(self.KEY.fullmatch(value))


class ExtractForm(Dressed):
    """Whose extract, how it was made sure who asks, and what is withheld by which paragraph."""

    identity_number = PersonNumberField()
    checked = forms.ChoiceField(
        label=_("How it was made sure who asks"),
        widget=forms.RadioSelect,
        choices=[
            ("id-document", _("The person showed an identity document")),
            ("e-identification", _("The person signed with an e-identification")),
            ("representative", _("Somebody who may ask for the person, whose right was looked at")),
        ],
    )
    reference = TextField(label=_("Number of the request in your register"), max_length=60)
    withheld = KeysField(required=False)
    paragraph = forms.ChoiceField(
        label=_("Withheld by"), required=False, choices=[("", ""), *((one, one) for one in WITHHOLDING)]
    )
    do = forms.ChoiceField(choices=[(name, name) for name in ("look", "pdf", "json")])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("withheld") and not given.get("paragraph"):
            self.add_error("paragraph", _("Say by which paragraph it is withheld."))
        return given


class DoForm(forms.Form):
    """Which of a page's buttons was pressed, and for what."""

    do = forms.ChoiceField(
        choices=[(name, name) for name in ("count", "list", "plan", "hold", "lift", "approve", "withdraw")]
    )
    hold = forms.IntegerField(required=False, min_value=1, max_value=2**62)


class PlanForm(Dressed):
    """A decision on how long a kind of record is kept."""

    record = forms.ChoiceField(label=_("What is kept"), choices=[(kind.value, RECORDS[kind]) for kind in PLANNED])
    years = forms.IntegerField(label=_("Years after the last entry"), min_value=1, max_value=200)
    decision = TextField(label=_("Number of the decision"), max_length=60)
    decided_on = DayField(label=_("Day of the decision"))


class HoldForm(Dressed):
    """About whom nothing is to be destroyed, and why."""

    identity_number = PersonNumberField()
    reason = TextField(label=_("What the records are needed for"), max_length=400)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("For instance a court's case number. Write nothing about the care.")
