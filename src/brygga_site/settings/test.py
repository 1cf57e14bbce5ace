"""The tests: SQLite, or PostgreSQL when BRYGGA_DATABASE_URL is given."""

import hashlib
import tempfile
from pathlib import Path

from brygga_site.settings.base import *  # noqa: F403
from brygga_site.settings.databases import from_environment

SECRET_KEY = "only for tests"  # noqa: S105
DEBUG = False
ALLOWED_HOSTS = ["*"]
# Each checkout has its own place and its own database, so that two on one machine do not break each other.
_CHECKOUT = hashlib.sha256(str(Path(__file__).resolve()).encode()).hexdigest()[:8]
_OWN = Path(tempfile.gettempdir()) / f"brygga-test-{_CHECKOUT}"
_OWN.mkdir(exist_ok=True)
_FILE = _OWN / "brygga.sqlite3"
DATABASES = {"default": {**from_environment(_FILE), "CONN_MAX_AGE": 0}}
# A file, not memory: the lock and the write-ahead log are part of what is tested.
_ON_POSTGRESQL = "postgresql" in DATABASES["default"]["ENGINE"]
DATABASES["default"]["TEST"] = {"NAME": f"test_brygga_{_CHECKOUT}" if _ON_POSTGRESQL else _FILE}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = _OWN / "static"
STATIC_ROOT.mkdir(exist_ok=True)
BRYGGA_DEMO = True
BRYGGA_ASIDE_MB = 0
# Many tests are the same member of staff within a minute.
BRYGGA_PER_MINUTE = dict.fromkeys(("staff", "token", "visitor", "document"), 0)
BRYGGA_TRAIL_KEY = _OWN / "trail-key.pem"
BRYGGA_WITNESS_KEY = _OWN / "witness-key.pem"
BRYGGA_EXAMPLE_RATES = {2024: 12000, 2025: 12000, 2026: 12000}
