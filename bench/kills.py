"""Nothing acknowledged is lost: writers killed with SIGKILL at random moments, on SQLite and on PostgreSQL.

`python -m bench kills`, BRYGGA_KILLS times on each (20); PostgreSQL where BRYGGA_TEST_DATABASE_URL answers, in a
database of its own there. `python -m bench.kills sqlite` runs one of them.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

ROOT = Path(__file__).parents[1]
POSTGRESQL = os.environ.get("BRYGGA_TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


def sqlite() -> bool:
    """Whether all is well after the kills on a new SQLite file. The test settings put it in the temporary folder."""
    with tempfile.TemporaryDirectory(prefix="brygga-kills-") as folder:
        return _run(TMPDIR=folder)


def postgresql() -> bool:
    """Whether all is well after the kills on a new PostgreSQL database; it is left out where no server answers."""
    name = f"brygga_kills_{os.getpid()}"
    try:
        server = psycopg.connect(POSTGRESQL, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        print("postgresql: left out, none answers (set BRYGGA_TEST_DATABASE_URL)")
        return True
    with server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            return _run(BRYGGA_DATABASE_URL=make_conninfo(POSTGRESQL, dbname=name))
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


ENGINES: dict[str, Callable[[], bool]] = {"sqlite": sqlite, "postgresql": postgresql}


def _run(**database: str) -> bool:
    environment = {name: value for name, value in os.environ.items() if name != "BRYGGA_DATABASE_URL"} | database
    environment["DJANGO_SETTINGS_MODULE"] = "brygga_site.settings.test"
    command = [sys.executable, "-m", "bench.killed", os.environ.get("BRYGGA_KILLS", "20")]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0


def main() -> None:
    if not all([engine() for engine in ENGINES.values()]):
        raise SystemExit(1)


if __name__ == "__main__":
    sys.exit(not ENGINES[sys.argv[1]]())
