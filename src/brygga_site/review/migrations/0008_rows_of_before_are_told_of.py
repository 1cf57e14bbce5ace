"""What was said before entries told of it is taken on by entries of its own, as it stands today."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from brygga_site.trail.bulk import adopt

TOLD = [
    ("cases", "Message"),
    ("people", "Statement"),
    ("review", "Round"),
    ("review", "Finding"),
    ("review", "Step"),
]


def take_on(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for app, name in TOLD:
        rows = apps.get_model(app, name).objects.order_by("pk")
        adopt(apps.get_model("trail", "Entry"), rows.iterator(2000))


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0007_staff_by_number"),
        ("trail", "0006_rows_are_told_of"),
        ("cases", "0010_one_stay_at_a_time"),
        ("people", "0008_listings"),
    ]
    operations = [migrations.RunPython(take_on, migrations.RunPython.noop)]
