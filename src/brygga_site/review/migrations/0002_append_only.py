"""The database refuses to change or remove what a log review says."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from brygga_site.review.models import APPEND_ONLY

# Later tables have migrations of their own.
HERE = {"review_round", "review_drawn", "review_flagged", "review_finding", "review_step"}


def install(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for table in APPEND_ONLY:
        if table.table in HERE:
            table.install(editor.connection)


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for table in APPEND_ONLY:
        if table.table in HERE:
            table.remove(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("review", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
