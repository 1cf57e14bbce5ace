"""Pages that stay open and ask again by themselves whether they still show what is so.

What a page shows goes with it sealed, as its ETag: to whom, what the reader may see and do, the version of what is
shown, and until when that is right while nobody says anything. Before it is compared, whoever asks is checked as on any
request: session, password, assignment.
"""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import quote_etag
from django.utils.translation import gettext, ngettext

from brygga_site.accounts.at_once import who_asks
from brygga_site.accounts.reads import SESSION_KEY
from brygga_site.agreements import registry
from brygga_site.cases.lists.versions import version_of_lists
from brygga_site.cases.reads import version_of
from brygga_site.door.pace import wait_of_staff
from brygga_site.organisations.models import Assignment


@dataclass(frozen=True)
class OpenPage:
    """What an open page brings along: who it was made for, until when it is right, and what it showed.

    `case` is the one it shows; None for lists. Where it is to be found is not among it: a page asks only for itself.
    """

    staff: int
    session: str
    until: str
    shown: str
    case: str | None = None


class Screens:
    """Answers a page that asks again by two queries, before anything else is asked, when nothing has changed for it.

    In all other cases the request goes on as if nothing had been compared.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sealed = _opened(request.headers.get("If-None-Match", ""))
        if sealed and _is_unchanged(request, sealed, timezone.now()):
            # 304 answers a GET alone; a search on a board is a POST.
            return HttpResponse(status=304 if request.method == "GET" else 204)
        return self.get_response(request)


def _is_unchanged(request: HttpRequest, sealed: OpenPage, now: datetime) -> bool:
    if now >= datetime.fromisoformat(sealed.until):
        return False
    assignment = who_asks(request, sealed.staff, sealed.session, now)
    if assignment is None or wait_of_staff(assignment.staff_id):
        return False
    version = version_of(assignment, UUID(sealed.case)) if sealed.case else version_of_lists(assignment)
    return version is not None and sealed.shown == _shown(assignment, version)


def screen(
    request: HttpRequest,
    templates: tuple[str, str],
    context: dict[str, object],
    version: object,
    until: datetime,
    case: UUID | None = None,
) -> HttpResponse:
    """The page, or to one that asks again its live part alone, by the second of the `templates`.

    `version` was read before what the page shows, so that what changed in between makes it ask for it the next time.
    """
    sealed = OpenPage(
        staff=request.assignment.staff_id,
        session=request.session[SESSION_KEY],
        until=until.isoformat(),
        shown=_shown(request.assignment, version),
        case=str(case) if case else None,
    )
    context |= {"etag": _etag(sealed), "time_words": time_words()}
    answer = render(request, templates[1 if request.htmx else 0], context)
    answer.headers["ETag"] = context["etag"]
    return answer


def time_words() -> dict[str, str | list[str]]:
    """What the page itself counts time in, as `filters.until_now` does, and how it says what has come."""
    return {
        "ahead": gettext("in %(span)s"),
        "ago": gettext("%(span)s ago"),
        "minute": [ngettext("%(n)d minute", "%(n)d minutes", n) for n in (1, 2)],
        "hour": [ngettext("%(n)d hour", "%(n)d hours", n) for n in (1, 2)],
        "day": [ngettext("%(n)d day", "%(n)d days", n) for n in (1, 2)],
        "come": gettext("New: %(what)s"),
    }


def _shown(assignment: Assignment, version: object) -> str:
    """What the page is made from: who reads it under what assignment, and what may change."""
    unit = assignment.unit
    reader = (assignment.pk, assignment.purpose, str(assignment), assignment.staff.identity_number, unit.pk, unit.role)
    # An agreement is mended, or gets its fault, between two starts of the site: no row changes with it.
    unusable = sorted(registry().broken)
    return hashlib.sha256(repr((reader, version, unusable)).encode()).hexdigest()


def _etag(sealed: OpenPage) -> str:
    return quote_etag(_fernet(settings.SECRET_KEY).encrypt(json.dumps(asdict(sealed)).encode()).decode())


def _opened(etag: str) -> OpenPage | None:
    try:
        return OpenPage(**json.loads(_fernet(settings.SECRET_KEY).decrypt(etag.strip('"').encode())))
    except (InvalidToken, TypeError):
        return None


# Encrypted, not only signed: when the clock next changes a case may tell what another unit has said about the person.
@cache
def _fernet(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(salted_hmac("brygga.screens", "", secret, algorithm="sha256").digest()))
