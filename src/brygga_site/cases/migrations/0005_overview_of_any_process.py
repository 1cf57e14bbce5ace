"""The overview's columns that were discharge's own go; `charges` keeps the stays they made."""

from django.db import migrations, models

GONE = (
    *("care_type", "admitted_at", "need_assessed_at", "notice_at", "expected_discharge", "ready_at"),
    *("sip_required", "sip_called_at", "outpatient_available", "discharged_at"),
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_overviews_made_anew"), ("charges", "0002_stays_there_are")]
    operations = [
        migrations.RemoveIndex("overview", "cases_overv_stage_a1ca8f_idx"),
        migrations.RemoveIndex("overview", "cases_overv_dischar_f2c3e8_idx"),
        # With a default, so that going back finds something to put there.
        migrations.AlterField("overview", "care_type", models.CharField(max_length=20, default="")),
        *(migrations.RemoveField("overview", name) for name in GONE),
        migrations.AlterField("overview", "stage", models.CharField(max_length=20)),
        migrations.AlterField("overview", "order_at", models.DateTimeField()),
        migrations.AlterField("overview", "listed_until", models.DateTimeField()),
        migrations.AlterField("overview", "shown", models.JSONField()),
        migrations.AddIndex("overview", models.Index(fields=["listed_until"], name="cases_overview_listed_idx")),
        migrations.AddIndex("overview", models.Index(fields=["care_until"], name="cases_overview_care_idx")),
    ]
