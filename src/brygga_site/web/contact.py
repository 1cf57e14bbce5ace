"""Where to report a weakness: RFC 9116."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from brygga_site.web.guards import open_to_all

GOOD_FOR = timedelta(days=180)


@open_to_all
def security_txt(request: HttpRequest) -> HttpResponse:
    """/.well-known/security.txt, when whoever runs the site has said whom to write to."""
    if not settings.BRYGGA_SECURITY_CONTACT:
        raise Http404("no contact is set")
    lines = (
        f"Contact: {settings.BRYGGA_SECURITY_CONTACT}",
        f"Expires: {timezone.now() + GOOD_FOR:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: sv, en",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
