"""Whether a case has been lawfully destroyed is one look into an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trail", "0006_rows_are_told_of")]
    operations = [
        migrations.AddIndex(
            "entry", models.Index(condition=models.Q(action="destroy"), fields=["case"], name="trail_destroyed_idx")
        ),
    ]
