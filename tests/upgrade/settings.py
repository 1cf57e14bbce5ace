"""A county that an earlier version has left: its database, its staff's passwords, and whose seals are believed.

From the day of the upgrade on its trail is digested and sealed by other algorithms.
"""

import json
import os
from pathlib import Path

from brygga_site.settings.databases import from_environment
from brygga_site.settings.test import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
FOLDER = Path(os.environ["BRYGGA_UPGRADED"])
DATABASES = {"default": from_environment(FOLDER / "county.sqlite3")}
HEAD = FOLDER / "head.json"
BRYGGA_TRAIL_KEY = FOLDER / "new-key.pem"
BRYGGA_TRAIL_DIGEST = "sha3-512"
BRYGGA_TRAIL_TRUSTED = json.loads(HEAD.read_text())["keys"]
