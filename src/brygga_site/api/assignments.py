"""Assignments."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Status

from brygga_site.api import schemas
from brygga_site.api.conflicts import Conflict, agrees
from brygga_site.api.keys import Writes
from brygga_site.api.listing import ListPart, listed
from brygga_site.api.pending import accepted
from brygga_site.organisations import actions, reads
from brygga_site.organisations.approval import reads as reads_pending
from brygga_site.organisations.approval.kinds import ASSIGNMENT
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
    response={200: schemas.AssignmentOut, 202: schemas.PendingOut, 409: schemas.Problem},
    auth=Writes(),
)
def give_assignment(request: HttpRequest, response: HttpResponse, new: schemas.NewAssignment):
    """Asks for an assignment, which an administrator approves: 202 and where to ask what became of it. The same person,
    unit, purpose and first day is the same assignment: sent again it answers 202 while that waits and 200 once it is
    there, or 409 when it has another title, last day or HSA-id."""
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
    if _waits_otherwise(request, staff, unit, new):
        raise Conflict
    return accepted(response, actions.give_assignment(request.assignment, staff, unit, **values))


def _waits_otherwise(request: HttpRequest, staff: Staff, unit: Unit, new: schemas.NewAssignment) -> bool:
    """Whether the same assignment waits with another title, last day or HSA-id."""
    waiting = reads_pending.waiting(request.assignment, timezone.now()).filter(kind=ASSIGNMENT, subject=staff)
    sent = new.model_dump(mode="json")
    same = [
        one.content
        for one in waiting
        if one.content["unit"] == unit.hsa_id
        and all(one.content[name] == sent[name] for name in ("purpose", "from_day"))
    ]
    return any(one[name] != sent[name] for one in same for name in ("title", "to_day", "hsa_id"))


def _there(request: HttpRequest, staff: Staff, unit: Unit, new: schemas.NewAssignment) -> Assignment | None:
    rows = reads.assignments_kept(request.assignment).filter(staff=staff, unit=unit, revoked_at__isnull=True)
    return rows.filter(purpose=new.purpose, from_day=new.from_day).first()


@router.get("/assignments/{int:number}", response=schemas.AssignmentOut)
def assignment(request: HttpRequest, number: int):
    return reads.assignment_kept(request.assignment, number)


@router.patch(
    "/assignments/{int:number}",
    response={200: schemas.AssignmentOut, 202: schemas.PendingOut},
    auth=Writes(),
)
def end_assignment(request: HttpRequest, response: HttpResponse, number: int, ended: schemas.EndedAssignment):
    """Sets the last day; a later one than there is, or none, waits for another administrator: 202."""
    given = reads.assignment_kept(request.assignment, number)
    if waiting := actions.end_assignment(request.assignment, given, ended.to_day):
        return accepted(response, waiting)
    return Status(200, reads.assignment_kept(request.assignment, number))


@router.post("/assignments/{int:number}/revoke", response=schemas.AssignmentOut, auth=Writes())
def revoke_assignment(request: HttpRequest, number: int):
    """Ends an assignment at once. Sent again it changes nothing."""
    given = reads.assignment_kept(request.assignment, number)
    if given.revoked_at:
        return given
    return actions.revoke_assignment(request.assignment, given, timezone.now())
