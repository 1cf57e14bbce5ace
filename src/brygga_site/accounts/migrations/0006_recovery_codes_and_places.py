"""Recovery codes are our own, each hashed. Those made from a seed end; their owner is told so when they next sign in.

A session keeps from which networks and browsers its owner has shown who they are.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def end_codes(apps, editor):
    apps.get_model("mfa", "Authenticator").objects.filter(type="recovery_codes").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("sign_in", "0005_codes_in_two_halves"),
        ("mfa", "0003_authenticator_type_uniq"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(end_codes, migrations.RunPython.noop),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.CharField(max_length=1)),
                ("code", models.CharField(max_length=200)),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recovery_codes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("staff", "mark"), name="one_recovery_code_of_a_mark")]
            },
        ),
        migrations.AddField("session", "places", models.JSONField(default=list)),
        migrations.AddField("session", "doubted_at", models.DateTimeField(null=True)),
    ]
