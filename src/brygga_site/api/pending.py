"""What takes two administrators: a program asks, and reads what became of it. Only a person approves."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Query, Router, Status

from brygga_site.api import schemas
from brygga_site.api.listing import ListPart, listed
from brygga_site.organisations.approval import reads
from brygga_site.organisations.models import Pending

router = Router(tags=["pending"])


@router.get("/pending", response=schemas.Listed[schemas.PendingOut])
def pending(request: HttpRequest, part: Query[ListPart], state: str = "waiting"):
    """What the organisation has asked for, the first asked first: those that wait, or in another `state`."""
    found = listed(request, reads.kept(request.assignment).filter(state=state), part)
    return {**found, "items": [told(one) for one in found["items"]]}


@router.get("/pending/{int:number}", response=schemas.PendingOut)
def one_pending(request: HttpRequest, number: int):
    """What became of a change that was asked for."""
    return told(reads.one(request.assignment, number))


def accepted(response: HttpResponse, waiting: Pending) -> Status:
    """202: asked for, and not done until another administrator approves; where that is told of."""
    response["Location"] = _address(waiting)
    return Status(202, told(waiting))


def told(waiting: Pending) -> dict[str, object]:
    late = waiting.state == Pending.State.WAITING and not waiting.waits(timezone.now())
    return {
        "id": waiting.pk,
        "address": _address(waiting),
        "kind": waiting.kind,
        "state": Pending.State.EXPIRED.value if late else waiting.state,
        "asked_at": waiting.asked_at,
        "until": waiting.until,
        "decided_at": waiting.decided_at,
        "reason": waiting.reason,
        "result": waiting.result,
    }


def _address(waiting: Pending) -> str:
    return reverse("api-v1:one_pending", args=[waiting.pk])
