"""When a head was exported and the trail verified, for the log's reviewers to see; rows are only ever added."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from brygga_site.trail.models import APPEND_ONLY


def install(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for table in APPEND_ONLY:
        if table.table == "trail_inspection":
            table.install(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("trail", "0003_entries_by_unit_and_time")]
    operations = [
        migrations.CreateModel(
            name="Inspection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("exported", "Exported"), ("verified", "Verified")], max_length=10),
                ),
                ("at", models.DateTimeField()),
                ("last", models.BigIntegerField()),
                ("findings", models.PositiveIntegerField(default=0)),
                ("against_head", models.BooleanField(default=False)),
            ],
            options={"ordering": ["-at", "-pk"]},
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
