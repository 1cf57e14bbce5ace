"""What an act orders to be told is told whatever is blocked; what nobody orders can be withheld."""

import pytest
from tests.domain.discharge.cast import CENTRE, SWEDISH_LAW, WARD, notified

from brygga.agreements import ClauseKind
from brygga.discharge import DISCHARGE
from brygga.discharge.telling import ORDERED
from brygga.process import Correction


def test_every_message_is_ordered_by_a_clause_or_by_none():
    assert {*ORDERED, Correction} == set(DISCHARGE.bodies.values())
    unordered = {body.kind for body, clause in ORDERED.items() if clause is None}
    courtesies = {"can-receive", "leave", "planning-basis", "home-services-paused", "home-services-resumed"}
    beside = "told-back care-request-prepared care-request care-request-returned date-call discharge-through".split()
    courtesies |= {*beside, "leave-ended", "follow-up-call"}
    assert unordered == {"free-message", "admission-reason", "question", "answer"} | courtesies


@pytest.mark.parametrize("clause", sorted({clause for clause in ORDERED.values() if clause}))
def test_the_clause_is_a_norm_of_the_discharge_act(clause):
    norms = {one.id for one in SWEDISH_LAW.clauses if one.kind is not ClauseKind.BACKGROUND}
    assert clause.startswith("2017-612.")
    assert clause in norms


def test_a_correction_is_told_to_whoever_was_told_what_it_withdraws():
    case = notified().says("2023-03-06T10:00", CENTRE, "free-message")
    case.says("2023-03-06T11:00", CENTRE, "correction", of=3).says("2023-03-06T12:00", WARD, "correction", of=2)
    orders = DISCHARGE.ordered_by(case.sent)
    assert (orders[3], orders[4]) == (None, None)
    assert orders[5] == orders[2] == "2017-612.2.1.1"


def test_what_is_written_freely_is_told_apart_from_planning():
    assert {
        "free-message",
        "information-transferred",
        "admission-reason",
        "planning-basis",
        "question",
        "answer",
    } < DISCHARGE.own_words
    assert not DISCHARGE.own_words & {
        "admission-notice",
        "named-care-contact",
        "ready-notice",
        "sip-call",
        "can-receive",
    }
