"""The page for a request that is turned away before any view has seen it: what was wrong, and what to do.

Nothing here asks the database. A program that calls the API gets the same words as a problem document (RFC 9457).
"""

from enum import Enum
from http import HTTPStatus

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from brygga_site.metrics import counted
from brygga_site.trail.middleware import address_of

log = structlog.get_logger("brygga.security")

API = "/api/"


class Why(Enum):
    """Why a request is turned away; the value is the status of the answer."""

    FAULTY = 400
    ELSEWHERE = 403
    METHOD = 405
    TOO_LARGE = 413
    TOO_MANY = 429


def refused(request: HttpRequest, why: Why, headers: dict[str, str] | None = None) -> HttpResponse:
    """The answer, in the language of the visitor's browser or cookie; the log has it without the address asked for."""
    counted.turned_away(why.name.lower())
    if why is not Why.TOO_MANY:  # `pace` logs those, once a minute for each actor
        log.warning("turned-away", why=why.name.lower(), address=address_of(request))
    with override(get_language_from_request(request)):
        said, todo = _words(why)
        if request.path.startswith(API):
            problem = {"title": HTTPStatus(why.value).phrase, "status": why.value, "detail": f"{said} {todo}"}
            return JsonResponse(problem, status=why.value, headers=headers, content_type="application/problem+json")
        page = loader.get_template("turned_away.html").render({"said": said, "todo": todo})
    return HttpResponse(page, status=why.value, headers=headers)


def faulty(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler400`. What the exception says stays out of the page."""
    return refused(request, Why.TOO_LARGE if isinstance(exception, RequestDataTooBig) else Why.FAULTY)


def not_ours(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's `CSRF_FAILURE_VIEW`: a form that this site has not handed out, or that is too old."""
    return refused(request, Why.ELSEWHERE)


def _words(why: Why) -> tuple[str, str]:
    """What was wrong, and what to do."""
    return {
        Why.FAULTY: (_("Brygga could not read what was sent."), _("Go back, load the page anew and try again.")),
        Why.ELSEWHERE: (
            _("What was sent did not come from a page of Brygga, or from one opened before you signed in."),
            _("Nothing was saved. Load the page anew and send it again; cookies have to be allowed."),
        ),
        Why.METHOD: (
            _("Nothing can be done in that way at this address."),
            _("Go to Today and find the page from there."),
        ),
        Why.TOO_LARGE: (
            _("What was sent is too large. Nothing was saved."),
            _("A text or a file may be two megabytes. Divide it and send the parts one by one."),
        ),
        Why.TOO_MANY: (
            _("So much has been asked for in a short time that this was not done. What was sent before is saved."),
            _("Wait a minute and try again. What cannot wait goes by telephone."),
        ),
    }[why]
