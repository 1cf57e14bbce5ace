"""What a page asks of whoever opens it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

View = Callable[..., HttpResponse]


def with_assignment(view: View) -> View:
    """The page is for those who are signed in and have chosen what assignment they act under."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # A lazy object is never None itself; its truth is the assignment's.
        if not request.assignment:
            # A page that asks again by itself is led away as a whole, not in the part it refreshes.
            chooser = reverse("choose-assignment")
            return HttpResponseClientRedirect(chooser) if request.htmx else redirect(chooser)
        return view(request, *args, **kwargs)

    guarded.guard = "assignment"
    return guarded


def open_to_all(view: View) -> View:
    """The page shows nothing about any person; anyone may open it."""
    view.guard = "open"
    return view


def costly(view: View) -> View:
    """The page takes seconds to make: nobody gets many in a minute (see `door.pace`)."""
    view.costly = True
    return view
