"""Every unit there is gets a number that says how often its lists have changed; a new unit's comes with its first case."""

import django.db.models.deletion
from django.db import migrations, models


def fill(apps, editor):
    units, versions = apps.get_model("organisations", "Unit"), apps.get_model("cases", "ListsVersion")
    numbers = units.objects.order_by("pk").values_list("pk", flat=True)
    versions.objects.bulk_create((versions(unit_id=pk, number=1) for pk in numbers), batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_overview_of_any_process"),
        ("organisations", "0004_who_keeps_an_account"),
    ]
    operations = [
        migrations.CreateModel(
            name="ListsVersion",
            fields=[
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="organisations.unit",
                    ),
                ),
                ("number", models.PositiveBigIntegerField()),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
