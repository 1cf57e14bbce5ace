"""Who may call: a program that shows a key, with the scope that the route asks for."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import AuthorizationError
from ninja.security import HttpBearer

from brygga_site.api.actions import note_use
from brygga_site.api.models import Key
from brygga_site.api.reads import key_shown


class Reads(HttpBearer):
    """A key of the organisation's, sent as `Authorization: Bearer …`."""

    openapi_description = "A key that the organisation's administrator has made."

    def authenticate(self, request: HttpRequest, token: str) -> Key | None:
        now = timezone.now()
        key = key_shown(token, now)
        if key is not None:
            note_use(key, now)
            request.assignment = key.assignment
        return key


class Writes(Reads):
    """A key that may write."""

    def authenticate(self, request: HttpRequest, token: str) -> Key | None:
        key = super().authenticate(request, token)
        if key is not None and key.scope != Key.Scope.WRITE:
            raise AuthorizationError(message=_("The key may only read. Ask your administrator for one that may write."))
        return key
