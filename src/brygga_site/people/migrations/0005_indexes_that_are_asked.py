"""Indexes that repeat another, or that nobody asks, go."""

import django.db.models.deletion
from django.db import migrations, models

from brygga_site.unindexed import unindexed


def _to(table, **more):
    return models.ForeignKey(to=table, db_index=False, on_delete=django.db.models.deletion.PROTECT, **more)


class Migration(migrations.Migration):
    dependencies = [("people", "0004_statements_are_told")]
    operations = [
        unindexed("people", "statement", "person", _to("people.person", related_name="statements")),
        unindexed("people", "statement", "unit", _to("organisations.unit", related_name="+")),
        unindexed("people", "statement", "assignment", _to("organisations.assignment", related_name="+", null=True)),
    ]
