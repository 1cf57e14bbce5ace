"""The identity provider as django-allauth talks with it; what we add: every token's signature is verified."""

from typing import Any
from urllib.parse import urlencode

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse

from brygga_site.accounts import tokens

PROVIDER = "provider"


def is_known() -> bool:
    """Whether the settings tell of an identity provider."""
    return bool(settings.BRYGGA_OIDC_SERVER)


class ProviderAdapter(OpenIDConnectOAuth2Adapter):
    """Keeps the claims and the identity token with the request, for the commission and for signing out."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself, asked for anew every ten minutes: anyone may post a logout token."""
        kept = f"provider:{settings.BRYGGA_OIDC_SERVER}"
        if (configuration := cache.get(kept)) is None:
            configuration = super().openid_config
            if configuration.get("issuer") != settings.BRYGGA_OIDC_SERVER:
                raise tokens.NotBelieved("what the provider says of itself is about another issuer")
            cache.set(kept, configuration, timeout=600)
        return configuration

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        id_token = kwargs["response"].get("id_token")
        if not id_token:
            raise OAuth2Error("the provider gave no identity token")
        try:
            claims = tokens.identity(id_token, self.openid_config)
        except (tokens.NotBelieved, tokens.KeysMissing) as error:
            raise OAuth2Error(str(error)) from error
        about = self._fetch_user_info(token.token)
        if about.get("sub") != claims["sub"]:
            raise OAuth2Error("the claims are about somebody else than the identity token")
        request.id_token = id_token
        # Of the sign-in itself the signed token alone tells; the other answer is about the person, and not signed.
        person = {name: value for name, value in about.items() if name not in tokens.OF_SIGN_IN}
        request.claims = {**person, **claims}
        return self.get_provider().sociallogin_from_response(request, {"id_token": request.claims})


def adapter(request: HttpRequest) -> ProviderAdapter:
    return ProviderAdapter(request, PROVIDER)


def provider(request: HttpRequest) -> OpenIDConnectProvider:
    found = get_adapter().get_provider(request, PROVIDER)
    found.oauth2_adapter_class = ProviderAdapter  # the way there asks the same questions as the way back
    return found


def sign_out_address(request: HttpRequest, id_token: str) -> str:
    """Where the provider ends its own session (OpenID Connect RP-Initiated Logout); empty when it has no such page.

    Raises requests.RequestException when the provider does not answer.
    """
    end = adapter(request).openid_config.get("end_session_endpoint")
    if not end:
        return ""
    back = request.build_absolute_uri(reverse("sign-in"))
    return f"{end}?{urlencode({'id_token_hint': id_token, 'post_logout_redirect_uri': back})}"
