"""What may not be said in a plan, and why."""

from datetime import date

import pytest
from pydantic import ValidationError
from tests.domain.careplan.cast import (
    ASKED,
    CENTRE,
    FACTS,
    ISLAND,
    NORTH,
    NURSES,
    OFFICERS,
    accepted,
    agreed,
    asked,
    at,
    body,
    called,
    confirmed,
    met,
    needed,
    offered,
)

from brygga.careplan import CAREPLAN
from brygga.process import NotAllowed

LATER = "2026-03-12T12:00"


def refused(plan, unit: str, kind: str, when: str = LATER, **given: object) -> str:
    with pytest.raises(NotAllowed) as error:
        plan.says(when, unit, kind, **given)
    return str(error.value)


def test_nobody_promises_what_another_unit_is_to_do():
    for unit in (CENTRE, OFFICERS):
        assert "no intervention that your unit is to answer for" in refused(
            asked(), unit, "plan-intervention-confirmed"
        )
    assert "no intervention that your unit" in refused(confirmed(), NURSES, "plan-intervention-confirmed")


def test_a_plan_is_not_agreed_while_an_intervention_is_not_confirmed():
    for plan in (asked(), asked().says("2026-03-11T08:00", NURSES, "plan-intervention-refused")):
        assert refused(plan, CENTRE, "plan-agreed").startswith(f"interventions that nobody has promised: {ASKED};")
    ended = asked().says("2026-03-11T08:00", CENTRE, "plan-intervention-ended")
    assert "no intervention is confirmed" in refused(ended, CENTRE, "plan-agreed")


def test_a_plan_has_a_goal_and_somebody_with_the_overall_responsibility():
    bare = called().says("2026-03-10T11:00", CENTRE, "plan-meeting-held")
    assert refused(bare, CENTRE, "plan-agreed") == "the plan has no goal; set one"
    bare.says("2026-03-10T11:05", CENTRE, "plan-goal")
    bare.says("2026-03-10T11:06", CENTRE, "plan-intervention", of=6, recipients=[])
    assert "overall responsibility" in refused(bare, CENTRE, "plan-agreed")


def test_only_the_unit_with_the_overall_responsibility_agrees_and_closes():
    for kind in ("plan-agreed", "plan-call", "plan-closed"):
        assert f"{kind} is sent by" in refused(confirmed(), NURSES, kind)


def test_a_call_to_a_meeting_in_the_past_is_refused():
    said = refused(accepted(), CENTRE, "plan-call", first_time=at("2026-03-12T11:59"))
    assert said == "the meeting, 2026-03-12 11:59, has passed; a call is to one that is to come"
    past = {"second_time": at("2026-03-01T09:00")}
    assert "has passed" in refused(accepted(), CENTRE, "plan-call", **past)
    assert "has passed" in refused(called(), CENTRE, "plan-meeting-set", meeting_at=at("2026-03-12T11:00"))
    twice = {"first_time": at("2026-03-20T09:00"), "second_time": at("2026-03-20T09:00")}
    assert refused(accepted(), CENTRE, "plan-call", **twice) == "the same time is proposed twice"


def test_a_meeting_that_is_to_come_is_not_held_and_one_before_the_need_never_was():
    assert "is in the future" in refused(called(), CENTRE, "plan-meeting-held", held_at=at("2026-03-13T09:00"))
    assert "is before the need" in refused(called(), CENTRE, "plan-meeting-held", held_at=at("2026-03-01T09:00"))


def test_nobody_is_called_without_consent_to_collaboration():
    plan = offered().says("2026-03-03T09:00", CENTRE, "plan-offer-accepted", collaboration=False)
    assert "has not consented to the units' working together" in refused(plan, CENTRE, "plan-call")
    plan.says("2026-03-04T09:00", CENTRE, "plan-consent", what="collaborate").says(
        "2026-03-04T10:00", CENTRE, "plan-call"
    )


def test_next_of_kin_are_neither_invited_nor_present_without_the_persons_consent():
    assert "next of kin" in refused(called(), CENTRE, "plan-guest-invited", whom="kin-invited")
    assert "next of kin" in refused(called(), CENTRE, "plan-meeting-held", with_kin=True)
    called(kin=True).says("2026-03-10T11:00", CENTRE, "plan-meeting-held", with_kin=True)


def test_collaboration_is_not_taken_back_as_one_consent_among_others():
    said = refused(accepted(), CENTRE, "plan-consent", what="collaborate", given=False)
    assert said == "without collaboration there is no plan; say that the consent to it is withdrawn"
    assert refused(accepted(), CENTRE, "plan-consent", given=False) == "that is how it stands already"


def test_next_of_kin_answer_for_the_person_only_where_the_agreement_lets_them():
    kin = {"by": "next-of-kin"}
    for agreement in (None, NORTH):
        plan = offered(agreement) if agreement else offered()
        said = refused(plan, CENTRE, "plan-offer-accepted", **kin)
        assert said == "by the agreement next of kin do not answer for the person"
    offered(ISLAND).says("2026-03-03T09:00", CENTRE, "plan-offer-accepted", **kin)


def test_guardians_answer_for_children_only():
    assert refused(offered(), CENTRE, "plan-offer-accepted", by="guardian") == "guardians answer for children only"
    child = offered(is_child=True).says("2026-03-03T09:00", CENTRE, "plan-offer-accepted", by="both-guardians")
    assert child.state(LATER).is_child


def test_no_plan_is_refused_where_the_agreement_has_one_offered():
    for reason in ("one-principal", "no-coordination-needed"):
        said = refused(needed(), CENTRE, "plan-not-started", reason=reason)
        assert said == "the agreement has a plan offered here; offer it, and the person decides"
    needed().says(LATER, CENTRE, "plan-not-started")
    alone = needed(needs=["region-care"])
    alone.says(LATER, CENTRE, "plan-not-started", reason="one-principal", text="the centre alone")


