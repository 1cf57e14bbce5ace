"""What every page shows around its own content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from brygga_site.accounts.commission import commission_of
from brygga_site.accounts.reads import UNSENT_KEY
from brygga_site.cases.reads import works_with
from brygga_site.organisations.approval import reads as approvals
from brygga_site.organisations.models import Assignment
from brygga_site.review.permission import may_review

ABOUT_AGREEMENTS = "agreements agreement clause clause-search carrier rules-table rules-compare".split()
"""The routes under *Agreements* in the header."""

HTMX = {
    "includeIndicatorStyles": False,
    "allowEval": False,
    "historyCacheSize": 0,
    # As it is from the start, but that a page which is told that nothing has changed keeps what it shows.
    "responseHandling": [
        {"code": "204|304", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "[45]..", "swap": False, "error": True},
    ],
}

FEW = 2
"""So many other assignments stand in the header, one click away; whoever has more chooses on a page."""


def page(request: HttpRequest) -> dict[str, Any]:
    """The assignment one acts under, the others that are a click away, whether this is the demo, and the route."""
    assignment = getattr(request, "assignment", None)
    match = request.resolver_match
    # Asked only by the pages that show it: looking at the assignment asks the database.
    return {
        "assignment": assignment,
        "other_assignments": lambda: _other_assignments(request),
        "may_review": lambda: may_review(assignment),
        "works": lambda: works_with(assignment) if assignment else (),
        "to_approve": lambda: len(approvals.to_approve(assignment, timezone.now())) if assignment else 0,
        "unsent_at": request.session.get(UNSENT_KEY) if assignment else None,
        "demo": settings.BRYGGA_DEMO,
        "route": (match.url_name if match else None) or "",
        "about_agreements": ABOUT_AGREEMENTS,
        "htmx_config": HTMX,
        # One for all the forms of a page: each that is asked for is masked anew.
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),
    }


def _other_assignments(request: HttpRequest) -> list[Assignment]:
    # A commission is changed where it was given: by signing in anew.
    if not request.assignment or commission_of(request):
        return []
    others = [one for one in request.assignments if one != request.assignment]
    return others if len(others) <= FEW else []
