"""The ten duties of 2017:612 in a discharge: who owes what, by when, and what lapses."""

import pytest
from tests.domain.discharge.cast import (
    CENTRE,
    EVERYONE,
    NURSE,
    OFFICER,
    REGISTRY,
    SWEDISH_LAW,
    WARD,
    admitted,
    at,
    discharged,
    notified,
    ready,
)

from brygga.agreements import MissingParameter
from brygga.discharge import DISCHARGE
from brygga.process import DutyStanding, turn

UPCOMING, OPEN, OVERDUE, DONE, LATE, LAPSED = DutyStanding


def planned():
    """Ready on Wednesday at 10, called to a SIP on Thursday, met on Friday at 10."""
    return ready().says("2023-03-09T10:00", CENTRE, "sip-call")


@pytest.mark.parametrize(
    ("now", "standing"),
    [("2023-03-06T08:00", OPEN), ("2023-03-07T08:00:00", OPEN), ("2023-03-07T08:00:01", OVERDUE)],
    ids=["at once", "after exactly 24 hours", "a second later"],
)
def test_the_ward_has_24_hours_to_send_the_admission_notice(now, standing):
    assert admitted().standing(now, "send-admission-notice") is standing


def test_the_24_hours_count_from_the_judgement_when_needs_are_seen_later():
    case = admitted(needs_expected=False)
    assert case.owed("2023-03-08T08:00") == {}
    case.says("2023-03-08T09:00", WARD, "need-assessed", assessed_at=at("2023-03-08T08:30"))
    one = case.owed("2023-03-08T10:00")["send-admission-notice"]
    assert (one.part, one.due_at, one.standing) == (WARD, at("2023-03-09T08:30"), OPEN)


@pytest.mark.parametrize(
    ("sent", "standing"),
    [("2023-03-07T08:00:00", DONE), ("2023-03-07T08:00:01", LATE)],
    ids=["exactly 24 hours", "a second more"],
)
def test_an_admission_notice_is_in_time_or_late(sent, standing):
    case = admitted().says(sent, WARD, "admission-notice")
    assert case.standing("2023-03-09T08:00", "send-admission-notice") is standing


@pytest.mark.parametrize(
    ("admission", "due"),
    [("2023-03-25T08:00", "2023-03-26T08:00:00+02:00"), ("2023-10-28T08:00", "2023-10-29T08:00:00+01:00")],
    ids=["clocks go forward in March", "clocks go back in October"],
)
def test_the_24_hours_end_at_the_same_time_of_day_also_when_the_clocks_change(admission, due):
    owed = admitted(admission).owed(admission)
    assert owed["send-admission-notice"].due_at.isoformat() == due


def test_an_admission_notice_that_was_never_sent_lapses_when_the_patient_leaves():
    case = admitted().says("2023-03-06T20:00", WARD, "discharged")
    assert case.standing("2023-03-10T08:00", "send-admission-notice") is LAPSED


def test_every_unit_outside_acknowledges_the_notice_for_itself_promptly():
    case = notified().says("2023-03-06T10:00", NURSE, "acknowledgement")
    found = DISCHARGE.duties(case.state("2023-03-06T11:00"), SWEDISH_LAW, EVERYONE)
    started = {one.part: one.standing for one in found if one.duty.id == "start-planning"}
    assert started == {CENTRE: OPEN, NURSE: DONE, OFFICER: OPEN}
    assert {one.due_at for one in found if one.duty.id == "start-planning"} == {None}


def test_planning_that_nobody_acknowledged_lapses_with_the_discharge():
    assert discharged().standing("2023-03-11T08:00", "start-planning") is LAPSED


@pytest.mark.parametrize(
    ("now", "standing"),
    [("2023-03-06T10:00", OPEN), ("2023-03-10T23:59:59", OPEN), ("2023-03-11T00:00", OVERDUE)],
    ids=["at once", "the last second of the expected day", "the day after"],
)
def test_the_health_centre_appoints_a_named_contact_by_the_expected_day_of_discharge(now, standing):
    case = notified()
    assert case.standing(now, "appoint-named-care-contact") is standing
    assert case.owed(now)["appoint-named-care-contact"].part == CENTRE


def test_the_contact_is_due_later_when_the_date_is_moved():
    case = notified().says("2023-03-09T09:00", WARD, "changed-discharge-date")
    assert case.owed("2023-03-09T10:00")["appoint-named-care-contact"].due_at == at("2023-03-13T23:59:59")


