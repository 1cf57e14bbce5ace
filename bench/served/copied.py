"""`python -m bench.served.copied`: the PostgreSQL database of the settings gets what is in the SQLite file beside it.

So both engines hold the same county, and it is made once.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

AT_ONCE = 5000


def main() -> None:
    django.setup()
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connection, connections

    from brygga_site.settings.databases import sqlite

    file = Path(os.environ["BRYGGA_BENCH_SQLITE"])
    connections.databases["source"] = connection.settings_dict | sqlite(file)
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        # What the rows refer to may come after them, and the triggers of append-only tables are for the site: those
        # hold whatever the session's role.
        cursor.execute("SET session_replication_role = replica")
        models = [
            one for one in apps.get_models(include_auto_created=True) if one._meta.managed and not one._meta.proxy
        ]
        for model in models:
            cursor.execute(f'ALTER TABLE "{model._meta.db_table}" DISABLE TRIGGER USER')
        for model in models:
            _fill(cursor, model)
        for model in models:
            cursor.execute(f'ALTER TABLE "{model._meta.db_table}" ENABLE TRIGGER USER')
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")


def _fill(cursor: Any, model: Any) -> None:
    from django.db import connection

    name = connection.ops.quote_name
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    table, columns = name(model._meta.db_table), ", ".join(name(field.column) for field in fields)
    cursor.execute(f"TRUNCATE {table} CASCADE")
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in _rows(model, fields):
            copy.write_row(row)
    key = model._meta.pk
    if key.get_internal_type().endswith("AutoField"):
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', '{key.column}'), max({name(key.column)})) FROM {table}"
        )


def _rows(model: Any, fields: list[Any]) -> Iterator[list[Any]]:
    from django.db import connection

    rows = model._base_manager.using("source").order_by().values_list(*[field.attname for field in fields])
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]


if __name__ == "__main__":
    main()
