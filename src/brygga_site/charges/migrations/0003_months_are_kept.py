"""Months are kept with their sums, and stays are found by when they began; long ones by themselves."""

import uuid
from datetime import timedelta

from django.db import migrations, models
from django.db.models import F, Q

SHORT = timedelta(days=92)


def mark_places_and_short_stays(apps, editor):
    stays, places = apps.get_model("charges", "KeptStay"), apps.get_model("charges", "SettledPlace")
    known = stays.objects.order_by().values_list("municipality", "agreement").distinct()
    places.objects.bulk_create(places(municipality=code, agreement=agreement) for code, agreement in known)
    within = Q(discharged_at__gte=F("admitted_at"), discharged_at__lte=F("admitted_at") + SHORT)
    stays.objects.filter(within).update(span="short")


class Migration(migrations.Migration):
    dependencies = [("charges", "0002_stays_there_are")]
    operations = [
        migrations.CreateModel(
            name="SettledPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agreement", models.CharField(max_length=60)),
                ("municipality", models.CharField(max_length=4)),
                ("mark", models.UUIDField(default=uuid.uuid4)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "agreement"), name="a_place_has_one_mark")
                ]
            },
        ),
        migrations.CreateModel(
            name="SettledMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agreement", models.CharField(max_length=60)),
                ("municipality", models.CharField(max_length=4)),
                ("month", models.CharField(max_length=7)),
                ("rests_on", models.CharField(max_length=64)),
                ("entry", models.JSONField(null=True)),
                ("faults", models.JSONField(default=list)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "agreement", "month"), name="a_month_is_settled_once"
                    )
                ]
            },
        ),
        # Every stay is long until it is looked at.
        migrations.AddField(
            "keptstay",
            "span",
            models.CharField(max_length=5, choices=[("short", "Short"), ("long", "Long")], default="long"),
            preserve_default=False,
        ),
        migrations.RunPython(mark_places_and_short_stays, migrations.RunPython.noop),
        migrations.RemoveIndex("keptstay", "charges_kept_discharged_idx"),
        migrations.RemoveIndex("keptstay", "charges_kept_admitted_idx"),
        migrations.AddIndex(
            "keptstay",
            models.Index(fields=["municipality", "agreement", "span", "admitted_at"], name="charges_kept_span_idx"),
        ),
    ]
