"""What holds in every deviation, whoever says what and when."""

from dataclasses import fields
from datetime import datetime
from functools import cache
from random import Random

import pytest
from tests.domain.access.cast import CENTRE, NOW, OFFICER
from tests.properties.deviation.chance import UNITS, case_of, draft, offered
from tests.properties.deviation.twin import clock, duties_by_hand

from brygga.access import GROUNDS, Wishes, decide_message
from brygga.access.cases import Author
from brygga.agreements import load_all
from brygga.deviation import DEVIATION, Deviation
from brygga.deviation import DeviationPart as Part
from brygga.deviation import DeviationStage as Stage
from brygga.process import Branch, Correction, Sent, turn

WEST = load_all().agreement("vastra-gotaland")
SEEDS = range(160)
BATCHES = [SEEDS[first : first + 40] for first in range(0, len(SEEDS), 40)]


@cache
def looks(seed: int) -> list[tuple[list[Sent], datetime]]:
    return list(case_of(Random(seed)))


def parts(state: Deviation) -> dict[str, str]:
    return {unit: str(part) for unit in UNITS if state.taking_part and (part := state.part(unit))}


def said(state: Deviation) -> dict[str, object]:
    """The state but for the list of every message ever sent."""
    return {field.name: getattr(state, field.name) for field in fields(state) if field.name != "messages"}


@pytest.mark.parametrize("seeds", BATCHES, ids=str)
def test_the_duties_agree_with_those_counted_by_hand(seeds):
    for seed in seeds:
        for sent, now in looks(seed):
            state = DEVIATION.fold(sent, now)
            owed = DEVIATION.duties(state, WEST, parts(state))
            stand = {
                (one.duty.id, unit): (one.standing.value, one.due_at and clock(one.due_at))
                for one in owed
                for unit in one.units
            }
            assert stand == duties_by_hand(sent, now), f"seed {seed}, {len(sent)} messages"


@pytest.mark.parametrize("seeds", BATCHES, ids=str)
def test_what_holds_could_have_been_said_as_it_stands_whatever_was_withdrawn(seeds):
    for seed in seeds:
        for sent, now in looks(seed)[::2]:
            told: list[Sent] = []
            for message in DEVIATION.fold(sent, now).holding:
                if message.body.kind == "acknowledgement":
                    continue
                DEVIATION.check_says(DEVIATION.fold(told, message.sent_at), message)
                told.append(message)


@pytest.mark.parametrize("seeds", BATCHES, ids=str)
def test_in_every_open_deviation_it_is_somebodys_turn_and_that_unit_can_do_something_about_it(seeds):
    for seed in seeds:
        for sent, now in looks(seed):
            state = DEVIATION.fold(sent, now)
            owing = turn(DEVIATION.duties(state, WEST, parts(state)))
            assert bool(owing) is not DEVIATION.is_over(state), f"seed {seed}, {len(sent)} messages"
            may = {part: {move.body.kind for move in DEVIATION.may_say(state, part)} for part in owing}
            for owed in DEVIATION.duties(state, WEST, parts(state)):
                assert not owed.is_open or may[owed.part] & set(owed.duty.done_by), (seed, owed)


@pytest.mark.parametrize("seeds", BATCHES, ids=str)
def test_wherever_a_deviation_stands_somebody_who_takes_part_can_lead_it_on(seeds):
    settles = {"measure-done", "measure-left", "no-measures", "measure-planned"}
    for seed in seeds:
        for sent, now in looks(seed)[::2]:
            state = DEVIATION.fold(sent, now)
            if not DEVIATION.is_over(state):
                onward = {
                    kind
                    for _, kind in offered(state)
                    if DEVIATION.moves[kind].leads[state.stage] is not state.stage or kind in settles
                }
                assert onward, f"seed {seed}, {len(sent)} messages"


@pytest.mark.parametrize("seeds", BATCHES, ids=str)
def test_a_deviation_has_one_reporter_and_one_receiver_who_are_two(seeds):
    for seed in seeds:
        for sent, now in looks(seed)[::2]:
            state = DEVIATION.fold(sent, now)
            of = [state.part(unit) for unit in UNITS]
            assert of.count(Part.REPORTER) == 1
            assert of.count(Part.RECEIVER) == (state.stage is not Stage.RETURNED and state.receiver is not None)
            assert state.reporter != state.receiver
            assert (state.receiver is None) >= (state.stage is Stage.RETURNED)
            assert {unit for unit in UNITS if state.part(unit)} == state.taking_part


@pytest.mark.parametrize("seeds", BATCHES, ids=str)
def test_nobody_outside_reads_a_word_and_nobody_comes_to_care_for_the_person(seeds):
    author = Author("SE-ward", "14:care", Branch.CARE)
    for seed in seeds:
        for sent, now in looks(seed)[::2]:
            state = DEVIATION.fold(sent, now)
            assert DEVIATION.care_until(state) is None
            assert (DEVIATION.ties(state), DEVIATION.situation(state)) == ((), {})
            ordered_by = DEVIATION.ordered_by(sent)
            assert set(ordered_by.values()) == {None}
    for kind in DEVIATION.bodies:
        for reader in (CENTRE, OFFICER):
            decision = decide_message(DEVIATION, kind, None, author, reader, Wishes(NOW), False)
            assert decision.ground is GROUNDS["no-party"]


@pytest.mark.parametrize("seeds", BATCHES, ids=str)
def test_a_correction_restores_the_state_without_the_message(seeds):
    tried = 0
    for seed in seeds:
        for sent, now in looks(seed)[::2]:
            of = Random(seed).choice(sent)
            correction = draft(sent, now, of.unit, Correction(of=of.sequence, reason="by mistake"))
            if not DEVIATION.says(DEVIATION.fold(sent, now), correction):
                continue
            tried += 1
            # Whoever has acknowledged what is withdrawn has acknowledged nothing.
            gone = {of.sequence} | {one.sequence for one in sent if getattr(one.body, "of", 0) == of.sequence}
            acknowledged = {one.sequence for one in sent if one.body.kind == "acknowledgement"}
            without = [one for one in sent if one is not of and one.sequence not in gone & acknowledged]
            assert said(DEVIATION.fold([*sent, correction], now)) == said(DEVIATION.fold(without, now))
    assert tried > 10


@pytest.mark.parametrize("seeds", BATCHES, ids=str)
def test_a_state_one_message_on_is_the_state_of_all_the_messages(seeds):
    for seed in seeds:
        sent, now = looks(seed)[-1]
        state = DEVIATION.fold((), now)
        for number, message in enumerate(sent, start=1):
            state = DEVIATION.after(state, message)
            assert state == DEVIATION.fold(sent[:number], message.sent_at)


def test_the_random_deviations_say_everything_and_reach_every_stage():
    kinds, stages, ways = set(), set(), set()
    for seed in SEEDS:
        for sent, now in looks(seed):
            kinds.add(sent[-1].body.kind)
            stages.add(DEVIATION.fold(sent, now).stage)
            ways |= {(duty, how) for (duty, _), (how, _) in duties_by_hand(sent, now).items()}
    assert kinds == set(DEVIATION.bodies)
    assert stages == set(Stage) - {Stage.NEW}
    assert {duty for duty, _ in ways} == {duty.id for duty in WEST.duties("deviation")}
    assert {how for _, how in ways} == {"open", "overdue", "done", "late", "lapsed"}
