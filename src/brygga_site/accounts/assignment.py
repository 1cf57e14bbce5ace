"""Which assignment a request is made under. Looked up on every request, so one that has ended bites at once."""

from collections.abc import Callable

from django.db.models import BigAutoField, DateField
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from brygga_site.accounts.second_factor import why_withheld
from brygga_site.organisations.models import Assignment
from brygga_site.organisations.reads import assignments_of
from brygga_site.prepared import Given, PreparedModels

SESSION_KEY = "assignment"

MINE = PreparedModels(lambda: assignments_of(Given("staff", BigAutoField()), Given("today", DateField())))


class AssignmentMiddleware:
    """Sets `request.assignments`, all one has, and `request.assignment`: the chosen one, the only one, or None.

    A commission is chosen at sign-in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.assignments = SimpleLazyObject(lambda: _assignments(request))
        request.assignment = SimpleLazyObject(lambda: chosen(request))
        return self.get_response(request)


def _assignments(request: HttpRequest) -> list[Assignment]:
    return MINE.rows(staff=request.user.pk, today=timezone.localdate()) if request.user.is_authenticated else []


def chosen(request: HttpRequest) -> Assignment | None:
    """Of the assignments one has, the one that the session acts under."""
    mine = list(request.assignments)
    # One that was chosen and is no longer in force gives way to none: nobody finds themselves acting as something else.
    number = request.session.get(SESSION_KEY, mine[0].pk if len(mine) == 1 else None)
    assignment = next((one for one in mine if one.pk == number), None)
    return None if assignment is None or why_withheld(request, assignment) else assignment
