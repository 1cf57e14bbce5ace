"""The import of a file."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Status

from brygga_site.api import schemas
from brygga_site.api.keys import Writes
from brygga_site.api.pending import accepted, told
from brygga_site.api.problems import problem
from brygga_site.organisations import actions
from brygga_site.organisations.importing.faults import fault_in_words
from brygga_site.organisations.importing.planning import plan
from brygga_site.organisations.importing.reading import LARGEST
from brygga_site.organisations.importing.steps import Plan

router = Router(tags=["import"])

CSV = {"requestBody": {"required": True, "content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}}}}


@router.post(
    "/import",
    response={200: schemas.Imported, 202: schemas.Imported, 413: schemas.Problem, 422: schemas.Problem},
    auth=Writes(),
    openapi_extra=CSV,
)
def import_file(request: HttpRequest, response: HttpResponse, dry_run: bool = True):
    """Units, staff and assignments out of a CSV file, whole or not at all. `dry_run` only tells what it would do.
    A file that gives an assignment, or changes by what somebody is known, waits for another administrator: 202."""
    content = request.read(LARGEST + 1)
    if len(content) > LARGEST:
        return problem(413, _("The file is larger than 2 MB. Divide it in two and import one after the other."))
    if dry_run:
        made = plan(request.assignment, content, timezone.localdate())
        return _faulty(made) if made.faults else _told(made, applied=False)
    try:
        made = actions.apply_file(request.assignment, content)
    except actions.NotApplied as not_applied:
        return _faulty(not_applied.plan)
    if made.waiting is None:
        return _told(made, applied=True)
    accepted(response, made.waiting)
    return Status(202, {**_told(made, applied=False), "waiting": told(made.waiting)})


def _told(made: Plan, applied: bool) -> dict[str, object]:
    steps = [{"line": step.line, "kind": step.kind, "what": step.what} for step in made.steps]
    return {"applied": applied, "rows": made.rows, "unchanged": made.unchanged, "steps": steps}


def _faulty(made: Plan):
    errors = []
    for fault in made.faults:
        column, what = fault_in_words(fault)
        errors.append({"line": fault.line, "where": column, "what": what})
    return problem(422, _("Nothing was imported. Correct the file and send it again."), errors)
