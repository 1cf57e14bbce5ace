"""What every event of a request says besides: from where, how, which page by its name, and which member of staff.

Never the address that was asked for: it names a person's case, or holds what was searched for.
"""

from collections.abc import Callable
from typing import Any

from django.core.signals import request_finished
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, clear_contextvars

from brygga_site.trail.middleware import address_of

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Logged:
    """Stands right behind `proxy`, which says from where a request comes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        clear_contextvars()
        bind_contextvars(origin=address_of(request), method=request.method if request.method in METHODS else "other")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_: object) -> None:
        match = request.resolver_match
        bind_contextvars(route=match.view_name or match.route)
        if request.user.is_authenticated:
            bind_contextvars(staff_number=request.user.pk)


@receiver(request_finished)
def _over(**_: object) -> None:
    """Not before: Django itself tells of an error when every middleware has answered."""
    clear_contextvars()
