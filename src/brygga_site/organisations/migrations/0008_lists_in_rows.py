from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0007_swedish_order"),
    ]

    operations = [
        migrations.AddField(
            model_name="staff",
            name="lists_in_rows",
            field=models.BooleanField(default=False),
        ),
    ]
