"""Nothing acknowledged is lost: writers killed with SIGKILL at random moments, on SQLite and on PostgreSQL.

`python -m bench kills 500`: so many times on each, else BRYGGA_KILLS (20); PostgreSQL where BRYGGA_TEST_DATABASE_URL
answers, in a database of its own there. `python -m bench.kills sqlite` runs one of them.
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


def sqlite(module: str, count: str) -> bool:
    """Whether all is well after the module has run on a new SQLite file: the test settings keep it in TMPDIR."""
    with tempfile.TemporaryDirectory(prefix="brygga-kills-") as folder:
        return _run(module, count, TMPDIR=folder)


def postgresql(module: str, count: str) -> bool:
    """The same on a new PostgreSQL database; it is left out where no server answers."""
    name = f"brygga_kills_{os.getpid()}"
    try:
        server = psycopg.connect(POSTGRESQL, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        print("postgresql: left out, none answers (set BRYGGA_TEST_DATABASE_URL)")
        return True
    with server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            return _run(module, count, BRYGGA_DATABASE_URL=make_conninfo(POSTGRESQL, dbname=name))
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


ENGINES: dict[str, Callable[[str, str], bool]] = {"sqlite": sqlite, "postgresql": postgresql}


def _run(module: str, count: str, **database: str) -> bool:
    environment = {name: value for name, value in os.environ.items() if name != "BRYGGA_DATABASE_URL"} | database
    environment["DJANGO_SETTINGS_MODULE"] = "brygga_site.settings.test"
    command = [sys.executable, "-m", module, count]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0


def main(kills: str = os.environ.get("BRYGGA_KILLS", "20")) -> None:
    if not all([engine("bench.killed", kills) for engine in ENGINES.values()]):
        raise SystemExit(1)


if __name__ == "__main__":
    sys.exit(not ENGINES[sys.argv[1]]("bench.killed", os.environ.get("BRYGGA_KILLS", "20")))
