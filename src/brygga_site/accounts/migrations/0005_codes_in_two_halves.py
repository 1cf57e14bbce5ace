"""One-time codes have two halves. Those given before, good for 72 hours, end: a new one is asked for."""

from django.db import migrations, models


def end_codes(apps, editor):
    apps.get_model("sign_in", "Invitation").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("sign_in", "0004_who_one_is_at_the_provider")]

    operations = [
        migrations.RunPython(end_codes, migrations.RunPython.noop),
        migrations.RemoveField("invitation", "code"),
        migrations.AddField(
            "invitation", "first", models.CharField(max_length=200, default=""), preserve_default=False
        ),
        migrations.AddField(
            "invitation", "second", models.CharField(max_length=200, default=""), preserve_default=False
        ),
    ]
