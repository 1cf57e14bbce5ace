"""The stays of the discharges there are, out of the overview's columns that made them."""

from django.db import migrations
from django.db.models import Q

SAME = (
    *("care_type", "admitted_at", "need_assessed_at", "ready_at", "sip_required", "sip_called_at"),
    *("outpatient_available", "discharged_at", "version", "changed_at"),
)


def copy(apps, editor):
    overviews, stays = apps.get_model("cases", "Overview"), apps.get_model("charges", "KeptStay")
    concerned = Q(need_assessed_at__isnull=False) | Q(notice_at__isnull=False)
    counted = overviews.objects.filter(concerned, case__process="discharge", admitted_at__isnull=False)
    counted = counted.exclude(Q(stage="aborted") | Q(care_type="")).select_related("case")
    rows = [
        stays(
            case=row.case,
            agreement=row.case.agreement,
            municipality=row.case.municipality,
            admission_notice_at=row.notice_at,
            **{name: getattr(row, name) for name in SAME},
        )
        for row in counted
    ]
    stays.objects.bulk_create(rows, batch_size=1000)


def give_back(apps, editor):
    """Going back, the overviews hold again what the stays know."""
    overviews, stays = apps.get_model("cases", "Overview"), apps.get_model("charges", "KeptStay")
    for stay in stays.objects.iterator(2000):
        known = {name: getattr(stay, name) for name in SAME if name not in {"version", "changed_at"}}
        overviews.objects.filter(pk=stay.pk).update(notice_at=stay.admission_notice_at, **known)
    stays.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("charges", "0001_initial"), ("cases", "0004_overviews_made_anew")]
    operations = [migrations.RunPython(copy, give_back)]
