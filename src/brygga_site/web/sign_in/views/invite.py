"""An administrator gives a staff member a one-time code; the page shows it this once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from brygga.access.administration import NotAdministered
from brygga_site.accounts.actions import invite
from brygga_site.accounts.reads import INVITED
from brygga_site.organisations.models import Staff
from brygga_site.organisations.reads import staff_member
from brygga_site.web import asking
from brygga_site.web.administration.administrators import for_administrators


@for_administrators
@require_POST
@never_cache
def invite_staff(request: HttpRequest, pk: int) -> HttpResponse:
    """`factors` among what is sent when the person has lost their second factor as well.

    Others' staff are answered as if they were missing, once the refusal is on the trail.
    """
    staff, now = get_object_or_404(Staff, pk=pk), timezone.now()
    factors = asking.ticked(request.POST, "factors")
    try:
        code = invite(request.assignment, staff, now, factors)
    except NotAdministered:
        staff_member(request.assignment, pk)
        raise
    context = {"staff": staff, "code": code, "until": now + INVITED, "factors": factors}
    return render(request, "sign_in/invited.html", context)
