"""A case: what has been said across the organisations, what is owed, and what may be said next."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from brygga import discharge
from brygga.process import Standing
from brygga_site.cases import reads
from brygga_site.web.cases.choices import sayable
from brygga_site.web.cases.timeline import lines
from brygga_site.web.guards import unchanged, with_assignment
from brygga_site.words import access as words_access

SHOWN = (Standing.OVERDUE, Standing.OPEN, Standing.DONE, Standing.LATE)


@with_assignment
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    now = timezone.now()
    # What is due changes with the clock as well as with messages, hence the minute.
    version = reads.version_of(request.assignment, case_id)
    token = f"{version}-{now:%H%M}"
    if version and (same := unchanged(request, token)):
        return same
    opened = reads.open_for(request.assignment, case_id, now)
    if opened.state is None:
        return _read_together(request, opened)
    role = request.assignment.unit.role
    context = {
        "opened": opened,
        "state": opened.state,
        "overview": opened.case.overview,
        "person": opened.case.person,
        "owed": [one for one in opened.owed if one.standing in SHOWN],
        "turn": [name for name in discharge.turn(opened.owed)],
        "lines": lines(opened.lines),
        "sayable": sayable(opened, role),
        "units": reads.units_in(opened.case),
        "mine": role,
        "now": now,
        "token": token,
    }
    return render(request, "cases/case.html", context)


def _read_together(request: HttpRequest, opened: reads.Opened) -> HttpResponse:
    """A case that others have had: its messages as far as they may be read, and nothing to do."""
    why = words_access.GROUNDS[opened.ground.ground.id]
    context = {"opened": opened, "person": opened.case.person, "lines": lines(opened.lines), "why": why}
    return render(request, "cases/together.html", context)
