"""Made-up people carry published test numbers, or numbers that nobody takes for one."""

from collections import Counter
from datetime import date

import pytest

from brygga.identities import IdentityNumber, InvalidIdentityNumber, Places
from brygga.synthetic import IdentityKind, synthesize
from brygga.synthetic.names import FAMILIES, MEN, WOMEN
from brygga.synthetic.people import test_numbers as published

from .conftest import NEW_YEARS_EVE


@pytest.fixture(scope="module")
def people(county):
    return list(county.people)


def test_test_numbers_are_skatteverkets_and_each_belongs_to_one_person(people):
    tested = [one for one in people if one.identity_kind is IdentityKind.TEST]
    assert {one.identity_number for one in tested} <= set(published())
    assert len({one.identity_number for one in people}) == len(people)
    assert all(IdentityNumber(one.identity_number).born == one.born for one in tested)


def test_when_the_test_numbers_are_used_up_people_carry_reserve_numbers(people):
    reserve = [one for one in people if one.identity_kind is IdentityKind.RESERVE]
    usable = sum(IdentityNumber(one).born < date(2022, 12, 30) for one in published())
    assert len(reserve) == len(people) - usable
    assert all(one.identity_number == f"RES-14-{one.number:07d}" for one in reserve)
    for one in reserve[:50]:
        with pytest.raises(InvalidIdentityNumber):
            IdentityNumber(one.identity_number)


def test_a_small_county_has_test_numbers_only():
    county = synthesize(Places.load(), "23", 8000, 1, NEW_YEARS_EVE)
    assert {one.identity_kind for one in county.people} == {IdentityKind.TEST}


def test_given_names_go_with_the_number(people):
    for one in people[:500]:
        names = set(WOMEN if one.is_woman else MEN)
        assert any(one.given_name == name or one.given_name.startswith(f"{name} ") for name in names)
        assert one.is_woman == (int(one.identity_number[-2]) % 2 == 0)


def test_names_are_many_and_some_are_hard_on_a_form():
    assert len({*WOMEN, *MEN}) >= 150
    assert len(set(FAMILIES)) >= 150
    every = {*WOMEN, *MEN, *FAMILIES}
    for letters in ("å", "ä", "ö", "-", "'", "š", "ž", " "):
        assert any(letters in name for name in every), letters
    assert max(map(len, every)) > 35
    assert min(map(len, every)) == 2


def test_the_county_seat_is_the_largest_municipality_and_nobody_is_left_out(people):
    sizes = Counter(one.municipality for one in people)
    assert len(sizes) == 49
    assert sizes.most_common(1)[0][0] == "1480"
    assert 0.3 < sizes["1480"] / len(people) < 0.4


def test_the_post_goes_to_the_municipality_where_the_person_is_registered(people):
    names = {one.code: one.short for one in Places.load().of_county("14")}
    assert all(one.postal_town == names[one.municipality] for one in people)


def test_the_old_are_in_hospital_far_more_often_than_the_young(discharges, people):
    patients = {case.person.number for case in discharges if case.person.born.year < 1944}
    old = sum(one.born.year < 1944 for one in people)
    assert len(patients) / old > 0.1
    assert sum(case.person.born.year > 1984 for case in discharges) / len(discharges) < 0.2


def test_ages_are_spread_as_in_the_country(people):
    reserve = [2023 - one.born.year for one in people if one.identity_kind is IdentityKind.RESERVE]
    assert 0.17 < sum(age >= 65 for age in reserve) / len(reserve) < 0.24
    assert all(0 <= age <= 101 for age in reserve)
