"""Units are asked for what no clause orders, too: what is owed in the cases there are is made anew (`apps`)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_receipts")]
    operations = []
