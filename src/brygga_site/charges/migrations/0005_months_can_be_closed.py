"""A month whose stays have been lawfully destroyed keeps its sums."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("charges", "0004_settled_stays_are_kept")]
    operations = [
        migrations.AddField("settledmonth", "closed", models.BooleanField(default=False)),
    ]
