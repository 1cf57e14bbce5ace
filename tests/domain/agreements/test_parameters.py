"""Dated figures: an agreement's own before the act's, and never a guess."""

from datetime import date
from decimal import Decimal

import pytest

from brygga.agreements import MissingParameter, load_all
from brygga.agreements.parameters import Parameter

REGISTRY = load_all()
VASTRA_GOTALAND, SWEDEN = REGISTRY.agreement("vastra-gotaland"), REGISTRY.agreement("sverige")


def parameter(*values: dict[str, object]) -> Parameter:
    rows = [{"source": {"title": "Lagen"}, **value} for value in values]
    content = {"key": "rate", "unit": "SEK", "label": "Belopp", "clauses": ["1.1"], "value": rows}
    return Parameter.model_validate(content)


def test_an_agreements_own_figure_goes_before_the_acts():
    assert VASTRA_GOTALAND.parameter("payment-liability-model", date(2023, 3, 1)).value == "mean"
    assert SWEDEN.parameter("payment-liability-model", date(2023, 3, 1)).value == "individual"


def test_a_figure_that_the_agreement_does_not_set_is_the_acts():
    figure = VASTRA_GOTALAND.parameter("admission-notice-hours", date(2023, 3, 1))
    assert (figure.value, figure.unit, figure.agreement_id) == (24, "hours", "sverige")
    assert figure.clauses[0] == "2017-612.2.3"
    assert figure.source.title == "SFS 2017:612"


def test_before_the_agreement_begins_the_acts_figure_holds():
    assert VASTRA_GOTALAND.parameter("payment-liability-model", date(2022, 12, 31)).agreement_id == "sverige"


@pytest.mark.parametrize(
    ("day", "rate"),
    [(date(2019, 1, 1), 7800), (date(2022, 12, 31), 9300), (date(2023, 1, 1), 10500), (date(2023, 12, 31), 10500)],
    ids=str,
)
def test_the_daily_rate_is_that_of_the_year(day, rate):
    assert SWEDEN.parameter("daily-rate", day).number == rate


def test_a_year_without_a_rate_stops_with_the_year_and_where_to_look():
    with pytest.raises(MissingParameter) as error:
        VASTRA_GOTALAND.parameter("daily-rate", date(2026, 3, 1))
    assert error.value.args[0] == (
        "vastra-gotaland has no value of 'daily-rate' for 2026-03-01; it is to be found in HSLF-FS 2025:74"
    )
    assert error.value.on.year == 2026
    assert error.value.look_in == "HSLF-FS 2025:74"


def test_a_year_that_nobody_has_looked_for_stops_too():
    with pytest.raises(MissingParameter) as error:
        SWEDEN.parameter("daily-rate", date(2031, 1, 1))
    assert error.value.args[0] == "sverige has no value of 'daily-rate' for 2031-01-01"
    assert error.value.look_in is None


def test_an_unknown_figure_stops():
    with pytest.raises(MissingParameter):
        SWEDEN.parameter("hourly-rate", date(2023, 1, 1))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"from": date(2023, 1, 1), "to": date(2023, 12, 31)}, {"from": date(2023, 12, 31)}),
        ({}, {"from": date(2023, 1, 1)}),
        ({"from": date(2023, 1, 1)}, {"from": date(2022, 1, 1)}),
    ],
    ids=["sharing one day", "one without dates", "both until further notice"],
)
def test_two_values_never_hold_on_one_day(first, second):
    with pytest.raises(ValueError, match=r"two values hold on the same day \(1 and 2\)"):
        parameter({**first, "value": 1}, {**second, "value": 2})


def test_one_value_may_follow_on_another():
    rate = parameter(
        {"from": date(2022, 1, 1), "to": date(2022, 12, 31), "value": 1},
        {"from": date(2023, 1, 1), "value": 2},
    )
    assert [rate.on(day) and rate.on(day).value for day in (date(2022, 12, 31), date(2023, 1, 1))] == [1, 2]
    assert rate.on(date(2021, 12, 31)) is None


def test_a_figure_with_decimals_is_exact():
    assert VASTRA_GOTALAND.parameter("mean-limit-days", date(2023, 1, 1)).number == Decimal("3.0")


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("payment-liability-model", "payment-liability-model is 'individual', not a number"),
        ("discharge-day-charged", "discharge-day-charged is yes or no, not a number"),
    ],
)
def test_what_is_no_number_is_not_counted_with(key, reason):
    with pytest.raises(ValueError) as error:
        _ = SWEDEN.parameter(key, date(2023, 1, 1)).number
    assert str(error.value) == reason
