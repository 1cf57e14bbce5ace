"""Who may call: a program that shows a key, with the scope that the route asks for."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import AuthorizationError
from ninja.security import HttpBearer

from brygga_site.accounts.log import security
from brygga_site.accounts.second_factor import from_listed_network
from brygga_site.api.actions import note_use
from brygga_site.api.models import Key
from brygga_site.api.reads import key_shown
from brygga_site.door.turned_away import API


class Reads(HttpBearer):
    """A key for units and assignments, sent as `Authorization: Bearer …`."""

    openapi_description = "A key that the organisation's administrator has made for units and assignments."
    scopes = frozenset({Key.Scope.READ, Key.Scope.WRITE})

    def authenticate(self, request: HttpRequest, token: str) -> Key | None:
        key = _shown(request, token)
        if key is None:
            security("key-refused", None)
        else:
            note_use(key, timezone.now())
            _check_scope(key, self.scopes)
            if not from_listed_network(key.assignment.purpose):
                raise AuthorizationError(message=_("Units and assignments are not kept from this network."))
            request.assignment = key.assignment
        return key


class Writes(Reads):
    """A key for units and assignments that may write."""

    scopes = frozenset({Key.Scope.WRITE})


class ReadsCases(Reads):
    """A key for the cases of a unit."""

    openapi_description = "A key that acts at a unit: the administrator has allowed it, and whom it acts for taken it."
    scopes = frozenset({Key.Scope.CASES_READ, Key.Scope.CASES_WRITE})


class WritesCases(ReadsCases):
    """A key for the cases of a unit that may write."""

    scopes = frozenset({Key.Scope.CASES_WRITE})


def program_of(request: HttpRequest) -> str:
    """Which program asks, by the number of its key, once that is found and holds; empty for none (`door.pace`)."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if not request.path.startswith(API) or scheme.lower() != "bearer":
        return ""
    key = _shown(request, token)
    return str(key.pk) if key else ""


def _shown(request: HttpRequest, token: str) -> Key | None:
    """The key that the request shows, looked up once."""
    if getattr(request, "key_asked", None) != token:
        request.key_asked, request.key = token, key_shown(token, timezone.now())
    return request.key


class KeepsHeads(Reads):
    """A key of another site's, whose heads are kept here."""

    openapi_description = "A key that the organisation's administrator has made for another Brygga's heads."
    scopes = frozenset({Key.Scope.HEADS})


def _check_scope(key: Key, scopes: frozenset[str]) -> None:
    """Raises AuthorizationError, with what the key is for."""
    if key.scope in scopes:
        return
    alone = (Key.OF_CASES, {Key.Scope.HEADS})
    if any((key.scope in some) != bool(scopes & some) for some in alone):
        told = _("The key is for something else: %(scope)s. Ask your administrator for another one.")
        raise AuthorizationError(message=told % {"scope": key.get_scope_display()})
    raise AuthorizationError(message=_("The key may only read. Ask your administrator for one that may write."))
