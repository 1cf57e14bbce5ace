"""Steps are told as everything that is told once: their text and day as content, with the unit and a key."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from brygga_site.review.models import STEPS


def gather(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for step in apps.get_model("review", "Step").objects.select_related("assignment__unit"):
        step.content = {"text": step.text, "follow_up": step.follow_up.isoformat() if step.follow_up else None}
        step.unit, step.part = step.assignment.unit, step.assignment.unit.role
        step.idempotency_key = f"step {step.sequence}"
        step.save()


def spread(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for step in apps.get_model("review", "Step").objects.all():
        step.text, step.follow_up = step.content["text"], step.content["follow_up"]
        step.save()


def assignment(null: bool) -> models.ForeignKey:
    return models.ForeignKey(
        "organisations.assignment", on_delete=django.db.models.deletion.PROTECT, null=null, related_name="+"
    )


def unit(null: bool) -> models.ForeignKey:
    return models.ForeignKey(
        "organisations.unit", on_delete=django.db.models.deletion.PROTECT, null=null, related_name="+"
    )


class Migration(migrations.Migration):
    dependencies = [("review", "0003_a_round_is_drawn_later"), ("organisations", "0004_who_keeps_an_account")]
    operations = STEPS.lifted(
        migrations.RenameField("step", "at", "sent_at"),
        migrations.AlterField("step", "kind", models.CharField(max_length=40)),
        migrations.AlterField("step", "assignment", assignment(null=True)),
        # Backwards, rows stand without a text until `spread` has given them theirs.
        migrations.AlterField("step", "text", models.TextField(max_length=4000, null=True)),
        migrations.AddField("step", "content", models.JSONField(default=dict), preserve_default=False),
        migrations.AddField("step", "part", models.CharField(max_length=30, blank=True)),
        migrations.AddField("step", "unit", unit(null=True)),
        migrations.AddField("step", "idempotency_key", models.CharField(max_length=80, default=""), False),
        migrations.RunPython(gather, spread),
        migrations.AlterField("step", "unit", unit(null=False)),
        migrations.RemoveField("step", "text"),
        migrations.RemoveField("step", "follow_up"),
        migrations.AddConstraint(
            "step", models.UniqueConstraint(fields=["finding", "idempotency_key"], name="one_step_per_key")
        ),
        migrations.AddConstraint(
            "step", models.CheckConstraint(condition=models.Q(sequence__gte=1), name="steps_are_numbered_from_1")
        ),
    )
