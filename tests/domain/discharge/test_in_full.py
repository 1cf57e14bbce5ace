"""Care requests, wrong recipients, leaves, lists of medicines, regional hospitals, and cases opened again."""

from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError
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
    body,
    discharged,
    notified,
    ready,
)

from brygga.agreements import Deadline, Duty
from brygga.agreements.parameters import Parameter
from brygga.discharge import DISCHARGE, Stage, stay_of
from brygga.process import NotAllowed, Role
from brygga.process.facts import from_json, to_json

THE_NURSE, THE_WARD, THE_OFFICER = f"the {NURSE}", f"the {WARD}", f"the {OFFICER}"


def told(*units: str) -> Case:
    return admitted().says("2023-03-06T09:00", WARD, "admission-notice", recipients=units)


def head(case: Case, now: str) -> dict[str, list[object]]:
    return {
        name: [value for _, value in values] for name, values in from_json(to_json(DISCHARGE.facts(case.state(now))))
    }


def card(case: Case, now: str) -> dict[str, list[object]]:
    return {
        name: [value for _, value in values] for name, values in from_json(to_json(DISCHARGE.card(case.state(now))))
    }


def refusal(case: Case, when: str, role: Role, kind: str, **given: object) -> str:
    with pytest.raises(NotAllowed) as error:
        DISCHARGE.check_says(case.state(when), case.draft(when, role, kind, **given))
    return str(error.value)


# Care requests


def test_that_a_request_will_come_is_told_before_there_is_consent_and_what_it_asks_only_after():
    case = notified().says("2023-03-06T10:00", WARD, "care-request-prepared")
    assert "health_care" not in DISCHARGE.bodies["care-request-prepared"].model_fields
    assert case.awaited("2023-03-06T11:00")["send-care-request"] == {THE_WARD}
    assert "care-request-awaited" in head(case, "2023-03-06T11:00")
    case.says("2023-03-06T12:00", WARD, "care-request")
    assert "send-care-request" not in case.awaited("2023-03-06T13:00")
    assert case.awaited("2023-03-06T13:00")["answer-care-request"] == {THE_NURSE}
    with pytest.raises(ValidationError, match="without the patient's consent it cannot be told"):
        body("care-request", at("2023-03-06T12:00"), consent=False)
    with pytest.raises(ValidationError, match="say what is asked for in one area at least"):
        DISCHARGE.parse("care-request", {"recipients": ["x"], "consent": True})


@pytest.mark.parametrize(
    ("kind", "given"),
    [("acknowledgement", {"of": 3}), ("planning-basis", {}), ("care-request-returned", {"of": 3})],
    ids=["taking it up", "saying what is planned", "returning it"],
)
def test_a_request_is_answered_by(kind, given):
    case = notified().says("2023-03-06T10:00", WARD, "care-request").says("2023-03-06T11:00", NURSE, kind, **given)
    assert "answer-care-request" not in case.awaited("2023-03-06T12:00")


def test_a_returned_request_is_the_wards_to_send_anew_unless_it_is_not_needed():
    case = notified().says("2023-03-06T10:00", WARD, "care-request")
    case.says("2023-03-06T11:00", NURSE, "care-request-returned", of=3, reason="request-incomplete")
    assert case.awaited("2023-03-06T12:00")["send-care-request-anew"] == {THE_WARD}
    assert head(case, "2023-03-06T12:00")["care-request-returned"][1] == "request-incomplete"
    assert refusal(case, "2023-03-06T12:00", OFFICER, "care-request-returned", of=3) == (
        "there is no message 3 that your unit is to answer"
    )
    anew = case.says("2023-03-06T13:00", WARD, "care-request")
    assert "send-care-request-anew" not in anew.awaited("2023-03-06T14:00")
    over = notified().says("2023-03-06T10:00", WARD, "care-request")
    over.says("2023-03-06T11:00", NURSE, "care-request-returned", of=3, reason="no-longer-needed")
    assert "send-care-request-anew" not in over.awaited("2023-03-06T12:00")


def test_a_day_that_has_passed_is_not_asked_for():
    passed = {"wanted_from": date(2023, 3, 5)}
    assert refusal(notified(), "2023-03-06T10:00", WARD, "care-request", **passed) == "the day, 2023-03-05, has passed"


# Wrong recipients


