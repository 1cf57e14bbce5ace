"""The database refuses to change or remove what a log review says."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from brygga_site.review.models import APPEND_ONLY


def install(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for table in APPEND_ONLY:
        table.install(editor.connection)


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for table in APPEND_ONLY:
        table.remove(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("review", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
