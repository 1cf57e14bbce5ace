"""What the pages for units, staff and assignments ask of whoever opens them."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from brygga.process import NotAllowed
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
