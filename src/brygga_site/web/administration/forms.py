"""Forms by which an administrator opens units, registers staff and gives assignments."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from brygga.access.administration import kinds_of
from brygga.identities import Places
from brygga.texts import swedish
from brygga_site.api.models import Key
from brygga_site.organisations import areas as served
from brygga_site.organisations.administering import administered_organisation
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.models import Assignment, Organisation
from brygga_site.web.dressed import DayField, Dressed, TextField
from brygga_site.words import administration as words
from brygga_site.words.refusals import in_words

T = TypeVar("T")


class VerbForm(Dressed):
    """A form whose values a verb takes."""

    def done(self, verb: Callable[[], T]) -> T | None:
        """What the verb gives; None when it finds a value unfit, which the field then tells."""
        try:
            return verb()
        except Unfit as unfit:
            self.add_error(unfit.field if unfit.field in self.fields else None, in_words(unfit))
            return None


class UnitForm(VerbForm):
    """A unit as it can be changed: the name, where it is and whom it serves."""

    name = TextField(label=_("Name"), max_length=300)
    municipality = forms.ChoiceField(label=_("Municipality"), choices=lambda: _municipalities())
    areas = TextField(
        label=_("Areas served"),
        max_length=served.LONGEST,
        required=False,
        help_text=_("Municipalities or parts of them: Göteborg Hisingen, Öckerö. Empty: the municipality it is in."),
    )
    takes_in = forms.BooleanField(
        label=_("Takes in for others: is told first, and passes on to the right unit"), required=False
    )


class PhysiciansForm(VerbForm):
    """How many are listed at a health centre from a day on, and its physicians by heads."""

    from_day = DayField(label=_("From"))
    listed = forms.IntegerField(
        label=_("Persons listed"), min_value=0, max_value=100_000, help_text=_("As the region's register says.")
    )
    specialists = forms.IntegerField(label=_("Specialist physicians"), min_value=0, max_value=500)
    in_training = forms.IntegerField(label=_("Physicians in specialist training"), min_value=0, max_value=500)


class NewUnitForm(UnitForm):
    """A unit to be opened. The kinds are those that the organisation and its providers can have."""

    hsa_id = TextField(label=_("HSA-id"), max_length=40, help_text=_("For instance SE2321000131-E000000000001"))
    kind = forms.ChoiceField(label=_("Kind of unit"), help_text=_("Cannot be changed later."))
    provider = forms.ModelChoiceField(
        label=_("Run by"), queryset=Organisation.objects.none(), required=False, to_field_name="code"
    )
    field_order = ["name", "hsa_id", "kind", "provider", "municipality", "areas", "takes_in"]

    def __init__(self, assignment: Assignment, providers: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = assignment.unit.organisation
        organisation = administered_organisation(own)
        self.fields["kind"].choices = [(kind, words.KINDS[kind]) for kind in kinds_of(organisation, organisation)]
        self.fields["provider"].queryset = providers
        self.fields["provider"].empty_label = own.name
        if not providers:
            del self.fields["provider"]


class ProviderForm(VerbForm):
    """A private provider to put under contract."""

    number = TextField(label=_("Organisation number"), max_length=13, help_text=_("For instance 559999-0008"))
    name = TextField(label=_("Name"), max_length=200)


class StaffForm(VerbForm):
    """A member of staff."""

    name = TextField(label=_("Name"), max_length=200)
    username = TextField(label=_("User name"), max_length=150)
    hsa_id = TextField(
        label=_("HSA-id"),
        max_length=40,
        required=False,
        help_text=_("By this the person is known who signs in with an e-identity."),
    )
    identity_number = TextField(
        label=_("Personal identity number"),
        max_length=13,
        required=False,
        help_text=_("Only to notice when somebody opens their own record."),
    )


class GiveForm(VerbForm):
    """An assignment to be given."""

    staff = TextField(
        label=_("Who"), max_length=150, help_text=_("HSA-id or user name. Somebody employed elsewhere: HSA-id.")
    )
    unit = TextField(label=_("Unit"), max_length=40, help_text=_("HSA-id. Write a part of the name to search."))
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Assignment.Purpose.choices, widget=forms.RadioSelect)
    title = TextField(label=_("Title"), max_length=100, help_text=_("As colleagues know it, for instance nurse."))
    from_day = DayField(label=_("First day"))
    to_day = DayField(label=_("Last day"), required=False, help_text=_("Empty: until somebody ends it."))
    hsa_id = TextField(
        label=_("The assignment's HSA-id"),
        max_length=40,
        required=False,
        help_text=_("Only for those who sign in with an e-identity and medarbetaruppdrag."),
    )

    def __init__(self, purposes: tuple[str, ...] | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if purposes:
            self.fields["purpose"].choices = [(one, words.PURPOSES[one]) for one in purposes]
        self.fields["unit"].widget.attrs["list"] = "units"


class EndForm(VerbForm):
    """The last day of an assignment."""

    to_day = DayField(label=_("Last day"), required=False, help_text=_("Empty: until somebody ends it."))


def _scopes(of_cases: bool) -> list[tuple[str, Any]]:
    return [(scope.value, scope.label) for scope in Key.Scope if (scope in Key.OF_CASES) == of_cases]


class KeyForm(VerbForm):
    """A key for a program that keeps units and assignments."""

    name = TextField(label=_("Name"), max_length=60, help_text=_("The program that will use it."))
    scope = forms.ChoiceField(label=_("Allowed"), choices=_scopes(False), widget=forms.RadioSelect, initial="read")
    last_day = DayField(label=_("Last day"), help_text=_("At most a year from now."))


class UnitKeyForm(KeyForm):
    """A key for a program that works with a unit's cases."""

    scope = forms.ChoiceField(label=_("Allowed"), choices=_scopes(True), widget=forms.RadioSelect, initial="cases:read")


class DeclineForm(VerbForm):
    """Why a change is declined."""

    reason = TextField(label=_("Why not"), max_length=300, help_text=_("Whoever asked for it sees this."))


class ImportForm(Dressed):
    """A file to look through."""

    file = forms.FileField(label=_("File"))


def _municipalities() -> list[tuple[str, str]]:
    ordered = sorted(Places.load().municipalities.values(), key=lambda one: swedish(one.short))
    return [("", "–"), *((one.code, f"{one.short} ({one.code})") for one in ordered)]