def test_a_unit_told_by_mistake_takes_part_no_longer_and_is_to_be_told_back():
    case = told(THE_NURSE, THE_OFFICER).says("2023-03-06T10:00", OFFICER, "acknowledgement")
    case.says("2023-03-06T10:05", OFFICER, "home-services-paused", services="no-services")
    case.says("2023-03-06T11:00", WARD, "wrong-recipient", recipients=[THE_OFFICER], another=True)
    state = case.state("2023-03-06T12:00")
    assert THE_OFFICER not in state.taking_part
    assert THE_OFFICER not in state.concerned
    assert THE_OFFICER not in state.paused_by_unit
    # What it was told and did stays among the messages of the case.
    assert [m.unit for m in state.holding][2:4] == [THE_OFFICER] * 2
    awaited = case.awaited("2023-03-06T12:00")
    assert (awaited["tell-back"], awaited["tell-another-instead"]) == ({THE_WARD}, {THE_WARD})
    case.says("2023-03-06T12:05", WARD, "told-back", of=5)
    case.says("2023-03-06T12:10", WARD, "notice-supplement", recipients=["the right one"])
    assert not {"tell-back", "tell-another-instead"} & set(case.awaited("2023-03-06T13:00"))
    assert "the right one" in case.state("2023-03-06T13:00").concerned


def test_a_unit_that_turns_out_to_be_right_after_all_is_told_anew():
    case = told(THE_NURSE, THE_OFFICER)
    case.says("2023-03-06T11:00", WARD, "wrong-recipient", recipients=[THE_OFFICER], another=False)
    assert "tell-another-instead" not in case.awaited("2023-03-06T12:00")
    case.says("2023-03-06T12:10", WARD, "notice-supplement", recipients=[THE_OFFICER])
    state = case.state("2023-03-06T13:00")
    assert THE_OFFICER in state.taking_part
    assert state.concerned[THE_OFFICER] == at("2023-03-06T12:10")


def test_a_unit_with_paused_services_is_not_taken_out_before_it_has_resumed_them():
    case = told(THE_NURSE, THE_OFFICER).says("2023-03-06T10:05", OFFICER, "home-services-paused")
    assert refusal(case, "2023-03-06T11:00", WARD, "wrong-recipient", recipients=[THE_OFFICER], another=False) == (
        "the unit's services at home are paused; ask it to resume them first"
    )


def test_what_is_told_back_names_a_unit_that_was_told_by_mistake():
    assert refusal(notified(), "2023-03-06T10:00", WARD, "told-back", of=2) == (
        "message 2 names no unit that was told by mistake"
    )


# Leave


def test_the_card_says_until_when_the_patient_is_on_leave_and_the_head_where_and_with_what_services():
    case = notified().says(
        "2023-03-07T08:00",
        WARD,
        "leave",
        from_at=at("2023-03-08T10:00"),
        until=at("2023-03-08T20:00"),
        to="own-home",
        services="services-as-before",
    )
    assert "on-leave-until" not in card(case, "2023-03-08T09:59")
    assert card(case, "2023-03-08T10:00")["on-leave-until"] == [at("2023-03-08T20:00")]
    assert "on-leave-until" not in card(case, "2023-03-08T20:00")
    assert head(case, "2023-03-08T09:00")["leave"][2:] == ["own-home", "services-as-before"]


def test_a_patient_who_comes_back_early_has_the_services_paused_from_then():
    case = notified().says("2023-03-06T09:30", NURSE, "home-services-paused")
    case.says("2023-03-07T08:00", WARD, "leave", from_at=at("2023-03-08T10:00"), until=at("2023-03-09T10:00")).says(
        "2023-03-07T09:00", NURSE, "home-services-resumed"
    )
    assert "pause-home-services-again" not in case.awaited("2023-03-08T18:00")
    case.says("2023-03-08T18:00", WARD, "leave-ended")
    assert case.awaited("2023-03-08T18:01")["pause-home-services-again"] == {THE_NURSE}
    assert "on-leave-until" not in card(case, "2023-03-08T18:01")


def test_a_leave_that_does_not_come_about_is_no_longer_shown_nor_are_services_resumed_for_it():
    case = notified().says("2023-03-06T09:30", NURSE, "home-services-paused")
    case.says("2023-03-07T08:00", WARD, "leave", from_at=at("2023-03-08T10:00"), until=at("2023-03-08T20:00"))
    case.says("2023-03-07T12:00", WARD, "leave-ended")
    assert "leave" not in head(case, "2023-03-07T13:00")
    assert "resume-home-services-for-leave" not in case.awaited("2023-03-07T13:00")


