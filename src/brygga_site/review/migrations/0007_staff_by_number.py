"""Flags and findings name staff by number. Whose one of before is, the assignment on its entry says, and nothing else."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from brygga_site.append_only import AppendOnly
from brygga_site.review.models import APPEND_ONLY

TABLES: dict[str, AppendOnly] = {table.table: table for table in APPEND_ONLY}
AT_ONCE = 900


def by_assignment(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    entries = apps.get_model("trail", "Entry").objects
    whose = dict(apps.get_model("organisations", "Assignment").objects.values_list("pk", "staff"))
    for name in ("Flagged", "Finding"):
        rows = list(apps.get_model("review", name).objects.order_by("pk"))
        for start in range(0, len(rows), AT_ONCE):
            part = rows[start : start + AT_ONCE]
            made = dict(entries.filter(pk__in=[row.entry for row in part]).values_list("pk", "assignment"))
            for row in part:
                assignment = made.get(row.entry, "")
                row.staff_number = whose.get(int(assignment)) if assignment.isdecimal() else None
            apps.get_model("review", name).objects.bulk_update(part, ["staff_number"], batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0006_no_row_takes_anothers_place"),
        ("trail", "0005_staff_by_number"),
        ("organisations", "0009_areas_and_intakes"),
    ]
    operations = TABLES["review_flagged"].lifted(
        *TABLES["review_finding"].lifted(
            migrations.AddField("flagged", "staff_number", models.BigIntegerField(null=True)),
            migrations.AddField("finding", "staff_number", models.BigIntegerField(null=True)),
            migrations.RemoveIndex("flagged", "review_flag_staff_135556_idx"),
            migrations.AddIndex("flagged", models.Index(fields=["staff_number", "unit"], name="flags_of_staff")),
            migrations.RunPython(by_assignment, migrations.RunPython.noop),
        )
    )
