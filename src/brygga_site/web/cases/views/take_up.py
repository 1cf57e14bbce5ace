"""Messages taken up from Today: the one whose button was pressed, or all that are ticked."""

import re
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from brygga.process import Acknowledgement, NotAllowed
from brygga_site.cases import actions
from brygga_site.people.refused import Refused
from brygga_site.told.actions import Changed, OtherContent
from brygga_site.web import asking
from brygga_site.web.cases.views import today
from brygga_site.web.guards import with_assignment
from brygga_site.web.sending import key_of
from brygga_site.words.refusals import in_words, sent_before

TAKES_UP = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([1-9][0-9]{0,8}):([1-9][0-9]{0,8})")
"""What a page sends to take up a message: the case, the message's number, and that of the last message it knew of."""

KEY = re.compile("[0-9a-f]{32}")


@require_POST
@with_assignment
def take_up(request: HttpRequest) -> HttpResponse:
    """Each message by itself, in a transaction of its own: what cannot be taken up keeps none of the others back."""
    chosen = asking.several(request.POST, "one") or asking.several(request.POST, "ticked")
    found, key = [TAKES_UP.fullmatch(value) for value in chosen], key_of(request)
    if not (all(found) and KEY.fullmatch(key)):
        return HttpResponseBadRequest(_("No page of Brygga sends this. Open Today again, and acknowledge there."))
    refused: dict[UUID, str] = {}
    for match in filter(None, found):
        case, of, seen = UUID(match[1]), int(match[2]), int(match[3])
        if why := _why_not(request, case, of, seen, f"{key}-{of}"):
            refused[case] = why
    if done := len(found) - len(refused):
        told = ngettext("%(n)d message acknowledged.", "%(n)d messages acknowledged.", done)
        flash.success(request, told % {"n": done})
    elif not found:
        flash.warning(request, _("Tick what you want to acknowledge first."))
    if not refused:
        return redirect("today")
    answer = today.page(request, timezone.now(), refused)
    answer.status_code = 409
    return answer


def _why_not(request: HttpRequest, case: UUID, of: int, seen: int, key: str) -> str:
    """Takes up a message; why it could not be, or nothing."""
    try:
        actions.say(request.assignment, case, Acknowledgement(of=of), seen, key, timezone.now())
    except Changed:
        return _("Something more has been said there since. Read it, and acknowledge again.")
    except NotAllowed as refusal:
        return in_words(refusal)
    except OtherContent:
        return sent_before()
    except Refused:
        return _("The case is not open to you.")
    return ""
