"""Somebody kept under a reserve number turns out to be a person who is known."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0006_swedish_order")]
    operations = [
        migrations.AddField(
            "person",
            "replaced_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaces",
                to="people.person",
            ),
        ),
    ]
