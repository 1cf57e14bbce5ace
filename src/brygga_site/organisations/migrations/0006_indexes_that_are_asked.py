"""An index that repeats another goes."""

import django.db.models.deletion
from django.db import migrations, models

from brygga_site.unindexed import unindexed

PRINCIPAL = models.ForeignKey(
    to="organisations.organisation",
    db_index=False,
    on_delete=django.db.models.deletion.PROTECT,
    related_name="contracts",
)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0005_staff_by_identity_number")]
    operations = [unindexed("organisations", "contract", "principal", PRINCIPAL)]
