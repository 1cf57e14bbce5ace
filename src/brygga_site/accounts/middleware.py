"""How long a session lasts, asked on every request: the row that must be there, idleness, and the longest time."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.socialaccount.internal.statekit import STATES_SESSION_KEY
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from brygga_site.accounts.actions import keep_unsent, use
from brygga_site.accounts.assignment import SESSION_KEY as ASSIGNMENT_KEY
from brygga_site.accounts.log import security
from brygga_site.accounts.models import Session
from brygga_site.accounts.places import is_doubted
from brygga_site.accounts.reads import SESSION_KEY, session_of, why_ended
from brygga_site.accounts.second_factor import way_to_show


class SessionLimits:
    """Ends a session whose time is out or whose row is gone, and leads to sign-in and back to where one was."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.session_ended, request.session_ended_of, request.session_doubted = "", None, False
        if request.user.is_authenticated:
            self._look(request, timezone.now())
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        shown = getattr(view, "view_class", view)
        if getattr(shown, "guard", "open") == "open":
            return None
        if request.session_doubted and not getattr(shown, "settles_doubt", False):
            return self._ask(request, view)
        if request.user.is_authenticated:
            return None
        if not request.session_ended and not request.htmx:
            return None  # the view's own guard asks to sign in
        if request.session_ended_of:
            _keep(request, view, *request.session_ended_of)
        query = {"next": asked_from(request)} | ({"ended": request.session_ended} if request.session_ended else {})
        return _lead(request, f"{reverse('sign-in')}?{urlencode(query)}")

    def _ask(self, request: HttpRequest, view: Any) -> HttpResponse:
        """The session has come to another network or browser: one shows who one is, and goes on where one was."""
        _keep(request, view, request.user, request.session.get(ASSIGNMENT_KEY))
        return _lead(request, way_to_show(request, asked_from(request)))

    def _look(self, request: HttpRequest, now: datetime) -> None:
        session = session_of(request.session.get(SESSION_KEY), request.user)
        request.session_ended = _ended(session, now)
        if request.session_ended:
            security(f"session-{request.session_ended}", request.user)
            # Whoever signs in anew at the provider may have had the old session ended by it on the way.
            request.session_ended_of = request.user, request.session.get(ASSIGNMENT_KEY)
            underway = request.session.get(STATES_SESSION_KEY)
            logout(request)
            if underway:
                request.session[STATES_SESSION_KEY] = underway
            return
        request.session_doubted = is_doubted(request, session, now)
        # A page that asks again by itself (its request carries what it shows) is nobody at the keyboard. On its own no
        # browser sends the header: it keeps nothing of a page.
        if "If-None-Match" not in request.headers and not request.session_doubted:
            use(session, now)


def _ended(session: Session | None, now: datetime) -> str:
    """Why the session is over; empty while it lasts."""
    return why_ended(session.began_at, session.seen_at, now) if session else "ended"


def _keep(request: HttpRequest, view: Any, staff: Any, chosen: int | None) -> None:
    """What has been written in a form is not lost."""
    if request.method == "POST" and getattr(view, "keeps_unsent", False):
        keep_unsent(staff, chosen, request.path, dict(request.POST.lists()), timezone.now())


def _lead(request: HttpRequest, address: str) -> HttpResponse:
    return HttpResponseClientRedirect(address) if request.htmx else HttpResponseRedirect(address)


def asked_from(request: HttpRequest) -> str:
    """The page to come back to: what is shown, or for what was sent the page it was sent from."""
    if request.htmx:
        return request.htmx.current_url_abs_path or "/"
    if request.method == "GET":
        return request.get_full_path()
    referer = request.headers.get("Referer", "")
    parts = urlsplit(referer)
    here = url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure())
    return (parts.path + (f"?{parts.query}" if parts.query else "")) if here and parts.netloc else "/"
