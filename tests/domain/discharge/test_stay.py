"""A discharge as a row of the settlement."""

from datetime import UTC, datetime

import pytest
from tests.domain.discharge.cast import CENTRE, OFFICER, WARD, Case, admitted, at, body, discharged, notified, ready

from brygga.discharge import DISCHARGE, CareType, Stay, stay_of
from brygga.process import Sent

NOW = "2023-03-31T12:00"


def row(case: Case) -> Stay | None:
    return stay_of(case.state(NOW), "1", "1480")


def clock(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_stay_holds_what_the_settlement_counts_in_swedish_local_time():
    case = ready().says("2023-03-09T10:00", CENTRE, "sip-call")
    case.says("2023-03-09T11:00", CENTRE, "outpatient-interventions").says("2023-03-13T09:00", WARD, "discharged")
    assert row(case) == Stay(
        stay_id="1",
        municipality="1480",
        care_type=CareType.SOMATIC,
        admitted_at=clock("2023-03-06T08:00"),
        need_assessed_at=clock("2023-03-06T08:00"),
        admission_notice_at=clock("2023-03-06T09:00"),
        ready_at=clock("2023-03-08T10:00"),
        sip_required=True,
        sip_called_at=clock("2023-03-09T10:00"),
        outpatient_available=True,
        discharged_at=clock("2023-03-13T09:00"),
    )


def test_what_has_not_happened_is_empty():
    stay = row(admitted())
    assert (stay.admission_notice_at, stay.ready_at, stay.discharged_at) == (None,) * 3
    assert (stay.sip_required, stay.sip_called_at, stay.outpatient_available) == (False, None, False)


def test_a_notice_makes_it_a_stay_also_when_nobody_wrote_down_the_judgement():
    stay = row(admitted(needs_expected=False).says("2023-03-06T09:00", WARD, "admission-notice"))
    assert (stay.need_assessed_at, stay.admission_notice_at) == (None, clock("2023-03-06T09:00"))


def test_moments_stored_in_utc_are_read_from_the_swedish_clock():
    moment = datetime(2023, 7, 3, 22, 30, 15, 999999, tzinfo=UTC)
    state = DISCHARGE.fold([Sent(1, moment, "the ward", WARD, body("admission", moment))], moment)
    assert stay_of(state, "1", "1480").admitted_at == clock("2023-07-04T00:30:15")


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (Case(), "nobody was admitted"),
        (admitted(needs_expected=False), "nobody has judged that needs are likely, so no municipality is concerned"),
        (notified().says("2023-03-07T09:00", WARD, "aborted"), "it was opened by mistake"),
    ],
    ids=["not admitted", "no needs", "aborted"],
)
def test_a_case_may_be_no_stay(case, why):
    assert row(case) is None, why


def test_days_count_from_the_notice_that_holds_when_the_patient_was_ready_twice():
    case = ready().says("2023-03-09T07:00", WARD, "ready-withdrawn").says("2023-03-12T15:00", WARD, "ready-notice")
    assert row(case).ready_at == clock("2023-03-12T15:00")


def test_days_do_not_count_from_a_notice_sent_by_mistake():
    assert row(discharged().says("2023-03-10T13:00", WARD, "correction", of=3)).ready_at is None


def test_a_call_to_another_time_does_not_make_the_call_late():
    case = ready().says("2023-03-09T10:00", CENTRE, "sip-call").says("2023-03-14T10:00", CENTRE, "sip-call")
    assert row(case).sip_called_at == clock("2023-03-09T10:00")


def test_no_sip_is_required_of_a_patient_who_declined_it():
    assert not row(ready().says("2023-03-08T11:00", OFFICER, "sip-not-needed")).sip_required


def test_outpatient_care_that_was_there_the_first_time_must_be_said_to_be_there_the_second():
    case = ready().says("2023-03-08T12:00", CENTRE, "outpatient-interventions")
    case.says("2023-03-09T07:00", WARD, "ready-withdrawn").says("2023-03-12T15:00", WARD, "ready-notice")
    assert not row(case).outpatient_available


def test_the_stay_and_the_duties_agree_on_whether_the_notice_was_in_time():
    for sent, late in (("2023-03-26T08:00:00", False), ("2023-03-26T08:00:01", True)):
        case = admitted("2023-03-25T08:00").says(sent, WARD, "admission-notice", expected_discharge=at(sent).date())
        stay = row(case)
        assert ((stay.admission_notice_at - stay.admitted_at).total_seconds() > 24 * 3600) is late
        assert (case.standing(NOW, "send-admission-notice") == "late") is late
