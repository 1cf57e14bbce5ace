"""What takes two: what waits, one change with before and after, and approving, declining, taking it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from brygga_site.accounts.reads import INVITED
from brygga_site.accounts.second_factor import factor_shown
from brygga_site.organisations import actions
from brygga_site.organisations.actions.importing import planned
from brygga_site.organisations.actions.stand_in import region_for
from brygga_site.organisations.approval import kinds, people, reads
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.models import Organisation, Pending
from brygga_site.web.administration.administrators import for_administrators, with_fresh_factor
from brygga_site.web.administration.changes import fields_of
from brygga_site.web.administration.forms import DeclineForm
from brygga_site.web.administration.views.importing import shown_plan
from brygga_site.words.refusals import in_words


@for_administrators
def approvals(request: HttpRequest) -> HttpResponse:
    now, own = timezone.now(), request.assignment.unit.organisation
    mine = reads.to_approve(request.assignment, now)
    context = {
        "mine": mine,
        "others": [one for one in reads.waiting(request.assignment, now) if one not in mine],
        "decided": list(reads.decided(request.assignment, now)[:50]),
        "approvers": people.approvers_for(request.assignment, now),
        "region": region_for(own),
        "stands_in_for": Organisation.objects.filter(stand_in__region=own),
        "now": now,
    }
    return render(request, "administration/approvals.html", context)


@for_administrators
def approval(request: HttpRequest, number: int) -> HttpResponse:
    return _shown(request, reads.one(request.assignment, number), DeclineForm())


@for_administrators
@require_POST
@never_cache
@with_fresh_factor
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Carries it out. The second half of a one-time code is shown this once."""
    reads.one(request.assignment, number)
    now = timezone.now()
    try:
        done, carried = actions.approve(request.assignment, number, factor_shown(request), now)
    except Unfit as unfit:
        messages.warning(request, in_words(unfit))
        return redirect("administration-approval", number)
    if carried.shown:
        context = {"one": done, "half": carried.shown, "until": now + INVITED}
        return render(request, "administration/second_half.html", context)
    messages.success(request, _("Approved. It holds from now on."))
    return redirect("administration-approvals")


@for_administrators
@require_POST
@with_fresh_factor
def decline(request: HttpRequest, number: int) -> HttpResponse:
    one, form = reads.one(request.assignment, number), DeclineForm(request.POST)
    if form.is_valid() and form.done(lambda: _decline(request, number, form.cleaned_data["reason"])):
        messages.success(request, _("Declined. Whoever asked sees your reason."))
        return redirect("administration-approvals")
    return _shown(request, one, form)


@for_administrators
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    reads.one(request.assignment, number)
    try:
        actions.withdraw(request.assignment, number, timezone.now())
        messages.success(request, _("Taken back."))
    except Unfit as unfit:
        messages.warning(request, in_words(unfit))
    return redirect("administration-approvals")


@for_administrators
@require_POST
@with_fresh_factor
def ask_region(request: HttpRequest) -> HttpResponse:
    """The region is asked to approve for an organisation that has nobody else."""
    try:
        asked = actions.ask_stand_in(request.assignment, factor_shown(request))
    except Unfit as unfit:
        messages.warning(request, in_words(unfit))
        return redirect("administration-approvals")
    return redirect("administration-approval", asked.pk)


@for_administrators
@require_POST
def end_region(request: HttpRequest, code: str) -> HttpResponse:
    """The region no longer approves for a municipality: either of them says so."""
    organisation = get_object_or_404(Organisation, kind=Organisation.Kind.MUNICIPALITY, code=code)
    actions.end_stand_in(request.assignment, organisation)
    messages.success(request, _("The region no longer approves."))
    return redirect("administration-approvals")


def _decline(request: HttpRequest, number: int, reason: str) -> Pending:
    return actions.decline(request.assignment, number, reason, factor_shown(request), timezone.now())


def _shown(request: HttpRequest, one: Pending, form: DeclineForm) -> HttpResponse:
    now = timezone.now()
    why_not = reads.why_not_approved(request.assignment, one, now)
    made = shown_plan(planned(one, one.asked_under)) if one.kind == kinds.FILE and one.file else {}
    context = {
        "one": one,
        "fields": fields_of(one),
        "waits": one.waits(now),
        "why_not": in_words(why_not) if why_not else "",
        "approvers": people.approvers_of(one, now),
        "may_decline": people.may_decline(request.assignment, one, now),
        "may_withdraw": one.organisation_id == request.assignment.unit.organisation_id,
        "form": form,
        "plan": None,
        "steps": (),
        "more_steps": 0,
        **made,
    }
    return render(request, "administration/approval.html", context)
