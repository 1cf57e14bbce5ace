"""Signing in and out, and choosing the assignment one acts under."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from brygga_site.organisations.middleware import SESSION_KEY
from brygga_site.organisations.reads import assignments_of
from brygga_site.web.demo import CAST, PASSWORD
from brygga_site.web.guards import open_to_all


class SignIn(LoginView):
    """The sign-in page; in the demo it also offers the made-up staff one can be."""

    template_name = "sign_in.html"
    redirect_authenticated_user = True
    guard = "open"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        cast = CAST if settings.BRYGGA_DEMO else ()
        return super().get_context_data(cast=cast, demo_password=PASSWORD, **kwargs)


@open_to_all
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign-in")


@login_required
def choose_assignment(request: HttpRequest) -> HttpResponse:
    mine = list(assignments_of(request.user))
    if request.method == "POST":
        chosen = next((one for one in mine if str(one.pk) == request.POST.get("assignment")), None)
        if chosen:
            request.session[SESSION_KEY] = chosen.pk
            return redirect("today")
    return render(request, "choose_assignment.html", {"assignments": mine})


choose_assignment.guard = "signed in"
