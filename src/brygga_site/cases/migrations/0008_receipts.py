"""Each unit has a receipt for what it is told. Of what there is, only the last day's is new: the rest has been read."""

from datetime import timedelta

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone


def fill(apps, editor):
    messages, participants = apps.get_model("cases", "Message"), apps.get_model("cases", "Participant")
    receipts, late = apps.get_model("cases", "Receipt"), timezone.now() - timedelta(days=1)
    cases = set(messages.objects.filter(sent_at__gt=late).values_list("case_id", flat=True))
    said = list(messages.objects.filter(case__in=cases).select_related("unit").order_by("case_id", "sequence"))
    withdrawn = {(m.case_id, m.content["of"]) for m in said if m.kind == "correction"}
    present, joined = {}, {}
    for row in participants.objects.filter(case__in=cases).select_related("unit"):
        present.setdefault(row.case_id, []).append(row.unit)
    for message in said:
        for unit in (message.unit.hsa_id, *message.content.get("recipients", ())):
            joined.setdefault((message.case_id, unit), message.sequence)
    rows = [
        receipts(message=message, unit=unit)
        for message in said
        if message.sent_at > late and message.kind != "acknowledgement"
        if (message.case_id, message.sequence) not in withdrawn
        for unit in present.get(message.case_id, ())
        if unit.pk != message.unit_id and joined.get((message.case_id, unit.hsa_id), 0) <= message.sequence
    ]
    receipts.objects.bulk_create(rows, batch_size=1000)


def _to(table, **more):
    return models.ForeignKey(to=table, db_index=False, on_delete=django.db.models.deletion.PROTECT, **more)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_lists_by_key"),
        ("organisations", "0006_indexes_that_are_asked"),
    ]
    operations = [
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("read_at", models.DateTimeField(null=True)),
                ("message", _to("cases.message", related_name="receipts")),
                ("read_by", _to("organisations.assignment", related_name="+", null=True)),
                ("unit", _to("organisations.unit", related_name="+")),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["unit"],
                        name="cases_receipt_unread_idx",
                        condition=models.Q(("read_at__isnull", True)),
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("message", "unit"), name="one_receipt_per_message_and_unit"),
                    models.CheckConstraint(
                        name="what_is_read_is_read_by_somebody",
                        condition=models.Q(
                            models.Q(("read_at__isnull", True), ("read_by__isnull", True)),
                            models.Q(("read_at__isnull", False), ("read_by__isnull", False)),
                            _connector="OR",
                        ),
                    ),
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
