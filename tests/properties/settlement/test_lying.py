"""Liability as it is told while the patient lies ready, against the count day by day: the same day, the same reason."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import settings as examples
from tests.properties.settlement import twin
from tests.properties.settlement.agreed import INDIVIDUAL, MEAN, agreed
from tests.properties.settlement.test_twin import law_of, many, rules
from tests.tries import tries

from brygga.settlement import liability_ahead

FAR = timedelta(days=60)
TODAY = date(2023, 6, 1)


@given(many(40), rules())
@examples(max_examples=tries(60), deadline=None)
def test_payment_begins_on_the_day_and_waits_for_what_a_count_day_by_day_says(
    found: list[twin.Stay], drawn: dict[str, Any]
) -> None:
    agreement = agreed({**drawn, "id": "own"})
    [rule], law = agreement.liability.rule, law_of(agreement)
    for stay in found:
        ahead = liability_ahead(stay, agreement, TODAY)
        if stay.ready_at is None or rule.basis == "none" or rule.counted_from == "assessment":
            assert ahead is None
            continue
        assert ahead is not None
        first = next((why for why in rule.conditions if why != "not-opposed" and twin.fails(why, stay, law)), None)
        assert [str(one) for one in ahead.hindrances[:1]] == ([first] if first else [])
        if rule.basis == "mean":
            if rule.leaves_after is None:
                assert ahead.begins is None
                continue
            assert ahead.begins
            for leaves, alone in ((ahead.begins, True), (ahead.begins - timedelta(days=1), False)):
                moment = stay.ready_at.replace(year=leaves.year, month=leaves.month, day=leaves.day)
                days = twin.days_of(replace(stay, discharged_at=moment), rule, leaves)
                assert days is not None
                assert (len(days) > rule.leaves_after) is alone
        else:
            still_there = replace(stay, discharged_at=None)
            counted = twin.days_of(still_there, rule, stay.ready_at.date() + FAR)
            assert counted and ahead.begins == counted[rule.free]


def test_a_year_without_a_rate_is_told_with_where_it_is_to_be_found() -> None:
    noon = datetime(2025, 12, 30, 9)
    stay = twin.Stay("1", "1480", "somatic", noon, None, noon, noon, False, None, True, None)
    ahead = liability_ahead(stay, agreed(INDIVIDUAL, rates={2025: 11000}), date(2025, 12, 30))
    assert ahead is not None
    assert (ahead.begins, ahead.kronor, ahead.hindrances) == (date(2026, 1, 2), None, ())
    assert ahead.rate_on.year == 2026


def test_by_a_mean_the_first_day_of_discharge_that_leaves_it_is_told() -> None:
    noon = datetime(2023, 3, 6, 9)
    stay = twin.Stay("1", "1480", "somatic", noon, None, noon, noon, False, None, True, None)
    ahead = liability_ahead(stay, agreed(MEAN), date(2023, 3, 6))
    assert ahead is not None
    assert (ahead.begins, ahead.kronor) == (date(2023, 3, 14), 10500)
