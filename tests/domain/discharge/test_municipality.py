"""The municipality's side: what readiness costs it, what it answers, and what it is asked."""

from datetime import date

import pytest
from tests.domain.discharge.cast import (
    CENTRE,
    NURSE,
    OFFICER,
    REGISTRY,
    SWEDISH_LAW,
    WARD,
    Case,
    admitted,
    at,
    discharged,
    notified,
    ready,
)

from brygga.discharge import DISCHARGE, Need
from brygga.process import NotAllowed
from brygga.process.facts import from_json, to_json

HOME = {"say-when-home-is-ready": {f"the {NURSE}", f"the {OFFICER}"}}
PAUSE = {"pause-home-services": {f"the {NURSE}", f"the {OFFICER}"}}


def costs(case: Case, now: str, agreement=SWEDISH_LAW) -> dict[str, list[object]]:
    found = DISCHARGE.consequence(case.state(now), agreement)
    if found is None:
        return {}
    assert found.clauses
    said = {name: [value for _, value in values] for name, values in from_json(to_json(found.facts))}
    # Here everybody is reached in Brygga: the days are counted from when the notice that holds was sent.
    assert said.pop("counted-from", [case.state(now).ready_at]) == [case.state(now).ready_at]
    return said


def met(case: Case) -> Case:
    """All that the region is to do has been done."""
    case.says("2023-03-08T11:00", CENTRE, "sip-call")
    return case.says("2023-03-08T11:30", CENTRE, "outpatient-interventions")


@pytest.mark.parametrize(("sent", "day"), [("2023-03-08T12:00", 11), ("2023-03-08T12:01", 12)])
def test_a_notice_by_noon_is_paid_from_the_third_day_and_a_later_one_from_the_fourth(sent, day):
    assert costs(ready(sent), sent)["payment-begins"] == [date(2023, 3, day)]


def test_what_still_stands_in_the_way_of_payment_is_told_and_goes_as_it_is_done():
    before = costs(ready(), "2023-03-08T10:30")
    assert before["payment-hindered"] == ["no_sip_call", "outpatient_unavailable"]
    assert costs(met(ready()), "2023-03-08T12:00") == {"payment-begins": [date(2023, 3, 11)], "payment-a-day": [10500]}


def test_a_year_without_an_amount_says_where_it_is_to_be_found():
    case = admitted("2026-11-23T08:00")
    case.says("2026-11-23T09:00", WARD, "admission-notice", expected_discharge=date(2026, 11, 30))
    case.says("2026-11-30T10:00", WARD, "ready-notice")
    said = costs(case, "2026-11-30T11:00")
    assert "payment-a-day" not in said
    assert said["payment-a-day-unknown"] == ["2026", "HSLF-FS 2025:74"]
    assert said["payment-begins"] == [date(2026, 12, 3)]


def test_the_cost_is_that_of_the_notice_that_holds():
    worse = met(ready()).says("2023-03-09T09:00", WARD, "ready-withdrawn")
    assert costs(worse, "2023-03-09T10:00") == {}
    worse.says("2023-03-10T13:00", WARD, "ready-notice")
    assert costs(worse, "2023-03-10T14:00")["payment-begins"] == [date(2023, 3, 14)]
    assert DISCHARGE.consequence(worse.state("2023-03-10T14:00"), SWEDISH_LAW).of == worse.sent[-1].sequence
    mistaken = met(ready()).says("2023-03-09T09:00", WARD, "correction", of=3)
    assert costs(mistaken, "2023-03-09T10:00") == {}
    assert costs(discharged(), "2023-03-10T13:00") == {}


def test_by_the_mean_a_stay_is_its_own_when_longer_than_seven_days_and_is_then_paid_from_the_fourth():
    said = costs(met(ready()), "2023-03-08T12:00", REGISTRY.agreement("vastra-gotaland"))
    assert said == {
        "paid-alone-from": [date(2023, 3, 16)],
        "paid-from-day": ["4"],
        "paid-mean-above": ["3,0"],
        "payment-a-day": [10500],
    }


