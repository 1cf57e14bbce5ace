"""Boards look up a unit's listed cases; indexes that repeat another, or that nobody asks, go."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

from brygga_site.unindexed import unindexed


def fill(apps, editor):
    participants, overviews = apps.get_model("cases", "Participant"), apps.get_model("cases", "Overview")
    known = overviews.objects.filter(case=OuterRef("case")).values("listed_until")
    participants.objects.update(listed_until=Subquery(known[:1]))


def _to(table, **more):
    return models.ForeignKey(to=table, db_index=False, on_delete=django.db.models.deletion.PROTECT, **more)


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_versions_of_lists"), ("organisations", "0004_who_keeps_an_account")]
    operations = [
        migrations.AddField("participant", "listed_until", models.DateTimeField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("participant", "listed_until", models.DateTimeField()),
        migrations.AddIndex(
            "participant", models.Index(fields=["unit", "listed_until"], name="cases_participant_listed_idx")
        ),
        migrations.AddIndex("message", models.Index(fields=["unit", "idempotency_key"], name="cases_message_key_idx")),
        migrations.RemoveIndex("overview", "cases_overview_listed_idx"),
        migrations.AddIndex("overview", models.Index(fields=["changed_at", "case"], name="cases_overview_changed_idx")),
        unindexed("cases", "participant", "case", _to("cases.case", related_name="participants")),
        unindexed("cases", "participant", "unit", _to("organisations.unit", related_name="participations")),
        unindexed("cases", "message", "case", _to("cases.case", related_name="messages")),
        unindexed("cases", "message", "unit", _to("organisations.unit", related_name="+")),
        unindexed("cases", "message", "assignment", _to("organisations.assignment", related_name="+", null=True)),
        unindexed("cases", "owing", "unit", _to("organisations.unit", related_name="owings")),
        unindexed("cases", "tie", "person", _to("people.person", related_name="ties")),
        unindexed("cases", "tie", "unit", _to("organisations.unit", related_name="+")),
    ]
