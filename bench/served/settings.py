"""The site as `make run` serves it, on a database of the benchmark's own.

BRYGGA_BENCH_SQLITE is its file; with BRYGGA_DATABASE_URL it is on PostgreSQL.
"""

import os
from pathlib import Path

from brygga_site.settings.databases import from_environment
from brygga_site.settings.demo import *  # noqa: F403
from brygga_site.settings.demo import BRYGGA_PER_MINUTE

# The same for every candidate, so that one session serves the site and its peers.
SECRET_KEY = "only for benchmarks, where nobody real signs in"  # noqa: S105
DATABASES = {"default": from_environment(Path(os.environ["BRYGGA_BENCH_SQLITE"]))}
# Counted as ever, and never reached: the few at the keyboard here ask for more than any person would.
BRYGGA_PER_MINUTE = dict.fromkeys(BRYGGA_PER_MINUTE, 1_000_000)
