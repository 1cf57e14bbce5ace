"""Cases told while lists knew discharges alone keep all that lists, settlements and relations need of them."""

from datetime import timedelta

import pytest
from bench.killed.checks import disagreeing
from django.utils import timezone
from tests.site.cast import Cast, ready_notice
from tests.site.test_told import as_it_was, check_append_only

from brygga.discharge import DISCHARGE, OutpatientStatus
from brygga.discharge.messages import Aborted, Discharged, NamedCareContact
from brygga.process import Body
from brygga_site.cases import actions
from brygga_site.cases.bulk import lists_made_anew
from brygga_site.cases.models import Case
from brygga_site.cases.seen import sent
from brygga_site.organisations.models import Assignment

CONTACT = NamedCareContact(name="Kim Berg", telephone="010-123 45 67")


def old_columns(case: Case) -> dict[str, object]:
    """The columns that the overview had, as its messages say."""
    state = DISCHARGE.fold(sent(DISCHARGE, case.messages.order_by("sequence")), timezone.now())
    same = ("care_type", "admitted_at", "need_assessed_at", "notice_at", "expected_discharge", "ready_at")
    more = ("sip_required", "sip_called_at", "discharged_at")
    columns = {name: getattr(state, name) for name in (*same, *more)}
    return columns | {"stage": state.stage, "outpatient_available": state.outpatient is OutpatientStatus.AVAILABLE}


@pytest.mark.parametrize("told", ["notified", "ready", "home", "closed"])
@pytest.mark.django_db(transaction=True)
def test_a_discharge_told_before_is_listed_settled_and_related_as_if_told_today(
    transactional_db: None, cast: Cast, notified: Case, told: str
) -> None:
    now = timezone.now()
    said: dict[str, list[tuple[Assignment, Body]]] = {
        "notified": [],
        "ready": [(cast.boris, CONTACT), (cast.anna, ready_notice(now))],
        "home": [
            (cast.boris, CONTACT),
            (cast.anna, ready_notice(now)),
            (cast.anna, Discharged(discharged_at=now + timedelta(seconds=3), destination="home")),
        ],
        "closed": [(cast.anna, Aborted(reason="fel person"))],
    }
    for seen, (who, body) in enumerate(said[told], start=2):
        actions.say(who, notified.pk, body, seen, f"{seen}", now + timedelta(seconds=seen))
    columns = old_columns(notified)
    with as_it_was("cases", "0002_append_only") as apps:
        row = apps.get_model("cases", "Overview").objects.filter(pk=notified.pk)
        row.update(**columns)
        check_append_only("cases_message")
    lists_made_anew()  # as Django's own `migrate` ends (test_told_and_taken_up.py)
    assert disagreeing(Case.objects.get()) == []
    check_append_only("cases_message")
