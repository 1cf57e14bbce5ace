"""What is turned away at the door: methods no page has, bodies too large, and what another site has a browser send."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from brygga_site.door.turned_away import API, Why, refused

PAGE_METHODS = ("GET", "HEAD", "POST")
API_METHODS = (*PAGE_METHODS, "PUT", "PATCH", "DELETE")

LARGEST_BODY = 4 * 1024 * 1024
"""Bytes of a whole request. A form's text is further limited by DATA_UPLOAD_MAX_MEMORY_SIZE."""


class Gate:
    """Stands before session and database, so that what it turns away costs nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        methods = API_METHODS if request.path.startswith(API) else PAGE_METHODS
        if request.method not in methods:
            return refused(request, Why.METHOD, {"Allow": ", ".join(methods)})
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            # No text has it, and PostgreSQL fails on it in whatever a view looks up.
            return refused(request, Why.FAULTY)
        if _length(request) > LARGEST_BODY:
            return refused(request, Why.TOO_LARGE)
        if _sent_by_another_site(request) or _api_in_the_clear(request):
            return refused(request, Why.ELSEWHERE)
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isdecimal() else 0


def _sent_by_another_site(request: HttpRequest) -> bool:
    """Whether another site makes the browser do more than follow a link hither; old browsers do not tell."""
    if request.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none"):
        return False
    return request.headers.get("Sec-Fetch-Mode") != "navigate" or request.method not in ("GET", "HEAD")


def _api_in_the_clear(request: HttpRequest) -> bool:
    """A program is not led over to HTTPS in silence: its token has then already been sent for anyone to read."""
    return settings.SECURE_SSL_REDIRECT and request.path.startswith(API) and not request.is_secure()