def test_home_is_ready_on_the_last_of_the_days_that_those_who_are_needed_have_said():
    case = ready().says("2023-03-08T11:00", NURSE, "can-receive", from_day=date(2023, 3, 9))
    assert (case.state("2023-03-08T12:00").home_from, case.state("2023-03-08T12:00").home_unanswered) == (
        date(2023, 3, 9),
        (),
    )
    case.says("2023-03-08T12:00", OFFICER, "can-receive", from_day=date(2023, 3, 13))
    case.says("2023-03-08T13:00", NURSE, "can-receive", from_day=date(2023, 3, 10))
    assert case.state("2023-03-08T14:00").home_from == date(2023, 3, 13)


def test_a_need_that_nobody_has_answered_for_is_named():
    case = admitted().says("2023-03-06T09:00", WARD, "admission-notice", needs=list(Need))
    case.says("2023-03-07T09:00", OFFICER, "can-receive", from_day=date(2023, 3, 13))
    assert case.state("2023-03-07T10:00").home_unanswered == (Need.MUNICIPAL_HEALTH_CARE,)


def test_a_municipality_is_asked_from_when_it_can_receive_until_it_has_said():
    case = ready()
    assert case.awaited("2023-03-08T11:00").items() >= HOME.items()
    case.says("2023-03-08T11:00", NURSE, "can-receive")
    assert case.awaited("2023-03-08T12:00")["say-when-home-is-ready"] == {f"the {OFFICER}"}


def test_who_said_so_before_the_patient_was_ready_is_not_asked_again():
    case = notified().says("2023-03-07T09:00", NURSE, "can-receive").says("2023-03-08T10:00", WARD, "ready-notice")
    assert case.awaited("2023-03-08T11:00")["say-when-home-is-ready"] == {f"the {OFFICER}"}


def test_a_day_that_has_passed_is_no_day_to_receive_on():
    with pytest.raises(NotAllowed, match="the day, 2023-03-07, has passed"):
        ready().says("2023-03-08T11:00", NURSE, "can-receive", from_day=date(2023, 3, 7))


def test_services_at_home_are_asked_to_be_paused_at_the_notice_and_resumed_when_the_patient_goes_there():
    told = {"recipients": [f"the {NURSE}", f"the {OFFICER}"]}
    case = notified(**told)
    assert case.awaited("2023-03-06T10:00") == PAUSE
    case.says("2023-03-06T10:00", NURSE, "home-services-paused", services="paused")
    case.says("2023-03-06T10:00", OFFICER, "home-services-paused", services="no-services")
    assert case.awaited("2023-03-06T11:00") == {}
    case.says("2023-03-08T10:00", WARD, "ready-notice").says("2023-03-10T12:00", WARD, "discharged")
    assert case.awaited("2023-03-10T13:00") == {"resume-home-services": {f"the {NURSE}"}}
    case.says("2023-03-10T13:00", NURSE, "home-services-resumed")
    assert case.awaited("2023-03-10T14:00") == {}


@pytest.mark.parametrize("destination", ["deceased", "other-hospital"])
def test_nothing_is_resumed_for_whoever_does_not_come_home(destination):
    case = notified(recipients=[f"the {NURSE}"]).says("2023-03-06T10:00", NURSE, "home-services-paused")
    case.says("2023-03-10T12:00", WARD, "discharged", destination=destination)
    assert case.awaited("2023-03-10T13:00") == {}


def test_services_are_resumed_for_a_leave_and_paused_again_after_it():
    case = notified(recipients=[f"the {NURSE}", f"the {OFFICER}"])
    case.says("2023-03-06T10:00", NURSE, "home-services-paused")
    case.says("2023-03-06T10:00", OFFICER, "home-services-paused", services="no-services")
    case.says("2023-03-07T10:00", WARD, "leave", from_at=at("2023-03-08T10:00"), until=at("2023-03-09T18:00"))
    assert case.awaited("2023-03-07T11:00") == {"resume-home-services-for-leave": {f"the {NURSE}"}}
    case.says("2023-03-07T11:00", NURSE, "home-services-resumed")
    assert case.awaited("2023-03-09T17:59") == {}
    assert case.awaited("2023-03-09T18:00") == {"pause-home-services-again": {f"the {NURSE}"}}
    case.says("2023-03-09T19:00", NURSE, "home-services-paused")
    assert case.awaited("2023-03-09T20:00") == {}


