"""Units have areas that they serve, and some take in what is told to others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0008_lists_in_rows")]
    operations = [
        migrations.AddField("unit", "areas", models.CharField(blank=True, max_length=600)),
        migrations.AddField("unit", "takes_in", models.BooleanField(default=False)),
    ]
