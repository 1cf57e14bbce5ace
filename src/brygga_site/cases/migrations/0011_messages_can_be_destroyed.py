"""A message may go with its case, once the trail tells that the case is destroyed."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from brygga_site.cases.models import MESSAGES


def anew(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    MESSAGES.remove(editor.connection)
    MESSAGES.install(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_one_stay_at_a_time"), ("trail", "0007_destroyed_cases_by_key")]
    operations = [migrations.RunPython(anew, migrations.RunPython.noop)]
