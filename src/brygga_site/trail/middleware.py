"""What the trail needs of a request."""

from collections.abc import Callable
from ipaddress import ip_address

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
    """The visitor's address: the other end's, or what the site's own proxy says it is (`door/proxy.py`)."""
    try:
        return str(ip_address(request.META.get("REMOTE_ADDR", "").partition("%")[0]))
    except ValueError:
        return ""