def test_on_gotland_needs_of_one_principal_are_no_reason_where_they_have_to_be_planned_together():
    alone = needed(ISLAND, needs=["region-care"])
    assert "offered here" in refused(alone, CENTRE, "plan-not-started", reason="one-principal")


def test_without_a_reason_nobody_says_no():
    with pytest.raises(ValidationError):
        body("plan-not-started", at(LATER), text="  ")


def test_a_patient_contract_is_the_regions_own():
    contract = {"plan": "patient-contract", "needs": ["region-care"]}
    plan = needed(**contract)
    with pytest.raises(NotAllowed, match="the municipality is needed too"):
        needed(plan="patient-contract")
    reaches = CAREPLAN.check_reaches
    plan.says("2026-03-02T10:00", CENTRE, "plan-offered").says("2026-03-03T09:00", CENTRE, "plan-offer-accepted")
    state, call = plan.state(LATER), body("plan-call", at(LATER), recipients=[NURSES])
    with pytest.raises(NotAllowed, match="call units of the region"):
        reaches(state, call, (FACTS[NURSES],), FACTS[CENTRE])


def test_the_first_call_reaches_whoever_answers_for_each_need():
    state = accepted().state(LATER)
    call = body("plan-call", at(LATER), recipients=["another centre"])
    from brygga.process import Role, UnitFacts

    with pytest.raises(NotAllowed, match="the call reaches nobody that answers for a need: municipality"):
        CAREPLAN.check_reaches(
            state, call, (UnitFacts("another centre", "", Role.OUTPATIENT_CARE, "1480"),), FACTS[CENTRE]
        )
    CAREPLAN.check_reaches(
        state, body("plan-call", at(LATER), recipients=[OFFICERS]), (FACTS[OFFICERS],), FACTS[CENTRE]
    )


def test_an_intervention_is_asked_of_those_who_take_part():
    state = accepted().says("2026-03-03T10:00", CENTRE, "plan-call", recipients=[OFFICERS]).state(LATER)
    asking = body("plan-intervention", at(LATER), recipients=[NURSES])
    with pytest.raises(NotAllowed, match="cannot be told this"):
        CAREPLAN.check_reaches(state, asking, (FACTS[NURSES],), FACTS[CENTRE])


def test_a_goal_goes_only_after_what_is_done_for_it():
    assert refused(confirmed(), CENTRE, "plan-goal-dropped") == "what is done for that goal is to be ended first: 8"
    plan = confirmed().says("2026-03-11T09:00", NURSES, "plan-intervention-ended")
    plan.says("2026-03-11T10:00", CENTRE, "plan-goal-dropped")
    assert refused(plan, CENTRE, "plan-goal-changed") == "message 7 is no goal of the plan now"


def test_an_intervention_ends_after_it_begins_and_by_those_who_may_end_it():
    assert "before it begins" in refused(met(), CENTRE, "plan-intervention", until=date(2026, 3, 1))
    assert "before it begins" in refused(confirmed(), NURSES, "plan-intervention-changed", until=date(2026, 3, 1))
    assert "ended by the unit that does it" in refused(confirmed(), OFFICERS, "plan-intervention-ended")


def test_a_follow_up_is_on_a_day_to_come():
    assert "is to be on a day that is to come" in refused(
        confirmed(), CENTRE, "plan-agreed", follow_up=date(2026, 3, 12)
    )
    said = refused(agreed(), CENTRE, "plan-followed-up", next_follow_up=date(2026, 3, 12))
    assert "is to be on a day that is to come" in said


def test_a_plan_is_closed_as_reached_only_when_a_follow_up_has_said_so():
    assert "no follow-up has said that the goals are met" in refused(agreed(), CENTRE, "plan-closed")
    plan = agreed().says("2026-03-12T09:00", CENTRE, "plan-followed-up", goals="some-met")
    assert "no follow-up has said that the goals are met" in refused(plan, CENTRE, "plan-closed")
    plan.says("2026-03-12T10:00", CENTRE, "plan-followed-up").says("2026-03-12T11:00", CENTRE, "plan-closed")
    agreed().says("2026-03-12T09:00", CENTRE, "plan-closed", reason="person-moved")


def test_a_message_is_withdrawn_only_while_nothing_rests_on_it():
    assert refused(confirmed(), CENTRE, "correction", of=ASKED) == "message 9 rests on message 8"
    plan = asked().says("2026-03-11T07:00", CENTRE, "correction", of=ASKED)
    assert plan.state(LATER).interventions == ()


def test_that_the_person_was_not_there_is_said_with_its_reason():
    with pytest.raises(ValidationError, match="say why the person did not take part"):
        body("plan-meeting-held", at(LATER), with_person=False)


def test_medical_planning_without_a_plan_is_for_whoever_declined():
    closed = agreed().says("2026-03-12T09:00", CENTRE, "plan-closed", reason="person-moved")
    assert refused(closed, CENTRE, "medical-planning") == "the person has not declined the plan"


def test_a_call_with_one_time_is_not_answered_by_times():
    assert "one time only" in refused(called(), NURSES, "plan-times-answered")
    plan = accepted().says("2026-03-03T10:00", CENTRE, "plan-call", second_time=at("2026-03-11T10:00"))
    plan.says("2026-03-04T10:00", NURSES, "plan-times-answered", can=["first-time", "second-time"])
    assert "that your unit is to answer" in refused(plan, NURSES, "plan-times-answered")
