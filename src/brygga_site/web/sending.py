"""What every form sends beside what was written: its key, and how far the sender has read; and what waits unsent."""

import re
import uuid

from django.core.exceptions import BadRequest
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from brygga_site.accounts.actions import forget_unsent
from brygga_site.accounts.assignment import SESSION_KEY as ASSIGNMENT_KEY
from brygga_site.accounts.reads import UNSENT_KEY, unsent_of

_KEY = re.compile(r"[!-~]{1,80}")
_DIGITS = 9


def written(request: HttpRequest) -> QueryDict | None:
    """What has been written in the form: what is sent, or what waits since the writer was signed out; None for neither.

    What is sent waits no longer, whatever becomes of it: the answer holds it. A view that asks says `keeps_unsent`.
    """
    if request.path != request.session.get(UNSENT_KEY):
        return request.POST if request.method == "POST" else None
    if request.method == "POST":
        forget_unsent(request.user, request.path)
        del request.session[UNSENT_KEY]
        return request.POST
    kept = unsent_of(request.user, request.session.get(ASSIGNMENT_KEY), request.path, timezone.now())
    if kept is None:
        del request.session[UNSENT_KEY]
        return None
    found = QueryDict(mutable=True)
    for name, values in kept.items():
        found.setlist(name, values)
    return found


def key_of(request: HttpRequest, sent: QueryDict | None = None) -> str:
    """The form's key; a new one for a form that is shown the first time. Raises BadRequest for what no form has."""
    given = (sent or request.POST).get("key")
    if not given:
        return uuid.uuid4().hex
    if not _KEY.fullmatch(given):
        raise BadRequest("no form has such a key")
    return given


def number_of(request: HttpRequest, name: str, sent: QueryDict | None = None) -> int:
    """A number that the form holds, such as `seen`; 0 where the form has been tampered with."""
    given = (sent or request.POST).get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= _DIGITS else 0
