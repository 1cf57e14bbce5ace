"""How much one actor may ask for in a minute; what is beyond is answered by 429 and when to come back.

The counts are memory that the web processes of a machine share (`counts`): nothing is written to the database for a
page that is read, and an actor gets the same however many processes there are.
"""

import time
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from brygga_site.door.counts import RequestPace
from brygga_site.door.turned_away import Why, refused
from brygga_site.metrics import counted
from brygga_site.trail.middleware import address_of

PACE = RequestPace()
WARNED = RequestPace()

PROGRAMS: list[Callable[[HttpRequest], str]] = []
"""Who tells which program asks, once its key has been found and holds; empty for none. Rooms above add themselves.

Nothing that is merely sent says who is counted: whoever makes up another key each time would get a fresh limit.
"""


class PaceMiddleware:
    """Counts programs by the key that was found, staff by their session, others by address; documents besides."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        kind, actor = _actor(request)
        if wait := _wait(kind, actor):
            return _later(request, kind, actor, wait)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_: object) -> HttpResponse | None:
        if not getattr(view, "costly", False):
            return None
        actor = _actor(request)[1]
        wait = _wait("document", actor)
        return _later(request, "document", actor, wait) if wait else None


def wait_of_staff(number: int) -> float:
    """Seconds until a staff member may ask again, for what is answered before this middleware is reached."""
    return _wait("staff", str(number))


def _wait(kind: str, actor: str) -> float:
    return PACE.wait(f"{kind} {actor}", settings.BRYGGA_PER_MINUTE[kind], time.monotonic())


def _actor(request: HttpRequest) -> tuple[str, str]:
    """Who asks: what kind of actor, and which."""
    for program_of in PROGRAMS:
        if program := program_of(request):
            return "token", program
    if request.user.is_authenticated:
        return "staff", str(request.user.pk)
    return "visitor", _visitor(request)


def _visitor(request: HttpRequest) -> str:
    """The visitor's address; of IPv6 the network, as one subscriber has 2^64 addresses."""
    address = address_of(request)
    if address and isinstance(ip_address(address), IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return address


def _later(request: HttpRequest, kind: str, actor: str, wait: float) -> HttpResponse:
    counted.beyond_limit(kind)
    # Once a minute for each, so that the log is not filled instead.
    if not WARNED.wait(f"{kind} {actor}", 1, time.monotonic()):
        structlog.get_logger("brygga.security").warning("too-many-requests", kind=kind, actor=actor)
    return refused(request, Why.TOO_MANY, {"Retry-After": str(ceil(wait))})
