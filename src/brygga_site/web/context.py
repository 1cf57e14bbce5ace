"""What every page shows around its own content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from brygga_site.review.permission import may_review


def page(request: HttpRequest) -> dict[str, Any]:
    """The assignment one acts under, and whether this is the demo."""
    assignment = getattr(request, "assignment", None)
    # Asked only by the pages that show it: looking at the assignment asks the database.
    return {"assignment": assignment, "may_review": lambda: may_review(assignment), "demo": settings.BRYGGA_DEMO}
