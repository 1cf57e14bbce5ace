"""What a unit may know before it reads."""

from dataclasses import replace

import pytest
from tests.domain.access.cast import CENTRE, OFFICE, OFFICER, WARD, anyone, stranger

from brygga.access import knows_of_blocked, knows_of_unblocked, knows_who_blocked


def test_everyone_in_care_and_social_care_may_know_that_there_are_unblocked_data():
    for reader in (stranger(CENTRE), CENTRE, OFFICER):
        assert (knows_of_unblocked(reader).allowed, knows_of_unblocked(reader).clause) == (True, "2022-913.2.4.3")


def test_care_alone_may_know_that_there_are_blocked_data():
    assert (knows_of_blocked(CENTRE).allowed, knows_of_blocked(CENTRE).clause) == (True, "2022-913.2.5.1")
    assert not knows_of_blocked(OFFICER).allowed


def test_who_has_blocked_is_told_in_danger_to_care_alone():
    calm, danger = anyone().blocks(WARD), anyone().blocks(WARD).in_danger(stranger(CENTRE))
    assert knows_who_blocked(CENTRE, calm.wishes()).clause == "2022-913.2.5.2"
    assert knows_who_blocked(stranger(CENTRE), danger.wishes()).ground.emergency
    assert not knows_who_blocked(OFFICER, danger.wishes()).allowed


@pytest.mark.parametrize("reader", [OFFICE, replace(WARD, is_own_record=True)])
def test_nobody_else_is_told_anything(reader):
    wishes = anyone().wishes()
    told = [knows_of_unblocked(reader), knows_of_blocked(reader), knows_who_blocked(reader, wishes)]
    assert [one.allowed for one in told] == [False] * 3
