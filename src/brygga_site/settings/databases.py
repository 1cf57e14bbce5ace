"""Which database: PostgreSQL when its address is given, otherwise SQLite in the data folder."""

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict


def from_environment(sqlite_file: Path) -> dict[str, Any]:
    """`DATABASES["default"]` from BRYGGA_DATABASE_URL (`postgresql://user:password@host:5432/name`)."""
    url = os.environ.get("BRYGGA_DATABASE_URL")
    return postgresql(url) if url else sqlite(sqlite_file)


def sqlite(file: Path) -> dict[str, Any]:
    """One file. Writers queue on a file lock and never lose an acknowledged commit (see `brygga_site.sqlite`)."""
    return {
        "ENGINE": "brygga_site.sqlite",
        "NAME": file,
        # A thread keeps its connection: opening one and setting it up costs as much as a query or three.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


# No wait is without end: for the server to answer, for a row that another holds, for a server gone silent. Seconds,
# but the two that PostgreSQL counts in milliseconds. The address may say otherwise (`?connect_timeout=3`).
PATIENCE = {
    "connect_timeout": "10",
    "options": "-c lock_timeout=20000",
    "tcp_user_timeout": "20000",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
}


def postgresql(url: str) -> dict[str, Any]:
    """The database at `url`, over the network only encrypted and only when its certificate is the right one.

    Raises ImproperlyConfigured for an address that is none, without quoting it: it may hold a password.
    """
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError:
        form = "postgresql://user:password@host:5432/name"
        raise ImproperlyConfigured(f"BRYGGA_DATABASE_URL is no address of a PostgreSQL database, {form}") from None
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    known = {names[key]: value for key, value in parts.items() if key in names}
    encrypted = {} if _on_this_machine(parts.get("host", "")) else {"sslmode": "verify-full"}
    options = PATIENCE | encrypted | {key: value for key, value in parts.items() if key not in names}
    return {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60, "OPTIONS": options, **known}


def _on_this_machine(host: str) -> bool:
    """Whether the host is this machine: nothing, the folder of a socket, or the loopback address."""
    return not host or host.startswith("/") or host in ("localhost", "127.0.0.1", "::1")
