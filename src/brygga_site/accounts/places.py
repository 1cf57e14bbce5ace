"""Where a session is used from: network and browser. Whoever carries a cookie elsewhere has to show a factor."""

from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network

from django.http import HttpRequest

from brygga_site.accounts import browsers
from brygga_site.accounts.log import security
from brygga_site.accounts.models import Session
from brygga_site.accounts.second_factor import shown_since
from brygga_site.trail.origin import origin

BITS = {4: 16, 6: 32}
"""Of an address, so much says whose network it is. Less would ask a telephone on its way between two masts."""

NOWHERE = ["", ""]
"""Nothing was known of where the session began: it takes the first place it is used from."""

MOST = 10
"""Places a session remembers; the oldest is forgotten."""


def place_of(address: str, user_agent: str) -> list[str]:
    """The network of an address and the name of a browser; empty where nothing is known."""
    return [_network(address), browsers.name(user_agent)]


def is_doubted(request: HttpRequest, session: Session, now: datetime) -> bool:
    """Whether the session is used from a place where its owner has not shown who they are.

    Kept with the session since when; a factor shown after that makes the place one of its own.
    """
    here = place_of(origin.get(), request.META.get("HTTP_USER_AGENT", ""))
    places = session.places or [place_of(session.origin, session.browser)]
    if here in places:
        return False
    if places == [NOWHERE]:
        Session.objects.filter(pk=session.pk).update(places=[here])
        return False
    if session.doubted_at and shown_since(request, session.doubted_at.timestamp()):
        kept = [*places, here][-MOST:]
        Session.objects.filter(pk=session.pk).update(places=kept, doubted_at=None)
        security("session-place-confirmed", request.user, session=str(session.pk), network=here[0], browser=here[1])
        return False
    if not session.doubted_at:
        Session.objects.filter(pk=session.pk).update(doubted_at=now)
        security("session-moved", request.user, session=str(session.pk), network=here[0], browser=here[1])
    return True


def _network(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network((address, BITS[6 if isinstance(known, IPv6Address) else 4]), strict=False))
