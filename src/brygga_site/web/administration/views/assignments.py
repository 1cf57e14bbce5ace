"""Assignments are given, ended at a day and revoked at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from brygga.access.administration import PURPOSES
from brygga_site.accounts.second_factor import factor_shown
from brygga_site.organisations import actions, reads
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.models import Assignment, Pending
from brygga_site.web import asking
from brygga_site.web.administration.administrators import asked, for_administrators, with_fresh_factor
from brygga_site.web.administration.forms import EndForm, GiveForm


@for_administrators
@with_fresh_factor
def give(request: HttpRequest) -> HttpResponse:
    units = reads.units_kept(request.assignment).filter(closed_at__isnull=True)
    initial = {
        "staff": asking.word(request.GET, "staff"),
        "unit": asking.word(request.GET, "unit"),
        "from_day": timezone.localdate().isoformat(),
    }
    known = units.filter(hsa_id=(asking.word(request.POST, "unit") or initial["unit"]).upper()).first()
    form = GiveForm(PURPOSES[known.kind] if known else None, request.POST or None, initial=initial)
    factor = factor_shown(request)
    if form.is_valid() and (waiting := form.done(lambda: _give(request.assignment, dict(form.cleaned_data), factor))):
        return asked(request, waiting)
    return render(request, "administration/give.html", {"form": form, "units": units})


def _give(assignment: Assignment, values: dict[str, Any], factor: str) -> Pending:
    staff = reads.staff_named(assignment, values.pop("staff"))
    if staff is None:
        raise Unfit("staff", "nobody is known by this; register the person first")
    unit = reads.units_kept(assignment).filter(hsa_id=values.pop("unit").strip().upper()).first()
    if unit is None:
        raise Unfit("unit", "none of your units has this HSA-id; choose one from the list")
    return actions.give_assignment(assignment, staff, unit, **values, factor=factor)


@for_administrators
@with_fresh_factor
def end(request: HttpRequest, assignment_id: int) -> HttpResponse:
    given = reads.assignment_kept(request.assignment, assignment_id)
    form = EndForm(request.POST or None, initial={"to_day": given.to_day})
    if form.is_valid():
        factor = factor_shown(request)
        waiting = form.done(
            lambda: actions.end_assignment(request.assignment, given, **form.cleaned_data, factor=factor)
        )
        if waiting:
            return asked(request, waiting)
        if not form.errors:
            messages.success(request, _("Saved."))
            return redirect("administration-member", given.staff_id)
    return render(request, "administration/end.html", {"form": form, "given": given})


@for_administrators
def revoke(request: HttpRequest, assignment_id: int) -> HttpResponse:
    given = reads.assignment_kept(request.assignment, assignment_id)
    if request.method == "POST":
        actions.revoke_assignment(request.assignment, given, timezone.now())
        messages.success(request, _("The assignment has ended. The next click under it is refused."))
        return redirect("administration-member", given.staff_id)
    return render(request, "administration/revoke.html", {"given": given})
