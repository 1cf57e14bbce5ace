"""What the messages of a discharge come to."""

from datetime import date, timedelta

import pytest
from tests.domain.discharge.cast import CENTRE, NURSE, OFFICER, WARD, Case, admitted, at, discharged, notified, ready

from brygga.discharge import DISCHARGE, CareType, Destination, Need, NoSipReason, OutpatientStatus, Stage
from brygga.process import NotAllowed

NOW = "2023-03-31T12:00"


def test_a_case_without_messages_is_new():
    state = DISCHARGE.fold([], at(NOW))
    assert (state.stage, state.version, DISCHARGE.is_over(state), state.may_go_home) == (Stage.NEW, 0, False, False)


def test_an_admission_says_when_and_to_what_care():
    state = admitted().state(NOW)
    assert (state.stage, state.care_type) == (Stage.ADMITTED, CareType.SOMATIC)
    assert state.admitted_at == state.need_assessed_at == at("2023-03-06T08:00")


def test_needs_may_be_judged_later_than_at_admission():
    case = admitted(needs_expected=False)
    assert case.state(NOW).need_assessed_at is None
    case.says("2023-03-07T14:00", WARD, "need-assessed", assessed_at=at("2023-03-07T13:30"))
    assert case.state(NOW).need_assessed_at == at("2023-03-07T13:30")
    assert case.state(NOW).stage is Stage.ADMITTED


def test_an_admission_notice_says_needs_and_expected_discharge():
    state = notified(recipients=["SE2321000131-1480"]).state(NOW)
    assert (state.stage, state.notice_at) == (Stage.NOTIFIED, at("2023-03-06T09:00"))
    assert state.needs == {Need.OUTPATIENT_CARE, Need.MUNICIPAL_HEALTH_CARE}
    assert state.taking_part == {"SE2321000131-1480", "the inpatient-care"}
    assert state.expected_discharge == date(2023, 3, 10)


def test_a_changed_date_replaces_the_expected_discharge():
    state = notified().says("2023-03-08T09:00", WARD, "changed-discharge-date").state(NOW)
    assert (state.stage, state.expected_discharge) == (Stage.NOTIFIED, date(2023, 3, 13))


def test_an_acknowledgement_is_kept_by_message_and_role():
    case = (
        notified()
        .says("2023-03-06T10:00", CENTRE, "acknowledgement")
        .says("2023-03-06T11:00", OFFICER, "acknowledgement")
    )
    assert case.state(NOW).acknowledged == {(2, f"the {CENTRE}"), (2, f"the {OFFICER}")}


def test_the_latest_named_care_contact_holds():
    case = notified().says("2023-03-06T10:00", CENTRE, "named-care-contact")
    case.says("2023-03-07T10:00", CENTRE, "named-care-contact", name="Lo Ek")
    assert case.state(NOW).care_contact.name == "Lo Ek"


def test_a_ready_notice_counts_from_when_it_was_sent_not_from_the_judgement():
    case = notified().says("2023-03-08T14:00", WARD, "ready-notice", assessed_at=at("2023-03-08T09:00"))
    assert (case.state(NOW).stage, case.state(NOW).ready_at) == (Stage.READY, at("2023-03-08T14:00"))


def test_a_patient_may_be_ready_before_anyone_was_told_of_the_admission():
    case = admitted().says("2023-03-06T12:00", WARD, "ready-notice").says("2023-03-06T13:00", WARD, "admission-notice")
    assert case.state(NOW).stage is Stage.READY
    assert case.state(NOW).notice_at == at("2023-03-06T13:00")


def test_a_patient_who_gets_worse_is_no_longer_ready_and_must_be_ready_anew():
    case = ready().says("2023-03-08T12:00", CENTRE, "outpatient-interventions")
    case.says("2023-03-09T07:00", WARD, "ready-withdrawn")
    worse = case.state(NOW)
    assert (worse.stage, worse.ready_at, worse.outpatient) == (Stage.NOTIFIED, None, None)
    case.says("2023-03-12T15:00", WARD, "ready-notice")
    again = case.state(NOW)
    assert (again.stage, again.ready_at, again.outpatient) == (Stage.READY, at("2023-03-12T15:00"), None)


def test_the_admission_notice_can_still_be_sent_when_the_patient_was_ready_and_got_worse_before_it():
    case = admitted().says("2023-03-06T12:00", WARD, "ready-notice").says("2023-03-06T15:00", WARD, "ready-withdrawn")
    case.says("2023-03-06T16:00", WARD, "admission-notice")
    assert (case.state(NOW).stage, case.state(NOW).notice_at) == (Stage.NOTIFIED, at("2023-03-06T16:00"))


def test_a_call_to_another_time_moves_the_meeting_but_not_the_day_of_the_call():
    case = ready().says("2023-03-09T10:00", CENTRE, "sip-call")
    case.says("2023-03-14T10:00", CENTRE, "sip-call", meeting_at=at("2023-03-16T10:00"))
    state = case.state(NOW)
    assert (state.sip_called_at, state.sip_meeting_at) == (at("2023-03-09T10:00"), at("2023-03-16T10:00"))


def test_a_discharge_says_when_and_where_to():
    state = discharged().state(NOW)
    assert (state.stage, state.discharged_at, state.destination) == (
        Stage.DISCHARGED,
        at("2023-03-10T12:00"),
        Destination.HOME,
    )
    assert DISCHARGE.is_over(state)


