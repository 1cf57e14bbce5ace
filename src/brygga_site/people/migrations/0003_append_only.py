"""The database refuses to change or remove statements."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from brygga_site.people.models import STATEMENTS


def install(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    STATEMENTS.install(editor.connection)


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    STATEMENTS.remove(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_wishes"), ("trail", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
