"""The database refuses to change or remove messages."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from brygga_site.cases.models import MESSAGES


def install(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    MESSAGES.install(editor.connection)


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    MESSAGES.remove(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("trail", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
