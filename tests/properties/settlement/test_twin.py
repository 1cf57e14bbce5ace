"""The settlement against its twin: random stays, the same lines to the last krona."""

import csv
import tempfile
from dataclasses import astuple, fields, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from tests.properties.settlement import twin
from tests.properties.settlement.agreed import CONDITIONS as ASKED
from tests.properties.settlement.agreed import INDIVIDUAL, MEAN, RATES, REGISTRY, agreed
from tests.tries import tries

from brygga.agreements import Agreement
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
        person=f"person-{number}",
        ready_assessed_at=assessed(dice, admitted, ready),
        not_opposed=dice.random() < 0.9,
        unit_kind=dice.choice(["ward", "rehabilitation"]),
        open_compulsory=dice.random() < 0.2,
    )


def assessed(dice: Random, admitted: datetime, ready: datetime | None) -> datetime | None:
    """Some time between admission and the notice, which says that it has been done."""
    if ready is None:
        return None
    return ready - (ready - admitted) * dice.choice([0.0, 0.0, 0.25, 1.0])


def random_stays(seed: int, number: int) -> list[twin.Stay]:
    dice = Random(seed)
    return some_again(dice, [random_stay(dice, n) for n in range(number)])


def some_again(dice: Random, stays: list[twin.Stay]) -> list[twin.Stay]:
    """The same stays, half of them of persons who have been in before; none of one person overlap."""
    gone: list[tuple[datetime, str]] = []
    again = {}
    for stay in sorted(stays, key=lambda one: one.admitted_at):
        before = next((one for one in gone if one[0] <= stay.admitted_at), None) if dice.random() < 0.5 else None
        person = before[1] if before else stay.person
        if before:
            gone.remove(before)
        if stay.discharged_at:
            gone.append((stay.discharged_at, person))
        again[stay.stay_id] = replace(stay, person=person)
    return [again[stay.stay_id] for stay in stays]


def many(most: int) -> st.SearchStrategy[list[twin.Stay]]:
    """Up to that many stays by a seed: hypothesis shrinks their number, and the figures beside them."""
    return st.builds(random_stays, st.integers(0, 2**32), st.integers(0, most))


SOMETIMES = st.sampled_from([False, False, True])
LATE = st.none() | st.fixed_dictionaries(
    {
        "at": st.sampled_from(["12:00", "12:00", "09:30", "15:00", "12:00:01"]),
        "exactly": st.sampled_from(["in-time", "late"]),
        "shifts": st.sampled_from([1, 1, 2]),
    }
)
CHANGES = [date(2022, 12, 1), date(2023, 3, 1), date(2023, 3, 17), date(2023, 7, 1), date(2024, 1, 1)]


@st.composite
def rules(draw: st.DrawFn, basis: str | None = None) -> dict[str, Any]:
    """A rule without id, days and scope."""
    rule: dict[str, Any] = {"basis": basis or draw(st.sampled_from(["mean", "gate", "individual", "none", "mean"]))}
    rule["conditions"] = tuple(draw(st.permutations(ASKED)))[: draw(st.sampled_from([6, 6, 4, 0]))]
    if draw(SOMETIMES):
        rule["conditions"] = ("not-opposed", *rule["conditions"])
    rule["counted_from"] = draw(st.sampled_from(["ready-notice", "ready-notice", "assessment"]))
    rule["day_zero"] = not draw(SOMETIMES)
    rule["days"] = draw(st.sampled_from(["calendar", "calendar", "weekdays"]))
    rule["late"] = draw(LATE)
    rule["free"] = draw(st.sampled_from([3, 3, 0, 1, 5]))
    if draw(SOMETIMES):
        rule["amount"] = [
            {"from": "2022-01-01", "to": "2023-06-30", "kronor": 6000},
            {"from": "2023-07-01", "to": "2023-09-14", "kronor": 7001},
            {"from": "2023-09-15", "kronor": 8000},
        ]
    if rule["basis"] in ("mean", "gate"):
        rule["limit"] = draw(st.sampled_from(["3.0", "3", "2.5", "5", "0", "1.125"]))
        rule["leaves_after"] = draw(st.sampled_from([None, 7, 7, 5]))
        rule["population"] = draw(st.sampled_from(["conditions-met", "conditions-met", "all-discharged"]))
        rule["counts"] = draw(st.sampled_from(["stays", "stays", "persons"]))
        rule["over"] = draw(st.sampled_from(["month", "month", "quarter"]))
        rule["carries"] = draw(st.sampled_from([None, None, "until-better"]))
    return rule


SCOPES: list[list[dict[str, Any]]] = [
    [{}],
    [{}],
    [{"care_type": "psychiatric"}],
    [{"care_type": "psychiatric"}, {"care_type": "somatic"}],
    [{"care_type": "somatic", "unit_kind": ["ward", "other"]}, {"care_type": "somatic", "unit_kind": "rehabilitation"}],
    [{"open_compulsory": True}],
]


