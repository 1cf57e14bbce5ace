"""What the trail needs of a request."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from brygga_site.trail.origin import origin


class TrailMiddleware:
    """Tells the trail the address of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = origin.set(address_of(request))
        try:
            return self.get_response(request)
        finally:
            origin.reset(token)


def address_of(request: HttpRequest) -> str:
    """The visitor's address: what the site's own proxy has added last, or without a proxy the other end's."""
    other_end = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    for address in [forwarded, other_end] if settings.BRYGGA_BEHIND_PROXY else [other_end]:
        try:
            return str(ip_address(address.partition("%")[0]))
        except ValueError:
            continue
    return ""