def test_nobody_resumes_for_a_leave_that_is_over():
    case = notified(recipients=[f"the {NURSE}"]).says("2023-03-06T10:00", NURSE, "home-services-paused")
    case.says("2023-03-07T10:00", WARD, "leave", until=at("2023-03-08T10:00"))
    assert case.awaited("2023-03-08T09:59")["resume-home-services-for-leave"] == {f"the {NURSE}"}
    assert "resume-home-services-for-leave" not in case.awaited("2023-03-08T10:00")


def test_a_leave_ends_after_it_begins():
    with pytest.raises(NotAllowed, match="the leave ends, 2023-03-07 09:00, before it begins"):
        notified().says("2023-03-07T10:00", WARD, "leave", until=at("2023-03-07T09:00"))


def test_a_question_awaits_an_answer_of_each_unit_that_it_went_to():
    case = notified().says("2023-03-06T10:00", WARD, "question", recipients=[f"the {NURSE}", f"the {OFFICER}"])
    assert case.awaited("2023-03-06T11:00")["answer-question"] == {f"the {NURSE}", f"the {OFFICER}"}
    case.says("2023-03-06T11:00", NURSE, "answer", of=3)
    assert case.awaited("2023-03-06T12:00")["answer-question"] == {f"the {OFFICER}"}
    case.says("2023-03-06T12:00", WARD, "question", recipients=[f"the {NURSE}"])
    assert case.awaited("2023-03-06T13:00")["answer-question"] == {f"the {NURSE}", f"the {OFFICER}"}
    with pytest.raises(NotAllowed, match="message 4 rests on message 3"):
        case.says("2023-03-06T13:00", WARD, "correction", of=3)
    case.says("2023-03-06T13:00", WARD, "correction", of=5)
    assert case.awaited("2023-03-06T14:00")["answer-question"] == {f"the {OFFICER}"}


@pytest.mark.parametrize(("who", "of"), [(CENTRE, 3), (NURSE, 2), (NURSE, 9)])
def test_only_what_a_unit_was_asked_can_be_answered_by_it(who, of):
    case = notified().says("2023-03-06T10:00", WARD, "question", recipients=[f"the {NURSE}"])
    with pytest.raises(NotAllowed, match="that your unit is to answer"):
        case.says("2023-03-06T11:00", who, "answer", of=of)


def test_a_question_is_answered_once():
    case = notified().says("2023-03-06T10:00", WARD, "question", recipients=[f"the {NURSE}"])
    case.says("2023-03-06T11:00", NURSE, "answer", of=3)
    with pytest.raises(NotAllowed, match="that your unit is to answer"):
        case.says("2023-03-06T12:00", NURSE, "answer", of=3)


def test_a_health_centre_that_has_said_its_interventions_are_not_there_is_waited_for():
    case = ready().says("2023-03-08T11:00", CENTRE, "outpatient-interventions", status="unclear")
    assert case.awaited("2023-03-08T12:00")["say-when-outpatient-is-there"] == {f"the {CENTRE}"}
    case.says("2023-03-08T12:00", CENTRE, "outpatient-interventions")
    assert "say-when-outpatient-is-there" not in case.awaited("2023-03-08T13:00")


def test_a_sip_is_not_held_before_the_meeting_that_was_called_to():
    case = ready().says("2023-03-08T11:00", CENTRE, "sip-call")
    with pytest.raises(NotAllowed, match="is before the meeting that was called to, 2023-03-10 10:00"):
        case.says("2023-03-08T12:00", CENTRE, "sip-held")
    case.says("2023-03-10T10:00", CENTRE, "sip-held")
    assert "sip-not-needed" not in {m.body.kind for m in DISCHARGE.may_say(case.state("2023-03-10T11:00"), CENTRE)}


def test_the_reason_for_admission_is_told_with_consent_alone():
    assert notified().says("2023-03-06T10:00", WARD, "admission-reason").sent
    with pytest.raises(ValueError, match="without the patient's consent it cannot be told"):
        notified().says("2023-03-06T10:00", WARD, "admission-reason", consent=False)
