"""`python -m bench.served.turnover`, numbers of cases as JSON on standard input: ends them, each followed by a new one.

The ward closes the case as opened by mistake, which takes it off every list at once, admits the patient anew and tells
the same units, by the site's own verbs. A patient who has left already is admitted anew only, where nobody has done so;
that case stays on the lists for as long as it would. Prints, by the number of each case that another has followed, the
number of that one and of its last message.
"""

import json
import sys
import uuid
from datetime import date, timedelta

from bench.served import ready


def turned(numbers: list[str]) -> dict[str, tuple[str, int]]:
    from brygga_site.cases.models import Case

    cases = Case.objects.filter(pk__in=numbers).select_related("person", "overview")
    return {str(case.pk): new for case in cases if (new := _followed(case))}


def _followed(case: object) -> tuple[str, int] | None:
    from django.utils import timezone

    from brygga.discharge.messages import Aborted, Admission, AdmissionNotice
    from brygga.process.moves import NotAllowed
    from brygga_site.cases import actions

    now, told = timezone.now(), case.messages.filter(kind="admission-notice").first()
    if told is None:
        return None
    writes = _assignment(told.unit)
    admission = Admission(admitted_at=now - timedelta(hours=1), care_type="somatic", needs_expected=True)
    notice = AdmissionNotice(**told.content | {"expected_discharge": timezone.localdate(now) + timedelta(days=3)})
    try:
        if case.overview.stage != "discharged":
            closed = Aborted(reason="Öppnat av misstag")
            actions.say(writes, case.pk, closed, case.overview.version, uuid.uuid4().hex, now)
        new = actions.open_case(writes, case.person, admission, uuid.uuid4().hex, now)
    except NotAllowed as refusal:
        print(refusal, file=sys.stderr)
        return None
    return str(new.pk), actions.say(writes, new.pk, notice, 1, uuid.uuid4().hex, now).sequence


def _assignment(unit: object) -> object:
    """Somebody's at the unit; of the made-up county's wards most have no staff."""
    from brygga_site.organisations.models import Assignment, Staff

    staff, _ = Staff.objects.get_or_create(
        username="bench-turnover", defaults={"name": "bench-turnover", "organisation_id": unit.organisation_id}
    )
    return Assignment.objects.get_or_create(
        staff=staff, unit=unit, purpose="care", defaults={"title": "Tester", "from_day": date(2020, 1, 1)}
    )[0]


if __name__ == "__main__":
    ready()
    json.dump(turned(json.load(sys.stdin)), sys.stdout)
