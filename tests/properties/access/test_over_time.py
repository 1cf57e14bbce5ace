"""One person over time: statements, units and days come and go, and after every step everybody reads what they may."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.properties.access import twin
from tests.properties.access.chance import (
    CASE_OF,
    EVERYTHING,
    START,
    blocks,
    consents,
    emergencies,
    hours,
    lifts,
    reader,
    unable,
    units,
    withdrawals,
)
from tests.tries import tries

from brygga.access import EMERGENCY_LASTS, Reader, Wishes, check_says, decide, fold, may_say, parse
from brygga.access.messages import Block, Consent, LiftGround, Speaker
from brygga.process import Body, NotAllowed, Sent

BETWEEN_PROVIDERS = {"consent", "consent-social", "child", "child-social", "unable", "unable-social", "emergency"}
"""The grounds of 2022:913 3:1-3:6; by 3:7 there is no other."""

Table = dict[tuple[str, int], bool]
"""Whether each unit may read each of EVERYTHING, by its place there."""


class Access(RuleBasedStateMachine):
    """One person, units of several providers in both branches; statements, relations and time come and go."""

    @initialize(is_child=st.booleans(), related=st.sets(units))
    def begins(self, is_child: bool, related: set[str]) -> None:
        self.said, self.now = list[Sent](), START
        self.is_child, self.related = is_child, related

    def reader(self, unit: str) -> Reader:
        return reader(unit, unit in self.related)

    @property
    def wishes(self) -> Wishes:
        return fold(self.said, self.now, self.is_child)

    def table(self) -> Table:
        wishes = self.wishes
        return {
            (unit, at): decide(self.reader(unit), data, wishes).allowed
            for unit in CASE_OF
            for at, data in enumerate(EVERYTHING)
        }

    def says(self, unit: str, body: Body) -> bool:
        """Records what the guard allows at this unit."""
        try:
            check_says(self.reader(unit), body, self.wishes, self.is_child)
        except NotAllowed:
            return False
        self.said.append(Sent(len(self.said) + 1, self.now, unit, CASE_OF[unit][1], body))
        return True

    def holding(self, kind: type[Body]) -> list[int]:
        return [number for number, _ in self.wishes.of(kind)]

    @rule(gap=hours)
    def time_passes(self, gap: timedelta) -> None:
        self.now += gap

    @rule()
    def the_child_grows_up(self) -> None:
        self.is_child = False

    @rule(unit=units)
    def a_unit_joins(self, unit: str) -> None:
        self.related = self.related | {unit}

    @rule(unit=units)
    def a_unit_leaves(self, unit: str) -> None:
        self.related = self.related - {unit}

    @rule(unit=units, draw=st.data())
    def a_consent_is_given(self, unit: str, draw: st.DataObject) -> None:
        before = self.table()
        if self.says(unit, draw.draw(consents(CASE_OF[unit][0]))):
            after = self.table()
            assert all(after[key] for key, allowed in before.items() if allowed)

    @precondition(lambda self: self.holding(Consent))
    @rule(unit=units, draw=st.data())
    def a_consent_is_withdrawn(self, unit: str, draw: st.DataObject) -> None:
        before = self.table()
        self.says(unit, withdrawals(draw.draw(st.sampled_from(self.holding(Consent)))))
        assert opened(before, self.table()) == set()

    @rule(unit=units, draw=st.data())
    def a_block_is_set(self, unit: str, draw: st.DataObject) -> None:
        block, before = draw.draw(blocks(CASE_OF[unit][0])), self.table()
        if not self.says(unit, block):
            return
        after = self.table()
        assert opened(before, after) == set()
        assert not any(after[key] for key in self.outside(block))

    @rule(unit=units, draw=st.data())
    def a_block_is_set_and_lifted_as_if_never_there(self, unit: str, draw: st.DataObject) -> None:
        before = self.table()
        if self.says(unit, draw.draw(blocks(CASE_OF[unit][0]))):
            assert self.says(unit, lifts(self.said[-1].sequence, LiftGround.PERSON_ASKS))
            assert self.table() == before

    @precondition(lambda self: self.holding(Block))
    @rule(unit=units, ground=st.sampled_from(list(LiftGround)), draw=st.data())
    def a_block_is_lifted(self, unit: str, ground: LiftGround, draw: st.DataObject) -> None:
        self.says(unit, lifts(draw.draw(st.sampled_from(self.holding(Block))), ground))

    @rule(unit=units, draw=st.data())
    def an_emergency_is_opened(self, unit: str, draw: st.DataObject) -> None:
        before = self.table()
        if self.says(unit, draw.draw(emergencies(unit))):
            assert {who for who, _ in opened(before, self.table())} <= {unit}
            assert self.is_over_by_itself(unit)

    @rule(unit=units)
    def ability_is_judged(self, unit: str) -> None:
        self.says(unit, unable(CASE_OF[unit][0]))

    @rule(unit=units)
    def a_child_is_judged_immature(self, unit: str) -> None:
        if self.says(unit, parse("immature-child", {"reason": "is three"})):
            assert self.is_child

    @rule(unit=units, of=st.integers(1, 20))
    def anything_is_withdrawn(self, unit: str, of: int) -> None:
        before = self.table()
        self.says(unit, withdrawals(of))
        assert opened(before, self.table()) == set()

    def outside(self, block: Body) -> list[tuple[str, int]]:
        """Who may not read what once this block is set: all outside the provider, or the unit, but what acts order."""
        assert isinstance(block, Block)
        return [
            (unit, at)
            for unit, (provider, _) in CASE_OF.items()
            for at, data in enumerate(EVERYTHING)
            if data.provider == block.provider
            and block.unit in ("", data.unit)
            and (unit != data.unit if block.unit else provider != block.provider)
            and not (data.told and data.told.ordered_by)
        ]

    def is_over_by_itself(self, unit: str) -> bool:
        later = fold(self.said, self.now + EMERGENCY_LASTS, self.is_child)
        return not any(decide(self.reader(unit), data, later).ground.emergency for data in EVERYTHING)

    @invariant()
    def the_twin_agrees(self) -> None:
        wishes = self.wishes
        for unit in CASE_OF:
            who = self.reader(unit)
            for data in EVERYTHING:
                decision = decide(who, data, wishes)
                expected = twin.answer(who, data, self.said, self.now, self.is_child)
                assert (decision.allowed, decision.clause) == expected
                if decision.allowed and data.provider != who.provider and not data.told:
                    assert decision.ground.id in BETWEEN_PROVIDERS

    @invariant()
    def an_emergency_opens_nothing_blocked_nor_social_cares(self) -> None:
        wishes = self.wishes
        for unit, data in ((unit, data) for unit in CASE_OF for data in EVERYTHING):
            if decide(self.reader(unit), data, wishes).ground.id == "emergency":
                assert data.branch == "care"
                assert wishes.blocks(data.provider, data.unit, "provider") == ()

    @invariant()
    def ones_own_record_is_always_refused(self) -> None:
        wishes = self.wishes
        for unit in CASE_OF:
            own = replace(self.reader(unit), is_own_record=True)
            assert not any(decide(own, data, wishes).allowed for data in EVERYTHING)

    @invariant()
    def no_guardian_blocks(self) -> None:
        for unit, (provider, _) in CASE_OF.items():
            block = Block(level="provider", provider=provider, by=Speaker.GUARDIAN, how="orally")
            assert not may_say(self.reader(unit), block, self.wishes, self.is_child)


def opened(before: Table, after: Table) -> set[tuple[str, int]]:
    return {key for key, allowed in after.items() if allowed and not before[key]}


TestAccess = Access.TestCase
TestAccess.settings = settings(
    max_examples=tries(10), stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
