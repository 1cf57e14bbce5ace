"""Showing once more who one is, before factors are changed."""

from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator

from brygga_site.accounts.log import security
from brygga_site.web.sign_in import passkeys


class _Again:
    template_name = "sign_in/again.html"
    guard = "signed in"
    settles_doubt = True
    by = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"js_data": None} | super().get_context_data(**kwargs) | {"by": self.by}


@method_decorator(login_required, name="dispatch")
class ByPassword(_Again, ReauthenticateView):
    by = "password"


class ByCode(_Again, ReauthenticateByCodeView):
    by = "code"


class ByPasskey(_Again, ReauthenticateWebAuthnView):
    form_class = passkeys.PasskeyAgainForm
    by = "passkey"

    def form_invalid(self, form: Form) -> HttpResponse:
        security("show-again-failed", self.request.user, factor="webauthn")
        super().form_invalid(form)
        return redirect(self.request.get_full_path())
