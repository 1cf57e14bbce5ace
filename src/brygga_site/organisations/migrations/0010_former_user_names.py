"""User names that somebody has had and given up, for nobody else to be given. Those of before are read off the trail."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def read_off_the_trail(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """An entry names an assignment, which is one member of staff's for ever, and what they were called that day."""
    whose = {
        str(pk): (staff, now.lower())
        for pk, staff, now in apps.get_model("organisations", "Assignment").objects.values_list(
            "pk", "staff", "staff__username"
        )
    }
    held = {
        name.lower() for name in apps.get_model("organisations", "Staff").objects.values_list("username", flat=True)
    }
    seen = apps.get_model("trail", "Entry").objects.order_by().values_list("staff", "assignment").distinct()
    former = {}
    for then, assignment in seen.iterator():
        staff, now = whose.get(assignment, (None, ""))
        if staff and then and then.lower() != now and then.lower() not in held:
            former.setdefault(then.lower(), staff)
    names = apps.get_model("organisations", "FormerUserName")
    names.objects.bulk_create((names(name=name, staff_id=staff) for name, staff in former.items()), batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0009_areas_and_intakes"), ("trail", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="FormerUserName",
            fields=[
                ("name", models.CharField(max_length=150, primary_key=True, serialize=False)),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="former_user_names",
                        to="organisations.staff",
                    ),
                ),
            ],
        ),
        migrations.RunPython(read_off_the_trail, migrations.RunPython.noop),
    ]
