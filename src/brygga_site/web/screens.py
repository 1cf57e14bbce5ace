"""Pages that stay open and ask again by themselves whether they still show what is so.

What a page shows goes with it sealed, as its ETag: what the reader may see and do, the version of what is shown, and
until when that is right while nobody says anything. Whoever asks has passed every check before it is compared.
"""

import base64
import hashlib
from datetime import datetime
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.http import quote_etag
from django.utils.translation import gettext, ngettext


def unchanged(request: HttpRequest, version: object, now: datetime) -> HttpResponse | None:
    """An answer without content to a page that shows this version and that the clock has not overtaken."""
    etag = request.headers.get("If-None-Match", "")
    try:
        shown, until = _fernet(settings.SECRET_KEY).decrypt(etag.strip('"').encode()).decode().split()
    except (InvalidToken, ValueError):
        return None
    if shown != _shown(request, version) or now >= datetime.fromisoformat(until):
        return None
    # 304 answers a GET alone; what is sought on a board is asked for by POST.
    return HttpResponse(status=304 if request.method == "GET" else 204, headers={"ETag": etag})


def screen(
    request: HttpRequest, page: str, live: str, context: dict[str, object], version: object, until: datetime
) -> HttpResponse:
    """The page, or to one that asks again its `live` part alone, with the ETag by which it asks the next time."""
    sealed = _fernet(settings.SECRET_KEY).encrypt(f"{_shown(request, version)} {until.isoformat()}".encode())
    context["etag"] = quote_etag(sealed.decode())
    context["words"] = _words()
    answer = render(request, live if request.htmx else page, context)
    answer.headers["ETag"] = context["etag"]
    return answer


def _words() -> dict[str, str | list[str]]:
    """What the page itself counts time in, as `filters.until_now` does, and how it says what has come."""
    return {
        "ahead": gettext("in %(span)s"),
        "ago": gettext("%(span)s ago"),
        "minute": [ngettext("%(n)d minute", "%(n)d minutes", n) for n in (1, 2)],
        "hour": [ngettext("%(n)d hour", "%(n)d hours", n) for n in (1, 2)],
        "day": [ngettext("%(n)d day", "%(n)d days", n) for n in (1, 2)],
        "come": gettext("New: %(what)s"),
    }


def _shown(request: HttpRequest, version: object) -> str:
    """What the page is made from: where it is, who reads it under what assignment, and what may change."""
    assignment, unit = request.assignment, request.assignment.unit
    reader = (assignment.pk, assignment.purpose, assignment.staff.identity_number, str(assignment), unit.role)
    return hashlib.sha256(repr((request.path, reader, version)).encode()).hexdigest()


# Encrypted, not only signed: when the clock next changes a case may tell what another unit has said about the person.
@cache
def _fernet(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(salted_hmac("brygga.screens", "", secret, algorithm="sha256").digest()))
