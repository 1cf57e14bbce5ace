"""Headers that every answer carries, files and errors too: it is the outermost middleware."""

from collections.abc import Callable

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

# The design system's styles hold small images as data addresses; nothing else leaves the site's own address.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

UNUSED = "accelerometer bluetooth camera display-capture geolocation gyroscope hid magnetometer microphone midi payment"
"""What of the visitor's device no page ever asks for."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    # What the gate turns away comes to no middleware that would say so.
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in (*UNUSED.split(), "serial", "usb")),
    # A page shows who is signed in, if nothing more; files say themselves how long they may be kept.
    "Cache-Control": "no-store",
}


class Headers:
    """No inline scripts or styles, nothing from another site, nothing kept by the browser or on the way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if getattr(request, "signed_out", False):
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


@receiver(user_logged_out)
def _remember(request: HttpRequest | None, **_: object) -> None:
    """However one signs out, the browser is told to forget what it has been shown."""
    if request is not None:
        request.signed_out = True
