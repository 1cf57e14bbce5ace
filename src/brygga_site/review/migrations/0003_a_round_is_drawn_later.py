"""A round is made first and drawn later: how many entries it was drawn from is known when it has been drawn."""

from collections import Counter

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from brygga_site.review.models import APPEND_ONLY

HERE = {"review_round", "review_drawing"}


def drawn_so_far(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    flagged, drawing = apps.get_model("review", "Flagged"), apps.get_model("review", "Drawing")
    for one in apps.get_model("review", "Round").objects.all():
        counts = Counter(flagged.objects.filter(round=one).values_list("kind", flat=True))
        drawing.objects.create(round=one, at=one.made_at, population=one.population, flags=counts)


def install(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for table in APPEND_ONLY:
        if table.table in HERE:
            table.install(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("review", "0002_append_only")]
    operations = [
        migrations.CreateModel(
            name="Drawing",
            fields=[
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="drawing",
                        serialize=False,
                        to="review.round",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("population", models.BigIntegerField()),
                ("flags", models.JSONField()),
            ],
        ),
        migrations.RunPython(drawn_so_far, migrations.RunPython.noop),
        migrations.RemoveField(model_name="round", name="population"),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
