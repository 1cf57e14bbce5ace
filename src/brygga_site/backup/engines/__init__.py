"""What each engine does its own way: one state of the database, its rows as lines, and lines as rows."""

from typing import Any

from django.db import connection

KEPT_APART = {"django_migrations"}
"""Of what schema the rows are stands in the manifest."""

ENDS = {"django_session", "sign_in_session", "sign_in_counter"}
"""Who is signed in, and their counters: nobody is after a restore, whatever has been ended since must not return."""


def engine() -> Any:
    """The module for the engine of the settings."""
    from brygga_site.backup.engines import postgresql, sqlite

    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]
