"""Out again: here, at the identity provider as well, or because the provider says so."""

import requests
from django.contrib.auth import logout
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from brygga_site.accounts import tokens
from brygga_site.accounts.actions import end_at_provider, keep_unsent
from brygga_site.accounts.assignment import SESSION_KEY as ASSIGNMENT_KEY
from brygga_site.accounts.commission import id_token_of
from brygga_site.accounts.log import security
from brygga_site.accounts.provider import adapter, is_known, sign_out_address
from brygga_site.web import asking
from brygga_site.web.guards import open_to_all, with_assignment


@require_POST
@with_assignment
def keep(request: HttpRequest) -> HttpResponse:
    """Keeps what stands in a form while its writer signs out (see keep.js); nothing of a form that keeps nothing."""
    path = asking.own_address(request.POST, "at")
    try:
        view = resolve(path).func
    except Resolver404:
        return HttpResponse(status=404)
    if getattr(view, "keeps_unsent", False):
        fields = asking.all_but(request.POST, "at")
        keep_unsent(request.user, request.session.get(ASSIGNMENT_KEY), path, fields, timezone.now())
    return HttpResponse(status=204)


@open_to_all
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    id_token = id_token_of(request)
    logout(request)
    if not id_token or not is_known():
        return redirect("sign-in")
    try:
        further = sign_out_address(request, id_token)
    except (requests.RequestException, ValueError):
        further = ""
    # A page that leads on, and no redirect: the answer to a form may not leave the site (form-action).
    return render(request, "sign_in/signed_out.html", {"further": further})


@open_to_all
@csrf_exempt
@require_POST
@never_cache
def back_channel(request: HttpRequest) -> HttpResponse:
    """The provider tells that a session, or a person, has signed out (OpenID Connect Back-Channel Logout 1.0)."""
    if not is_known():
        raise Http404
    try:
        configuration = adapter(request).openid_config
        with transaction.atomic():
            claims = tokens.logout(asking.word(request.POST, "logout_token", 20_000), configuration)
            end_at_provider(claims["iss"], claims.get("sid", ""), claims.get("sub", ""))
    except tokens.NotBelieved as error:
        security("provider-logout-refused", None, why=str(error))
        return JsonResponse({"error": "invalid_request", "error_description": str(error)}, status=400)
    except (requests.RequestException, tokens.KeysMissing) as error:
        security("provider-logout-failed", None, why=type(error).__name__)
        return JsonResponse({"error": "temporarily_unavailable"}, status=503)
    return HttpResponse(status=200)
