"""What the messages of a plan come to: consents, what counts, versions, whose the overall responsibility is."""

import pytest
from tests.domain.careplan.cast import (
    ASKED,
    CENTRE,
    GOAL,
    NURSES,
    OFFICERS,
    accepted,
    agreed,
    asked,
    called,
    confirmed,
    met,
    needed,
    offered,
)

from brygga.careplan import CAREPLAN, PlanStage
from brygga.careplan.messages import ConsentTo

LATER = "2026-03-20T12:00"


def test_the_stages_follow_each_other_from_the_need_to_the_plan():
    steps = [needed(), offered(), accepted(), called(), met(), agreed()]
    assert [plan.state(LATER).stage for plan in steps] == ("need-seen offered accepted called drafted agreed".split())


def test_three_consents_are_kept_apart_and_none_lets_anybody_read_records():
    state = accepted(kin=True).state(LATER)
    assert state.consents_to_plan
    assert state.consents == {ConsentTo.KIN, ConsentTo.COLLABORATION}
    apart = accepted().says("2026-03-04T09:00", CENTRE, "plan-consent").state(LATER)
    assert apart.consents == {ConsentTo.KIN, ConsentTo.COLLABORATION}
    withdrawn = accepted(kin=True).says("2026-03-04T09:00", CENTRE, "plan-consent", given=False).state(LATER)
    assert withdrawn.consents == {ConsentTo.COLLABORATION}
    assert withdrawn.consents_to_plan
    # A consent to read is a statement about the person; a plan holds none.
    assert "consent" not in CAREPLAN.bodies


def test_a_consent_withdrawn_closes_the_plan():
    for what, kept in (("the-plan", {ConsentTo.COLLABORATION}), ("collaboration", set())):
        state = agreed().says("2026-03-12T09:00", CENTRE, "plan-consent-withdrawn", what=what).state(LATER)
        assert (state.stage, state.closed_for, state.consents) == (PlanStage.CLOSED, what, kept)
        assert state.holds_now is None


def test_an_intervention_of_another_unit_counts_only_when_that_unit_has_confirmed_it():
    state = asked().state(LATER)
    assert state.counting == ()
    assert [one.number for one in state.awaiting(NURSES)] == [ASKED]
    assert [one.number for one in confirmed().state(LATER).counting] == [ASKED]


def test_ones_own_intervention_is_promised_as_it_is_written():
    state = met().says("2026-03-10T11:10", CENTRE, "plan-intervention", recipients=[]).state(LATER)
    assert [(one.unit, one.counts) for one in state.interventions] == [(CENTRE, True)]


def test_a_change_by_another_takes_the_confirmation_back_and_ones_own_does_not():
    theirs = confirmed().says("2026-03-12T09:00", CENTRE, "plan-intervention-changed").state(LATER)
    assert theirs.counting == ()
    assert theirs.interventions[0].what == "walking every day"
    assert theirs.interventions[0].who == "the physiotherapist"
    own = confirmed().says("2026-03-12T09:00", NURSES, "plan-intervention-changed").state(LATER)
    assert [one.what for one in own.counting] == ["walking every day"]


def test_a_change_touches_no_other_confirmation():
    plan = confirmed().says("2026-03-11T08:10", CENTRE, "plan-intervention", recipients=[OFFICERS], what="home help")
    plan.says("2026-03-11T08:20", OFFICERS, "plan-intervention-confirmed", of=10)
    state = plan.says("2026-03-11T08:30", CENTRE, "plan-intervention-changed").state(LATER)
    assert [one.number for one in state.counting] == [10]


def test_a_goal_put_otherwise_has_everything_for_it_confirmed_anew():
    state = confirmed().says("2026-03-12T09:00", CENTRE, "plan-goal-changed").state(LATER)
    assert state.counting == ()
    assert [one.number for one in state.awaiting(NURSES)] == [ASKED]


def test_to_put_a_goal_otherwise_promises_nothing():
    assert asked().says("2026-03-12T09:00", NURSES, "plan-goal-changed").state(LATER).counting == ()
    kept = confirmed().says("2026-03-12T09:00", NURSES, "plan-goal-changed").state(LATER)
    assert [one.number for one in kept.counting] == [ASKED]


def test_a_unit_that_refuses_can_think_again():
    plan = asked().says("2026-03-11T08:00", NURSES, "plan-intervention-refused")
    assert [one.refused_at is not None for one in plan.state(LATER).unconfirmed] == [True]
    assert plan.state(LATER).awaiting(NURSES) == ()
    assert plan.says("2026-03-11T09:00", NURSES, "plan-intervention-confirmed").state(LATER).unconfirmed == ()


