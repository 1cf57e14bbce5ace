"""What every way of running Brygga shares."""

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
    "brygga_site.organisations",
    "brygga_site.sign_in",
    "brygga_site.trail",
    "brygga_site.people",
    "brygga_site.cases",
    "brygga_site.charges",
    "brygga_site.review",
    "brygga_site.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "brygga_site.trail.middleware.TrailMiddleware",
    "brygga_site.sign_in.middleware.SessionLimits",
    "brygga_site.organisations.middleware.AssignmentMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "brygga_site.web.middleware.ContentSecurityPolicy",
]

ROOT_URLCONF = "brygga_site.urls"
WSGI_APPLICATION = "brygga_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE / "web" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "brygga_site.web.context.page",
            ],
        },
    }
]

AUTH_USER_MODEL = "organisations.Staff"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "sign-in"

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

SILENCED_SYSTEM_CHECKS: list[str] = []

BRYGGA_DEMO = False
BRYGGA_EXAMPLE_RATES: dict[int, int] = {}

BRYGGA_BEHIND_PROXY = False
# The private key that seals the trail, and further public keys whose seals are believed.
BRYGGA_TRAIL_KEY: Path | None = None
BRYGGA_TRAIL_TRUSTED: list[str] = []
