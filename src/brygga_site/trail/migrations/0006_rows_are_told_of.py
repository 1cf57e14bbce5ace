"""Entries tell of the rows that were written in their transaction."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trail", "0005_staff_by_number")]
    # May be null, so that either engine adds it without going through the entries.
    operations = [migrations.AddField("entry", "told", models.TextField(null=True))]
