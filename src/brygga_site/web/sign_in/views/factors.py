"""One's password and factors: change, add, remove."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.views import PasswordChangeView
from allauth.decorators import rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth.password_validation import password_validators_help_texts
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from brygga_site.accounts import recovery
from brygga_site.accounts.log import security
from brygga_site.web.sign_in import passkeys
from brygga_site.web.sign_in.guards import first_by_code, own_account

own = method_decorator(own_account, name="dispatch")
adds = method_decorator(first_by_code, name="dispatch")
PAGE = reverse_lazy("security")


def after_adding(request: HttpRequest) -> str:
    """Whoever has no recovery codes is led on to make some."""
    return reverse("security" if recovery.left(request.user) else "recovery-codes")


@own
@method_decorator(rate_limit(action="change_password"), name="dispatch")
class ChangePassword(PasswordChangeView):
    template_name = "sign_in/password.html"
    success_url = PAGE
    guard = "signed in"

    def form_invalid(self, form: Form) -> HttpResponse:
        if "oldpassword" in form.errors:
            security("show-again-failed", self.request.user, factor="password")
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"rules": password_validators_help_texts()}


@own
@adds
class AddApp(ActivateTOTPView):
    template_name = "sign_in/app.html"
    guard = "signed in"

    def get_success_url(self) -> str:
        return after_adding(self.request)


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

    form_class = passkeys.NewPasskeyForm
    template_name = "sign_in/passkey.html"
    guard = "signed in"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        options = begin_registration(self.request.user, True)
        return super(AddWebAuthnView, self).get_context_data(**kwargs) | {"js_data": {"creation_options": options}}

    def get_success_url(self) -> str:
        return after_adding(self.request)


@own
class RemovePasskey(RemoveWebAuthnView):
    template_name = "sign_in/remove.html"
    success_url = PAGE
    guard = "signed in"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"what": self.object.wrap().name or _("The passkey")}


@own_account
@never_cache
@reauthentication_required(app="allauth.mfa")
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Makes ten new codes when asked to; the answer shows them, this once."""
    if not is_mfa_enabled(request.user):
        messages.warning(request, _("Add a passkey or an authenticator app first."))
        return redirect("security")
    if request.method == "POST":
        return render(request, "sign_in/codes.html", {"codes": recovery.make(request.user)})
    return render(request, "sign_in/new_codes.html", {"codes_left": recovery.left(request.user)})


def factors_of(staff: Any) -> dict[str, Any]:
    """What the staff member has: the app, the passkeys, and how many recovery codes are left."""
    found = [one.wrap() for one in Authenticator.objects.filter(user=staff).order_by("created_at")]
    by_type = {kind: [one for one in found if one.instance.type == kind] for kind in Authenticator.Type}
    return {
        "app": next(iter(by_type[Authenticator.Type.TOTP]), None),
        "passkeys": by_type[Authenticator.Type.WEBAUTHN],
        "codes_left": recovery.left(staff),
    }