def test_a_patient_may_leave_before_ever_being_ready():
    assert DISCHARGE.is_over(admitted().says("2023-03-07T09:00", WARD, "discharged", destination="deceased").state(NOW))


def test_an_aborted_case_is_over():
    state = notified().says("2023-03-07T09:00", WARD, "aborted").state(NOW)
    assert (state.stage, DISCHARGE.is_over(state)) == (Stage.ABORTED, True)


def test_information_may_be_handed_over_before_and_after_discharge():
    case = discharged().says("2023-03-10T13:00", WARD, "information-transferred")
    assert case.state(NOW).information_at == at("2023-03-10T13:00")


@pytest.mark.parametrize(
    ("needs", "required"),
    [
        (["outpatient-care", "municipal-health-care"], True),
        (["outpatient-care", "social-services"], True),
        (["municipal-health-care"], True),
        (["municipal-health-care", "social-services"], True),
        (["social-services"], False),
        (["outpatient-care"], False),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, list) else None,
)
def test_a_sip_is_to_be_made_when_needs_are_met_by_both_region_and_municipality(needs, required):
    assert notified(needs=needs).state(NOW).sip_required is required


def test_no_sip_is_to_be_made_before_the_needs_are_told():
    assert not admitted().state(NOW).sip_required


@pytest.mark.parametrize("reason", NoSipReason)
def test_no_sip_is_to_be_made_when_it_is_said_why_not(reason):
    state = notified().says("2023-03-07T09:00", OFFICER, "sip-not-needed", reason=reason).state(NOW)
    assert (state.sip_required, state.sip_not_needed) == (False, reason)


def test_a_call_makes_the_sip_needed_again():
    case = notified().says("2023-03-07T09:00", OFFICER, "sip-not-needed").says("2023-03-08T09:00", CENTRE, "sip-call")
    assert case.state(NOW).sip_required


def test_the_patient_may_go_home_when_ready_planned_and_met_by_outpatient_care():
    case = ready()
    assert not case.state(NOW).may_go_home
    case.says("2023-03-08T12:00", CENTRE, "outpatient-interventions")
    assert not case.state(NOW).may_go_home
    case.says("2023-03-08T13:00", CENTRE, "sip-call").says("2023-03-10T11:00", CENTRE, "sip-held")
    assert case.state("2023-03-10T12:00").may_go_home


@pytest.mark.parametrize("status", [OutpatientStatus.UNAVAILABLE, OutpatientStatus.UNCLEAR])
def test_the_patient_may_not_go_home_while_outpatient_care_is_unavailable_or_unclear(status):
    case = ready().says("2023-03-08T11:00", OFFICER, "sip-not-needed")
    case.says("2023-03-08T12:00", CENTRE, "outpatient-interventions", status=status)
    assert not case.state(NOW).may_go_home
    case.says("2023-03-09T12:00", CENTRE, "outpatient-interventions")
    assert case.state(NOW).may_go_home


def test_the_patient_may_not_go_home_after_getting_worse():
    case = ready().says("2023-03-08T11:00", OFFICER, "sip-not-needed")
    case.says("2023-03-08T12:00", CENTRE, "outpatient-interventions").says("2023-03-08T13:00", WARD, "ready-withdrawn")
    assert not case.state(NOW).may_go_home


def test_a_ready_notice_sent_by_mistake_leaves_the_case_as_if_it_had_not_been_sent():
    case = ready().says("2023-03-08T10:05", WARD, "correction", of=3)
    state = case.state(NOW)
    assert (state.stage, state.ready_at, state.version) == (Stage.NOTIFIED, None, 4)
    assert [m.sequence for m in state.messages] == [1, 2, 3, 4]
    assert [m.sequence for m in state.holding] == [1, 2]


def test_a_discharge_recorded_by_mistake_leaves_the_patient_ready():
    state = discharged().says("2023-03-10T12:10", WARD, "correction", of=4).state(NOW)
    assert (state.stage, state.discharged_at, state.destination) == (Stage.READY, None, None)


def test_an_admission_notice_sent_by_mistake_can_be_sent_again():
    case = notified().says("2023-03-06T09:30", WARD, "correction").says("2023-03-06T10:00", WARD, "admission-notice")
    assert case.state(NOW).notice_at == at("2023-03-06T10:00")


def test_what_was_said_after_a_withdrawn_message_still_holds():
    case = ready().says("2023-03-08T11:00", WARD, "discharged").says("2023-03-08T11:30", WARD, "correction", of=3)
    state = case.state(NOW)
    assert (state.stage, state.ready_at, state.discharged_at) == (Stage.DISCHARGED, None, at("2023-03-08T11:00"))


def test_a_withdrawn_acknowledgement_no_longer_counts():
    case = notified().says("2023-03-06T10:00", NURSE, "acknowledgement")
    case.says("2023-03-06T10:10", NURSE, "correction", of=3)
    assert case.state(NOW).acknowledged == frozenset()


def test_a_message_that_is_refused_leaves_the_case_as_it_was():
    case = Case()
    with pytest.raises(NotAllowed):
        case.says("2023-03-06T09:00", WARD, "admission-notice")
    assert case.sent == []


def test_the_same_messages_give_the_same_state_whenever_they_are_read():
    case = ready()
    early, late = case.state("2023-03-08T11:00"), case.state("2024-03-08T11:00")
    assert late.now - early.now > timedelta(days=1)
    assert vars(early) | {"now": late.now} == vars(late)