def test_an_appointed_contact_is_done_and_one_never_appointed_lapses_with_the_discharge():
    done = notified().says("2023-03-07T09:00", CENTRE, "named-care-contact")
    assert done.standing("2023-03-20T09:00", "appoint-named-care-contact") is DONE
    assert discharged().standing("2023-03-10T12:00", "appoint-named-care-contact") is LAPSED


def test_on_the_expected_day_the_ward_says_whether_the_patient_is_ready():
    case = notified()
    assert case.standing("2023-03-09T23:59", "send-ready-notice") is UPCOMING
    assert case.standing("2023-03-10T00:00", "send-ready-notice") is OPEN
    assert case.standing("2023-03-11T00:00", "send-ready-notice") is LAPSED


def test_once_the_expected_day_has_passed_the_ward_announces_another():
    case = notified()
    assert case.standing("2023-03-10T12:00", "announce-changed-date") is UPCOMING
    assert case.standing("2023-03-11T00:00", "announce-changed-date") is OPEN
    case.says("2023-03-11T08:00", WARD, "changed-discharge-date")
    assert case.standing("2023-03-11T09:00", "announce-changed-date") is UPCOMING


def test_a_patient_who_is_ready_has_no_expected_day_to_wait_for():
    assert {"send-ready-notice", "announce-changed-date"}.isdisjoint(ready().owed("2023-03-12T09:00"))


def test_a_ready_notice_on_friday_after_noon_gives_until_monday_to_call_to_the_sip():
    case = notified().says("2023-03-10T14:00", WARD, "ready-notice")
    one = case.owed("2023-03-10T15:00")["call-to-sip"]
    assert (one.part, one.due_at, one.standing) == (CENTRE, at("2023-03-13T23:59:59"), OPEN)
    assert case.standing("2023-03-14T00:00", "call-to-sip") is OVERDUE


@pytest.mark.parametrize(
    ("called", "standing"),
    [("2023-03-08T10:00", DONE), ("2023-03-11T23:59:59", DONE), ("2023-03-12T00:00", LATE)],
    ids=["at once", "three days after", "four days after"],
)
def test_the_call_to_the_sip_is_sent_within_three_days_of_the_ready_notice(called, standing):
    case = ready().says(called, CENTRE, "sip-call")
    assert case.standing("2023-03-20T09:00", "call-to-sip") is standing


def test_a_call_sent_before_the_patient_is_ready_is_a_call_in_time():
    case = notified().says("2023-03-07T09:00", CENTRE, "sip-call").says("2023-03-08T10:00", WARD, "ready-notice")
    assert case.standing("2023-03-20T09:00", "call-to-sip") is DONE


def test_a_call_to_another_time_is_still_a_call_in_time():
    case = planned().says("2023-03-14T09:00", CENTRE, "sip-call", meeting_at=at("2023-03-16T10:00"))
    assert case.standing("2023-03-20T09:00", "call-to-sip") is DONE


def test_the_call_is_owed_after_the_patient_has_left_too():
    assert discharged().standing("2023-03-11T09:00", "call-to-sip") is OPEN
    assert discharged().standing("2023-03-12T09:00", "call-to-sip") is OVERDUE


def test_no_call_is_owed_when_no_sip_is_to_be_made():
    case = ready().says("2023-03-08T11:00", OFFICER, "sip-not-needed")
    assert {"call-to-sip", "hold-sip"}.isdisjoint(case.owed("2023-03-20T09:00"))


def test_no_call_is_owed_for_a_patient_who_has_died():
    case = ready().says("2023-03-09T04:00", WARD, "discharged", destination="deceased")
    assert {"call-to-sip", "hold-sip"}.isdisjoint(case.owed("2023-03-20T09:00"))


@pytest.mark.parametrize(
    ("reported", "standing"),
    [("2023-03-10T15:00", DONE), ("2023-03-11T08:00", LATE)],
    ids=["the day of the meeting", "the day after"],
)
def test_the_sip_is_held_on_the_day_that_was_called_to(reported, standing):
    assert "hold-sip" not in ready().owed("2023-03-09T09:00")
    case = planned()
    assert case.owed("2023-03-09T11:00")["hold-sip"].due_at == at("2023-03-10T23:59:59")
    case.says(reported, CENTRE, "sip-held")
    assert case.standing("2023-03-20T09:00", "hold-sip") is standing


