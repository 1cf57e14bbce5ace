"""Statements are told as everything that is told once: the unit's `part`, and the names of the constraints."""

from django.db import migrations, models

from brygga_site.people.models import STATEMENTS


class Migration(migrations.Migration):
    dependencies = [("people", "0003_append_only")]
    operations = STATEMENTS.lifted(
        migrations.RenameField("statement", "role", "part"),
        migrations.AlterField("statement", "part", models.CharField(max_length=30, blank=True)),
        migrations.RemoveConstraint("statement", "one_statement_sequence_per_person"),
        migrations.RemoveConstraint("statement", "a_statement_is_made_once"),
        migrations.AddConstraint(
            "statement", models.UniqueConstraint(fields=["person", "sequence"], name="one_statement_per_number")
        ),
        migrations.AddConstraint(
            "statement", models.UniqueConstraint(fields=["person", "idempotency_key"], name="one_statement_per_key")
        ),
    )
