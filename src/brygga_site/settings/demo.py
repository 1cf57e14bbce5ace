"""`make run`: a demo county on this machine alone."""

import os
import secrets

from brygga_site.settings.base import *  # noqa: F403
from brygga_site.settings.base import ROOT
from brygga_site.settings.databases import from_environment
from brygga_site.settings.logs import logging

DATA = ROOT / "var"
DATA.mkdir(mode=0o700, exist_ok=True)


def _kept_secret() -> str:
    file = DATA / "secret-key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(64))
    return file.read_text()


SECRET_KEY = _kept_secret()
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
DATABASES = {"default": from_environment(DATA / "brygga.sqlite3")}
# Files are served from where they stand; nothing is collected.
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
LOGGING = logging(as_json=False)

BRYGGA_DEMO = True
BRYGGA_TRAIL_KEY = DATA / "trail-key.pem"
BRYGGA_WITNESS_KEY = DATA / "witness-key.pem"
# No regulation with these years' rates is among the sources: an example, and shown as one wherever it is used.
BRYGGA_EXAMPLE_RATES = {
    int(year): 12000 for year in os.environ.get("BRYGGA_EXAMPLE_YEARS", "2024 2025 2026 2027").split()
}
