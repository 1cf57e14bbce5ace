"""Days are written as the language has them: no word of ours takes the place of a month's or a weekday's name."""

from datetime import date

import pytest
from django.template.defaultfilters import date as written
from django.utils.translation import override

MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()
SHORT = "jan feb mar apr maj jun jul aug sep okt nov dec".split()
WEEKDAYS = "måndag tisdag onsdag torsdag fredag lördag söndag".split()


@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_has_its_swedish_name(number: int) -> None:
    with override("sv"):
        day = date(2026, number, 4)
        assert (written(day, "F"), written(day, "b")) == (MONTHS[number - 1], SHORT[number - 1])


@pytest.mark.parametrize("number", range(7))
def test_every_weekday_has_its_swedish_name(number: int) -> None:
    with override("sv"):
        assert written(date(2026, 11, 23 + number), "l") == WEEKDAYS[number]


@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_has_its_english_name(number: int) -> None:
    with override("en"):
        assert written(date(2026, number, 4), "F") == date(2026, number, 4).strftime("%B")
