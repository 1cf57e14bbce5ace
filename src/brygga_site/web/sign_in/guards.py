"""What the pages of one's own sign-in ask of whoever opens them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brygga_site.accounts.commission import commission_of
from brygga_site.accounts.second_factor import may_add

View = Callable[..., HttpResponse]


def own_account(view: View) -> View:
    """The page changes a local account: not for a session from an identity provider, which has its own factors."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if commission_of(request) is not None or not request.user.has_usable_password():
            messages.warning(request, _("Your password and factors are kept where you signed in, not in Brygga."))
            return redirect("security")
        return view(request, *args, **kwargs)

    guarded.guard = "signed in"
    return guarded


def first_by_code(view: View) -> View:
    """The page adds a factor: a first one that one's assignments ask for, only after a one-time code."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_add(request):
            messages.warning(
                request,
                _(
                    "Your assignments ask for a second factor. The first is added after signing in with a one-time "
                    "code, which another of your organisation's administrators gives you."
                ),
            )
            return redirect("security")
        return view(request, *args, **kwargs)

    return guarded
