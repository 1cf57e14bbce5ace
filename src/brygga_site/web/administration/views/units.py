"""Units: the administrator's list, one unit with its people, and opening, changing and closing one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from brygga import texts
from brygga.access.administration import may_close
from brygga_site.organisations import actions, areas, reads
from brygga_site.organisations.administering import administered_unit, administrator
from brygga_site.organisations.models import Unit
from brygga_site.web import asking
from brygga_site.web.administration.administrators import for_administrators
from brygga_site.web.administration.forms import NewUnitForm, ProviderForm, UnitForm
from brygga_site.web.administration.when import by_time
from brygga_site.web.parts import part_asked, query_without_place


@for_administrators
def units(request: HttpRequest) -> HttpResponse:
    sought, kind = texts.sought(asking.searched(request.GET, "q")), asking.word(request.GET, "kind")
    closed = asking.ticked(request.GET, "closed")
    found = reads.units_sought(request.assignment, sought, kind, closed, timezone.now())
    kept = reads.units_kept(request.assignment)
    context = {
        "part": part_asked(request, found, kept),
        "any": kept.exists(),
        "kinds": Unit.Kind.choices,
        "q": sought,
        "kind": kind,
        "closed": closed,
        "query": query_without_place(request),
    }
    return render(request, "administration/units.html", context)


@for_administrators
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    found = reads.unit_kept(request.assignment, unit_id)
    given = reads.assignments_kept(request.assignment).filter(unit=found)
    may = may_close(administrator(request.assignment), administered_unit(found))
    groups = by_time(request.assignment, given, timezone.now())
    return render(request, "administration/unit.html", {"unit": found, "groups": groups, "may_close": may})


@for_administrators
def new_unit(request: HttpRequest) -> HttpResponse:
    providers = reads.providers_of(request.assignment)
    initial = {"municipality": request.assignment.unit.municipality}
    form = NewUnitForm(request.assignment, providers, request.POST or None, initial=initial)
    if form.is_valid() and (made := form.done(lambda: actions.open_unit(request.assignment, **form.cleaned_data))):
        messages.success(request, _("The unit is open. Now give people assignments at it."))
        return redirect("administration-unit", made.pk)
    return render(request, "administration/new_unit.html", {"form": form})


@for_administrators
def change_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    found = reads.unit_kept(request.assignment, unit_id)
    initial = {
        "name": found.name,
        "municipality": found.municipality,
        "areas": areas.shown(found.areas),
        "takes_in": found.takes_in,
    }
    form = UnitForm(request.POST or None, initial=initial)
    if form.is_valid() and form.done(lambda: actions.change_unit(request.assignment, found, **form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect("administration-unit", found.pk)
    return render(request, "administration/change_unit.html", {"form": form, "unit": found})


@for_administrators
def close_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    found, now = reads.unit_kept(request.assignment, unit_id), timezone.now()
    if request.method == "POST":
        actions.close_unit(request.assignment, found, now)
        messages.success(request, _("The unit is closed."))
        return redirect("administration-unit", found.pk)
    ending = reads.not_ended(reads.assignments_kept(request.assignment).filter(unit=found), now)
    return render(request, "administration/close_unit.html", {"unit": found, "count": ending.count()})


@for_administrators
def providers(request: HttpRequest) -> HttpResponse:
    form = ProviderForm(request.POST or None)
    if form.is_valid() and form.done(lambda: actions.contract_provider(request.assignment, **form.cleaned_data)):
        messages.success(request, _("The provider is there. Now open its units."))
        return redirect("administration-providers")
    context = {"form": form, "providers": reads.providers_of(request.assignment)}
    return render(request, "administration/providers.html", context)
