"""Where the address of a protected person may stand."""

from itertools import product

import pytest

from brygga.access import Protection, ShownIn, address_ground, shows_address
from brygga.process import Role

NONE, MARKED, PROTECTED = Protection
WARD, CENTRE, NURSE, OFFICER, DENTIST = Role


@pytest.mark.parametrize("role", [None, *Role])
def test_the_address_of_a_protected_registration_stands_nowhere(role):
    assert not any(shows_address(PROTECTED, role, True, place) for place in ShownIn)


@pytest.mark.parametrize(("role", "place"), list(product(Role, [ShownIn.LIST, ShownIn.EXPORT, ShownIn.PRINT])))
def test_a_marked_persons_address_stands_in_no_list_export_or_print(role, place):
    assert not shows_address(MARKED, role, True, place)


def test_those_who_visit_and_the_ward_that_notifies_see_a_marked_persons_address_on_the_page():
    seeing = {role for role in Role if shows_address(MARKED, role, True, ShownIn.PAGE)}
    assert seeing == {WARD, NURSE, OFFICER}


@pytest.mark.parametrize("protection", Protection)
def test_nobody_who_takes_no_part_sees_an_address(protection):
    assert not any(shows_address(protection, role, False, place) for role in Role for place in ShownIn)


def test_the_ward_sees_the_address_because_the_notice_is_to_hold_it():
    assert address_ground(NONE, WARD, True) == address_ground(MARKED, WARD, True) == "2017-612.2.2.3"
    assert address_ground(NONE, CENTRE, True) == "2008-355.4.1"
    assert address_ground(MARKED, CENTRE, True) == ""
