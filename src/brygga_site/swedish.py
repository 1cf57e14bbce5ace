"""Swedish order in the database, the same on both engines: å, ä and ö after z."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Collate

POSTGRESQL, SQLITE = "sv-x-icu", "swedish"
"""What each calls the order; SQLite's is registered by `brygga_site.sqlite`."""


class InSwedish(Collate):
    """Text to be ordered, or compared by what comes after what."""

    def __init__(self, expression: Any) -> None:
        super().__init__(expression, POSTGRESQL)

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        return self.as_sql(compiler, connection, **context, collation=connection.ops.quote_name(SQLITE))
