"""Whether the database is this code's: older until `migrate` has run, newer where a later version has written in it.

A version that knows less would read what it cannot, or leave out what the later one has promised to keep: it is
refused before it answers anybody, and before it changes a table.
"""

from functools import cache
from typing import Any

from django.core.management.base import CommandError
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from brygga.processes import PROCESSES

ALIAS = "default"
REMEDY = "start the version that wrote it, or restore a backup made before it was upgraded"


class NewerDatabase(CommandError):
    """A later version has written in the database; the message says what this one does not know, and what to do."""


def waiting() -> list[str]:
    """The migrations that this code has and the database has not, as `trail 0004_…`. Raises DatabaseError."""
    return sorted(f"{app} {name}" for app, name in _known() - _applied())


def unknown() -> list[str]:
    """What a later version has left in the database: migrations, and kinds of message. Raises DatabaseError.

    Kinds are looked for only where no migration says it already, as every message is read for it.
    """
    return unknown_migrations() or [f"message {kind}" for kind in _kinds() if kind not in PROCESSES.bodies]


def unknown_migrations() -> list[str]:
    """The migrations of a later version. Raises DatabaseError."""
    return sorted(f"migration {app} {name}" for app, name in _applied() - _known() - _replaced())


def refuse_newer(found: list[str]) -> None:
    """Raises NewerDatabase when anything was found that this code does not know."""
    if found:
        named = ", ".join(found[:5]) + (f" and {len(found) - 5} more" if len(found) > 5 else "")
        raise NewerDatabase(f"the database was written by a later version of Brygga ({named}): {REMEDY}")


def before_migrating(using: str, **_: Any) -> None:
    """Django's `pre_migrate`: nothing is changed in a database of a later version."""
    if using == ALIAS:
        refuse_newer(unknown())


@cache
def _known() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


@cache
def _replaced() -> frozenset[tuple[str, str]]:
    """What migrations that were made into one used to be called."""
    return frozenset(one for made in MigrationLoader(None).disk_migrations.values() for one in made.replaces)


def _applied() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationRecorder(connections[ALIAS]).applied_migrations())


def _kinds() -> list[str]:
    connection = connections[ALIAS]
    if "cases_message" not in connection.introspection.table_names():
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT kind FROM cases_message ORDER BY kind")
        return [kind for (kind,) in cursor.fetchall()]