def test_a_leave_ends_no_later_than_it_was_to_end():
    case = notified().says(
        "2023-03-07T08:00", WARD, "leave", from_at=at("2023-03-08T10:00"), until=at("2023-03-08T20:00")
    )
    assert refusal(case, "2023-03-08T19:00", WARD, "leave-ended", ended_at=at("2023-03-08T21:00")) == (
        "the leave was to end before that, 2023-03-08 20:00; tell of a new leave instead"
    )
    assert refusal(case, "2023-03-08T21:00", WARD, "leave-ended") == "the patient is on no leave, and is to have none"


# Regional hospitals


def regional() -> Case:
    return admitted(hospital="regional-hospital").says("2023-03-06T09:00", WARD, "admission-notice")


def test_where_the_agreement_says_so_a_regional_hospital_says_through_which_care_it_discharges():
    jamtland = REGISTRY.agreement("jamtland-harjedalen")

    def owed(case: Case, now: str, agreement) -> list[str]:
        duties = DISCHARGE.duties(case.state(now), agreement, {THE_WARD: "inpatient-care"})
        return [one.duty.id for one in duties if one.is_open]

    assert "say-discharge-through" in owed(regional(), "2023-03-07T09:00", jamtland)
    assert "say-discharge-through" not in owed(notified(), "2023-03-07T09:00", jamtland)
    assert "say-discharge-through" not in owed(regional(), "2023-03-07T09:00", SWEDISH_LAW)
    said = regional().says("2023-03-07T08:00", WARD, "discharge-through", via="specialised-outpatient-care")
    assert "say-discharge-through" not in owed(said, "2023-03-07T09:00", jamtland)
    assert head(said, "2023-03-07T09:00")["discharge-through"] == ["specialised-outpatient-care"]
    assert DISCHARGE.situation(said.state("2023-03-07T09:00"))["inpatient_hospital"] == "regional"


def test_nobody_leaves_a_county_hospital_through_other_care():
    state = notified().state("2023-03-07T09:00")
    assert "discharge-through" not in {move.body.kind for move in DISCHARGE.may_say(state, WARD)}
    assert refusal(notified(), "2023-03-07T09:00", WARD, "discharge-through").startswith(
        "the patient is at none of the regional hospitals"
    )


# Readiness and outpatient care


def test_the_ready_notice_says_which_physician_judged_and_where():
    case = notified().says("2023-03-08T10:00", WARD, "ready-notice", judged_by="physician-on-duty", judged_at="Akuten")
    assert head(case, "2023-03-08T11:00")["ready"][1:] == ["physician-on-duty", "Akuten"]
    case.says("2023-03-08T12:00", WARD, "ready-withdrawn")
    assert "ready" not in head(case, "2023-03-08T13:00")


def test_planned_and_available_are_two_facts_and_days_are_counted_only_when_both_are():
    case = ready().says("2023-03-08T11:00", CENTRE, "outpatient-interventions", status="unclear", planning="planned")
    assert head(case, "2023-03-08T12:00")["outpatient"] == ["planned", "unclear"]
    assert not stay_of(case.state("2023-03-08T12:00"), "1", "1480").outpatient_available
    case.says("2023-03-08T13:00", CENTRE, "outpatient-interventions", status="available", planning="planned")
    assert stay_of(case.state("2023-03-08T14:00"), "1", "1480").outpatient_available
    with pytest.raises(ValidationError, match="interventions that are not planned are not there"):
        body("outpatient-interventions", at("2023-03-08T13:00"), status="available", planning="not-planned")


def test_a_statement_of_before_there_were_two_facts_counts_as_it_did():
    case = ready().says("2023-03-08T11:00", CENTRE, "outpatient-interventions")
    assert case.sent[-1].body.planning is None
    assert stay_of(case.state("2023-03-08T12:00"), "1", "1480").outpatient_available


# Short stays, deaths, cases closed and opened again


def test_a_short_stay_shows_on_the_card_and_changes_no_duty():
    short, other = notified(short=True), notified()
    assert card(short, "2023-03-06T10:00")["short-stay"] == ["home-soon"]
    assert "short-stay" not in card(other, "2023-03-06T10:00")
    # A notice of a stay like others says nothing of it.
    assert other.sent[-1].body == notified(short=False).sent[-1].body
    assert other.sent[-1].body.short is None
    assert short.owed("2023-03-06T10:00").keys() == other.owed("2023-03-06T10:00").keys()


