"""Fills what lists read of the discharges there are, out of the columns that were discharge's own."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import migrations

# As the library had it when this was written; a migration stays as it was.
SWEDEN, UNDER_WAY, KEPT = ZoneInfo("Europe/Stockholm"), datetime(9000, 1, 1, tzinfo=UTC), timedelta(days=7)


def fill(apps, editor):
    overviews = apps.get_model("cases", "Overview")
    changed = []
    for row in overviews.objects.iterator(2000):
        ends = row.discharged_at + KEPT if row.discharged_at else UNDER_WAY
        row.care_until = None if row.stage == "aborted" else ends
        row.listed_until = row.changed_at if row.stage == "aborted" else ends
        expected = row.expected_discharge
        leaves = expected and datetime.combine(expected, time(23, 59, 59), tzinfo=SWEDEN)
        row.order_at = row.ready_at or leaves or row.admitted_at or UNDER_WAY
        row.shown = [shown(row)] if row.admitted_at else []
        changed.append(row)
    overviews.objects.bulk_update(changed, ["care_until", "listed_until", "order_at", "shown"], batch_size=1000)
    tie(apps)


def shown(row):
    if row.stage == "ready" and row.ready_at:
        return ["ready-for", [["since", at(row.ready_at)]]]
    if row.stage == "discharged":
        return ["discharged", [["moment", at(row.discharged_at)]]]
    if row.expected_discharge:
        return ["expected-discharge", [["day", row.expected_discharge.isoformat()]]]
    return ["admitted", [["moment", at(row.admitted_at)]]]


def at(moment):
    return moment.astimezone(SWEDEN).isoformat()


def tie(apps):
    messages, ties = apps.get_model("cases", "Message"), apps.get_model("cases", "Tie")
    told = messages.objects.filter(kind__in=["named-care-contact", "correction"]).select_related("case")
    appointed = {}
    for row in told.order_by("case_id", "sequence"):
        of_case = appointed.setdefault(row.case_id, {})
        if row.kind == "correction":
            of_case.pop(row.content["of"], None)
        else:
            of_case[row.sequence] = row
    newest = [of_case[max(of_case)] for of_case in appointed.values() if of_case]
    rows = [
        ties(case=row.case, person_id=row.case.person_id, unit_id=row.unit_id, kind=row.kind, since=row.sent_at)
        for row in newest
    ]
    ties.objects.bulk_create(rows, batch_size=1000)


def nothing(apps, editor):
    """What lists read goes with its columns."""


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_any_process")]
    operations = [migrations.RunPython(fill, nothing)]
