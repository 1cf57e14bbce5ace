"""Heads that sites keep for each other; rows are only ever added."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from brygga_site.append_only import TABLES


def install(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for name in ("trail_kepthead", "trail_senthead"):
        TABLES[name].install(editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("trail", "0007_destroyed_cases_by_key"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("of", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
                ("last", models.BigIntegerField()),
                ("head", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=64)),
                (
                    "finding",
                    models.CharField(
                        blank=True, choices=[("shorter", "Shorter"), ("another", "Another")], max_length=10
                    ),
                ),
                ("other_key", models.BooleanField(default=False)),
                ("document", models.TextField()),
            ],
            options={
                "indexes": [models.Index(fields=["of", "last"], name="kept_heads_of_somebody")],
            },
        ),
        migrations.CreateModel(
            name="SentHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("to", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("last", models.BigIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("kept", "Kept"), ("refused", "Refused"), ("unreachable", "Unreachable")],
                        max_length=12,
                    ),
                ),
                ("says", models.CharField(blank=True, max_length=300)),
                ("document", models.TextField(blank=True)),
            ],
            options={
                "indexes": [models.Index(fields=["to"], name="sent_heads_to_somebody")],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
