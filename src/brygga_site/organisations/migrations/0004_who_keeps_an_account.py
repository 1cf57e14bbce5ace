"""Accounts made before belong to the organisation at whose unit their first assignment is."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def first_employer(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    assignments = apps.get_model("organisations", "Assignment").objects.order_by("staff_id", "from_day", "pk")
    for staff in apps.get_model("organisations", "Staff").objects.filter(organisation__isnull=True):
        first = assignments.filter(staff=staff).select_related("unit").first()
        if first:
            staff.organisation_id = first.unit.principal_id or first.unit.organisation_id
            staff.save(update_fields=["organisation"])


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_administration")]
    operations = [migrations.RunPython(first_employer, migrations.RunPython.noop)]
