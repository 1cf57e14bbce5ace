"""Every ground rests on a clause of the statutory baseline that says the same, and clauses name what there is."""

import pytest

from brygga.access import CARRIED, GROUNDS, Protection, address_ground
from brygga.access.messages import MANDATES
from brygga.agreements import ClauseKind, load_all
from brygga.process import Role

CLAUSES = {clause.id: clause for clause in load_all().baseline.clauses}
OTHERS_NAMED = [
    "2017-612.2.2.3",
    "2008-355.4.1",
    "2022-913.4.3.2",
    "2022-913.2.4.3",
    "2022-913.2.5.1",
    "2022-913.2.5.2",
]


@pytest.mark.parametrize("ground", GROUNDS.values(), ids=GROUNDS.keys())
def test_a_ground_rests_on_a_norm_of_the_acts(ground):
    assert CLAUSES[ground.clause].kind is not ClauseKind.BACKGROUND


@pytest.mark.parametrize("clause", OTHERS_NAMED)
def test_the_other_clauses_named_are_norms_too(clause):
    assert CLAUSES[clause].kind is not ClauseKind.BACKGROUND


def test_an_address_rests_on_a_norm_too():
    named = {address_ground(protection, role, True) for protection in Protection for role in Role} - {""}
    assert named <= set(OTHERS_NAMED)


def test_every_ground_says_what_it_does_as_a_carrier():
    assert set(GROUNDS) < set(CARRIED)
    assert all(CARRIED.values())


def test_what_somebody_speaks_for_another_by_stands_in_the_baseline_but_for_the_code_of_parents_and_guardians() -> None:
    cited = {clause.cited for clause in CLAUSES.values()}
    assert set(MANDATES.values()) - cited == {"1949:381 11:4", "1949:381 11:7"}
