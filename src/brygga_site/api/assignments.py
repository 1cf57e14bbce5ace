"""Assignments."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status

from brygga_site.api import schemas
from brygga_site.api.conflicts import Conflict, agrees
from brygga_site.api.keys import Writes
from brygga_site.api.listing import ListPart, listed
from brygga_site.organisations import actions, reads
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.models import Assignment, Staff, Unit

router = Router(tags=["assignments"])


@router.get("/assignments", response=schemas.Listed[schemas.AssignmentOut])
def assignments(request: HttpRequest, part: Query[ListPart], unit: str = "", staff: str = "", ended: bool = False):
    """The assignments at the organisation's units, without those that have ended unless `ended` asks for them.

    `unit` is an HSA-id; `staff` a user name.
    """
    found = reads.assignments_kept(request.assignment)
    if unit:
        found = found.filter(unit__hsa_id=unit.upper())
    if staff:
        found = found.filter(staff__username__iexact=staff)
    if not ended:
        found = reads.not_ended(found, timezone.now())
    return listed(request, found, part)


@router.post(
    "/assignments",
    response={200: schemas.AssignmentOut, 201: schemas.AssignmentOut, 409: schemas.Problem},
    auth=Writes(),
)
def give_assignment(request: HttpRequest, new: schemas.NewAssignment):
    """Gives an assignment. The same person, unit, purpose and first day is the same assignment: sent again it answers
    200 with the one there is, or 409 when that has another title, last day or HSA-id."""
    staff = reads.staff_named(request.assignment, new.staff)
    if staff is None:
        raise Unfit("staff", "nobody is known by this; register the person first")
    unit = reads.units_kept(request.assignment).filter(hsa_id=new.unit.strip().upper()).first()
    if unit is None:
        raise Unfit("unit", "none of your units has this HSA-id; choose one from the list")
    if there := _there(request, staff, unit, new):
        if agrees(there, new, "title", "to_day", "hsa_id"):
            return Status(200, there)
        raise Conflict
    values = new.model_dump(exclude={"staff", "unit"})
    return Status(201, actions.give_assignment(request.assignment, staff, unit, **values))


def _there(request: HttpRequest, staff: Staff, unit: Unit, new: schemas.NewAssignment) -> Assignment | None:
    rows = reads.assignments_kept(request.assignment).filter(staff=staff, unit=unit, revoked_at__isnull=True)
    return rows.filter(purpose=new.purpose, from_day=new.from_day).first()


@router.get("/assignments/{int:number}", response=schemas.AssignmentOut)
def assignment(request: HttpRequest, number: int):
    return reads.assignment_kept(request.assignment, number)


@router.patch("/assignments/{int:number}", response=schemas.AssignmentOut, auth=Writes())
def end_assignment(request: HttpRequest, number: int, ended: schemas.EndedAssignment):
    """Sets the last day."""
    given = reads.assignment_kept(request.assignment, number)
    return actions.end_assignment(request.assignment, given, ended.to_day)


@router.post("/assignments/{int:number}/revoke", response=schemas.AssignmentOut, auth=Writes())
def revoke_assignment(request: HttpRequest, number: int):
    """Ends an assignment at once. Sent again it changes nothing."""
    given = reads.assignment_kept(request.assignment, number)
    if given.revoked_at:
        return given
    return actions.revoke_assignment(request.assignment, given, timezone.now())
