"""Days on which Swedish offices are closed."""

from datetime import date

import pytest

from brygga.calendars import is_day_off


@pytest.mark.parametrize(
    "day",
    [
        date(2023, 3, 4),
        date(2023, 3, 5),
        date(2023, 1, 6),
        date(2023, 4, 7),
        date(2023, 6, 6),
        date(2023, 6, 23),
        date(2023, 12, 25),
        date(2024, 12, 24),
        date(2024, 12, 31),
    ],
    ids=[
        "a Saturday",
        "a Sunday",
        "Epiphany",
        "Good Friday",
        "the national day",
        "Midsummer's eve",
        "Christmas day",
        "Christmas eve on a Tuesday",
        "New Year's eve on a Tuesday",
    ],
)
def test_offices_are_closed(day):
    assert is_day_off(day)


@pytest.mark.parametrize("day", [date(2023, 3, 6), date(2024, 12, 23), date(2023, 6, 22)])
def test_offices_are_open_on_an_ordinary_weekday(day):
    assert not is_day_off(day)
