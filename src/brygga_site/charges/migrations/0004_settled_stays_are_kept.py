"""A settled month keeps each stay with what it came to. Months that were kept before are settled anew."""

from django.db import migrations, models


def forget(apps, editor):
    apps.get_model("charges", "SettledMonth").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("charges", "0003_months_are_kept")]
    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.AddField("settledmonth", "stays", models.JSONField(default=list)),
    ]
