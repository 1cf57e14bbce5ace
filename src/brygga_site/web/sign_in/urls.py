"""The addresses of sign-in. Names with an underscore are those by which django-allauth finds the page."""

from django.urls import path

from brygga_site.web.sign_in.views import (
    again,
    assignment,
    by_provider,
    entrance,
    factors,
    first,
    invite,
    keys,
    security,
    sign_out,
)

enter = entrance.SignIn.as_view()

urlpatterns = [
    path("sign-in", enter, name="sign-in"),
    path("sign-in", enter, name="account_login"),
    path("sign-in/first", first.first, name="first-sign-in"),
    path("sign-in/passkey", entrance.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("sign-in/second-factor", entrance.SecondFactorPage.as_view(), name="mfa_authenticate"),
    path("sign-in/provider", by_provider.start, name="sign-in-at-provider"),
    path("sign-in/provider/<slug:provider_id>/back", by_provider.back, name="openid_connect_callback"),
    path("sign-out/unsent", sign_out.keep, name="keep-unsent"),
    path("sign-out", sign_out.sign_out, name="sign-out"),
    path("sign-out/back-channel", sign_out.back_channel, name="back-channel-logout"),
    path("staff/<int:pk>/invite", invite.invite_staff, name="invite-staff"),
    path("assignment", assignment.choose_assignment, name="choose-assignment"),
    path("your-sign-in", security.security, name="security"),
    path("your-sign-in", security.security, name="mfa_index"),
    path("your-sign-in/sessions/others/end", security.end_others, name="end-other-sessions"),
    path("your-sign-in/sessions/<uuid:pk>/end", security.end_session, name="end-session"),
    path("your-sign-in/keys/<int:key_id>/take", keys.take, name="take-key"),
    path("your-sign-in/keys/<int:key_id>/end", keys.end, name="end-key"),
    path("your-sign-in/again/password", again.ByPassword.as_view(), name="account_reauthenticate"),
    path("your-sign-in/again/code", again.ByCode.as_view(), name="mfa_reauthenticate"),
    path("your-sign-in/again/passkey", again.ByPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("your-sign-in/password", factors.ChangePassword.as_view(), name="change-password"),
    path("your-sign-in/app/add", factors.AddApp.as_view(), name="mfa_activate_totp"),
    path("your-sign-in/app/remove", factors.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("your-sign-in/passkeys/add", factors.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("your-sign-in/passkeys/<int:pk>/remove", factors.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("your-sign-in/codes", factors.recovery_codes, name="recovery-codes"),
]