def test_the_card_of_somebody_who_has_died_says_so():
    case = notified().says("2023-03-07T10:00", WARD, "discharged", destination="deceased")
    assert list(card(case, "2023-03-07T11:00")) == ["deceased"]
    assert refusal(case, "2023-03-08T10:00", CENTRE, "follow-up-call") == "the patient has died"


def test_a_case_closed_by_mistake_is_opened_again_and_stands_as_it_stood():
    case = ready()
    before = case.owed("2023-03-08T12:00")
    case.says("2023-03-08T11:00", WARD, "aborted", why="opened-by-mistake")
    assert case.owed("2023-03-08T12:00") == {}
    case.says("2023-03-08T11:30", WARD, "correction", of=4)
    state = case.state("2023-03-08T12:00")
    assert (state.stage, state.aborted_at, state.ready_at) == (Stage.READY, None, at("2023-03-08T10:00"))
    assert case.owed("2023-03-08T12:00") == before
    assert head(case, "2023-03-08T12:00")["reopened"] == [at("2023-03-08T11:30")]


def test_a_discharge_told_by_mistake_is_withdrawn_and_the_stay_goes_on():
    case = discharged().says("2023-03-10T13:00", WARD, "correction", of=4)
    assert case.state("2023-03-10T14:00").stage is Stage.READY
    assert head(case, "2023-03-10T14:00")["reopened"] == [at("2023-03-10T13:00")]
    assert stay_of(case.state("2023-03-10T14:00"), "1", "1480").discharged_at is None


# The list of medicines


def test_the_list_of_medicines_is_handed_over_by_somebody_to_somebody_and_received():
    case = ready().says("2023-03-10T11:00", WARD, "medicine-list")
    assert head(case, "2023-03-10T12:00")["medicine-list"][1:] == ["nurse", "patient", "municipal-unit"]
    case.says("2023-03-10T12:00", NURSE, "acknowledgement", of=4)
    assert (4, THE_NURSE) in case.state("2023-03-10T13:00").acknowledged
    assert refusal(notified(), "2023-03-07T09:00", WARD, "medicine-list", handed_over_at=at("2023-03-05T09:00")) == (
        "the list was handed over, 2023-03-05 09:00, before the admission, 2023-03-06 08:00"
    )


# Local figures that no agreement here has


def a_county_that_calls():
    """A made-up county, which has a call within 72 hours and a call when the day moves earlier or by more than one."""
    source = {"title": "Made up", "reference": "1"}

    def figure(key: str, unit: str, value: int) -> Parameter:
        return Parameter.model_validate(
            {
                "key": key,
                "unit": unit,
                "label": key,
                "clauses": ["1"],
                "value": [{"from": date(2023, 1, 1), "value": value, "source": source}],
            }
        )

    def duty(id: str, by: str, arises: str, done_by: str, deadline: Deadline) -> Duty:
        return Duty(
            id=id,
            process="discharge",
            label=id,
            label_en=id,
            owed_by=(by,),
            arises=arises,
            done_by=(done_by,),
            deadline=deadline,
            clauses=("1",),
        )

    calls = (
        duty(
            "call-after-discharge",
            "outpatient-care",
            "left-for-care",
            "follow-up-call",
            Deadline(hours="follow-up-call-hours", after="left-for-care"),
        ),
        duty(
            "call-about-date", "inpatient-care", "date-moved", "date-call", Deadline(promptly=True, after="date-moved")
        ),
    )
    figures = (figure("follow-up-call-hours", "hours", 72), figure("uncalled-discharge-days", "days", 1))
    return replace(
        SWEDISH_LAW,
        own_duties=(*SWEDISH_LAW.own_duties, *calls),
        parameters=(*SWEDISH_LAW.parameters, *figures),
    )


def standing(case: Case, now: str, duty: str, agreement) -> str | None:
    units = {THE_WARD: "inpatient-care", f"the {CENTRE}": "outpatient-care"}
    found = {one.duty.id: one for one in DISCHARGE.duties(case.state(now), agreement, units)}
    return found[duty].standing.value if duty in found else None


