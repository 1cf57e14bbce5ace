"""What follows from a sign-in, a sign-out, a failure or a change of factor: sessions and the security log."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.signals import authentication_step_completed, password_changed
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from brygga_site.accounts import actions
from brygga_site.accounts.log import security
from brygga_site.accounts.models import RecoveryCode, Session
from brygga_site.accounts.reads import SESSION_KEY
from brygga_site.accounts.recovery import left
from brygga_site.organisations.models import Staff


@receiver(user_logged_in)
def _signed_in(request: HttpRequest, user: Staff, **kwargs: Any) -> None:
    commission = getattr(request, "commission", None)
    session = actions.begin(request, user, commission)
    methods = [record.get("type", record["method"]) for record in get_authentication_records(request, user)]
    security("signed-in", user, session=str(session.pk), methods=methods)
    if is_mfa_enabled(user) and not left(user):
        told = _(
            "You have no recovery codes. Make new ones under “Your sign-in”, for when you lose what you sign in with."
        )
        messages.warning(request, told, fail_silently=True)


@receiver(authentication_step_completed)
def _shown_again(request: HttpRequest, user: Staff, method: str, reauthenticated: bool = False, **kwargs: Any) -> None:
    """Whoever has shown again who they are goes on under a new key: one that was taken before is worth no more."""
    if reauthenticated and request.user.is_authenticated:  # whoever comes with a one-time code is only signing in
        request.session.cycle_key()
        security("shown-again", user, factor=kwargs.get("type") or method)


@receiver(user_logged_out)
def _signed_out(request: HttpRequest, user: Staff | None, **kwargs: Any) -> None:
    session = request.session.get(SESSION_KEY)
    Session.objects.filter(pk=session).delete()
    if user:
        security("signed-out", user, session=session)


@receiver(user_login_failed)
def _failed(credentials: dict[str, Any], **kwargs: Any) -> None:
    typed = credentials.get("username") or ""
    security("sign-in-failed", Staff.objects.filter(username__iexact=typed).first())


@receiver(mfa.authentication_failed)
def _code_failed(user: Staff, **kwargs: Any) -> None:
    security("code-failed", user)


@receiver(mfa.authenticator_added)
def _factor_added(request: HttpRequest, user: Staff, authenticator: Authenticator, **kwargs: Any) -> None:
    security("factor-added", user, factor=authenticator.type)
    # Whoever adds a factor has just shown that they hold it.
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


@receiver(mfa.authenticator_removed)
def _factor_removed(user: Staff, authenticator: Authenticator, **kwargs: Any) -> None:
    security("factor-removed", user, factor=authenticator.type)
    if not is_mfa_enabled(user):
        RecoveryCode.objects.filter(staff=user).delete()


@receiver(password_changed)
def _password_changed(request: HttpRequest, user: Staff, **kwargs: Any) -> None:
    security("password-changed", user)
    actions.end_others(user, request.session.get(SESSION_KEY))
