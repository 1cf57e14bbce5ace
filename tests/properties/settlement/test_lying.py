"""Liability as it is told while the patient lies ready, against the count day by day: the same day, the same reason."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import settings as examples
from tests.properties.settlement import twin
from tests.properties.settlement.agreed import Agreed
from tests.properties.settlement.test_twin import FIGURES, many
from tests.tries import tries

from brygga.settlement import liability_ahead

FAR = timedelta(days=40)


@given(many(60), FIGURES)
@examples(max_examples=tries(40), deadline=None)
def test_payment_begins_on_the_day_and_waits_for_what_a_count_day_by_day_says(
    found: list[twin.Stay], figures: twin.Figures
) -> None:
    for stay in found:
        ahead = liability_ahead(stay, Agreed(figures), date(2023, 6, 1))  # type: ignore[arg-type]
        if stay.ready_at is None:
            assert ahead is None
            continue
        assert ahead is not None
        reason = twin.reason(stay, figures)
        assert [str(one) for one in ahead.hindrances[:1]] == ([reason] if reason else [])
        if reason is None and figures.model == "individual":
            still_there = replace(stay, discharged_at=None)
            assert next(twin.chargeable(still_there, figures, stay.ready_at.date() + FAR)) == ahead.begins
        if figures.model == "mean":
            for leaves, alone in ((ahead.begins, True), (ahead.begins - timedelta(days=1), False)):
                moment = stay.ready_at.replace(year=leaves.year, month=leaves.month, day=leaves.day)
                days = twin.days_after_ready(replace(stay, discharged_at=moment), figures)
                assert days is not None
                assert (days > figures.long_stay) is alone


def test_a_year_without_a_rate_is_told_with_where_it_is_to_be_found() -> None:
    noon = datetime(2025, 12, 30, 9)
    stay = twin.Stay("1", "1480", "somatic", noon, None, noon, noon, False, None, True, None)
    ahead = liability_ahead(stay, Agreed(twin.Figures(rates={2025: 11000})), date(2025, 12, 30))  # type: ignore[arg-type]
    assert ahead is not None
    assert (ahead.begins, ahead.kronor, ahead.hindrances) == (date(2026, 1, 2), None, ())
    assert ahead.missing is not None
    assert (ahead.missing.on.year, ahead.missing.look_in) == (2026, "HSLF-FS 2025:74")
