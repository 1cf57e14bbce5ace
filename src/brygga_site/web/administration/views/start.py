"""Today for an administrator of units and assignments: what to see to."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from brygga_site.organisations import reads
from brygga_site.organisations.approval.reads import waiting

SOON_DAYS = 30
MOST = 50


def start(request: HttpRequest, now: datetime) -> HttpResponse:
    """Assignments that end soon, and accounts and units with no assignment."""
    found = reads.start(request.assignment, now, SOON_DAYS, MOST)
    context = {
        "start": found,
        "waiting": list(waiting(request.assignment, now)[: MOST + 1]),
        "days": SOON_DAYS,
        "most": MOST,
        "organisation": request.assignment.unit.organisation,
    }
    return render(request, "administration/start.html", context)
