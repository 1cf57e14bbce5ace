"""How many are listed for each physician of a health centre, against the guide values of the agreement."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from brygga.listing import ListedLoad, MissingGuide, listed_load
from brygga_site.agreements import registry
from brygga_site.organisations import actions, reads
from brygga_site.organisations.models import PhysiciansAt, Unit
from brygga_site.web.administration.administrators import for_administrators
from brygga_site.web.administration.forms import PhysiciansForm


@dataclass(frozen=True)
class CentreLoad:
    """A health centre with what was last said of it, and the load that it comes to; None for what is missing."""

    unit: Unit
    counted: PhysiciansAt | None
    load: ListedLoad | None
    agreement: str
    has_guide: bool


@for_administrators
def load(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    centres = [_of(unit, today) for unit in reads.health_centres_kept(request.assignment)]
    return render(request, "administration/load.html", {"centres": centres, "today": today})


@for_administrators
def count(request: HttpRequest, unit_id: int) -> HttpResponse:
    found = reads.unit_kept(request.assignment, unit_id)
    form = PhysiciansForm(request.POST or None, initial={"from_day": timezone.localdate()})
    if form.is_valid() and form.done(lambda: actions.count_physicians(request.assignment, found, **form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect("administration-load")
    return render(request, "administration/physicians.html", {"form": form, "unit": found})


def _of(unit: Unit, today: date) -> CentreLoad:
    counted, agreement = reads.counted_on(unit, today), registry().applying_to(unit.municipality, day=today)
    try:
        # Whether there are guide values is a matter of the agreement, not of whether anybody has counted.
        here = counted or PhysiciansAt(listed=0, specialists=0, in_training=0)
        found = listed_load(agreement, here.listed, here.specialists, here.in_training, today)
    except MissingGuide:
        return CentreLoad(unit, counted, None, agreement.head.short, has_guide=False)
    return CentreLoad(unit, counted, found if counted else None, agreement.head.short, has_guide=True)
