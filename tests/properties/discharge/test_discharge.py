"""What holds in every discharge, whoever says what and when."""

from collections import Counter
from dataclasses import fields
from datetime import datetime
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.properties.discharge.chance import (
    STARTS,
    TAKING_PART,
    allowed,
    bodies,
    case_of,
    cases,
    draft,
    gaps,
    kinds,
    roles,
)
from tests.properties.discharge.twin import clock, duties_by_hand
from tests.tries import tries

from brygga.agreements import load_all
from brygga.discharge import DISCHARGE, Discharge, Stage, stay_of
from brygga.process import Correction, NotAllowed, Role, Sent

SWEDISH_LAW = load_all().agreement("sverige")
EVERYONE = {f"the {part}": part for part in TAKING_PART}
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def said(state: Discharge) -> dict[str, object]:
    """The state but for the list of every message ever sent."""
    return {field.name: getattr(state, field.name) for field in fields(state) if field.name != "messages"}


def out_of_step(messages) -> list[int]:
    """The messages that could not have been said after those before them, but for having read something."""
    binding = [m for m in messages if m.body.kind != "acknowledgement"]
    return [m.sequence for number, m in enumerate(binding) if not allowed(binding[:number], m)]


class AnyCase(RuleBasedStateMachine):
    """People in four roles, who try to say anything at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Sent] = []
        self.now = STARTS[0]

    @property
    def state(self) -> Discharge:
        return DISCHARGE.fold(self.sent, self.now)

    @initialize(start=st.sampled_from(STARTS))
    def a_patient_comes(self, start: datetime) -> None:
        self.now = start

    @rule(gap=gaps)
    def time_passes(self, gap) -> None:
        self.now += gap

    @rule(data=st.data(), role=roles, kind=kinds)
    def someone_says_something(self, data: st.DataObject, role: Role, kind: str) -> None:
        message = draft(self.sent, self.now, role, data.draw(bodies(kind, self.now, len(self.sent))))
        before = self.state
        if allowed(self.sent, message):
            assert kind in {move.body.kind for move in DISCHARGE.may_say(before, role)}
            assert DISCHARGE.says(before, message)
            self.sent.append(message)
        else:
            assert not DISCHARGE.says(before, message)

    @rule(data=st.data(), role=roles)
    def someone_says_what_the_page_offers(self, data: st.DataObject, role: Role) -> None:
        offered = DISCHARGE.may_say(self.state, role)
        if not offered:
            return
        move = data.draw(st.sampled_from(offered))
        message = draft(self.sent, self.now, role, data.draw(bodies(move.body.kind, self.now, len(self.sent))))
        stage = self.state.stage
        if DISCHARGE.says(self.state, message):
            self.sent.append(message)
            expected = stage if isinstance(message.body, Correction) else move.leads[stage]
            assert isinstance(message.body, Correction) or self.state.stage is expected

    @precondition(lambda self: len(self.sent) > 1)
    @rule(data=st.data())
    def someone_withdraws_a_message(self, data: st.DataObject) -> None:
        of = data.draw(st.sampled_from(self.sent))
        message = draft(self.sent, self.now, of.part, Correction(of=of.sequence, reason="by mistake"))
        took_up = {m.sequence for m in self.sent if m.body.kind == "acknowledgement" and m.body.of == of.sequence}
        without = [m for m in self.state.holding if m.sequence not in {of.sequence, *took_up}]
        if not allowed(self.sent, message):
            if self.state.holds(of.sequence) and of.body.kind != "admission" and DISCHARGE.may_say(self.state, of.part):
                assert out_of_step(without), "it was refused, though all that was said since could have been said"
            return
        self.sent.append(message)
        assert said(self.state) == said(DISCHARGE.fold(without, self.now))
        assert not out_of_step(self.state.holding)

    @invariant()
    def the_case_can_be_read(self) -> None:
        state = self.state
        assert isinstance(state.stage, Stage)
        assert state.version == len(self.sent) == len(state.messages)
        assert (state.stage is Stage.NEW) is not bool(self.sent)
        if stay := stay_of(state, "1", "1480"):
            assert (stay.admitted_at, stay.discharged_at) == tuple(
                moment and clock(moment) for moment in (state.admitted_at, state.discharged_at)
            )
            if stay.ready_at:
                assert clock(state.ready_at) <= stay.ready_at <= (stay.discharged_at or stay.ready_at)
            else:
                assert not state.ready_at or state.needs & {"municipal-health-care", "social-services"}

    @invariant()
    def a_duty_is_never_both_open_and_done(self) -> None:
        found = DISCHARGE.duties(self.state, SWEDISH_LAW, EVERYONE)
        assert max(Counter((one.duty.id, one.part) for one in found).values(), default=0) <= 1
        for one in found:
            assert not (one.is_open and one.done_by is not None)
            assert (one.done_by is not None) == (one.standing in {"done", "late"})

    @invariant()
    def the_offers_of_the_page_are_kept(self) -> None:
        # What is offered is refused for its content alone, never because of who says it or when.
        for role in Role:
            for move in DISCHARGE.may_say(self.state, role):
                assert role in move.by
                assert self.state.stage in move.leads


AnyCase.TestCase.settings = settings(UNHURRIED, max_examples=tries(15), stateful_step_count=30)
TestAnyCase = AnyCase.TestCase


def standing(sent: list[Sent], now: datetime) -> dict[tuple[str, str], tuple[str, datetime | None]]:
    found = DISCHARGE.duties(DISCHARGE.fold(sent, now), SWEDISH_LAW, EVERYONE)
    return {
        (one.duty.id, one.part): (one.standing.value, one.due_at and clock(one.due_at))
        for one in found
        if not one.is_courtesy
    }


@pytest.mark.parametrize("batch", range(6))
def test_the_duties_agree_with_those_counted_by_hand(batch):
    for seed in range(80 * batch, 80 * batch + 80):
        for sent, now in case_of(Random(seed)):
            assert standing(sent, now) == duties_by_hand(sent, now), f"seed {seed}, {len(sent)} messages"


def test_the_random_cases_try_every_way_in_which_a_duty_can_stand():
    seen: set[tuple[str, str]] = set()
    for seed in range(480):
        for sent, now in case_of(Random(seed)):
            seen.update((duty, how) for (duty, _), (how, _) in duties_by_hand(sent, now).items())
        if seen >= CAN_BE:
            return
    raise AssertionError(f"never tried: {sorted(CAN_BE - seen)}")


def ways(duty: str, *how: str) -> set[tuple[str, str]]:
    return {(duty, one) for one in how}


CAN_BE = (
    ways("send-admission-notice", "open", "overdue", "done", "late", "lapsed")
    | ways("start-planning", "open", "done", "lapsed")
    | ways("appoint-named-care-contact", "open", "overdue", "done", "late", "lapsed")
    | ways("send-ready-notice", "upcoming", "open", "lapsed")
    | ways("announce-changed-date", "upcoming", "open")
    | ways("state-outpatient-interventions", "open", "done", "lapsed")
    | ways("call-to-sip", "open", "overdue", "done", "late")
    | ways("hold-sip", "open", "overdue", "done", "late")
    | ways("discharge-patient", "open")
    | ways("tell-otherwise", "open", "done")
    | ways("transfer-information", "open", "overdue", "done", "late")
)
"""The ways in which each duty can stand, every one of which the random cases must have tried."""


@settings(UNHURRIED, max_examples=tries(25))
@given(cases(), st.data())
def test_a_correction_restores_the_state_without_the_message(case, data):
    sent, now = case
    assume(sent)
    of = data.draw(st.sampled_from(sent))
    correction = draft(sent, now, of.part, Correction(of=of.sequence, reason="by mistake"))
    if not allowed(sent, correction):
        return
    assert not out_of_step(DISCHARGE.fold([*sent, correction], now).holding)
    # To have taken up what no longer holds does not hold either.
    about = {of.sequence} | {m.sequence for m in sent if m.body.kind == "acknowledgement" and m.body.of == of.sequence}
    without = [m for m in sent if m.sequence not in about]
    assert said(DISCHARGE.fold([*sent, correction], now)) == said(DISCHARGE.fold(without, now))


@settings(UNHURRIED, max_examples=tries(25))
@given(cases())
def test_duties_never_come_back_as_time_alone_goes_by(case):
    """Time makes a duty arise, fall due or lapse; only a message does one, or brings one back."""
    order = {"upcoming": 0, "open": 1, "overdue": 2, "lapsed": 3}
    sent, now = case
    assume(sent)
    early = {
        (d.duty.id, d.part): d for d in DISCHARGE.duties(DISCHARGE.fold(sent, sent[-1].sent_at), SWEDISH_LAW, EVERYONE)
    }
    late = {(d.duty.id, d.part): d for d in DISCHARGE.duties(DISCHARGE.fold(sent, now), SWEDISH_LAW, EVERYONE)}
    assert early.keys() == late.keys()
    for key, one in early.items():
        if one.done_by is None:
            assert order[late[key].standing] >= order[one.standing]
        else:
            assert late[key] == one


@given(st.data(), kinds)
def test_a_refusal_always_has_a_reason(data, kind):
    message = draft([], STARTS[0], Role.DENTAL_CARE, data.draw(bodies(kind, STARTS[0], 0)))
    try:
        DISCHARGE.check_says(DISCHARGE.fold([], STARTS[0]), message)
    except NotAllowed as reason:
        assert str(reason).startswith(f"{kind} is sent by ")
    else:
        raise AssertionError("an outsider was let in")
