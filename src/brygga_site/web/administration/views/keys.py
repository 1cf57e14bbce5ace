"""Keys, by which the organisation's programs sign in to the API: made here, or allowed for a unit's assignment."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from brygga_site.accounts.second_factor import factor_shown
from brygga_site.api import actions, reads
from brygga_site.organisations.reads import assignment_kept
from brygga_site.web.administration.administrators import asked, for_administrators, with_fresh_factor
from brygga_site.web.administration.forms import KeyForm, UnitKeyForm


@for_administrators
@never_cache
def keys(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    rows, secret = reads.keys_of(request.assignment), ""
    form = KeyForm(request.POST or None, initial={"last_day": timezone.localdate(now) + timedelta(days=90)})
    if form.is_valid() and (
        made := form.done(lambda: actions.make_key(request.assignment, now=now, **form.cleaned_data))
    ):
        secret, form = made[1], None
    shown = [(row, reads.holds(row, now), reads.acts_under(row)) for row in rows.all()]
    context = {"form": form, "secret": secret, "keys": shown}
    return render(request, "administration/keys.html", context)


@for_administrators
@with_fresh_factor
def allow(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Lets whoever has an assignment at a unit take a key for the unit's cases."""
    given, now = assignment_kept(request.assignment, assignment_id), timezone.now()
    form = UnitKeyForm(request.POST or None, initial={"last_day": timezone.localdate(now) + timedelta(days=90)})
    factor = factor_shown(request)
    if form.is_valid() and (
        waiting := form.done(
            lambda: actions.allow_key(request.assignment, given, now=now, **form.cleaned_data, factor=factor)
        )
    ):
        return asked(request, waiting)
    return render(request, "administration/allow_key.html", {"form": form, "given": given})


@for_administrators
def revoke(request: HttpRequest, key_id: int) -> HttpResponse:
    key = reads.key_of(request.assignment, key_id)
    if request.method == "POST":
        actions.revoke_key(request.assignment, key, timezone.now())
        messages.success(request, _("The key has ended. The next call with it is refused."))
        return redirect("administration-keys")
    return render(request, "administration/revoke_key.html", {"key": key})
