"""The way in: user name and password, a passkey, and the second factor."""

import unicodedata
from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse

from brygga_site.accounts import provider
from brygga_site.accounts.log import security
from brygga_site.accounts.pages import too_many
from brygga_site.web import asking
from brygga_site.web.demo.cast import CAST, PASSWORD
from brygga_site.web.sign_in import passkeys

TOO_MANY = ("too_many_login_attempts", "rate_limited")


def _limited(form: Form | None) -> bool:
    errors = form.errors.as_data().values() if form and form.is_bound else ()
    return any(error.code in TOO_MANY for found in errors for error in found)


class SignInForm(LoginForm):
    """The user name is sent under that name, which the browser's memory of passwords expects."""

    def add_prefix(self, field_name: str) -> str:
        return "username" if field_name == "login" else field_name

    def clean_login(self) -> str:
        return unicodedata.normalize("NFC", super().clean_login())


class SignIn(LoginView):
    """The sign-in page; in the demo it also offers the made-up staff one can be."""

    template_name = "sign_in/sign_in.html"
    form_class = SignInForm
    guard = "open"

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: object) -> None:
        # Whoever comes back here half-way starts anew, perhaps as somebody else.
        clear_login(request)

    def form_invalid(self, form: Form) -> HttpResponse:
        return too_many(self.request) if _limited(form) else super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "cast": CAST if settings.BRYGGA_DEMO else (),
            "demo_password": PASSWORD,
            "provider": provider.is_known() and settings.BRYGGA_OIDC_NAME,
            "ended": asking.word(self.request.GET, "ended"),
        }


class SignInByPasskey(LoginWebAuthnView):
    """Answers a passkey's script with a challenge, and signs in whoever meets it."""

    form_class = passkeys.PasskeySignInForm
    guard = "open"

    def form_valid(self, form: Form) -> HttpResponse:
        authenticator = form.cleaned_data["credential"]
        login = Login(user=authenticator.user, redirect_url=get_next_redirect_url(self.request))
        return perform_passwordless_login(self.request, authenticator, login)

    def form_invalid(self, form: Form) -> HttpResponse:
        security("sign-in-failed", None, factor="webauthn")
        return super().form_invalid(form)


class SecondFactorPage(AuthenticateView):
    """The code or the passkey after the password."""

    template_name = "sign_in/second_factor.html"
    webauthn_form_class = passkeys.PasskeyAfterForm
    guard = "open"

    def form_invalid(self, form: Form) -> HttpResponse:
        if isinstance(form, passkeys.PasskeyAfterForm):  # of codes the library tells
            security("code-failed", self.stage.login.user, factor="webauthn")
        return too_many(self.request) if _limited(form) else super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.stage.login.user
        return super().get_context_data(**kwargs) | {
            "has_app": is_mfa_enabled(user, [Authenticator.Type.TOTP]),
            "has_passkey": is_mfa_enabled(user, [Authenticator.Type.WEBAUTHN]),
        }
