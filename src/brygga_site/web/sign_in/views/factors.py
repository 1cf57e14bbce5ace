"""One's password and factors: change, add, remove."""

from typing import Any

from allauth.account.views import PasswordChangeView
from allauth.decorators import rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib.auth.password_validation import password_validators_help_texts
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from brygga_site.web.sign_in.guards import first_by_code, own_account

own = method_decorator(own_account, name="dispatch")
adds = method_decorator(first_by_code, name="dispatch")
PAGE = reverse_lazy("security")


@own
@method_decorator(rate_limit(action="change_password"), name="dispatch")
class ChangePassword(PasswordChangeView):
    template_name = "sign_in/password.html"
    success_url = PAGE
    guard = "signed in"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"rules": password_validators_help_texts()}


@own
@adds
class AddApp(ActivateTOTPView):
    template_name = "sign_in/app.html"
    guard = "signed in"


@own
class RemoveApp(DeactivateTOTPView):
    template_name = "sign_in/remove.html"
    success_url = PAGE
    guard = "signed in"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"what": _("The authenticator app")}


@own
@adds
class AddPasskey(AddWebAuthnView):
    """A passkey that can sign in by itself, or as second factor after the password."""

    template_name = "sign_in/passkey.html"
    guard = "signed in"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        options = begin_registration(self.request.user, True)
        return super(AddWebAuthnView, self).get_context_data(**kwargs) | {"js_data": {"creation_options": options}}


@own
class RemovePasskey(RemoveWebAuthnView):
    template_name = "sign_in/remove.html"
    success_url = PAGE
    guard = "signed in"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"what": self.object.wrap().name or _("The passkey")}


@own
class RecoveryCodes(ViewRecoveryCodesView):
    """The codes, shown once."""

    template_name = "sign_in/codes.html"
    guard = "signed in"


@own
class NewRecoveryCodes(GenerateRecoveryCodesView):
    template_name = "sign_in/new_codes.html"
    guard = "signed in"

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes")


def factors_of(staff: Any) -> dict[str, Any]:
    """What the staff member has: the app, the passkeys, and how many recovery codes are left."""
    found = [one.wrap() for one in Authenticator.objects.filter(user=staff).order_by("created_at")]
    by_type = {kind: [one for one in found if one.instance.type == kind] for kind in Authenticator.Type}
    codes = by_type[Authenticator.Type.RECOVERY_CODES]
    return {
        "app": next(iter(by_type[Authenticator.Type.TOTP]), None),
        "passkeys": by_type[Authenticator.Type.WEBAUTHN],
        "codes_left": len(codes[0].get_unused_codes()) if codes else None,
    }
