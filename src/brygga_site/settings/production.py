"""Production: PostgreSQL, HTTPS, secrets from the environment alone."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from brygga_site.settings.base import *  # noqa: F403
from brygga_site.settings.base import (
    BRYGGA_ADDRESS_HEADER,
    BRYGGA_MONITORS,
    BRYGGA_PER_MINUTE,
    BRYGGA_SCHEME_HEADER,
    BRYGGA_TRAIL_DIGEST,
)
from brygga_site.settings.databases import postgresql
from brygga_site.settings.logs import logging
from brygga_site.trail.digests import ALGORITHMS


def _needed(name: str) -> str:
    if value := os.environ.get(name):
        return value
    raise ImproperlyConfigured(f"{name} is not set in the environment; docs/operations.md says what it has to be")


SECRET_KEY = _needed("BRYGGA_SECRET_KEY")
# Those of before: what they have enciphered is read, and marks that they have made hold until they end.
SECRET_KEY_FALLBACKS = os.environ.get("BRYGGA_SECRET_KEYS_BEFORE", "").split()
DEBUG = False
ALLOWED_HOSTS = _needed("BRYGGA_ALLOWED_HOSTS").split(",")
DATABASES = {"default": postgresql(_needed("BRYGGA_DATABASE_URL"))}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
LOGGING = logging(as_json=True)

BRYGGA_BEHIND_PROXY = True
BRYGGA_TRUSTED_PROXIES = os.environ.get("BRYGGA_TRUSTED_PROXIES", "").replace(",", " ").split()
BRYGGA_ADDRESS_HEADER = os.environ.get("BRYGGA_ADDRESS_HEADER", BRYGGA_ADDRESS_HEADER)
BRYGGA_SCHEME_HEADER = os.environ.get("BRYGGA_SCHEME_HEADER", BRYGGA_SCHEME_HEADER)
BRYGGA_MONITORS = os.environ.get("BRYGGA_MONITORS", ",".join(BRYGGA_MONITORS)).replace(",", " ").split()
BRYGGA_SECURITY_CONTACT = os.environ.get("BRYGGA_SECURITY_CONTACT", "")
BRYGGA_OPERATOR = os.environ.get("BRYGGA_OPERATOR", "")
BRYGGA_ACCESSIBILITY_CONTACT = os.environ.get("BRYGGA_ACCESSIBILITY_CONTACT", "")
BRYGGA_PER_MINUTE = {
    who: int(os.environ.get(f"BRYGGA_PER_MINUTE_{who.upper()}", number)) for who, number in BRYGGA_PER_MINUTE.items()
}
# Only what seals the trail needs the private key; elsewhere its public key is enough.
BRYGGA_TRAIL_KEY = Path(file) if (file := os.environ.get("BRYGGA_TRAIL_KEY")) else None
BRYGGA_TRAIL_TRUSTED = os.environ.get("BRYGGA_TRAIL_TRUSTED", "").split()
BRYGGA_TRAIL_DIGEST = os.environ.get("BRYGGA_TRAIL_DIGEST") or BRYGGA_TRAIL_DIGEST
if BRYGGA_TRAIL_DIGEST not in ALGORITHMS:
    raise ImproperlyConfigured(f"BRYGGA_TRAIL_DIGEST is {BRYGGA_TRAIL_DIGEST}; it may be {' or '.join(ALGORITHMS)}")
BRYGGA_WITNESS_KEY = Path(file) if (file := os.environ.get("BRYGGA_WITNESS_KEY")) else None
BRYGGA_HEADS_FOLDER = Path(file) if (file := os.environ.get("BRYGGA_HEADS_FOLDER")) else None
BRYGGA_HEADS_TO = os.environ.get("BRYGGA_HEADS_TO", "").split()
BRYGGA_HEADS_TO_KEYS = os.environ.get("BRYGGA_HEADS_TO_KEYS", "").split()

# Everybody, unless the operator names fewer purposes, and why: docs/sign-in.md. These two stay.
BRYGGA_SECOND_FACTOR_FOR = ("log-review", "assignments")
BRYGGA_SECOND_FACTOR_FOR += tuple(
    os.environ.get("BRYGGA_SECOND_FACTOR_FOR", "care social-care administration").replace(",", " ").split()
)
BRYGGA_PASSKEY_FOR = ("assignments",)
BRYGGA_FRESH_FACTOR_SECONDS = int(os.environ.get("BRYGGA_FRESH_FACTOR_SECONDS", 600))

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
# The prefix binds a cookie to this very host: no other under the same domain can set one in its stead.
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_NAME = "__Host-language"
