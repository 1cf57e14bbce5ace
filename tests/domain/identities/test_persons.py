"""Personal identity numbers and coordination numbers; only published test numbers stand here."""

import csv
from datetime import date
from importlib.resources import files

import pytest

from brygga.identities import IdentityNumber, InvalidIdentityNumber

COORDINATION = "196109732393"


def published() -> list[str]:
    text = (files("brygga.identities") / "data" / "test_personnummer.csv").read_text(encoding="utf-8")
    return [cell for row in csv.reader(text.splitlines()) for cell in row if cell.isdigit() and len(cell) == 12]


def test_a_coordination_number_is_accepted():
    number = IdentityNumber(COORDINATION)
    assert number.is_coordination_number
    assert number.born == date(1961, 9, 13)


def test_every_published_test_number_is_accepted():
    numbers = published()
    assert numbers
    for digits in numbers:
        assert IdentityNumber(digits).digits == digits


def test_a_personal_identity_number_is_no_coordination_number():
    number = IdentityNumber(next(n for n in published() if int(n[6:8]) <= 31))
    assert not number.is_coordination_number
    assert number.born.isoformat().replace("-", "") == number.digits[:8]


@pytest.mark.parametrize("written", ["19610973-2393", " 196109732393 ", "19610973 2393"])
def test_hyphens_and_blanks_make_no_difference(written):
    assert IdentityNumber(written) == IdentityNumber(COORDINATION)
    assert str(IdentityNumber(written)) == "19610973-2393"


@pytest.mark.parametrize("written", ["", "6109732393", "1961097323930", "19610973239A", "١٩٦١٠٩٧٣٢٣٩٣"])
def test_anything_but_twelve_digits_is_refused_with_how_to_write_it(written):
    with pytest.raises(InvalidIdentityNumber) as error:
        IdentityNumber(written)
    assert str(error.value) == f"'{written}' is no identity number: write twelve digits, YYYYMMDDNNNN"


@pytest.mark.parametrize("written", ["196109732394", "196113012393", "196109992393"])
def test_a_wrong_date_or_check_digit_is_refused(written):
    with pytest.raises(InvalidIdentityNumber) as error:
        IdentityNumber(written)
    assert str(error.value) == f"'{written}' is no identity number: its date or its check digit is wrong"
