"""Which months a settlement covers, and that the agreement's figures drive it."""

from fractions import Fraction

import pytest
from tests.properties.settlement.agreed import INDIVIDUAL, MEAN, REGISTRY, agreed

from brygga.settlement import run, settle

from .conftest import lasting


def days(path, agreement, **asked) -> int:
    settlement = settle(agreement, REGISTRY, path, **asked)
    return sum(line.individual_days for line in settlement.lines)


def test_a_patient_still_in_costs_up_to_the_last_day_asked_for(registry, stays):
    path = stays({"discharged_at": ""})
    lines = run("sverige", path, first="2023-03", last="2023-04", registry=registry).lines
    assert [(str(line.month), line.stays, line.individual_days) for line in lines] == [
        ("2023-03", 1, 23),
        ("2023-04", 1, 30),
    ]


def test_an_excluded_patient_still_in_is_in_no_line(registry, stays):
    path = stays({"discharged_at": "", "outpatient_available": "false"})
    assert run("sverige", path, registry=registry).lines == ()


def test_a_patient_discharged_after_the_last_month_costs_the_days_within(registry, stays):
    path = stays({"discharged_at": "2023-05-02T09:00:00"})
    (line,) = run("sverige", path, first="2023-03", last="2023-03", registry=registry).lines
    assert (line.individual_days, line.amount) == (23, 23 * 10500)


def test_days_before_the_first_month_are_left_out(registry, stays):
    path = stays({"discharged_at": "2023-05-02T09:00:00"})
    lines = run("sverige", path, first="2023-05", registry=registry).lines
    assert [(str(line.month), line.individual_days) for line in lines] == [("2023-05", 1)]


def test_a_patient_home_on_the_first_of_a_month_is_counted_there_without_a_day(registry, stays):
    path = stays({"discharged_at": "2023-04-01T09:00:00"})
    lines = run("sverige", path, registry=registry).lines
    assert [(str(line.month), line.stays, line.individual_days) for line in lines] == [
        ("2023-03", 1, 23),
        ("2023-04", 1, 0),
    ]


def test_a_month_the_data_merely_touches_needs_no_rate(registry, stays):
    path = stays(
        {
            "admitted_at": "2021-12-29T08:00:00",
            "admission_notice_at": "2021-12-29T09:00:00",
            "ready_at": "2021-12-30T08:00:00",
            "discharged_at": "2022-01-04T08:00:00",
        }
    )
    settlement = run("sverige", path, registry=registry)
    assert (str(settlement.first), settlement.total, settlement.rates) == ("2022-01", 2 * 9300, {"2022": 9300})


@pytest.mark.parametrize(
    ("changed", "charged"),
    [
        ({}, 1),
        ({"free": 2}, 2),
        ({"free": 5}, 0),
        ({"late": {"at": "11:59", "exactly": "in-time", "shifts": 1}}, 0),
        ({"late": {"at": "12:00", "exactly": "late", "shifts": 1}}, 0),
        ({"free": 1, "late": {"at": "11:59", "exactly": "in-time", "shifts": 2}}, 1),
        ({"day_zero": False}, 0),
        ({"day_zero": False, "free": 2}, 1),
    ],
)
def test_a_changed_figure_of_the_rule_changes_what_is_charged(stays, changed, charged):
    assert days(stays({}), agreed({**INDIVIDUAL, **changed})) == charged


def test_a_changed_figure_of_a_condition_changes_what_is_charged(stays):
    assert days(stays({}), agreed(INDIVIDUAL, hours=1)) == 0


@pytest.mark.parametrize(
    ("changed", "charged"),
    [({}, 0), ({"leaves_after": 5}, 4), ({"leaves_after": 5, "free": 1}, 6), ({"leaves_after": 8}, 0)],
)
def test_a_changed_limit_of_long_stays_changes_what_is_charged_alone(stays, changed, charged):
    assert days(stays(lasting(7)), agreed({**MEAN, **changed})) == charged


def test_a_limit_of_half_days_is_counted_exactly(stays):
    agreement = agreed({**MEAN, "limit": "2.5"}, rates={2023: 10501})
    (line,) = settle(agreement, REGISTRY, stays(lasting(3))).lines
    assert (line.excess_days, line.mean_amount, line.to_json()["excess_days"]) == (Fraction(1, 2), 5251, "0.5")


def test_stays_not_yet_discharged_are_in_no_line_of_the_mean(registry, stays):
    path = stays(lasting(3), {"discharged_at": ""})
    (line,) = run("vastra-gotaland", path, registry=registry).lines
    assert (line.stays, line.in_mean) == (1, 1)
