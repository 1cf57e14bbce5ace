"""Who did something is kept by a number that is never another's. Entries there are stay as they are, and keep digests."""

from django.db import migrations, models

from brygga_site.trail.models import APPEND_ONLY

[ENTRIES] = [table for table in APPEND_ONLY if table.table == "trail_entry"]


class Migration(migrations.Migration):
    dependencies = [("trail", "0004_inspections")]
    operations = ENTRIES.lifted(migrations.AddField("entry", "staff_number", models.BigIntegerField(null=True)))
