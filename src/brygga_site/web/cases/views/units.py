"""What a search among units finds, for a form that is open: about nobody, so it leaves no entry."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from brygga.processes import PROCESSES
from brygga_site.cases.reads import works_with
from brygga_site.cases.recipients import may_be_told
from brygga_site.web import asking
from brygga_site.web.cases.units import OFFERED, SOUGHT, searched
from brygga_site.web.guards import with_assignment


@require_POST
@with_assignment
def find_units(request: HttpRequest, process: str, kind: str) -> HttpResponse:
    """The part of the form below its search. Raises Http404 for a message that the reader's unit cannot send."""
    if process not in PROCESSES or PROCESSES[process] not in works_with(request.assignment):
        raise Http404("no such process")
    body = PROCESSES[process].bodies.get(kind)
    if body is None or body not in PROCESSES[process].addressing:
        raise Http404("no such message")
    units = may_be_told(PROCESSES[process], body, request.assignment.unit)
    offered, ticked = (set(asking.several(request.POST, name)) for name in (OFFERED, "recipients"))
    context = {
        "searched": searched(units, offered, ticked, asking.searched(request.POST, SOUGHT)),
        "only_one": asking.among(request.POST, "only_one", ["1"]) == "1",
        "ticked": ticked,
    }
    return render(request, "cases/units_found.html", context)
