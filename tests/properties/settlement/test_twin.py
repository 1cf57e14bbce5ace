"""The settlement against its twin: random stays, the same lines to the last krona."""

import csv
import tempfile
from dataclasses import astuple, fields
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from tests.properties.settlement import twin
from tests.properties.settlement.agreed import Agreed, Registered
from tests.tries import tries

from brygga.calendars import Month
from brygga.settlement import CONDITIONS, Settlement, settle

PLACES = ("1480", "1488", "2380")
EDGES = [
    datetime(2023, 2, 27, 12, 0, 0),
    datetime(2023, 3, 26, 1, 30),
    datetime(2023, 3, 26, 2, 30),
    datetime(2023, 10, 29, 2, 30),
    datetime(2022, 12, 28, 12, 0, 1),
    datetime(2023, 12, 30, 12, 0, 0),
    datetime(2024, 2, 28, 23, 59, 59),
    datetime(2024, 2, 29, 0, 0, 0),
]
EDGE_GAPS = [timedelta(0), timedelta(hours=24), timedelta(hours=24, seconds=1), timedelta(days=3), timedelta(days=4)]
TIMES_OF_DAY = [
    time(11, 59, 59),
    time(12),
    time(12, 0, 0, 1),
    time(12, 0, 1),
    time(9, 30),
    time(15),
    time(0),
    time(23, 59),
]
YEAR_AND_A_HALF = 500 * 24 * 3600


def gap(dice: Random, days: int = 12) -> timedelta:
    """No time at all, exactly a day, a second more, or anything up to some days, now and then months."""
    if dice.random() < 0.3:
        return dice.choice(EDGE_GAPS)
    return timedelta(seconds=dice.randrange(86400 * (70 if dice.random() < 0.1 else days)))


def edged(dice: Random, moment: datetime, earliest: datetime) -> datetime:
    """The moment, half the time moved to an hour of that day which decides something."""
    if dice.random() < 0.5:
        return moment
    return max(earliest, datetime.combine(moment.date(), dice.choice(TIMES_OF_DAY)))


def random_stay(dice: Random, number: int) -> twin.Stay:
    admitted = datetime(2022, 11, 1) + timedelta(seconds=dice.randrange(YEAR_AND_A_HALF))
    admitted = dice.choice(EDGES) if dice.random() < 0.3 else edged(dice, admitted, admitted)
    ready = edged(dice, admitted + gap(dice), admitted) if dice.random() < 0.95 else None
    needs = admitted + gap(dice) if dice.random() < 0.3 else None
    notice = (needs or admitted) + (timedelta(hours=dice.choice([0, 5, 12, 24])) if dice.random() < 0.85 else gap(dice))
    return twin.Stay(
        stay_id=f"stay-{number}",
        municipality=dice.choice(PLACES),
        care_type=dice.choice(["somatic", "psychiatric"]),
        admitted_at=admitted,
        need_assessed_at=needs,
        admission_notice_at=notice if dice.random() < 0.95 else None,
        ready_at=ready,
        sip_required=dice.random() < 0.5,
        sip_called_at=(ready or admitted) + gap(dice, 5) if dice.random() < 0.9 else None,
        outpatient_available=dice.random() < 0.9,
        discharged_at=edged(dice, (at := ready or admitted) + gap(dice), at) if dice.random() < 0.9 else None,
    )


def random_stays(seed: int, number: int) -> list[twin.Stay]:
    dice = Random(seed)
    return [random_stay(dice, n) for n in range(number)]


def many(most: int) -> st.SearchStrategy[list[twin.Stay]]:
    """Up to that many stays by a seed: hypothesis shrinks their number, and the figures beside them."""
    return st.builds(random_stays, st.integers(0, 2**32), st.integers(0, most))


FIGURES = st.builds(
    twin.Figures,
    model=st.sampled_from(["mean", "individual"]),
    first_days=st.sampled_from([3, 3, 0, 2, 5]),
    first_days_late=st.sampled_from([4, 4, 3, 6]),
    cutoff=st.sampled_from([time(12), time(12), time(9, 30), time(15)]),
    notice_hours=st.sampled_from([24, 24, 12, 72]),
    sip_days=st.sampled_from([3, 3, 0, 7]),
    limit=st.sampled_from([3, 3, 2, 5]),
    long_stay=st.sampled_from([7, 7, 5]),
    free=st.sampled_from([3, 3, 1]),
    discharge_day=st.sampled_from([False, False, True]),
)
MONTHS = st.sampled_from(
    [("2022-12", "2024-03"), ("2023-03", "2023-03"), ("2023-02", "2023-10"), ("2024-02", "2024-02")]
)


def written(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def settled(found: list[twin.Stay], figures: twin.Figures, months: tuple[str, str], engine: Any) -> Settlement:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stays.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(field.name for field in fields(twin.Stay))
            rows.writerows([written(value) for value in astuple(stay)] for stay in found)
        first, last = map(Month.parse, months)
        return settle(Agreed(figures), Registered(), path, first, last, engine=engine, detail=True)  # type: ignore[arg-type]


def compare(found: list[twin.Stay], figures: twin.Figures, months: tuple[str, str], engine: str = "duckdb") -> None:
    end: date = Month.parse(months[1]).last
    expected = twin.settle(found, figures, *months, end)
    settlement = settled(found, figures, months, engine)
    document = settlement.to_json()
    lines = [{key: value for key, value in line.items() if key != "name"} for line in document["lines"]]
    assert lines == expected
    assert document["total"] == str(sum(int(line["amount"]) for line in expected))
    assert len(document["stays"]) == sum(line["stays"] for line in expected)
    by_id = {stay.stay_id: stay for stay in found}
    for result in document["stays"]:
        assert result["reason"] == twin.reason(by_id[result["stay_id"]], figures)
        assert result["days"] == twin.days_after_ready(by_id[result["stay_id"]], figures)
    assert sum(int(stay["amount"]) for stay in document["stays"]) == sum(int(x["individual_amount"]) for x in expected)


@given(many(200), FIGURES, MONTHS)
@examples(max_examples=tries(40), deadline=None, suppress_health_check=list(HealthCheck))
def test_any_stays_settled_cost_what_a_count_day_by_day_says(
    found: list[twin.Stay], figures: twin.Figures, months: tuple[str, str]
) -> None:
    compare(found, figures, months)


@pytest.mark.parametrize("model", ["mean", "individual"])
def test_every_outcome_occurs_among_many_random_stays(model: str) -> None:
    found, figures = random_stays(1, 3000), twin.Figures(model=model)
    assert {twin.reason(stay, figures) for stay in found} == {None, *CONDITIONS}
    noon = [stay for stay in found if stay.ready_at and stay.ready_at.time() == time(12)]
    assert any(list(twin.chargeable(stay, figures, date(2024, 3, 31))) for stay in noon)
    compare(found, figures, ("2022-12", "2024-03"))
