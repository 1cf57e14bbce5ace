"""Cases of any process: parts in place of roles, a subject that is a person or not, one overview for all."""

import django.db.models.deletion
from django.db import migrations, models

from brygga_site.cases.models import MESSAGES


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_append_only"), ("people", "0004_statements_are_told")]
    operations = [
        *MESSAGES.lifted(
            migrations.RenameField("message", "role", "part"),
            migrations.AlterField("message", "part", models.CharField(max_length=30, blank=True)),
            migrations.RemoveConstraint("message", "one_sequence_per_case"),
            migrations.RemoveConstraint("message", "a_message_is_sent_once"),
            migrations.AddConstraint(
                "message", models.UniqueConstraint(fields=["case", "sequence"], name="one_message_per_number")
            ),
            migrations.AddConstraint(
                "message", models.UniqueConstraint(fields=["case", "idempotency_key"], name="one_message_per_key")
            ),
        ),
        migrations.RenameField("participant", "role", "part"),
        migrations.AlterField(
            "case",
            "person",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="people.person"
            ),
        ),
        migrations.AddField("case", "subject", models.CharField(max_length=80, blank=True, default="")),
        migrations.AlterField("case", "subject", models.CharField(max_length=80, blank=True)),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                name="a_case_is_about_one_thing", condition=models.Q(person__isnull=True) | models.Q(subject="")
            ),
        ),
        migrations.AddField("overview", "order_at", models.DateTimeField(null=True)),
        migrations.AddField("overview", "care_until", models.DateTimeField(null=True)),
        migrations.AddField("overview", "listed_until", models.DateTimeField(null=True)),
        migrations.AddField("overview", "shown", models.JSONField(default=list)),
        migrations.CreateModel(
            name="Tie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("since", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ties", to="cases.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ties", to="people.person"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.unit"
                    ),
                ),
            ],
        ),
        migrations.AddIndex("tie", models.Index(fields=["person", "kind", "since"], name="cases_tie_person__tie_idx")),
    ]
