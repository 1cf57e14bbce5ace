"""Choosing the assignment one acts under."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from brygga_site.accounts.assignment import SESSION_KEY
from brygga_site.accounts.commission import commission_of
from brygga_site.accounts.log import security
from brygga_site.accounts.second_factor import why_withheld
from brygga_site.organisations.approval.reads import about
from brygga_site.organisations.reads import assignments_of
from brygga_site.web import asking


@login_required
def choose_assignment(request: HttpRequest) -> HttpResponse:
    commission = commission_of(request)
    mine = [one for one in assignments_of(request.user) if commission in (None, one.pk)]
    withheld = {one: why for one in mine if (why := why_withheld(request, one))}
    if request.method == "POST":
        chosen = next((one for one in mine if one.pk == asking.number(request.POST, "assignment")), None)
        if chosen and chosen not in withheld:
            request.session[SESSION_KEY] = chosen.pk
            security("assignment-chosen", request.user, assignment=chosen.pk)
            return redirect("today")
    context = {
        "assignments": mine,
        "withheld": withheld,
        "whys": set(withheld.values()),
        "waiting": about(request.user, timezone.now()),
        "commission": commission is not None,
    }
    return render(request, "sign_in/choose_assignment.html", context)


choose_assignment.guard = "signed in"
