"""Random spells: never open care without the three, never a complete plan with an unconfirmed intervention."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.compulsory.cast import FACTS, WEST, complete, content, decided, opened
from tests.properties.compulsory import twin

from brygga.compulsory import COMPULSORY, CompulsoryCare
from brygga.process import Sent

START = datetime(2026, 3, 27, 8, tzinfo=UTC)
"""A Friday; the clocks change on Sunday."""

SELDOM = {"compulsory-care-ended": 0.03, "court-refuses": 0.05, "compulsory-intervention-changed": 0.2}
UNITS = tuple(FACTS)


def state_of(sent: list[Sent], now: datetime) -> CompulsoryCare:
    return COMPULSORY.under(COMPULSORY.fold(sent, now), WEST)


def spell(seed: int, tries: int = 45) -> list[Sent]:
    """A random spell: of what is tried only what is allowed has been said. Most begin where a plan is complete."""
    rng = Random(seed)
    sent = rng.choice([list[Sent](), complete().sent, decided().sent, opened().sent])[:]
    now = START
    for _ in range(tries):
        state = state_of(sent, now)
        parts = {unit: str(COMPULSORY.part_of(state, FACTS[unit])) for unit in UNITS}
        offered = [(unit, move.body.kind) for unit in UNITS for move in COMPULSORY.may_say(state, parts[unit])]
        unit, kind = rng.choice(offered)
        told = dict(content(kind, now))
        refers = COMPULSORY.bodies[kind].refers_to
        named = [m.sequence for m in state.holding if m.body.kind in refers]
        if "of" in told:
            told["of"] = rng.choice(named) if named else rng.randint(1, len(sent) + 1)
        if kind == "compulsory-intervention":
            told["recipients"] = rng.choice([[], [rng.choice(UNITS)]])
        if kind == "court-application":
            told["asks_for"] = rng.choice(["continued-closed", "from-closed-to-open", "continued-open"])
        if kind == "compulsory-open-care-available":
            told["available"] = rng.random() < 0.7
        message = Sent(len(sent) + 1, now, unit, parts[unit], COMPULSORY.parse(kind, told))
        if rng.random() < SELDOM.get(kind, 0.8) and COMPULSORY.says(state, message):
            sent.append(message)
        now += timedelta(seconds=rng.choice([1, 60, 3600, 86_400]))
    return sent


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_plan_and_preconditions_agree_with_those_counted_by_hand(seed):
    sent = spell(seed)
    for number, message in enumerate(sent, start=1):
        state = COMPULSORY.fold(sent[:number], message.sent_at)
        assert state.is_plan_complete == twin.complete(sent[:number])
        if message.body.kind == "compulsory-open-begun":
            assert twin.preconditions(sent[: number - 1])
        if message.body.kind == "court-application" and message.body.asks_for.is_open:
            assert twin.complete(sent[: number - 1])
        if state.is_plan_complete:
            assert not state.plan.unconfirmed


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_a_state_one_message_on_is_the_state_of_all_the_messages(seed):
    sent = spell(seed)
    state = COMPULSORY.fold((), sent[0].sent_at)
    for number, message in enumerate(sent, start=1):
        state = COMPULSORY.after(state, message)
        assert state == COMPULSORY.fold(sent[:number], message.sent_at)


@pytest.mark.parametrize("kind", ["compulsory-open-begun", "court-allows-open", "compulsory-plan-signed"])
def test_the_random_spells_say_what_the_properties_are_about(kind):
    assert any(message.body.kind == kind and message.sent_at >= START for s in range(60) for message in spell(s))