def test_a_plan_changed_after_it_was_agreed_is_under_revision_and_the_version_before_holds():
    plan = agreed().says("2026-03-12T09:00", CENTRE, "plan-intervention-changed")
    state = plan.state(LATER)
    assert state.stage is PlanStage.REVISED
    assert state.holds_now and [one.what for one in state.holds_now.interventions] == ["walking"]
    assert (state.changes.added, state.changes.changed, state.changes.ended) == ((), ("walking every day",), ())
    plan.says("2026-03-12T10:00", CENTRE, "plan-goal", goal="to see friends")
    plan.says("2026-03-12T10:01", CENTRE, "plan-action-of-others", of=12, what="lunch on Fridays")
    plan.says("2026-03-12T10:02", NURSES, "plan-intervention-ended")
    plan.says("2026-03-12T10:03", OFFICERS, "plan-intervention", of=12, recipients=[], what="a companion")
    changes = plan.state(LATER).changes
    assert changes.added == ("to see friends", "a companion", "lunch on Fridays")
    assert changes.ended == ("walking",)
    again = plan.says("2026-03-12T11:00", CENTRE, "plan-agreed").state(LATER)
    assert (again.stage, len(again.versions)) == (PlanStage.AGREED, 2)
    # Once agreed anew the page shows what that version changed.
    assert again.changes == changes


def test_whoever_saw_the_need_has_the_overall_responsibility_until_another_takes_it():
    plan = met()
    assert plan.parts(LATER) == {
        CENTRE: "coordinating-region",
        NURSES: "municipality",
        OFFICERS: "municipality",
    }
    plan.says("2026-03-12T09:00", OFFICERS, "plan-coordination-taken", contact="the case officer")
    assert plan.parts(LATER) == {
        CENTRE: "region",
        NURSES: "municipality",
        OFFICERS: "coordinating-municipality",
    }


def test_of_several_times_none_is_the_meetings_until_one_is_settled():
    second = "2026-03-11T09:00:00+01:00"
    plan = accepted().says("2026-03-03T10:00", CENTRE, "plan-call", second_time=second)
    assert plan.state(LATER).meeting_at is None
    plan.says("2026-03-03T12:00", CENTRE, "plan-meeting-set")
    assert plan.state(LATER).meeting_at is not None
    assert called().state(LATER).meeting_at is not None


def test_a_declined_offer_can_be_made_again():
    plan = offered().says("2026-03-03T09:00", CENTRE, "plan-offer-declined")
    assert plan.state(LATER).stage is PlanStage.DECLINED
    plan.says("2026-05-03T09:00", CENTRE, "plan-offered").says("2026-05-04T09:00", CENTRE, "plan-offer-accepted")
    state = plan.state("2026-05-05T09:00")
    assert (state.stage, state.declined_at, state.over_at) == (PlanStage.ACCEPTED, None, None)


@pytest.mark.parametrize(
    "plan", [needed(), offered(), offered().says("2026-03-03T09:00", CENTRE, "plan-offer-declined")]
)
def test_nobody_has_the_person_in_their_care_by_a_plan_before_the_person_consents(plan):
    assert CAREPLAN.care_until(plan.state(LATER)) is None


def test_while_the_plan_goes_on_those_who_take_part_have_the_person_in_their_care():
    assert CAREPLAN.care_until(called().state(LATER)).year == 9000
    closed = agreed().says("2026-03-12T09:00", CENTRE, "plan-consent-withdrawn")
    assert CAREPLAN.care_until(closed.state(LATER)) is None


def test_a_plan_says_in_the_words_of_the_tables_what_its_need_is():
    assert CAREPLAN.situation(called().state(LATER)) == {
        "plan_consent": "consents",
        "needs_region_care": True,
        "needs_municipal_care": False,
        "needs_social_services": True,
        "coordination_needed": True,
        "person_asks": False,
    }
    assert "plan_consent" not in CAREPLAN.situation(offered().state(LATER))
    assert CAREPLAN.situation(agreed().says(LATER, CENTRE, "plan-consent-withdrawn").state(LATER)) == {}


def test_a_form_names_goals_and_interventions_as_they_read_now_and_only_what_the_unit_may_answer():
    state = asked().says("2026-03-11T07:00", CENTRE, "plan-intervention-changed").state(LATER)
    bodies = CAREPLAN.bodies
    assert CAREPLAN.to_name(state, NURSES, bodies["plan-intervention-confirmed"]) == {ASKED: "walking every day"}
    assert CAREPLAN.to_name(state, OFFICERS, bodies["plan-intervention-confirmed"]) == {}
    assert CAREPLAN.to_name(state, OFFICERS, bodies["plan-intervention"]) == {GOAL: "to do my own shopping"}
    assert CAREPLAN.to_name(state, OFFICERS, bodies["plan-intervention-ended"]) == {}
    assert CAREPLAN.to_name(state, CENTRE, bodies["plan-intervention-ended"]) == {ASKED: "walking every day"}
    assert CAREPLAN.to_name(state, CENTRE, bodies["plan-times-answered"]) is None
