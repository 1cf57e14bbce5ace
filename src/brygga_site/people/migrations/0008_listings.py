"""Where a person is listed, by the region's register."""

import django.db.models.deletion
from django.db import migrations, models

PERSON = models.OneToOneField(
    on_delete=django.db.models.deletion.PROTECT,
    primary_key=True,
    related_name="listing",
    serialize=False,
    to="people.person",
)
UNIT = models.ForeignKey(
    db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.unit"
)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0009_areas_and_intakes"), ("people", "0007_who_it_turned_out_to_be")]
    operations = [migrations.CreateModel("Listing", [("person", PERSON), ("unit", UNIT)])]
