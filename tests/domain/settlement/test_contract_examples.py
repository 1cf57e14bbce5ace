"""The examples of the settlement's contract, under the agreements that they are about."""

from typing import Any

import pytest

from brygga.settlement import run

from .conftest import lasting

STATUTE, MEAN = "sverige", "vastra-gotaland"


def settled(registry: Any, agreement: str, path: Any, **more: Any) -> dict[str, Any]:
    return run(agreement, path, registry=registry, **more).to_json()


def test_a_patient_ready_at_noon_on_monday_and_home_on_friday_costs_one_day(registry, stays):
    document = settled(registry, STATUTE, stays({}))
    assert document == {
        "agreement": "sverige",
        "model": "individual",
        "from": "2023-03",
        "to": "2023-03",
        "rates": {"2023": "10500"},
        "lines": [
            {
                "municipality": "1480",
                "name": "Göteborgs kommun",
                "month": "2023-03",
                "stays": 1,
                "in_mean": None,
                "sum_days": None,
                "mean_days": None,
                "excess_days": None,
                "mean_amount": None,
                "individual_stays": 1,
                "individual_days": 1,
                "individual_amount": "10500",
                "amount": "10500",
                "excluded": {},
                "rules": [
                    {
                        "rule": "individual",
                        "basis": "individual",
                        "stays": 1,
                        "in_mean": None,
                        "sum_days": None,
                        "mean_days": None,
                        "limit": None,
                        "excess_days": None,
                        "individual_stays": 1,
                        "individual_days": 1,
                        "amount": "10500",
                    }
                ],
            }
        ],
        "total": "10500",
    }
    assert list(document) == ["agreement", "model", "from", "to", "rates", "lines", "total"]


def test_a_notice_one_second_past_noon_moves_liability_by_a_day(registry, stays):
    document = settled(registry, STATUTE, stays({"ready_at": "2023-03-06T12:00:01"}))
    line = document["lines"][0]
    assert (line["stays"], line["individual_stays"], line["individual_days"], line["amount"]) == (1, 0, 0, "0")


def test_days_on_both_sides_of_new_year_cost_each_their_own_years_rate(registry, stays):
    path = stays(
        {
            "admitted_at": "2022-12-20T08:00:00",
            "admission_notice_at": "2022-12-20T09:00:00",
            "ready_at": "2022-12-28T10:00:00",
            "discharged_at": "2023-01-03T10:00:00",
        }
    )
    document = settled(registry, STATUTE, path)
    months = [(line["month"], line["individual_days"], line["amount"]) for line in document["lines"]]
    assert months == [("2022-12", 1, "9300"), ("2023-01", 2, "21000")]
    assert document["rates"] == {"2022": "9300", "2023": "10500"}
    assert (document["from"], document["to"], document["total"]) == ("2022-12", "2023-01", "30300")


def test_an_admission_notice_after_25_hours_frees_the_municipality(registry, stays):
    document = settled(registry, STATUTE, stays({"admission_notice_at": "2023-03-02T09:00:00"}), detail=True)
    line, stay = document["lines"][0], document["stays"][0]
    assert (line["excluded"], line["amount"]) == ({"late_admission_notice": 1}, "0")
    assert (stay["reason"], stay["charged_days"], stay["amount"]) == ("late_admission_notice", 0, "0")
    assert set(stay["clauses"]) <= {clause.id for clause in registry.agreement(STATUTE).clauses}
    assert stay["clauses"]


def test_four_stays_with_a_mean_of_3_75_days_cost_the_three_days_in_excess(registry, stays):
    document = settled(registry, MEAN, stays(*map(lasting, (0, 7, 5, 3))))
    line = document["lines"][0]
    assert document["model"] == "mean"
    assert (line["stays"], line["in_mean"], line["sum_days"], line["mean_days"]) == (4, 4, 15, "3.8")
    assert (line["excess_days"], line["mean_amount"], line["amount"]) == (3, "31500", "31500")


def test_a_fifth_stay_of_eight_days_leaves_the_mean_and_is_charged_alone(registry, stays):
    document = settled(registry, MEAN, stays(*map(lasting, (0, 7, 5, 3, 8))), detail=True)
    line = document["lines"][0]
    assert (line["stays"], line["in_mean"], line["individual_stays"]) == (5, 4, 1)
    assert (line["individual_days"], line["individual_amount"], line["amount"]) == (5, "52500", "84000")
    assert document["total"] == "84000"
    fifth = next(stay for stay in document["stays"] if stay["stay_id"] == "s5")
    assert list(fifth) == [
        "stay_id",
        "municipality",
        "month",
        "model",
        "days",
        "charged_days",
        "amount",
        "reason",
        "clauses",
    ]
    assert (fifth["model"], fifth["days"], fifth["charged_days"], fifth["amount"]) == ("individual", 8, 5, "52500")


def test_a_mean_of_exactly_three_days_costs_nothing(registry, stays):
    line = settled(registry, MEAN, stays(*map(lasting, (3, 3, 3))))["lines"][0]
    assert (line["mean_days"], line["excess_days"], line["amount"]) == ("3.0", 0, "0")


@pytest.mark.parametrize(
    ("admitted", "notice"),
    [("2023-03-25T08:00:00", "2023-03-26T08:00:00"), ("2022-10-29T08:00:00", "2022-10-30T08:00:00")],
)
def test_a_notice_at_the_same_hour_the_next_day_is_in_time_also_across_a_clock_change(
    registry, stays, admitted, notice
):
    path = stays(
        {
            "admitted_at": admitted,
            "admission_notice_at": notice,
            "ready_at": "2023-03-27T08:00:00",
            "discharged_at": "2023-04-03T08:00:00",
        }
    )
    assert all(not line["excluded"] for line in settled(registry, STATUTE, path)["lines"])
