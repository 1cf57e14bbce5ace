"""Cases from before entries told of them are taken on as they stand today."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from brygga_site.trail.bulk import adopt


def take_on(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    rows = apps.get_model("cases", "Case").objects.order_by("pk")
    adopt(apps.get_model("trail", "Entry"), rows.iterator(2000))


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0011_messages_can_be_destroyed"),
        ("review", "0008_rows_of_before_are_told_of"),
        ("trail", "0010_algorithms_are_said"),
    ]
    operations = [migrations.RunPython(take_on, migrations.RunPython.noop)]
