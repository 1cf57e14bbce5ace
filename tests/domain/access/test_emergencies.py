"""Which decisions are an emergency's: by what the grounds themselves say, and by no list beside them."""

import pytest

from brygga.access import GROUNDS
from brygga.access.emergencies import is_emergency

EMERGENCY = [one for one in GROUNDS.values() if one.emergency]
ORDINARY = [one for one in GROUNDS.values() if not one.emergency]


@pytest.mark.parametrize("ground", EMERGENCY, ids=lambda one: one.id)
def test_every_ground_for_emergencies_is_one(ground):
    assert is_emergency(ground.id, ground.clause)


@pytest.mark.parametrize("ground", ORDINARY, ids=lambda one: one.id)
def test_no_ordinary_ground_is_an_emergency_whatever_clause_it_shares(ground):
    assert not is_emergency(ground.id, ground.clause)


def test_who_is_asked_and_danger_to_life_are_known_by_their_clauses_alone():
    assert is_emergency("", "2022-913.3.6.2")
    assert is_emergency("", "2022-913.3.5.1")
    assert is_emergency("", "2008-355.4.5.2")
    assert not is_emergency("", "")