@st.composite
def agreements(draw: st.DrawFn) -> list[dict[str, Any]]:
    """The dated rules of an agreement: at any time for every stay, for some, or none of its own."""
    found = []
    begins = sorted(draw(st.sets(st.sampled_from(CHANGES), max_size=3)))
    for at, first in enumerate(begins):
        last = begins[at + 1] - timedelta(days=1) if at + 1 < len(begins) else None
        for which, scope in enumerate(draw(st.sampled_from([*SCOPES, []]))):
            rule = draw(rules())
            found.append({**rule, "id": f"own-{at}-{which}", "from": first, "to": last, "applies": scope})
    return found


HOURS, SIP_DAYS = st.sampled_from([24, 24, 12, 72]), st.sampled_from([3, 3, 0, 7])
MONTHS = st.sampled_from(
    [("2022-12", "2024-03"), ("2023-03", "2023-03"), ("2023-02", "2023-10"), ("2024-02", "2024-02")]
)


def written(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def settled(found: list[twin.Stay], agreement: Agreement, months: tuple[str, str], engine: Any) -> Settlement:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stays.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(field.name for field in fields(twin.Stay))
            rows.writerows([written(value) for value in astuple(stay)] for stay in found)
        first, last = map(Month.parse, months)
        return settle(agreement, REGISTRY, path, first, last, engine=engine, detail=True)


def law_of(agreement: Agreement, hours: int = 24, sip_days: int = 3) -> twin.Law:
    return twin.Law([one.liability.rule for one in agreement.lineage()], RATES, hours, sip_days)


def compare(
    found: list[twin.Stay],
    agreement: Agreement,
    months: tuple[str, str],
    engine: str = "duckdb",
    law: twin.Law | None = None,
) -> None:
    law, end = law or law_of(agreement), Month.parse(months[1]).last
    expected = twin.settle(found, law, *months, end)
    document = settled(found, agreement, months, engine).to_json()
    lines = [{key: value for key, value in line.items() if key != "name"} for line in document["lines"]]
    for line in lines:
        line["rules"].sort(key=lambda one: one["rule"])
    assert lines == expected
    assert document["total"] == str(sum(int(line["amount"]) for line in expected))
    assert len(document["stays"]) == sum(line["stays"] for line in expected)
    own = sum(int(line["individual_amount"]) for line in expected)
    assert sum(int(stay["amount"]) for stay in document["stays"]) == own
    days = sum(line["individual_days"] for line in expected)
    assert sum(stay["charged_days"] for stay in document["stays"]) == days


# The act's own rule goes on for somatic care when another begins for psychiatric care in the middle of a month.
FROM_MID_MARCH = {"basis": "individual", "conditions": ASKED, "counted_from": "ready-notice", "free": 3, "id": "own"}
FROM_MID_MARCH |= {"from": date(2023, 3, 17), "to": None, "applies": {"care_type": "psychiatric"}}


@example(random_stays(20, 6), [FROM_MID_MARCH], ("2022-12", "2024-03"), 24, 3)
@given(many(80), agreements(), MONTHS, HOURS, SIP_DAYS)
@examples(max_examples=tries(40), deadline=None, suppress_health_check=list(HealthCheck))
def test_any_stays_under_any_rules_cost_what_a_count_day_by_day_says(
    found: list[twin.Stay], own: list[dict[str, Any]], months: tuple[str, str], hours: int, sip_days: int
) -> None:
    agreement = agreed(*own, hours=hours, sip_days=sip_days)
    compare(found, agreement, months, law=law_of(agreement, hours, sip_days))


@pytest.mark.parametrize("rule", [MEAN, INDIVIDUAL], ids=["mean", "individual"])
def test_every_outcome_occurs_among_many_random_stays(rule: dict[str, Any]) -> None:
    found, agreement = random_stays(1, 2000), agreed(rule)
    law, own = law_of(agreement), agreement.liability.rule[0]
    assert {twin.reason(stay, own, law) for stay in found} == {None, *CONDITIONS[:6]}
    noon = [stay for stay in found if stay.ready_at and stay.ready_at.time() == time(12)]
    assert any(list(twin.chargeable(stay, own, law, date(2024, 3, 31))) for stay in noon)
    compare(found, agreement, ("2022-12", "2024-03"))
    results = {
        stay["stay_id"]: stay for stay in settled(found, agreement, ("2022-12", "2024-03"), "duckdb").to_json()["stays"]
    }
    for stay in found:
        if result := results.get(stay.stay_id):
            assert result["reason"] == twin.reason(stay, own, law)
            counted = twin.days_of(stay, own, date(2024, 3, 31), moved=False)
            assert result["days"] == (None if counted is None or stay.discharged_at is None else len(counted))
