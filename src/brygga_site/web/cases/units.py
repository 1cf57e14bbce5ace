"""The field by which units are chosen: a few that serve the person, a search, and whatever has been chosen by it."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from brygga.process import AnyProcess, Body, Role
from brygga_site.cases.recipients import FoundUnits, OfferedUnit, as_found, found
from brygga_site.organisations.models import Unit

SEARCH = "search"
"""The button that looks for units and sends nothing."""

SOUGHT, OFFERED = "find", "offered"
"""What a form sends beside its fields: what is looked for, and the units that stand above the search."""


@dataclass(frozen=True)
class UnitChoices:
    """The units that may be chosen, those that are `offered` before a search, and the roles of which there is none.

    `process` and `body` are what a search alone asks for.
    """

    may_be_told: QuerySet[Unit]
    offered: tuple[OfferedUnit, ...]
    missing: tuple[Role, ...]
    process: AnyProcess
    body: type[Body]

    @property
    def may_search(self) -> bool:
        """Whether there may be others: what goes to those who take part goes to no one else."""
        return not self.process.addressing[self.body].present


class UnitsInput(forms.SelectMultiple):
    """Boxes to tick, or a button each where there is one to choose; drawn by `cases/units.html`."""


class UnitsField(forms.Field):
    """Units by HSA-id, each one that may be told. `only_one`: at most one of them."""

    widget = UnitsInput

    def __init__(self, choices: UnitChoices, only_one: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices, self.only_one = choices, only_one
        if self.initial is None:
            self.initial = [one.unit.hsa_id for one in choices.offered if one.preselected]

    def clean(self, value: Any) -> list[str]:
        chosen = list(dict.fromkeys(super().clean(value) or []))
        if self.only_one and len(chosen) > 1:
            raise forms.ValidationError(_("Choose one unit."))
        known = set(self.choices.may_be_told.filter(hsa_id__in=chosen).values_list("hsa_id", flat=True))
        if not known.issuperset(chosen):
            raise forms.ValidationError(_("One of the units cannot be told this any more: choose again."))
        return chosen

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        return BoundUnits(form, self, field_name)


class BoundUnits(forms.BoundField):
    """The field in its form, with what has been ticked and what has been looked for."""

    @cached_property
    def ticked(self) -> set[str]:
        return set(self.value() or [])

    @property
    def by_role(self) -> list[tuple[str, list[OfferedUnit]]]:
        """Those that are offered before a search, by what they are to a person's care."""
        return [(role, list(units)) for role, units in groupby(self.field.choices.offered, lambda one: one.unit.role)]

    @property
    def sought(self) -> str:
        return self.form.data.get(SOUGHT, "") if self.form.is_bound else ""

    @cached_property
    def searched(self) -> "SearchedUnits":
        offered = {one.unit.hsa_id for one in self.field.choices.offered}
        return searched(self.field.choices.may_be_told, offered, self.ticked, self.sought)


@dataclass(frozen=True)
class SearchedUnits:
    """What stands below the search: the units chosen by it, and what it finds beside those that stand `above`."""

    chosen: tuple[OfferedUnit, ...]
    found: FoundUnits
    above: tuple[Unit, ...]
    sought: str


def searched(may_be_told: QuerySet[Unit], offered: set[str], ticked: set[str], sought: str) -> SearchedUnits:
    """Units chosen by a search stay, whatever is looked for next; what is `offered` stands elsewhere."""
    now, beyond = timezone.now(), may_be_told.exclude(hsa_id__in=offered)
    chosen = as_found(beyond.filter(hsa_id__in=ticked).select_related("organisation"), now)
    result = found(may_be_told, sought, now)
    shown = offered | {one.unit.hsa_id for one in chosen}
    others = tuple(one for one in result.units if one.unit.hsa_id not in shown)
    above = tuple(one.unit for one in result.units if one.unit.hsa_id in shown)
    return SearchedUnits(chosen, FoundUnits(others, result.more), above, sought)