def test_a_sip_that_was_not_held_is_overdue_the_day_after():
    assert planned().standing("2023-03-10T18:00", "hold-sip") is OPEN
    assert planned().standing("2023-03-11T00:00", "hold-sip") is OVERDUE


def test_a_sip_that_is_held_stays_held_when_a_further_meeting_is_called_to():
    case = planned().says("2023-03-10T10:00", CENTRE, "sip-held")
    case.says("2023-03-13T09:00", CENTRE, "sip-call", meeting_at=at("2023-03-20T10:00"))
    assert case.standing("2023-03-14T09:00", "hold-sip") is DONE


def test_outpatient_care_says_promptly_whether_its_interventions_are_there():
    case = ready()
    one = case.owed("2023-03-08T11:00")["state-outpatient-interventions"]
    assert (one.part, one.due_at, one.standing) == (CENTRE, None, OPEN)
    case.says("2023-03-08T12:00", CENTRE, "outpatient-interventions", status="unclear")
    assert case.standing("2023-03-09T09:00", "state-outpatient-interventions") is DONE


def test_outpatient_care_says_it_anew_when_the_patient_is_ready_anew():
    case = ready().says("2023-03-08T12:00", CENTRE, "outpatient-interventions")
    case.says("2023-03-09T07:00", WARD, "ready-withdrawn")
    assert "state-outpatient-interventions" not in case.owed("2023-03-09T08:00")
    case.says("2023-03-12T15:00", WARD, "ready-notice")
    assert case.standing("2023-03-12T16:00", "state-outpatient-interventions") is OPEN
    assert case.owed("2023-03-12T16:00")["call-to-sip"].due_at == at("2023-03-15T23:59:59")


def test_a_patient_who_may_go_home_is_to_be_discharged_promptly():
    case = planned().says("2023-03-10T10:00", CENTRE, "sip-held")
    assert "discharge-patient" not in case.owed("2023-03-10T11:00")
    case.says("2023-03-10T12:00", CENTRE, "outpatient-interventions")
    one = case.owed("2023-03-10T13:00")["discharge-patient"]
    assert (one.part, one.since, one.due_at, one.standing) == (WARD, at("2023-03-10T12:00"), None, OPEN)


def test_a_patient_may_go_home_from_when_it_is_said_that_no_sip_is_needed():
    case = ready().says("2023-03-08T12:00", CENTRE, "outpatient-interventions")
    case.says("2023-03-08T15:00", OFFICER, "sip-not-needed")
    assert case.owed("2023-03-08T16:00")["discharge-patient"].since == at("2023-03-08T15:00")


@pytest.mark.parametrize(
    ("transferred", "standing"),
    [("2023-03-10T23:59:59", DONE), ("2023-03-11T00:00:00", LATE)],
    ids=["the same day", "the day after"],
)
def test_information_is_transferred_the_day_the_patient_leaves(transferred, standing):
    case = discharged()
    assert case.owed("2023-03-10T13:00")["transfer-information"].due_at == at("2023-03-10T23:59:59")
    case.says(transferred, WARD, "information-transferred")
    assert case.standing("2023-03-12T09:00", "transfer-information") is standing


def test_information_that_was_not_transferred_does_not_lapse():
    assert discharged().standing("2023-04-10T09:00", "transfer-information") is OVERDUE


def test_a_ready_notice_sent_by_mistake_takes_its_duties_away_with_it():
    case = ready()
    before = set(case.owed("2023-03-08T11:00"))
    case.says("2023-03-08T11:00", WARD, "correction", of=3)
    after = set(case.owed("2023-03-08T11:00"))
    assert before - after == {"call-to-sip", "state-outpatient-interventions"}
    assert after - before == {"send-ready-notice", "announce-changed-date"}


def test_an_admission_notice_sent_by_mistake_is_owed_again():
    case = notified().says("2023-03-06T09:30", WARD, "correction")
    assert case.standing("2023-03-06T10:00", "send-admission-notice") is OPEN
    assert set(case.owed("2023-03-06T10:00")) == {"send-admission-notice"}


def test_a_discharge_recorded_by_mistake_brings_back_what_had_lapsed():
    case = discharged().says("2023-03-10T13:00", WARD, "correction", of=4)
    assert case.standing("2023-03-10T14:00", "appoint-named-care-contact") is OPEN
    assert "transfer-information" not in case.owed("2023-03-10T14:00")


def test_an_aborted_case_owes_nothing():
    case = ready().says("2023-03-09T09:00", WARD, "aborted")
    assert case.owed("2023-03-20T09:00") == {}


