"""Personal identity numbers and coordination numbers; only published test numbers stand here."""

import csv
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brygga.identities import (
    IdentityNumber,
    InvalidIdentityNumber,
    age_on,
    is_stand_in,
    number_may_replace,
    person_number,
    stand_in_number,
)

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


TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    "written",
    [
        "196109732393",
        "19610973-2393",
        "610973-2393",
        "6109732393",
        " 610973 2393 ",
        "19610973 2393",
        "610973\u20132393",
    ],
)
def test_a_number_in_any_usual_form_is_the_same_number(written):
    assert IdentityNumber.read(written, TODAY).digits == person_number(written, TODAY) == COORDINATION


def test_every_published_test_number_is_read_by_its_last_ten_digits():
    for digits in published():
        sign = "+" if IdentityNumber(digits).born.year <= TODAY.year - 100 else "-"
        assert IdentityNumber.read(f"{digits[2:8]}{sign}{digits[8:]}", TODAY).digits == digits


def numbered(eleven: str) -> str:
    """The number of these digits with its check digit."""
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(eleven[2:]))
    return f"{eleven}{-total % 10}"


@pytest.mark.parametrize(
    ("eleven", "born"),
    [
        ("19610060239", date(1961, 12, 31)),
        ("19610260239", date(1961, 2, 28)),
        ("20240260239", date(2024, 2, 29)),
        ("19610073239", date(1961, 12, 13)),
    ],
)
def test_a_coordination_number_may_leave_month_and_day_open(eleven, born):
    number = IdentityNumber.read(numbered(eleven), TODAY)
    assert (number.is_coordination_number, number.born) == (True, born)
    with pytest.raises(InvalidIdentityNumber):
        IdentityNumber(f"{eleven}{(int(numbered(eleven)[-1]) + 1) % 10}")


@pytest.mark.parametrize("eleven", ["19610013239", "19611360239", "19610000239", "19610092239"])
def test_only_a_coordination_number_leaves_its_date_open(eleven):
    with pytest.raises(InvalidIdentityNumber):
        IdentityNumber(numbered(eleven))


@pytest.mark.parametrize("eleven", ["20261201239", "20991231239", "20270060239", "20261261239"])
def test_whoever_is_born_tomorrow_or_later_is_nobody_yet(eleven):
    with pytest.raises(InvalidIdentityNumber, match="the day of birth has not come"):
        IdentityNumber.read(numbered(eleven), TODAY)


def test_ten_digits_of_a_day_to_come_are_those_of_a_hundred_years_ago():
    # 1 December 2026 has not come.
    assert IdentityNumber.read(numbered("20261201239")[2:], TODAY).digits[:8] == "19261201"
    assert IdentityNumber.read(numbered("20261130239")[2:], TODAY).digits[:8] == "20261130"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("res-14-0000123", "RES-14-0000123"),
        ("19610913-K123", "19610913K123"),
        ("19610913 tf12", "19610913TF12"),
        ("991961091301", "991961091301"),
        ("99196109-1301", "991961091301"),
    ],
)
def test_a_regions_reserve_number_is_taken_as_it_is(written, kept):
    assert person_number(written, TODAY) == kept


@pytest.mark.parametrize(
    "written", ["", "A", "Alva", "1", "1234", "19610913", "K-1-2", "196109732394", "A" * 41 + "1234"]
)
def test_what_is_neither_is_refused(written):
    with pytest.raises(InvalidIdentityNumber):
        person_number(written, TODAY)


@given(st.sampled_from(published()), st.data())
def test_however_a_number_is_written_it_is_kept_as_one(digits, data):
    born = IdentityNumber(digits).born
    sign = data.draw(st.sampled_from(["-", "", " ", "\u2013"]))
    space = data.draw(st.sampled_from(["", " ", "\u00a0"]))
    short = data.draw(st.booleans())
    if short and born.year <= TODAY.year - 100:
        sign = "+"
    written = f"{space}{digits[2:8] if short else digits[:8]}{sign}{digits[8:]}{space}"
    assert person_number(written, TODAY) == digits


@given(st.text(max_size=45))
def test_what_is_kept_is_kept_under_itself(text):
    try:
        kept = person_number(text, TODAY)
    except InvalidIdentityNumber:
        return
    assert person_number(kept, TODAY) == kept
    assert kept.isascii()


@given(st.sampled_from(published()), st.integers(0, 9), st.integers(8, 11))
def test_one_wrong_digit_is_nobodys_number(digits, digit, place):
    wrong = digits[:place] + str(digit) + digits[place + 1 :]
    if wrong == digits:
        return
    with pytest.raises(InvalidIdentityNumber):
        person_number(wrong, TODAY)


def test_who_has_no_number_that_anybody_knows_is_kept_under_one_that_says_so():
    kept = stand_in_number(TODAY, "4F7A")
    assert kept == "OKAND-20261130-4F7A"
    assert person_number(kept, TODAY) == kept
    assert is_stand_in(kept) and not is_stand_in(COORDINATION) and not is_stand_in("RES-14-0000123")


@pytest.mark.parametrize(
    ("number", "day", "age"),
    [
        ("201801042381", date(2026, 1, 3), 7),
        ("201801042381", date(2026, 1, 4), 8),
        (COORDINATION, date(2026, 9, 13), 65),
        ("RES-14-0000123", date(2026, 1, 4), None),
    ],
)
def test_a_number_tells_the_age_in_whole_years(number, day, age):
    assert age_on(number, day) == age


RESERVE, OWN, PERSONAL = "RES-14-0000123", "OKAND-20261130-4F7A", "201801042381"


@pytest.mark.parametrize(
    ("number", "was", "may"),
    [
        (PERSONAL, RESERVE, True),
        (PERSONAL, OWN, True),
        (PERSONAL, COORDINATION, True),
        (COORDINATION, RESERVE, True),
        (RESERVE, OWN, True),
        ("RES-14-0000124", RESERVE, False),
        (OWN, RESERVE, False),
        (OWN, OWN, False),
        (RESERVE, COORDINATION, False),
        ("201801072370", PERSONAL, False),
        (COORDINATION, PERSONAL, False),
    ],
)
def test_a_known_number_takes_the_place_of_one_that_stood_for_it(number, was, may):
    assert number_may_replace(number, was) is may
