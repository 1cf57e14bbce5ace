"""How the lists look to whoever reads them: in cards or in rows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from brygga_site.accounts.actions import show_lists
from brygga_site.web import asking
from brygga_site.web.guards import with_assignment


@require_POST
@with_assignment
def shown_as(request: HttpRequest) -> HttpResponse:
    """Keeps the choice with the account, and leads back to the list it was made on."""
    show_lists(request.user, asking.among(request.POST, "as", ["rows"]) == "rows")
    return redirect(asking.own_address(request.POST, "back") or "today")
