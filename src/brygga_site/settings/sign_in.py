"""Sign-in: what is set here, what the environment may say (docs/sign-in.md), and what django-allauth is told."""

import os
from pathlib import Path

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "brygga_site.accounts.local_words.LocalWordsValidator"},
    {"NAME": "brygga_site.accounts.breached.BreachedPasswordValidator"},
]
# A file of SHA-1 hashes in order, as Have I Been Pwned gives it out.
BRYGGA_BREACHED_PASSWORDS = Path(file) if (file := os.environ.get("BRYGGA_BREACHED_PASSWORDS")) else None

BRYGGA_SESSION_IDLE_SECONDS = int(os.environ.get("BRYGGA_SESSION_IDLE_SECONDS", 30 * 60))
BRYGGA_SESSION_SECONDS = int(os.environ.get("BRYGGA_SESSION_SECONDS", 12 * 60 * 60))
SESSION_COOKIE_AGE = BRYGGA_SESSION_SECONDS
# Purposes of assignments that nobody acts under without a second factor; production sets them.
BRYGGA_SECOND_FACTOR_FOR: tuple[str, ...] = ()
# Purposes that nobody acts under without a passkey, or a provider's level that counts as two factors; as above.
BRYGGA_PASSKEY_FOR: tuple[str, ...] = ()
# Networks (10.0.0.0/8, 2001:db8::/32) that units and assignments are administered from; none: from anywhere.
BRYGGA_ADMINISTRATION_NETWORKS = os.environ.get("BRYGGA_ADMINISTRATION_NETWORKS", "").replace(",", " ").split()
# The organisations' own networks: whoever comes from elsewhere acts only with a second factor. None: all alike.
BRYGGA_INSIDE_NETWORKS = os.environ.get("BRYGGA_INSIDE_NETWORKS", "").replace(",", " ").split()
# Within so many seconds one has shown who one is before asking for or approving what takes two; 0 asks nothing.
BRYGGA_FRESH_FACTOR_SECONDS = 0

# Counters are shared by all processes, in the database. When there are more rows than this, some are thrown out: so
# many that an intruder cannot make the counters of others go.
CACHES = {
    "default": {
        "BACKEND": "brygga_site.accounts.counters.Counters",
        "LOCATION": "sign_in_counter",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
BRYGGA_ATTEMPTS_SECONDS = 5 * 60
# A hospital may come from a single address, hence its many.
ACCOUNT_RATE_LIMITS = {
    "login": f"600/{BRYGGA_ATTEMPTS_SECONDS}s/ip",
    "login_failed": f"60/{BRYGGA_ATTEMPTS_SECONDS}s/ip,5/{BRYGGA_ATTEMPTS_SECONDS}s/key",
    "reauthenticate": f"10/{BRYGGA_ATTEMPTS_SECONDS}s/user",
    "change_password": f"10/{BRYGGA_ATTEMPTS_SECONDS}s/user",
}
MFA_RATE_LIMITS = {"webauthn_login": f"600/{BRYGGA_ATTEMPTS_SECONDS}s/ip"}

ACCOUNT_ADAPTER = "brygga_site.accounts.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_TIMEOUT = 5 * 60
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60

MFA_ADAPTER = "brygga_site.accounts.adapters.Factors"
# Recovery codes are our own (`accounts.recovery`).
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]
MFA_FORMS = {
    "authenticate": "brygga_site.accounts.recovery.CodeForm",
    "reauthenticate": "brygga_site.accounts.recovery.CodeAgainForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True

BRYGGA_OIDC_SERVER = os.environ.get("BRYGGA_OIDC_SERVER", "")
BRYGGA_OIDC_CLIENT_ID = os.environ.get("BRYGGA_OIDC_CLIENT_ID", "")
BRYGGA_OIDC_CLIENT_SECRET = os.environ.get("BRYGGA_OIDC_CLIENT_SECRET", "")
# The levels of assurance that count as two factors, as the provider calls them.
BRYGGA_OIDC_ACR = os.environ.get("BRYGGA_OIDC_ACR", "").split()
BRYGGA_OIDC_NAME = os.environ.get("BRYGGA_OIDC_NAME", "SITHS")
BRYGGA_OIDC_SCOPE = os.environ.get("BRYGGA_OIDC_SCOPE", "openid")
SOCIALACCOUNT_ADAPTER = "brygga_site.accounts.adapters.Providers"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5


def provider(server: str, client: str, secret: str) -> dict[str, object]:
    """SOCIALACCOUNT_PROVIDERS for one identity provider by OpenID Connect, with PKCE."""
    app = {
        "provider_id": "provider",
        "name": "provider",
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": server.rstrip("/"), "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app] if server else []}}


SOCIALACCOUNT_PROVIDERS = provider(BRYGGA_OIDC_SERVER, BRYGGA_OIDC_CLIENT_ID, BRYGGA_OIDC_CLIENT_SECRET)
