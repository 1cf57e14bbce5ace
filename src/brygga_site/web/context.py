"""What every page shows around its own content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """The assignment one acts under, and whether this is the demo."""
    return {"assignment": getattr(request, "assignment", None), "demo": settings.BRYGGA_DEMO}
