"""The page of a refusal: why, by which paragraph, and what can be done lawfully instead."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import permission_denied

from brygga_site.people.refused import Refused
from brygga_site.web.persons.ways import ways_on
from brygga_site.words import access as words


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler403`."""
    if not isinstance(exception, Refused) or not request.assignment:
        return permission_denied(request, exception)
    decision = exception.decision
    context = {
        "why": words.GROUNDS[decision.ground.id],
        "clause": decision.clause,
        "ways": ways_on(decision, request.assignment, exception.person),
        "person_id": exception.person,
    }
    answer = render(request, "persons/refused.html", context, status=403)
    if request.htmx:
        # A page that asks again may show what is no longer to be shown: it is loaded anew, and refused as a whole.
        answer.headers["HX-Refresh"] = "true"
    return answer
