"""The answer when the database cannot be reached, is held by another, is full or takes no trail entry: 503.

Django asks for it through `handler500`, so wherever on a request's way the error came, also in a middleware. Nothing
here asks the database: neither session, user nor assignment.
"""

import errno
import sys
import traceback
from enum import StrEnum

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from django.views.defaults import server_error

from brygga_site.door.turned_away import API
from brygga_site.metrics import counted
from brygga_site.trail.actions import NotRecorded

RETRY_AFTER = 30  # seconds
AGAIN = {"Retry-After": str(RETRY_AFTER)}


class Outage(StrEnum):
    FULL = "full"
    HELD = "held"
    UNREACHABLE = "unreachable"
    NOT_RECORDED = "not-recorded"


# https://sqlite.org/rescode.html: FULL, and BUSY and LOCKED; ERROR is a faulty statement, which no waiting helps.
_SQLITE = {13: Outage.FULL, 5: Outage.HELD, 6: Outage.HELD}
_SQLITE_ERROR = 1
# PostgreSQL's disk_full, and lock_not_available, query_canceled, serialization_failure and deadlock_detected.
_POSTGRESQL = {"53100": Outage.FULL} | dict.fromkeys(("55P03", "57014", "40001", "40P01"), Outage.HELD)


def error(request: HttpRequest) -> HttpResponse:
    """The page for an error nobody has caught: 503 for an outage of the database, 500 for all others."""
    caught = sys.exc_info()[1]
    outage = outage_of(caught)
    if isinstance(caught, DatabaseError | InterfaceError | NotRecorded):
        counted.database_failed(outage or type(caught).__name__)
    if caught is None or outage is None:
        return server_error(request)
    return _page(request, outage, in_doubt=outage is Outage.UNREACHABLE and _in_commit(caught))


def full(request: HttpRequest) -> HttpResponse:
    """The answer to what is sent while the disk is known to be full; the database is not asked."""
    counted.database_failed(Outage.FULL)
    with override(get_language_from_request(request)):
        if not request.path.startswith(API):
            return _page(request, Outage.FULL)
        title = _("The database does not answer just now. Nothing was saved unless you are told so; send it again.")
    problem = {"type": "about:blank", "title": title, "status": 503}
    return JsonResponse(problem, status=503, headers=AGAIN, content_type="application/problem+json")


def _page(request: HttpRequest, outage: Outage, in_doubt: bool = False) -> HttpResponse:
    context = {
        "outage": outage.value,
        "sent": request.method == "POST",
        "in_doubt": in_doubt,
        "address": request.get_full_path(),
        "again": _fields(request),
    }
    return marked(HttpResponse(loader.get_template("503.html").render(context), status=503, headers=AGAIN), outage)


def marked(answer: HttpResponse, outage: Outage) -> HttpResponse:
    """The answer, which from now on says what kept the database from answering (see `when_full`)."""
    answer.outage = outage
    return answer


def outage_of(caught: BaseException | None) -> Outage | None:
    """What keeps the database from answering; None for any other error."""
    if isinstance(caught, NotRecorded):
        return Outage.NOT_RECORDED
    if not isinstance(caught, OperationalError | InterfaceError):
        return None
    cause = caught.__cause__
    if isinstance(cause, TimeoutError):
        return Outage.HELD
    if isinstance(cause, OSError):
        return Outage.FULL if cause.errno in (errno.ENOSPC, errno.EDQUOT) else Outage.UNREACHABLE
    # The lowest byte is the code, the others say more about it.
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    if code == _SQLITE_ERROR:
        return None
    return _SQLITE.get(code) or _POSTGRESQL.get(getattr(cause, "sqlstate", None) or "", Outage.UNREACHABLE)


def _in_commit(caught: BaseException) -> bool:
    """Whether the database went away while it was told to commit; then nobody knows whether it did."""
    return any(frame.name == "_commit" for frame in traceback.extract_tb(caught.__traceback__))


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What was sent, to be sent again by a button with the same key; no password is ever written into a page."""
    if request.method != "POST" or request.FILES or any("password" in name for name in request.POST):
        return []
    return [(name, value) for name, values in request.POST.lists() for value in values]
