"""What every way of running Brygga shares."""

import os
from pathlib import Path

from brygga_site.settings.sign_in import *  # noqa: F403

ROOT = Path(__file__).resolve().parents[3]
SITE = Path(__file__).resolve().parents[1]
NODE_MODULES = ROOT / "node_modules"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "brygga_site.door",
    "brygga_site.organisations",
    "brygga_site.accounts",
    "brygga_site.trail",
    "brygga_site.people",
    "brygga_site.cases",
    "brygga_site.charges",
    "brygga_site.review",
    "brygga_site.keeping",
    "brygga_site.api",
    "brygga_site.web",
    "brygga_site.web.demo",
]

MIDDLEWARE = [
    "brygga_site.door.health.Health",
    "brygga_site.door.measured.Measured",
    "brygga_site.door.proxy.Proxy",
    "brygga_site.door.logged.Logged",
    "brygga_site.door.headers.Headers",
    "brygga_site.door.gate.Gate",
    "brygga_site.door.when_full.WhenFull",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "brygga_site.web.screens.Screens",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "brygga_site.door.pace.PaceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "brygga_site.trail.middleware.TrailMiddleware",
    "brygga_site.accounts.middleware.SessionLimits",
    "brygga_site.accounts.assignment.AssignmentMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "brygga_site.web.unusable.AgreementFaults",
]

ROOT_URLCONF = "brygga_site.urls"
WSGI_APPLICATION = "brygga_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [SITE / "web" / "templates", *sorted(SITE.glob("web/*/templates")), SITE / "door" / "templates"],
        "OPTIONS": {
            "environment": "brygga_site.web.environment.environment",
            "context_processors": [
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "brygga_site.web.context.page",
            ],
        },
    },
    # What packages bring with them.
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},
]
# The widgets of forms too; `django.forms` is no app here, and is found by the renderer itself.
FORM_RENDERER = "django.forms.renderers.Jinja2"

AUTH_USER_MODEL = "organisations.Staff"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "sign-in"
# No script reads a cookie, and none holds more than a key: what is shown once after a redirect stays in the session.
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "brygga_site.door.turned_away.not_ours"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# Bytes of a form's text, or of a body that is no form; files of a form come on top (see door/gate.py).
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 5

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [SITE / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = ROOT / "staticfiles"
STATICFILES_DIRS = [
    SITE / "web" / "static",
    # Front-end packages come from npm at set-up; only what the pages use is served.
    ("vendor/designsystemet", NODE_MODULES / "@digdir" / "designsystemet-css" / "dist"),
    ("vendor/htmx", NODE_MODULES / "htmx.org" / "dist"),
    ("vendor/idiomorph", NODE_MODULES / "idiomorph" / "dist"),
]
# Collected files are for every visitor, also where whoever collects them keeps what they make to themselves.
FILE_UPLOAD_PERMISSIONS = 0o644
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755
# Files are for this site alone; the default lets every other site read them.
WHITENOISE_ALLOW_ALL_ORIGINS = False

SILENCED_SYSTEM_CHECKS: list[str] = []

BRYGGA_DEMO = False
BRYGGA_EXAMPLE_RATES: dict[int, int] = {}

BRYGGA_BEHIND_PROXY = False
# Whose word is taken for a visitor's address and scheme, and in which headers it comes (see door/proxy.py).
BRYGGA_TRUSTED_PROXIES: list[str] = []
BRYGGA_ADDRESS_HEADER = "X-Forwarded-For"
BRYGGA_SCHEME_HEADER = "X-Forwarded-Proto"
# Who may ask whether the site is ready, and for its figures: addresses and networks that come to it straight.
BRYGGA_MONITORS = ["127.0.0.1", "::1"]
# `mailto:` or `https:` address for whoever finds a weakness, shown in /.well-known/security.txt.
BRYGGA_SECURITY_CONTACT = ""
# Who stands behind the site, and where one tells of what is not accessible; both in the accessibility statement.
BRYGGA_OPERATOR = ""
BRYGGA_ACCESSIBILITY_CONTACT = ""
# Requests in a minute. A page left open asks again six times; a hospital's visitors share one address.
BRYGGA_PER_MINUTE = {"staff": 300, "token": 600, "visitor": 600, "document": 20}
# The private key that seals the trail, and further public keys whose seals are believed.
BRYGGA_TRAIL_KEY: Path | None = None
BRYGGA_TRAIL_TRUSTED: list[str] = []
# By which algorithm what is written from now on is digested (brygga_site.trail.digests).
BRYGGA_TRAIL_DIGEST = "sha256"
# The private key that countersigns other sites' heads; without it none are kept. It is not the one that seals.
BRYGGA_WITNESS_KEY: Path | None = None
# Where the head of the trail is exported to on schedule, and how many of the newest stay.
BRYGGA_HEADS_FOLDER: Path | None = None
BRYGGA_HEADS_KEPT = 400
# Sites that keep our heads (`https://…/api/v1/heads`), and a file with the key that each has given us.
BRYGGA_HEADS_TO: list[str] = []
BRYGGA_HEADS_TO_KEYS: list[str] = []

# Megabytes of the disk that are set aside beside an SQLite file, so that it can be read when the disk is full; 0: none.
BRYGGA_ASIDE_MB = int(os.environ.get("BRYGGA_ASIDE_MB", "64"))
# A file with the public keys (age's) that backups are encrypted to, one on each line.
BRYGGA_BACKUP_RECIPIENTS: Path | None = Path(file) if (file := os.environ.get("BRYGGA_BACKUP_RECIPIENTS")) else None
