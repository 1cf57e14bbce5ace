"""What holds of every named contact, whoever says what and when."""

from dataclasses import replace
from datetime import datetime
from functools import cache
from random import Random

import pytest
from tests.properties.contact.chance import UNITS, case_of, offered, state_of
from tests.properties.contact.twin import open_by_hand

from brygga.agreements import load_all
from brygga.contact import CONTACT, Contact
from brygga.contact import ContactPart as Part
from brygga.contact.state import HELD, SEEKING
from brygga.process import Sent
from brygga.process.named_contacts import newest

REGISTRY = load_all()
NORTH = REGISTRY.agreement("jamtland-harjedalen")
ISLAND = REGISTRY.agreement("gotland")
# As one county that asks for both would have it: what each text orders is then tried in the same cases.
BOTH = replace(ISLAND, own_duties=(*ISLAND.own_duties, *(one for one in NORTH.own_duties if one.process == "contact")))
SEEDS = range(200)
BATCHES = [SEEDS[first : first + 50] for first in range(0, len(SEEDS), 50)]
in_batches = pytest.mark.parametrize("seeds", BATCHES, ids=str)


@cache
def looks(seed: int) -> list[tuple[list[Sent], datetime, dict[str, datetime]]]:
    return list(case_of(Random(seed)))


def parts(state: Contact) -> dict[str, str]:
    return {unit: str(part) for unit in UNITS if state.taking_part and (part := state.part(unit))}


@in_batches
def test_what_is_owed_agrees_with_what_is_counted_by_hand(seeds):
    seen = set[str]()
    for seed in seeds:
        for sent, now, closed in looks(seed):
            state = state_of(sent, now, closed)
            owed: dict[str, set[str]] = {}
            for one in CONTACT.duties(state, BOTH, parts(state)):
                if one.is_open:
                    owed.setdefault(one.duty.id, set()).update(one.units)
            by_hand = {duty: set(units) for duty, units in open_by_hand(sent, now, closed).items()}
            assert owed == by_hand, f"seed {seed}, {len(sent)} messages"
            seen |= owed.keys()
    assert len(seen) >= 7, "the cases no longer come to most of what may be owed"


@in_batches
def test_one_unit_appoints_and_everybody_who_takes_part_has_a_part(seeds):
    for seed in seeds:
        for sent, now, closed in looks(seed):
            state = state_of(sent, now, closed)
            of = [state.part(unit) for unit in UNITS]
            assert of.count(Part.APPOINTER) == 1
            assert of.count(Part.ASKER) <= 1
            assert {unit for unit in UNITS if state.part(unit)} == state.taking_part


@in_batches
def test_there_is_a_contact_exactly_at_the_stages_that_say_so(seeds):
    for seed in seeds:
        for sent, now, closed in looks(seed)[::2]:
            state = state_of(sent, now, closed)
            assert (state.holder is not None) is (state.stage in HELD)
            assert all(holder.until is None or holder.until >= holder.since for holder in state.holders)
            assert all(holder.until for holder in state.holders if holder is not state.holder)
            assert set(newest(state.holders)) <= set(state.holders)


@in_batches
def test_what_holds_could_have_been_said_as_it_stands_whatever_was_withdrawn(seeds):
    for seed in seeds:
        for sent, now, closed in looks(seed)[::2]:
            told: list[Sent] = []
            for message in state_of(sent, now, closed).holding:
                if message.body.kind == "acknowledgement":
                    continue
                CONTACT.check_says(state_of(told, message.sent_at, closed), message)
                told.append(message)


@in_batches
def test_wherever_a_case_stands_an_open_unit_that_takes_part_can_lead_it_on(seeds):
    for seed in seeds:
        for sent, now, closed in looks(seed)[::2]:
            state = state_of(sent, now, closed)
            if CONTACT.is_over(state) or not set(parts(state)) - set(closed):
                continue
            onward = {kind for _, kind in offered(state)} - {"acknowledgement", "free-message", "correction"}
            assert onward, f"seed {seed}, {len(sent)} messages"


@in_batches
def test_whoever_owes_something_can_say_what_does_it(seeds):
    for seed in seeds:
        for sent, now, closed in looks(seed):
            state = state_of(sent, now, closed)
            for owed in CONTACT.duties(state, BOTH, parts(state)):
                may = {move.body.kind for move in CONTACT.may_say(state, owed.part)}
                assert not owed.is_open or may & set(owed.duty.done_by), (seed, len(sent), owed.duty.id, state.stage)


def test_the_random_cases_come_to_every_stage():
    reached = {state_of(*look).stage for seed in SEEDS for look in looks(seed)}
    assert reached == set(CONTACT.stages) - {CONTACT.stages.NEW}
    assert set(SEEKING) <= reached
