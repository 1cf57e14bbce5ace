"""Takes a foreign key's own index away in a migration, where another index begins with its column or nobody asks."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AlterField, RunPython, SeparateDatabaseAndState
from django.db.migrations.state import StateApps
from django.db.models import ForeignKey


def unindexed(app: str, model: str, name: str, field: ForeignKey) -> SeparateDatabaseAndState:
    """The field without its index. Nothing but the index is touched: SQLite would otherwise make the table anew."""

    def take(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for index in _indexes(apps, editor):
            editor.execute(editor.sql_delete_index % {"name": editor.quote_name(index), "table": _table(apps, editor)})

    def give_back(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        if not _indexes(apps, editor):
            table = apps.get_model(app, model)
            editor.execute(editor._create_index_sql(table, fields=[table._meta.get_field(name)]))

    def _indexes(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> list[str]:
        table: Any = apps.get_model(app, model)
        column = table._meta.get_field(name).column
        alone = {"index": True, "unique": False, "primary_key": False}
        return list(editor._constraint_names(table, [column], exclude=set(), **alone))

    def _table(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> str:
        return editor.quote_name(apps.get_model(app, model)._meta.db_table)

    return SeparateDatabaseAndState([RunPython(take, give_back)], [AlterField(model, name, field)])
