"""Heads of another site's trail, kept here so that nothing before them can be changed there unnoticed."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema
from ninja.errors import HttpError

from brygga_site.api.keys import KeepsHeads
from brygga_site.api.problems import Unusable
from brygga_site.api.schemas import Problem
from brygga_site.api.strict import StrictSchema
from brygga_site.trail import anchors
from brygga_site.trail.continuing import SealLink
from brygga_site.trail.heads import Head, parsed

router = Router(tags=["heads"])


class KeptOut(Schema):
    """Up to which entry the newest head goes that is kept of the sender; null when there is none."""

    last: int | None


class NewHead(StrictSchema):
    """A head, and the seals that lead to it from the one that is kept."""

    head: Head
    links: list[SealLink] = []


@router.get("/heads", response=KeptOut, auth=KeepsHeads())
def kept(request: HttpRequest):
    """The newest head that is kept of the sender."""
    found = anchors.kept_of(_sender(request))
    return {"last": found.last if found else None}


@router.post("/heads", response={200: Head, 409: Problem}, auth=KeepsHeads())
def keep(request: HttpRequest, new: NewHead):
    """Keeps a head that continues the one kept before, and gives it back countersigned. Sent again it is the same."""
    try:
        made = anchors.keep(_sender(request), new.head, new.links, timezone.now())
    except anchors.NoWitness:
        raise HttpError(409, _("No heads are kept here: the site has no key to countersign them with.")) from None
    except ValueError as error:
        raise Unusable({"where": "head", "what": str(error)}) from None
    if made.finding:
        title = _("The head does not continue the one that is kept. Both organisations' log reviewers are told.")
        raise HttpError(409, title)
    return parsed(made.document.encode(), "the head")


def _sender(request: HttpRequest) -> str:
    """By what its heads go together: the name that an organisation gives the key, and the next one after it."""
    return f"{request.auth.name} ({request.auth.organisation.code})"
