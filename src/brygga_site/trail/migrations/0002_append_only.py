"""The database refuses to change the trail, and to remove what is not older than ten years."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from brygga_site.trail.models import APPEND_ONLY

# Later tables have migrations of their own.
HERE = {"trail_entry", "trail_subject", "trail_seal"}


def install(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for table in APPEND_ONLY:
        if table.table in HERE:
            table.install(editor.connection)


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for table in APPEND_ONLY:
        if table.table in HERE:
            table.remove(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
