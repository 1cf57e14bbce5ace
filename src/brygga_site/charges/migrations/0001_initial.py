"""The stays that settlements count."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [("cases", "0003_any_process")]
    operations = [
        migrations.CreateModel(
            name="KeptStay",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="stay",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("agreement", models.CharField(max_length=60)),
                ("municipality", models.CharField(max_length=4)),
                ("care_type", models.CharField(max_length=20)),
                ("admitted_at", models.DateTimeField()),
                ("need_assessed_at", models.DateTimeField(null=True)),
                ("admission_notice_at", models.DateTimeField(null=True)),
                ("ready_at", models.DateTimeField(null=True)),
                ("sip_required", models.BooleanField()),
                ("sip_called_at", models.DateTimeField(null=True)),
                ("outpatient_available", models.BooleanField()),
                ("discharged_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["municipality", "discharged_at"], name="charges_kept_discharged_idx"),
                    models.Index(fields=["municipality", "admitted_at"], name="charges_kept_admitted_idx"),
                ],
            },
        ),
    ]
