"""How long each answer takes, by the name of its route."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from brygga_site.metrics import counted

STATIC, NONE = "static", "none"


class Measured:
    """Outside of all that answers but a monitor's questions, which are not counted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        counted.answered(route_of(request), request.method, response.status_code, time.perf_counter() - began)
        return response


def route_of(request: HttpRequest) -> str:
    """The name of the route, never what was asked for by it; `none` where no page was found."""
    match = request.resolver_match
    if match is not None:
        return match.view_name or NONE
    return STATIC if request.path.startswith(f"/{settings.STATIC_URL.strip('/')}/") else NONE
