"""The test database: on SQLite migrated once for a state of the code, then copied, for each process and between tests.

PostgreSQL keeps to what Django does: each process migrates a database of its own, and tables are emptied.
"""

import fcntl
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import setup_databases, teardown_databases

SRC = Path(__file__).resolve().parents[2] / "src"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    """In place of pytest-django's own: the database of this process, from the first test to the last."""
    made = _copied() if connection.vendor == "sqlite" else _migrated()
    with django_db_blocker.unblock(), made, django_db_blocker.block():
        yield


@contextmanager
def _migrated() -> Iterator[None]:
    made = setup_databases(verbosity=0, interactive=False)
    yield
    teardown_databases(made, verbosity=0)


@contextmanager
def _copied() -> Iterator[None]:
    file = Path(connection.settings_dict["TEST"]["NAME"])
    whole = _whole(file.parent)
    connection.close()
    _remove(file)
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = file

    def as_before(_: TransactionTestCase) -> None:
        """Instead of emptying every table, which would also lose what migrations wrote."""
        connection.ensure_connection()
        _copy(whole, connection.connection)

    connection.ensure_connection()
    _copy(whole, connection.connection)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TransactionTestCase, "_fixture_teardown", as_before)
        yield
    connection.close()
    _remove(file)


def _whole(folder: Path) -> Path:
    """A database with every migration of the code as it is; made by the process that comes first."""
    code = hashlib.sha256()
    for file in sorted(SRC.rglob("*.py")):
        code.update(file.read_bytes())
    whole = folder / f"migrated-{code.hexdigest()[:16]}.sqlite3"
    with (folder / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            for older in folder.glob("migrated-*"):
                older.unlink()
            made = setup_databases(verbosity=0, interactive=False)
            connection.ensure_connection()
            half = sqlite3.connect(folder / "half.sqlite3")
            connection.connection.backup(half)
            half.close()
            teardown_databases(made, verbosity=0)
            (folder / "half.sqlite3").rename(whole)
    return whole


def _copy(whole: Path, target: sqlite3.Connection) -> None:
    source = sqlite3.connect(whole)
    source.backup(target)
    source.close()


def _remove(file: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
