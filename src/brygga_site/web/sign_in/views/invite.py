"""An administrator asks for a one-time code for a staff member; the page shows its first half, this once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from brygga.access.administration import NotAdministered
from brygga_site.accounts.actions import ask_invitation
from brygga_site.accounts.second_factor import factor_shown
from brygga_site.organisations.approval.people import approvers_of
from brygga_site.organisations.models import Staff
from brygga_site.organisations.reads import staff_member
from brygga_site.web import asking
from brygga_site.web.administration.administrators import for_administrators, with_fresh_factor


@for_administrators
@require_POST
@never_cache
@with_fresh_factor
def invite_staff(request: HttpRequest, pk: int) -> HttpResponse:
    """`factors` among what is sent when the person has lost their second factor as well.

    Others' staff are answered as if they were missing, once the refusal is on the trail.
    """
    staff, now = get_object_or_404(Staff, pk=pk), timezone.now()
    factors = asking.ticked(request.POST, "factors")
    try:
        waiting, half = ask_invitation(request.assignment, staff, now, factors, factor_shown(request))
    except NotAdministered:
        staff_member(request.assignment, pk)
        raise
    context = {
        "staff": staff,
        "half": half,
        "waiting": waiting,
        "approvers": approvers_of(waiting, now),
        "factors": factors,
    }
    return render(request, "sign_in/invited.html", context)
