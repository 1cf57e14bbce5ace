"""Keys by which a program acts for somebody at a unit: whoever it acts for takes them, and ends them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from brygga_site.api import actions
from brygga_site.api.reads import key_under


@login_required
@require_POST
@never_cache
def take(request: HttpRequest, key_id: int) -> HttpResponse:
    """Shows the key, this once."""
    now = timezone.now()
    key = key_under(request.assignments, key_id, now)
    secret = actions.take_key(key.assignment, key, now)
    return render(request, "sign_in/key.html", {"key": key, "secret": secret})


@login_required
@require_POST
def end(request: HttpRequest, key_id: int) -> HttpResponse:
    now = timezone.now()
    key = key_under(request.assignments, key_id, now)
    actions.end_own_key(key.assignment, key, now)
    messages.success(request, _("The key has ended. The next call with it is refused."))
    return redirect("security")


for _view in (take, end):
    _view.guard = "signed in"
