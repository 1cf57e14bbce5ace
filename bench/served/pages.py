"""`python -m bench.served.pages`: which pages a county is measured by, who opens each, and where, as JSON.

The addresses are of this county: the ward with most to do, one of its cases, its person, and the month of a
municipality with nearest to 72 stays.
"""

import json
import sys
from typing import Any

from bench.served import ready
from bench.served.scene import KINDS, scene, signed_in

STAYS_OF_A_MONTH = 72


def pages() -> dict[str, Any]:
    from brygga_site.cases.models import Case

    ward = scene(2 * len(KINDS))["staff"][0]
    cases = Case.objects.filter(pk__in=ward["cases"])
    shown, is_ready = cases.order_by("person__identity_number").first(), cases.filter(overview__stage="ready").first()
    if shown is None or is_ready is None:
        raise SystemExit("the busiest ward has nobody who is ready to go home")
    office, reviewer = signed_in("filip", "/settlement"), signed_in("gerda", "/review/log")
    return {
        "opened": {
            "Today": [ward["cookies"], "/"],
            "board": [ward["cookies"], "/board"],
            "case": [ward["cookies"], f"/cases/{shown.pk}"],
            "person": [ward["cookies"], f"/people/{shown.person_id}"],
            "settlement year": [office["cookies"], "/settlement"],
            f"settlement month, {STAYS_OF_A_MONTH} stays": [office["cookies"], _month()],
        },
        "polled": {"Today": "/", "board": "/board", "case": f"/cases/{shown.pk}"},
        "staff": ward,
        "office": office,
        "reviewer": reviewer,
        "ready": str(is_ready.pk),
    }


def _month() -> str:
    from django.db.models import Count
    from django.db.models.functions import TruncMonth
    from django.utils import timezone

    from brygga_site.charges.models import KeptStay

    year = timezone.localdate().year
    stays = KeptStay.objects.filter(discharged_at__year__in=(year - 1, year))
    by_month = stays.annotate(month=TruncMonth("discharged_at")).values_list("municipality", "month")
    code, month, _ = min(
        by_month.annotate(Count("pk")), key=lambda one: (abs(one[2] - STAYS_OF_A_MONTH), one[0], one[1])
    )
    return f"/settlement/{code}/{month:%Y-%m}"


if __name__ == "__main__":
    ready()
    json.dump(pages(), sys.stdout)
