"""What the pages for units, staff and assignments ask of whoever opens them."""

from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from brygga.process import NotAllowed
from brygga_site.accounts.middleware import asked_from
from brygga_site.accounts.second_factor import is_fresh, way_to_show
from brygga_site.organisations.models import Pending
from brygga_site.organisations.reads import check_administrator
from brygga_site.web.guards import View, with_assignment
from brygga_site.words.refusals import in_words


def for_administrators(view: View) -> View:
    """The page is for the organisation's administrator; a verb that refuses is answered by 403 with the reason."""

    @with_assignment
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_administrator(request.assignment)
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as refusal:
            return render(request, "administration/refused.html", {"reason": in_words(refusal)}, status=403)

    return guarded


def with_fresh_factor(view: View) -> View:
    """What is asked for or approved here takes two: each has shown who they are within minutes.

    The page is opened within half of the time, so that what is written on it is not lost when it is sent.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seconds = settings.BRYGGA_FRESH_FACTOR_SECONDS
        limit = seconds if request.method == "POST" else seconds / 2
        if seconds and not is_fresh(request, request.assignment, limit):
            return redirect(way_to_show(request, asked_from(request)))
        return view(request, *args, **kwargs)

    return guarded


def asked(request: HttpRequest, waiting: Pending) -> HttpResponse:
    """To the page of what has been asked for, and now waits for another."""
    messages.success(request, _("Asked for. It holds when another administrator has approved it."))
    return redirect("administration-approval", waiting.pk)
