"""What is owed in a plan, by whom, by when; and what is waited for though no clause orders it."""

import pytest
from tests.domain.careplan.cast import (
    ACTS,
    CENTRE,
    ISLAND,
    NORTH,
    NURSES,
    OFFICERS,
    WEST,
    accepted,
    agreed,
    asked,
    at,
    called,
    confirmed,
    needed,
    offered,
)

from brygga.process import DutyStanding

LATER = "2026-03-12T12:00"


@pytest.mark.parametrize("agreement", [WEST, ISLAND, NORTH, ACTS])
def test_needs_of_both_and_no_offer_is_owed_an_offer_everywhere(agreement):
    assert needed(agreement).owed(LATER) == {"offer-plan": {CENTRE}}
    assert "offer-plan" not in offered(agreement).owed(LATER)


def test_a_need_of_one_principal_is_owed_an_offer_where_the_agreement_says_so():
    assert needed(ISLAND, needs=["region-care"]).owed(LATER) == {"offer-plan": {CENTRE}}
    for agreement in (WEST, NORTH, ACTS):
        assert needed(agreement, needs=["region-care"]).owed(LATER) == {}


def test_an_offer_without_an_answer_is_waited_for_and_owed_by_nobody():
    assert offered().owed(LATER) == {"record-answer": {CENTRE}}
    assert offered().turn(LATER) == frozenset()


def test_each_act_has_its_own_clock_and_neither_a_figure():
    plan = accepted(ACTS)
    [begin] = [one for one in plan.duties(LATER) if one.is_open]
    assert (begin.duty.id, begin.due_at, begin.clauses) == (
        "begin-plan-region",
        None,
        ("2017-30.16.4.2", "2017-612.4.2.3"),
    )
    assert plan.says(LATER, CENTRE, "plan-call").owed("2026-03-12T12:01") == {}


def test_declined_leads_to_medical_planning_where_the_agreement_has_it_so():
    declined = [
        offered(one).says("2026-03-03T09:00", CENTRE, "plan-offer-declined") for one in (WEST, ISLAND, NORTH, ACTS)
    ]
    assert [plan.owed(LATER) for plan in declined] == [{"plan-medical-care": {CENTRE}}, {}, {}, {}]
    assert declined[0].says("2026-03-04T09:00", CENTRE, "medical-planning").owed(LATER) == {}


def test_consent_withdrawn_leaves_the_medical_planning_to_be_done():
    plan = agreed().says("2026-03-12T09:00", CENTRE, "plan-consent-withdrawn")
    assert plan.owed(LATER) == {"plan-medical-care": {CENTRE}}


def test_a_child_is_to_be_heard_and_a_preparation_without_its_view_does_not_do():
    plan = called(is_child=True).says("2026-03-04T09:00", CENTRE, "person-prepared")
    assert "hear-child" in plan.owed(LATER)
    assert plan.turn(LATER) == {"coordinating-region"}
    plan.says("2026-03-05T09:00", NURSES, "person-prepared", childs_view="I want to go to school by myself")
    assert plan.standing(LATER, "hear-child") is DutyStanding.DONE
    assert "hear-child" not in called().owed(LATER)


def test_where_no_clause_orders_it_a_childs_view_is_waited_for_all_the_same():
    plan = called(ACTS, is_child=True)
    assert "hear-child" in plan.owed(LATER)
    assert plan.turn(LATER) == frozenset()


def test_who_is_asked_to_do_something_is_waited_for_and_in_the_north_owes_an_answer():
    assert asked().owed(LATER) == {"confirm-intervention": {NURSES}}
    assert asked().turn(LATER) == frozenset()
    assert asked(NORTH).turn(LATER) == {"municipality"}
    assert "confirm-intervention" not in confirmed().owed(LATER)


def test_a_change_asks_anew():
    plan = confirmed().says("2026-03-12T09:00", CENTRE, "plan-intervention-changed")
    [waits] = [one for one in plan.duties(LATER) if one.duty.id == "confirm-intervention" and one.is_open]
    assert (waits.units, waits.since) == ((NURSES,), at("2026-03-12T09:00"))


def test_when_everything_is_confirmed_it_is_time_to_agree():
    assert confirmed().owed(LATER) == {"agree-plan": {CENTRE}}
    assert agreed().owed(LATER) == {}


def test_somebody_is_to_take_the_overall_responsibility():
    plan = called().says("2026-03-10T11:00", CENTRE, "plan-meeting-held")
    assert plan.owed(LATER) == {"take-overall-responsibility": {CENTRE}}
    plan.says("2026-03-10T12:00", OFFICERS, "plan-coordination-taken")
    assert plan.owed(LATER) == {}


def test_a_meeting_whose_time_has_come_is_to_be_told_of():
    assert called().owed("2026-03-10T10:00") == {"record-meeting": {CENTRE}}
    assert called().owed("2026-03-10T09:59") == {}


def test_units_answer_several_times_until_one_is_settled():
    plan = accepted().says("2026-03-03T10:00", CENTRE, "plan-call", second_time=at("2026-03-11T10:00"))
    assert plan.owed("2026-03-04T09:00") == {"answer-times": {NURSES, OFFICERS}}
    plan.says("2026-03-04T10:00", NURSES, "plan-times-answered")
    assert plan.owed("2026-03-04T11:00") == {"answer-times": {OFFICERS}}
    assert plan.says("2026-03-04T12:00", CENTRE, "plan-meeting-set").owed("2026-03-04T13:00") == {}


def test_a_plan_past_its_follow_up_is_overdue_by_the_agreement_and_waited_for_by_the_acts():
    assert agreed().owed("2026-06-09T23:59") == {}
    assert agreed().standing("2026-06-10T12:00", "follow-up-plan") is DutyStanding.OPEN
    assert agreed().standing("2026-06-11T00:00", "follow-up-plan") is DutyStanding.OVERDUE
    assert agreed(ACTS).standing("2026-06-11T00:00", "follow-up-plan") is DutyStanding.OPEN
    followed = agreed().says("2026-06-10T12:00", CENTRE, "plan-followed-up")
    assert followed.owed("2026-06-11T00:00") == {}
    assert followed.standing("2026-12-02T00:00", "follow-up-plan") is DutyStanding.OVERDUE


def test_a_plan_under_lss_is_offered_and_reviewed_within_the_year():
    assert set(needed(lss=True).owed(LATER)) == {"offer-plan", "offer-plan-lss"}
    plan = agreed(lss=True)
    [review] = [one for one in plan.duties(LATER) if one.duty.id == "review-plan-yearly"]
    assert review.due_at == at("2027-03-11T23:59:59")
    plan.says("2026-09-01T12:00", CENTRE, "plan-followed-up")
    [review] = [one for one in plan.duties("2026-09-02T12:00") if one.duty.id == "review-plan-yearly"]
    assert (review.due_at, review.standing) == (at("2027-09-01T23:59:59"), DutyStanding.OPEN)


def test_a_patient_contract_knows_neither_acts_clock():
    plan = accepted(plan="patient-contract", needs=["region-care"])
    assert plan.owed(LATER) == {}
