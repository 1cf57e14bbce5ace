"""Moments and deadlines on the Swedish wall clock."""

from datetime import UTC, date, datetime

import pytest

from brygga.calendars import end_of_day, hours_after, local, local_date
from brygga.calendars.deadlines import SWEDEN


def at(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SWEDEN, fold=fold)


def test_a_moment_without_a_time_zone_is_refused_with_the_reason():
    with pytest.raises(ValueError) as error:
        local(datetime(2023, 3, 6, 12))
    assert str(error.value) == "2023-03-06T12:00:00 has no time zone; give one, for instance +01:00"


@pytest.mark.parametrize(
    ("moment", "wall_clock"),
    [
        (datetime(2023, 1, 10, 11, tzinfo=UTC), "2023-01-10T12:00:00+01:00"),
        (datetime(2023, 7, 10, 11, tzinfo=UTC), "2023-07-10T13:00:00+02:00"),
    ],
    ids=["in winter", "in summer"],
)
def test_a_moment_is_read_from_the_swedish_clock(moment, wall_clock):
    assert local(moment).isoformat() == wall_clock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2023, 1, 10, 22, 59, tzinfo=UTC), date(2023, 1, 10)),
        (datetime(2023, 1, 10, 23, 0, tzinfo=UTC), date(2023, 1, 11)),
        (datetime(2023, 7, 10, 22, 0, tzinfo=UTC), date(2023, 7, 11)),
    ],
    ids=["before midnight", "at midnight in winter", "at midnight in summer"],
)
def test_the_day_of_a_moment_is_the_day_in_sweden(moment, day):
    assert local_date(moment) == day


@pytest.mark.parametrize(
    ("start", "due", "real_hours"),
    [
        ("2023-03-25T08:00", "2023-03-26T08:00:00+02:00", 23),
        ("2023-10-28T08:00", "2023-10-29T08:00:00+01:00", 25),
        ("2023-06-10T08:00", "2023-06-11T08:00:00+02:00", 24),
        ("2023-12-31T18:30", "2024-01-01T18:30:00+01:00", 24),
    ],
    ids=["clocks go forward in March", "clocks go back in October", "an ordinary night", "over new year"],
)
def test_24_hours_later_is_the_same_time_of_day(start, due, real_hours):
    later = hours_after(at(start), 24)
    assert later.isoformat() == due
    assert (later.astimezone(UTC) - at(start).astimezone(UTC)).total_seconds() == real_hours * 3600


def test_hours_are_counted_on_the_swedish_clock_whatever_clock_the_start_was_read_from():
    assert hours_after(datetime(2023, 3, 25, 7, tzinfo=UTC), 24) == at("2023-03-26T08:00")


@pytest.mark.parametrize(
    ("day", "days_later", "end"),
    [
        (date(2023, 3, 6), 0, "2023-03-06T23:59:59+01:00"),
        (date(2023, 3, 24), 3, "2023-03-27T23:59:59+02:00"),
        (date(2023, 10, 27), 3, "2023-10-30T23:59:59+01:00"),
        (date(2024, 2, 27), 3, "2024-03-01T23:59:59+01:00"),
    ],
    ids=["the same day", "over the clock change in March", "over the clock change in October", "over a leap day"],
)
def test_a_deadline_in_days_ends_with_the_last_second_of_the_day(day, days_later, end):
    assert end_of_day(day, days_later).isoformat() == end
