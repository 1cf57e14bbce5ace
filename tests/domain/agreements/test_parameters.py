"""Dated figures: an agreement's own before the act's, and never a guess."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from brygga.agreements import MissingLiability, MissingParameter, ParameterValue, load_all
from brygga.agreements.parameters import Parameter, ValueSource

REGISTRY = load_all()
VASTRA_GOTALAND, SWEDEN = REGISTRY.agreement("vastra-gotaland"), REGISTRY.agreement("sverige")


def parameter(*values: dict[str, object]) -> Parameter:
    rows = [{"source": {"title": "Lagen"}, **value} for value in values]
    content = {"key": "rate", "unit": "SEK", "label": "Belopp", "clauses": ["1.1"], "value": rows}
    return Parameter.model_validate(content)


def test_an_agreements_own_figure_goes_before_the_acts():
    [own], [acts] = (one.liability_on(date(2023, 3, 1)) for one in (VASTRA_GOTALAND, SWEDEN))
    assert (own.rule.basis, own.agreement_id) == ("mean", "vastra-gotaland")
    assert (acts.rule.basis, acts.agreement_id) == ("individual", "sverige")


def test_a_figure_that_the_agreement_does_not_set_is_the_acts():
    figure = VASTRA_GOTALAND.parameter("admission-notice-hours", date(2023, 3, 1))
    assert (figure.value, figure.unit, figure.agreement_id) == (24, "hours", "sverige")
    assert figure.clauses[0] == "2017-612.2.3"
    assert figure.source.title == "SFS 2017:612"


def test_before_the_agreement_begins_its_rule_is_missing_and_the_acts_does_not_stand_in():
    with pytest.raises(MissingLiability, match=r"2022-12-31; it is to be found in"):
        VASTRA_GOTALAND.liability_on(date(2022, 12, 31))


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
    rule = VASTRA_GOTALAND.liability_on(date(2023, 1, 1))[0].rule
    assert (rule.limit, rule.limit_days) == ("3.0", Decimal("3.0"))


def test_what_is_no_number_is_not_counted_with():
    source = ValueSource(title="Lagen")
    value = ParameterValue("rate", True, "SEK", "made-up", (), source, None, None)
    with pytest.raises(ValueError, match="rate is yes or no, not a number"):
        _ = value.number
    with pytest.raises(ValueError, match="rate is 'much', not a number"):
        _ = replace(value, value="much").number
