"""A second opinion on every decision, and what no statement ever opens."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.properties.access import twin
from tests.properties.access.chance import blocks, held, readers, said
from tests.tries import tries

from brygga.access import decide, fold, may_say
from brygga.access.messages import Speaker
from brygga.process import Purpose, Role, Sent

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@settings(UNHURRIED, max_examples=tries(600))
@given(readers, held, said(), st.booleans())
def test_a_second_reading_of_the_acts_gives_the_same_answer_and_clause(reader, data, told, is_child):
    statements, now = told
    decision = decide(reader, data, fold(statements, now, is_child))
    assert (decision.allowed, decision.clause) == twin.answer(reader, data, statements, now, is_child)


@settings(UNHURRIED, max_examples=tries(60))
@given(readers, held, said(), st.sampled_from([Purpose.ADMINISTRATION, Purpose.LOG_REVIEW, Purpose.ASSIGNMENTS]))
def test_no_statement_opens_anything_to_other_purposes_than_care(reader, data, told, purpose):
    assert not decide(replace(reader, purpose=purpose), data, fold(*told)).allowed


@settings(UNHURRIED, max_examples=tries(60))
@given(readers, held, said(), blocks())
def test_a_block_more_never_opens_anything(reader, data, told, block):
    statements, now = told
    more = [*statements, Sent(len(statements) + 1, now, "ward", Role.INPATIENT_CARE, block)]
    if not decide(reader, data, fold(statements, now)).allowed:
        assert not decide(reader, data, fold(more, now)).allowed


@settings(UNHURRIED, max_examples=tries(60))
@given(blocks(), readers, said(), st.booleans())
def test_a_guardian_never_blocks(block, reader, told, is_child):
    assert not may_say(reader, block.model_copy(update={"by": Speaker.GUARDIAN}), fold(*told, is_child), is_child)
