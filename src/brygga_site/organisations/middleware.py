"""Which assignment a request is made under. Looked up on every request, so one that has ended bites at once."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from brygga_site.organisations.models import Assignment
from brygga_site.organisations.reads import assignments_of

SESSION_KEY = "assignment"


class AssignmentMiddleware:
    """Sets `request.assignment`: the chosen one, the only one, or None."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.assignment = SimpleLazyObject(lambda: _assignment(request))
        return self.get_response(request)


def _assignment(request: HttpRequest) -> Assignment | None:
    if not request.user.is_authenticated:
        return None
    mine = list(assignments_of(request.user))
    chosen = request.session.get(SESSION_KEY)
    return next((one for one in mine if one.pk == chosen), mine[0] if len(mine) == 1 else None)
