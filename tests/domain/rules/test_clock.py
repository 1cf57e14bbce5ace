"""A day and a time of the clock are what the agreement's own figures make of them."""

from dataclasses import replace
from datetime import datetime

import pytest

from brygga.agreements import Agreement, load_all
from brygga.rules import InvalidFacts, decide
from brygga.rules.clock import moment_in

REGISTRY = load_all()
GOTLAND = REGISTRY.agreement("gotland")


@pytest.mark.parametrize(
    ("moment", "means"),
    [
        ("2026-11-30T08:00", "office-hours"),
        ("2026-11-30T16:59", "office-hours"),
        ("2026-11-30T17:00", "evening-night"),
        ("2026-12-01T07:59:59", "evening-night"),
        ("2026-12-04T23:00", "evening-night"),
        ("2026-12-05T03:00", "evening-night"),
        ("2026-12-05T08:00", "weekend-day"),
        ("2026-12-05T18:00", "weekend-night"),
        ("2026-12-07T03:00", "weekend-night"),
        ("2026-12-07T08:00", "office-hours"),
        ("2026-12-24T12:00", "office-hours"),
        ("2026-12-25T12:00", "weekend-day"),
        ("2026-12-28T07:00", "weekend-night"),
        ("2026-11-30T16:00:00+00:00", "evening-night"),
    ],
)
def test_gotlands_hours_of_on_call_duty_tell_what_a_moment_is(moment: str, means: str) -> None:
    assert GOTLAND.understood({"tid": moment}) == {"time": means}


def test_the_figures_decide_and_another_figure_gives_another_answer() -> None:
    later = tuple(
        one.model_copy(update={"value": (one.value[0].model_copy(update={"value": "18:00:00"}),)})
        if one.key == "on-call-weekday-start"
        else one
        for one in GOTLAND.parameters
    )
    assert replace(GOTLAND, parameters=later).understood({"time": "2026-11-30T17:00"}) == {"time": "office-hours"}


@pytest.mark.parametrize("agreement", REGISTRY.agreements.values(), ids=lambda one: one.id)
def test_every_hour_of_a_year_has_a_meaning(agreement: Agreement) -> None:
    for day in ("2026-01-01", "2026-02-03", "2026-04-04", "2026-06-19", "2026-06-20", "2026-12-31"):
        for hour in range(24):
            (value,) = agreement.understood({"time": f"{day}T{hour:02d}:30"}).values()
            assert value


def test_where_the_agreement_says_no_hours_only_the_day_is_known_and_what_the_hour_decides_is_asked() -> None:
    home = REGISTRY.agreement("jamtland-harjedalen")
    assert home.understood({"time": "2026-11-30T17:00"}) == {"time": frozenset({"office-hours", "evening-night"})}


def test_one_of_several_values_is_certain_as_far_as_they_agree() -> None:
    table = GOTLAND.table("deceased")
    facts = {
        "deceased_task": "confirm-death",
        "death_place": "home",
        "time": frozenset({"weekend-day", "weekend-night"}),
    }
    assert decide(table, facts).row == "confirm-death-on-call"
    both = decide(table, {**facts, "time": frozenset({"office-hours", "evening-night"})})
    assert not both.is_certain
    with pytest.raises(InvalidFacts):
        decide(table, {**facts, "time": frozenset({"noon"})})


@pytest.mark.parametrize(
    "text", ["office-hours", "17:00", "2026-11-30", "2026-13-30T17:00", "2026-11-30T25:00", 17, None]
)
def test_what_gives_no_day_and_time_is_no_moment(text: object) -> None:
    assert moment_in(text) is None


def test_a_moment_with_an_offset_is_read_on_the_swedish_clock() -> None:
    assert moment_in("2026-07-01T15:00:00+00:00") == datetime(2026, 7, 1, 17)


def test_a_time_that_cannot_be_read_is_told_how_to_write_it() -> None:
    with pytest.raises(InvalidFacts, match="or a day and a time, as 2026-11-30T17:00"):
        decide(GOTLAND.table("care"), GOTLAND.understood({"time": "2026-11-31T17:00"}))
