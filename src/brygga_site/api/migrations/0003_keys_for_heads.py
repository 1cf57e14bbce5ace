"""Keys by which another site has its heads kept here."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0002_keys_that_act_at_units"),
    ]

    operations = [
        migrations.AlterField(
            model_name="key",
            name="scope",
            field=models.CharField(
                choices=[
                    ("read", "Read only"),
                    ("write", "Read and write"),
                    ("cases:read", "Read the unit's cases"),
                    ("cases:write", "Read the unit's cases and write in them"),
                    ("heads", "Have the heads of another Brygga's log kept here"),
                ],
                max_length=20,
            ),
        ),
    ]
