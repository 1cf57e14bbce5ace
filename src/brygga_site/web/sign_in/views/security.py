"""Your sign-in: one's factors and sessions in one place."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from brygga_site.accounts import actions, browsers
from brygga_site.accounts.commission import commission_of, rights_of
from brygga_site.accounts.reads import SESSION_KEY, sessions_of
from brygga_site.accounts.second_factor import shown_since, way_to_show
from brygga_site.api.reads import keys_under
from brygga_site.organisations.approval.reads import about
from brygga_site.web.sign_in.views.factors import factors_of


@login_required
def security(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    sessions = [
        {"row": one, "browser": browsers.name(one.browser), "is_this": str(one.pk) == request.session.get(SESSION_KEY)}
        for one in sessions_of(request.user, now)
    ]
    context = {
        "own_account": commission_of(request) is None and request.user.has_usable_password(),
        "commission": commission_of(request) is not None,
        "rights": rights_of(request),
        "sessions": sessions,
        "keys": keys_under(request.assignments, now),
        "waiting": about(request.user, now),
        "now": now,
        **factors_of(request.user),
    }
    return render(request, "sign_in/security.html", context)


def after_showing_again(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever has only come upon an open screen ends nobody's sessions: one has shown a factor within minutes."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if shown_since(request, time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT):
            return view(request, *args, **kwargs)
        messages.warning(request, _("Show once more who you are, and then end the session."))
        return redirect(way_to_show(request, reverse("security")))

    return guarded


@login_required
@require_POST
@after_showing_again
def end_session(request: HttpRequest, pk: str) -> HttpResponse:
    if actions.end(request.user, pk):
        messages.success(request, _("The session is ended."))
    return redirect("security")


@login_required
@require_POST
@after_showing_again
def end_others(request: HttpRequest) -> HttpResponse:
    ended = actions.end_others(request.user, request.session.get(SESSION_KEY))
    text = ngettext("%(n)d other session is ended.", "%(n)d other sessions are ended.", ended)
    messages.success(request, text % {"n": ended})
    return redirect("security")


for _view in (security, end_session, end_others):
    _view.guard = "signed in"