def test_a_county_may_have_a_call_within_72_hours_of_coming_home():
    county, home = a_county_that_calls(), discharged()
    assert standing(home, "2023-03-13T12:00", "call-after-discharge", county) == "open"
    assert standing(home, "2023-03-13T12:01", "call-after-discharge", county) == "overdue"
    assert standing(home, "2023-03-13T12:01", "call-after-discharge", SWEDISH_LAW) is None
    home.says("2023-03-13T10:00", CENTRE, "follow-up-call", outcome="more-is-needed")
    assert standing(home, "2023-03-13T12:01", "call-after-discharge", county) == "done"
    assert head(home, "2023-03-13T12:00")["follow-up-call"][1] == "more-is-needed"


@pytest.mark.parametrize(
    ("day", "calls"),
    [(date(2023, 3, 9), True), (date(2023, 3, 10), False), (date(2023, 3, 11), False), (date(2023, 3, 12), True)],
    ids=["a day earlier", "the same day", "a day later", "two days later"],
)
def test_a_county_may_have_the_ward_telephone_when_the_day_moves(day, calls):
    case = notified().says("2023-03-07T09:00", WARD, "changed-discharge-date", expected_discharge=day)
    now = "2023-03-07T10:00"
    assert (standing(case, now, "call-about-date", a_county_that_calls()) == "open") is calls
    assert standing(case, now, "call-about-date", SWEDISH_LAW) is None
    case.says("2023-03-07T10:00", WARD, "date-call", of=3)
    assert standing(case, "2023-03-07T11:00", "call-about-date", a_county_that_calls()) == ("done" if calls else None)


# Withdrawals


@pytest.mark.parametrize(
    ("kind", "when", "of", "later"),
    [
        ("admission-notice", "2023-03-06T13:00", 2, "message 3 rests on message 2"),
        ("wrong-recipient", "2023-03-06T13:00", 3, "message 4 rests on message 3"),
    ],
    ids=["a notice after which somebody was taken out", "a wrong recipient who has been told back"],
)
def test_what_something_rests_on_is_withdrawn_only_after_that(kind, when, of, later):
    case = told(THE_NURSE, THE_OFFICER)
    case.says("2023-03-06T11:00", WARD, "wrong-recipient", recipients=[THE_OFFICER], another=False)
    case.says("2023-03-06T12:00", WARD, "told-back", of=3)
    assert case.sent[of - 1].body.kind == kind
    assert refusal(case, when, WARD, "correction", of=of) == later
    case.says("2023-03-06T14:00", WARD, "correction", of=4).says("2023-03-06T14:01", WARD, "correction", of=3)
    assert THE_OFFICER in case.state("2023-03-06T14:02").taking_part
    case.says("2023-03-06T14:03", WARD, "correction", of=2)
    assert case.state("2023-03-06T14:04").stage is Stage.ADMITTED


def test_a_ready_notice_is_withdrawn_though_others_have_read_it_and_said_what_they_could_say_anyhow():
    case = ready().says("2023-03-08T10:30", NURSE, "acknowledgement", of=3)
    case.says("2023-03-08T11:00", CENTRE, "outpatient-interventions")
    case.says("2023-03-08T12:00", WARD, "correction", of=3)
    state = case.state("2023-03-08T12:01")
    assert state.stage is Stage.NOTIFIED
    assert (3, THE_NURSE) not in state.acknowledged


def test_a_withdrawal_of_getting_worse_waits_for_the_notice_that_was_sent_after_it():
    case = ready().says("2023-03-08T12:00", WARD, "ready-withdrawn").says("2023-03-09T12:00", WARD, "ready-notice")
    assert refusal(case, "2023-03-09T13:00", WARD, "correction", of=4) == "message 5 rests on message 4"


def test_a_request_that_was_returned_is_not_written_again_but_for_the_consent_and_to_whom():
    asked = {"recipients": [THE_NURSE], "health_care": "Såromläggning", "wanted_from": date(2023, 3, 7)}
    case = notified().says("2023-03-06T10:00", WARD, "care-request", **asked)
    form = DISCHARGE.bodies["care-request"]
    filled = {"health_care": "Såromläggning", "wanted_from": date(2023, 3, 7)}
    assert DISCHARGE.initial(case.state("2023-03-07T10:00"), form) == filled
    # A day that has passed is asked anew, and what another ward asked for may be withheld from this one.
    assert DISCHARGE.initial(case.state("2023-03-08T10:00"), form) == {"health_care": "Såromläggning"}
    case.says("2023-03-07T11:00", WARD, "moved")
    assert DISCHARGE.initial(case.state("2023-03-07T12:00"), form) == {}
