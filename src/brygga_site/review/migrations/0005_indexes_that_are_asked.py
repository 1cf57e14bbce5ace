"""Indexes that repeat another, or that nobody asks, go."""

import django.db.models.deletion
from django.db import migrations, models

from brygga_site.unindexed import unindexed


def _to(table, **more):
    return models.ForeignKey(to=table, db_index=False, on_delete=django.db.models.deletion.PROTECT, **more)


class Migration(migrations.Migration):
    dependencies = [("review", "0004_steps_are_told")]
    operations = [
        unindexed("review", "drawn", "round", _to("review.round", related_name="drawn")),
        unindexed("review", "flagged", "round", _to("review.round", related_name="flagged")),
        unindexed("review", "finding", "organisation", _to("organisations.organisation", related_name="findings")),
        unindexed("review", "step", "finding", _to("review.finding", related_name="steps")),
        unindexed("review", "step", "unit", _to("organisations.unit", related_name="+")),
        unindexed("review", "step", "assignment", _to("organisations.assignment", related_name="+", null=True)),
    ]
