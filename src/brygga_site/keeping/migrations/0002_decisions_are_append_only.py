"""What is decided about keeping is only ever added to, and told of on the trail.

No version was released in which these tables had rows; rows of a trial would stand there untold of, and are refused.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from brygga_site.keeping.models import APPEND_ONLY

TABLES = ("RetentionPlan", "Hold", "Destruction", "Release")


def check_empty(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Raises RuntimeError where somebody has tried keeping before it was released."""
    filled = [name for name in TABLES if apps.get_model("keeping", name).objects.exists()]
    if filled:
        raise RuntimeError(
            f"{', '.join(filled)} have rows from before keeping was released, which no entry of the trail tells of: "
            "empty them, or begin with a new database"
        )


def install(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for table in APPEND_ONLY:
        table.install(editor.connection)


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for table in APPEND_ONLY:
        table.remove(editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("keeping", "0001_initial"),
        ("organisations", "0011_two_administrators"),
        ("people", "0009_statements_can_be_destroyed"),
    ]

    operations = [
        migrations.RunPython(check_empty, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="hold",
            name="lifted_at",
        ),
        migrations.RemoveField(
            model_name="hold",
            name="lifted_by",
        ),
        migrations.CreateModel(
            name="Lift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                (
                    "assignment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.assignment",
                    ),
                ),
                (
                    "hold",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lift", to="keeping.hold"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RunStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("approved", "Approved"),
                            ("withdrawn", "Withdrawn"),
                            ("finished", "Finished"),
                        ],
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("listed", models.CharField(max_length=64)),
                (
                    "assignment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.assignment",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="keeping.destruction",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("run", "stage"), name="a_run_comes_to_a_stage_once")],
            },
        ),
        migrations.RunPython(install, remove),
    ]
