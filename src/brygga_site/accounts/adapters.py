"""Where django-allauth asks how things are here: nobody signs up, nothing is mailed, texts are our own."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from requests import Session

from brygga_site.accounts.actions import know_subject
from brygga_site.accounts.commission import NoSignInReason, SignInRefused, accept, check_shown_anew
from brygga_site.accounts.pages import no_answer, refused
from brygga_site.accounts.tokens import NotBelieved
from brygga_site.organisations.models import Staff
from brygga_site.trail.origin import origin

TOLD = {
    "account/messages/password_changed.txt": _("The password is changed. Every other session of yours is ended."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is added."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
}


class Accounts(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The user name and the password do not belong together. Try again."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("Too many attempts. Wait a while and try again."),
        "rate_limited": _("Too many attempts. Wait a while and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return origin.get() or "0.0.0.0"  # noqa: S104 (no address is known, none is listened to)

    def get_login_stages(self) -> list[str]:
        return ["brygga_site.accounts.stages.SecondFactor"]

    def respond_user_inactive(self, request: HttpRequest, user: Staff) -> HttpResponse:
        return refused(request, SignInRefused(NoSignInReason.INACTIVE, user))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No addresses are known; the security log has it."""

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        if text := kwargs.get("message") or TOLD.get(message_template or ""):
            messages.add_message(request, level, text)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # Without the host's name, which the asker chooses among those allowed.
        return credentials.get("username", "").lower()


class Factors(DefaultMFAAdapter):
    """Secrets of authenticator apps are kept enciphered with a key made from the site's secret."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That did not match. Codes change every 30 seconds and each can be used once; try again."),
    }

    def get_totp_issuer(self) -> str:
        return "Brygga"

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        return ""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


class Providers(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Turns the claims into a staff member we know; answers with a page that says why when they do not fit."""
        try:
            _check_nonce(sociallogin, request.claims)
            sociallogin.user, request.commission = accept(request.claims, request.id_token)
            if asked_at := (sociallogin.state.get("data") or {}).get("anew"):
                check_shown_anew(request.commission, sociallogin.user, asked_at)
            know_subject(sociallogin.user, request.commission, timezone.now())
        except NotBelieved as error:
            raise ImmediateHttpResponse(no_answer(request, error)) from error
        except SignInRefused as refusal:
            raise ImmediateHttpResponse(refused(request, refusal)) from refusal

    def generate_state_param(self, state: dict[str, Any]) -> str:
        """Nobody guesses it: 192 bits, where the library's own has 95."""
        return token_urlsafe(24)

    def get_requests_session(self) -> Session:
        """Calls to the provider follow no redirect: it is at the addresses that it says, and nowhere else."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Exception | None = None, **kwargs: Any
    ) -> None:
        raise ImmediateHttpResponse(no_answer(request, exception or error))


def _check_nonce(sociallogin: SocialLogin, claims: dict[str, Any]) -> None:
    """The identity token was made for the sign-in that this browser began, and not for an earlier one."""
    asked = (sociallogin.state.get("data") or {}).get("nonce", "")
    if not asked or not compare_digest(str(claims.get("nonce", "")).encode(), asked.encode()):
        raise NotBelieved("the identity token was made for another sign-in")


def _cipher() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [urlsafe_b64encode(sha256(b"brygga second factor" + secret.encode()).digest()) for secret in secrets]
    return MultiFernet([Fernet(key) for key in keys])
