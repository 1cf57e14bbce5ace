"""The database also refuses a row that would take another's place; SQLite removes that one without a trigger."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from brygga_site.append_only import TABLES

# Later tables are made with all their triggers.
HERE = {
    *("cases_message", "people_statement", "trail_entry", "trail_subject", "trail_seal", "trail_inspection"),
    *("review_round", "review_drawing", "review_drawn", "review_flagged", "review_finding", "review_step"),
}


def install(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for name in sorted(HERE):
        TABLES[name].install(editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0005_indexes_that_are_asked"),
        ("cases", "0010_one_stay_at_a_time"),
        ("people", "0008_listings"),
        ("trail", "0004_inspections"),
    ]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
