"""What holds in every plan, whoever says what and when."""

from functools import cache
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.careplan.cast import FACTS, WEST
from tests.properties.careplan import twin
from tests.properties.careplan.chance import UNITS, plan_of

from brygga.careplan import CAREPLAN, CarePlan
from brygga.careplan import PlanStage as Stage
from brygga.process import Acknowledgement, Correction, Sent

seeds = st.integers(0, 250)
of_plans = settings(max_examples=60, deadline=None)


@cache
def plan(seed: int) -> list[Sent]:
    return plan_of(Random(seed))


def state_of(sent: list[Sent]) -> CarePlan:
    return CAREPLAN.under(CAREPLAN.fold(sent, sent[-1].sent_at), WEST)


@of_plans
@given(seeds)
def test_no_order_of_messages_lets_an_intervention_count_that_its_own_unit_has_not_promised(seed):
    sent = plan(seed)
    for number in range(1, len(sent) + 1):
        state = state_of(sent[:number])
        assert {one.number for one in state.counting} == twin.counting(sent[:number]), (seed, number)


@of_plans
@given(seeds)
def test_nothing_in_a_version_was_unpromised_when_it_was_agreed(seed):
    sent = plan(seed)
    for version in state_of(sent).versions:
        until = [m for m in sent if m.sequence < version.sequence]
        withdrawn = {m.body.of for m in sent if isinstance(m.body, Correction)}
        until = [m for m in until if m.sequence not in withdrawn and not isinstance(m.body, Correction)]
        assert {one.number for one in version.interventions} == twin.counting(until)
        assert version.interventions and version.goals


@of_plans
@given(seeds)
def test_goals_consents_and_the_overall_responsibility_agree_with_those_read_by_hand(seed):
    sent = plan(seed)
    for number in range(1, len(sent) + 1):
        state = state_of(sent[:number])
        assert {goal.number: goal.text for goal in state.current_goals} == twin.goals(sent[:number])
        assert state.coordinator == twin.coordinator(sent[:number])
        assert (state.consents_to_plan, set(state.consents)) == twin.consents(sent[:number])
        coordinating = [unit for unit in UNITS if CAREPLAN.part_of(state, FACTS[unit]).coordinates]
        assert coordinating == [state.coordinator]


@of_plans
@given(seeds)
def test_nobody_but_whoever_began_it_is_told_before_the_person_has_consented(seed):
    sent = plan(seed)
    for number in range(1, len(sent) + 1):
        state = state_of(sent[:number])
        if not any(m.body.kind == "plan-offer-accepted" for m in state.messages):
            assert state.taking_part == {sent[0].unit}


@of_plans
@given(seeds)
def test_without_consent_there_is_no_plan_under_way(seed):
    sent = plan(seed)
    for number in range(1, len(sent) + 1):
        state = state_of(sent[:number])
        with_plan = {Stage.ACCEPTED, Stage.CALLED, Stage.DRAFTED, Stage.AGREED, Stage.REVISED}
        assert state.consents_to_plan or state.stage not in with_plan
        assert state.holds_now is None or state.consents_to_plan


@of_plans
@given(seeds)
def test_what_holds_could_have_been_said_as_it_stands_whatever_was_withdrawn(seed):
    told: list[Sent] = []
    for message in state_of(plan(seed)).holding:
        if isinstance(message.body, Acknowledgement):
            continue
        CAREPLAN.check_says(CAREPLAN.under(CAREPLAN.fold(told, message.sent_at), WEST), message)
        told.append(message)


@of_plans
@given(seeds)
def test_a_state_one_message_on_is_the_state_of_all_the_messages(seed):
    sent = plan(seed)
    state = CAREPLAN.fold((), sent[0].sent_at)
    for number, message in enumerate(sent, start=1):
        state = CAREPLAN.after(state, message)
        assert state == CAREPLAN.fold(sent[:number], message.sent_at)


@of_plans
@given(seeds)
def test_every_open_duty_can_be_done_by_whoever_owes_it(seed):
    sent = plan(seed)
    for number in range(1, len(sent) + 1):
        state = state_of(sent[:number])
        parts = {unit: str(CAREPLAN.part_of(state, FACTS[unit])) for unit in state.taking_part}
        may = {part: {move.body.kind for move in CAREPLAN.may_say(state, part)} for part in parts.values()}
        for owed in CAREPLAN.duties(state, WEST, parts):
            # To call waits for the consent that it takes.
            if owed.is_open and "plan-call" not in owed.duty.done_by:
                assert may[owed.part] & set(owed.duty.done_by), (seed, number, owed.duty.id)


def test_the_random_plans_say_everything_and_reach_every_stage():
    kinds, stages, versions = set[str](), set[str](), 0
    for seed in range(251):
        sent = plan(seed)
        kinds |= {message.body.kind for message in sent}
        stages |= {state_of(sent[:number]).stage.value for number in range(1, len(sent) + 1)}
        versions = max(versions, len(state_of(sent).versions))
    assert kinds == set(CAREPLAN.bodies)
    assert stages == {stage.value for stage in Stage} - {"new"}
    assert versions > 1
