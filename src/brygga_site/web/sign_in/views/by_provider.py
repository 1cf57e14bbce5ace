"""Signing in at an identity provider, by OpenID Connect: there and back."""

import json
import secrets
import time

import requests
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from brygga_site.accounts.pages import no_answer
from brygga_site.accounts.provider import adapter, is_known, provider
from brygga_site.web import asking
from brygga_site.web.guards import open_to_all

CLAIMS = ("employeeHsaId", "commissionHsaId", "healthCareUnitHsaId", "commissionRight")


@open_to_all
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """To the provider. `again` asks it to let one choose anew, for another commission.

    `anew` asks it to have one show anew who one is, and what comes back without that is refused.
    """
    if not is_known():
        raise Http404
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        # Another site's link would sign in whoever is signed in at the provider, without asking them.
        return redirect("sign-in")
    asked = {name: {"essential": name in CLAIMS[:2]} for name in CLAIMS}
    nonce = secrets.token_urlsafe(32)
    about = {"claims": json.dumps({"id_token": asked, "userinfo": asked}), "nonce": nonce}
    if settings.BRYGGA_OIDC_ACR:
        about["acr_values"] = " ".join(settings.BRYGGA_OIDC_ACR)
    data: dict[str, str | float] = {"nonce": nonce}
    if asking.ticked(request.GET, "again") or asking.ticked(request.GET, "anew"):
        about["prompt"] = "login"
    if asking.ticked(request.GET, "anew"):
        about["max_age"] = "0"  # with it the answer has to say when (OpenID Connect Core, 3.1.2.1)
        data["anew"] = time.time()
    try:
        return provider(request).redirect(
            request,
            "login",
            next_url=get_next_redirect_url(request),
            scope=settings.BRYGGA_OIDC_SCOPE.split(),
            auth_params=about,
            data=data,
        )
    except (requests.RequestException, KeyError, ValueError) as error:
        return no_answer(request, error)


@open_to_all
@never_cache
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """From the provider, with a code that is exchanged for who it is."""
    if not is_known():
        raise Http404
    try:
        return OAuth2CallbackView.adapter_view(adapter(request))(request)
    except (requests.RequestException, KeyError, ValueError) as error:
        return no_answer(request, error)
