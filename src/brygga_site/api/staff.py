"""Staff."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Status

from brygga_site.accounts.actions import end_all
from brygga_site.api import schemas
from brygga_site.api.conflicts import Conflict, agrees
from brygga_site.api.keys import Writes
from brygga_site.api.listing import ListPart, listed
from brygga_site.api.pending import accepted
from brygga_site.organisations import actions, reads

router = Router(tags=["staff"])


@router.get("/staff", response=schemas.Listed[schemas.StaffOut])
def staff(request: HttpRequest, part: Query[ListPart], q: str = "", inactive: bool = False):
    """Those whose account the organisation keeps or who have had an assignment at its units."""
    found = reads.staff_sought(request.assignment, q, inactive)
    return listed(request, found, part)


@router.post("/staff", response={200: schemas.StaffOut, 201: schemas.StaffOut, 409: schemas.Problem}, auth=Writes())
def register_staff(request: HttpRequest, new: schemas.NewStaff):
    """Registers a member of staff. Sent again it answers 200 with who there is, or 409 when that is somebody else."""
    there = reads.staff_named(request.assignment, new.hsa_id or new.username)
    if there:
        if agrees(there, new, "username", "name"):
            return Status(200, there)
        raise Conflict
    return Status(201, actions.register_staff(request.assignment, **new.model_dump()))


@router.get("/staff/{int:number}", response=schemas.StaffOut)
def member(request: HttpRequest, number: int):
    return reads.staff_member(request.assignment, number)


@router.patch("/staff/{int:number}", response={200: schemas.StaffOut, 202: schemas.PendingOut}, auth=Writes())
def change_staff(request: HttpRequest, response: HttpResponse, number: int, changed: schemas.ChangedStaff):
    """Changes an account that the organisation keeps; what is left out stays. With another HSA-id or identity number
    the whole change waits for another administrator: 202."""
    found = reads.staff_member(request.assignment, number)
    sent = changed.model_dump(exclude_unset=True)
    fields = ("username", "name", "hsa_id", "identity_number")
    values = {field: sent[field] if sent.get(field) is not None else getattr(found, field) for field in fields}
    if waiting := actions.change_staff(request.assignment, found, **values):
        return accepted(response, waiting)
    return Status(200, reads.staff_member(request.assignment, number))


@router.post("/staff/{int:number}/deactivate", response=schemas.StaffOut, auth=Writes())
def deactivate_staff(request: HttpRequest, number: int):
    """Ends an account and all its assignments at once. Sent again it changes nothing."""
    found = reads.staff_member(request.assignment, number)
    actions.deactivate_staff(request.assignment, found, timezone.now())
    return reads.staff_member(request.assignment, number)


@router.post("/staff/{int:number}/end-sessions", response=schemas.EndedOut, auth=Writes())
def end_sessions(request: HttpRequest, number: int):
    """Signs somebody out everywhere at once; the account and its assignments stay."""
    return {"ended": end_all(request.assignment, reads.staff_member(request.assignment, number))}
