"""Digests, keys and signatures may be of other algorithms, which they say; then they are longer.

PostgreSQL lengthens a column without touching a row. SQLite keeps no lengths, so nothing is done there: Django would make
each table anew, which triggers of other tables that look into it do not let it.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class Lengthened(migrations.AlterField):
    """A text column that holds longer texts from now on."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self.database_forwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    dependencies = [("trail", "0009_backups_are_noted")]

    operations = [
        Lengthened("entry", "digest", models.CharField(max_length=200)),
        Lengthened("seal", "previous", models.CharField(max_length=200, unique=True)),
        Lengthened("seal", "head", models.CharField(max_length=200, unique=True)),
        Lengthened("seal", "key", models.TextField()),
        Lengthened("seal", "signature", models.TextField()),
        Lengthened("kepthead", "head", models.CharField(max_length=200)),
        Lengthened("kepthead", "key", models.TextField()),
    ]
