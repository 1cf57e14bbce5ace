"""How the lists look to whoever reads them: in cards or in rows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from brygga_site.accounts.actions import show_lists
from brygga_site.web.guards import with_assignment


@require_POST
@with_assignment
def shown_as(request: HttpRequest) -> HttpResponse:
    """Keeps the choice with the account, and leads back to the list it was made on."""
    show_lists(request.user, request.POST.get("as") == "rows")
    back = request.POST.get("back", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, None) else "today")
