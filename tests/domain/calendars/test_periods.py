"""Calendar months and periods."""

from datetime import date

import pytest

from brygga.calendars import Month, Period, add_months


@pytest.mark.parametrize(
    ("day", "months", "moved"),
    [
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2027, 1, 1), -18, date(2025, 7, 1)),
        (date(2023, 12, 15), 1, date(2024, 1, 15)),
    ],
    ids=["31 January", "31 January in a leap year", "a leap day", "18 months back", "over new year"],
)
def test_a_day_moves_by_whole_months_to_a_day_the_month_has(day, months, moved):
    assert add_months(day, months) == moved


def test_a_month_is_written_with_four_digits_and_two():
    assert str(Month.parse("2023-03")) == "2023-03"
    assert Month.parse("2023-03") == Month.of(date(2023, 3, 31))


@pytest.mark.parametrize("text", ["2023", "2023-3", "23-03", "2023-03-01", "mars 2023", "", "2023/03"])
def test_text_that_is_no_month_is_refused_with_how_to_write_one(text):
    with pytest.raises(ValueError) as error:
        Month.parse(text)
    assert str(error.value) == f"'{text}' is no month: write YYYY-MM, for instance 2023-03"


@pytest.mark.parametrize("text", ["2023-00", "2023-13"])
def test_a_year_has_twelve_months(text):
    with pytest.raises(ValueError) as error:
        Month.parse(text)
    assert str(error.value) == f"'{text}' is no month: the month goes from 01 to 12"


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        (Month(2023, 2), date(2023, 2, 1), date(2023, 2, 28)),
        (Month(2024, 2), date(2024, 2, 1), date(2024, 2, 29)),
        (Month(2023, 12), date(2023, 12, 1), date(2023, 12, 31)),
    ],
    ids=str,
)
def test_a_month_has_a_first_and_a_last_day(month, first, last):
    assert (month.first, month.last) == (first, last)


def test_months_run_on_over_new_year():
    assert [str(m) for m in Month(2022, 11).until(Month(2023, 2))] == ["2022-11", "2022-12", "2023-01", "2023-02"]
    assert Month(2023, 1).following(-1) == Month(2022, 12)


def test_there_are_no_months_from_a_later_to_an_earlier():
    assert list(Month(2023, 2).until(Month(2023, 1))) == []


def test_a_period_includes_its_first_and_its_last_day():
    period = Period(date(2023, 1, 1), date(2026, 12, 31))
    assert date(2023, 1, 1) in period
    assert date(2026, 12, 31) in period
    assert date(2022, 12, 31) not in period
    assert date(2027, 1, 1) not in period


def test_a_period_cannot_end_before_it_begins():
    with pytest.raises(ValueError) as error:
        Period(date(2023, 1, 1), date(2022, 12, 31))
    assert str(error.value) == "a period cannot end (2022-12-31) before it begins (2023-01-01)"
