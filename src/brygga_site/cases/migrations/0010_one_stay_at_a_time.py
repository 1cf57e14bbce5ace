"""A person has one discharge under way. Of those who had more the newest stays so; the others are closed by hand."""

import django.db.models.deletion
from django.db import migrations, models


def fill(apps, editor):
    overviews, under_way = apps.get_model("cases", "Overview"), apps.get_model("cases", "UnderWay")
    open_ = overviews.objects.filter(case__process="discharge", case__person__isnull=False)
    open_ = open_.exclude(stage__in=["discharged", "aborted"]).order_by("case__opened_at", "case")
    newest = dict(open_.values_list("case__person", "case"))
    rows = [under_way(case_id=case, person_id=person, process="discharge") for person, case in newest.items()]
    under_way.objects.bulk_create(rows, batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_what_is_asked")]
    operations = [
        migrations.CreateModel(
            name="UnderWay",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="under_way",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("process", models.CharField(max_length=20)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "process"), name="one_case_under_way_at_a_time")
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
