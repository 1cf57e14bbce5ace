"""Setting a password by a one-time code: the first time, or when it is forgotten."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from brygga_site.accounts.actions import NotInvited, redeem
from brygga_site.accounts.log import security
from brygga_site.accounts.pages import too_many
from brygga_site.accounts.second_factor import CODE, is_to_be_added
from brygga_site.organisations.models import Staff
from brygga_site.web.dressed import TextField
from brygga_site.web.guards import open_to_all

ACTION = "login_failed"
"""Attempts at codes have the limits of attempts at passwords, and counters of their own."""


class FirstForm(forms.Form):
    username = TextField(max_length=150)
    code = TextField(max_length=30)
    password1 = forms.CharField(max_length=4096, strip=False)
    password2 = forms.CharField(max_length=4096, strip=False)

    def clean(self) -> dict[str, str]:
        found = super().clean()
        if found.get("password1") != found.get("password2"):
            raise ValidationError(_("You did not write the same password twice."))
        return found


@sensitive_post_parameters()
@open_to_all
@never_cache
def first(request: HttpRequest) -> HttpResponse:
    form = FirstForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        key = f"code:{given['username'].lower()}"
        attempt = ratelimit.consume(request, app="allauth.account", action=ACTION, key=key)
        if not attempt:
            return too_many(request)
        try:
            staff = redeem(given["username"], given["code"], given["password1"], timezone.now())
        except NotInvited:
            security("invitation-failed", Staff.objects.filter(username__iexact=given["username"]).first())
            form.add_error(None, _("The user name and the code do not belong together, or the code is no longer good."))
        except ValidationError as refusal:
            attempt.rollback()  # the code was right
            form.add_error("password1", refusal)
        else:
            attempt.rollback()
            return _sign_in(request, staff)
    return render(request, "sign_in/first.html", {"form": form, "rules": password_validators_help_texts()})


def _sign_in(request: HttpRequest, staff: Staff) -> HttpResponse:
    """In with the code; a second factor that the account still has is asked for all the same."""
    logout(request)
    record_authentication(request, staff, CODE, reauthenticated=True)
    if asks := is_to_be_added(staff):
        messages.success(request, _("Your password is set. Now add a passkey or an authenticator app, which you need."))
    else:
        messages.success(request, _("Your password is set."))
    return perform_login(request, Login(user=staff, redirect_url=reverse("security" if asks else "today")))