def test_it_is_the_turn_of_those_who_owe_something():
    found = DISCHARGE.duties(notified().state("2023-03-06T10:00"), SWEDISH_LAW, EVERYONE)
    assert turn(found) == {CENTRE, NURSE, OFFICER}
    assert turn(DISCHARGE.duties(admitted().state("2023-03-06T10:00"), SWEDISH_LAW, EVERYONE)) == {WARD}
    assert turn(()) == frozenset()


def test_only_units_that_take_part_owe_anything():
    parts = {f"the {WARD}": WARD, "the nurses": NURSE}
    found = DISCHARGE.duties(notified().state("2023-03-06T10:00"), SWEDISH_LAW, parts)
    assert turn(found) == {NURSE}


def test_the_most_urgent_duty_comes_first():
    found = DISCHARGE.duties(ready().state("2023-03-08T11:00"), SWEDISH_LAW, EVERYONE)
    assert [one.urgency for one in found] == sorted(one.urgency for one in found)


def test_every_duty_says_which_clause_it_rests_on():
    for one in DISCHARGE.duties(discharged().state("2023-03-10T13:00"), SWEDISH_LAW, EVERYONE):
        assert all(SWEDISH_LAW.clause(clause) for clause in one.clauses)


def test_the_duties_of_the_act_hold_in_every_county_but_those_it_has_a_duty_of_its_own_for():
    state = ready().state("2023-03-08T11:00")
    by_law = DISCHARGE.duties(state, SWEDISH_LAW, EVERYONE)
    for agreement in REGISTRY.agreements.values():
        own = {duty.id for duty in agreement.own_duties} if agreement is not SWEDISH_LAW else set()
        owed = [one for one in DISCHARGE.duties(state, agreement, EVERYONE) if one.duty.id not in own]
        assert owed == [one for one in by_law if one.duty.id not in own]


def test_before_the_act_no_figure_is_made_up():
    with pytest.raises(MissingParameter) as error:
        admitted("2017-12-31T08:00").owed("2017-12-31T09:00")
    assert error.value.args[0] == "sverige has no value of 'admission-notice-hours' for 2017-12-31"


def test_information_handed_over_an_hour_before_the_patient_left_is_in_time():
    case = ready().says("2023-03-10T11:00", WARD, "information-transferred")
    case.says("2023-03-10T12:30", WARD, "discharged", discharged_at=at("2023-03-10T12:00"))
    assert case.standing("2023-03-12T09:00", "transfer-information") is DONE


def test_a_patient_who_got_worse_after_the_expected_day_is_given_a_new_one():
    case = ready("2023-03-11T10:00").says("2023-03-12T07:00", WARD, "ready-withdrawn")
    assert case.standing("2023-03-12T08:00", "announce-changed-date") is OPEN


def test_one_units_acknowledgement_does_not_do_for_another_of_the_same_kind():
    told = ["the centre in town", "the centre by the sea"]
    case = notified(recipients=told).says("2023-03-06T10:00", CENTRE, "acknowledgement", unit=told[0])
    parts = {unit: CENTRE for unit in told}
    found = DISCHARGE.duties(case.state("2023-03-06T11:00"), SWEDISH_LAW, parts)
    planning = {one.units: one.standing for one in found if one.duty.id == "start-planning"}
    assert planning == {(told[0],): DONE, (told[1],): OPEN}


def test_each_unit_that_was_told_appoints_a_care_contact_of_its_own():
    told = ["the centre in town", "the centre by the sea"]
    case = notified(recipients=told).says("2023-03-06T10:00", CENTRE, "named-care-contact", unit=told[0])
    found = DISCHARGE.duties(case.state("2023-03-06T11:00"), SWEDISH_LAW, {unit: CENTRE for unit in told})
    contacts = {one.units: one.standing for one in found if one.duty.id == "appoint-named-care-contact"}
    assert contacts == {(told[0],): DONE, (told[1],): OPEN}


def test_outpatient_interventions_are_there_when_those_of_every_unit_are():
    case = ready().says("2023-03-08T12:00", CENTRE, "outpatient-interventions", unit="in town", status="unclear")
    case.says("2023-03-08T13:00", CENTRE, "outpatient-interventions", unit="by the sea", status="available")
    assert case.state("2023-03-08T14:00").outpatient == "unclear"
    case.says("2023-03-08T15:00", CENTRE, "outpatient-interventions", unit="in town", status="available")
    assert case.state("2023-03-08T16:00").outpatient == "available"
