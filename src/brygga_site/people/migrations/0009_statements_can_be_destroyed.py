"""A statement may go with its person, once the trail tells that what stands about them is destroyed."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from brygga_site.people.models import STATEMENTS


def anew(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    STATEMENTS.remove(editor.connection)
    STATEMENTS.install(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("people", "0008_listings"), ("trail", "0007_destroyed_cases_by_key")]
    operations = [migrations.RunPython(anew, migrations.RunPython.noop)]
