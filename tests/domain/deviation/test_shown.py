"""What a deviation shows of itself, and where it stands among the others."""

from datetime import date

import pytest
from tests.domain.deviation.cast import (
    NURSE,
    WARD,
    Case,
    analysed,
    answered,
    at,
    closed,
    done,
    planned,
    received,
    reported,
)

from brygga.deviation import DEVIATION
from brygga.process import Since

NOW = "2026-06-01T12:00"


def card(case: Case) -> dict[str, tuple[object, ...]]:
    return {one.name: one.values for one in DEVIATION.card(case.state(NOW))}


@pytest.mark.parametrize(
    ("case", "shown"),
    [
        (reported(), ("waiting", Since(at("2026-03-02T09:00")))),
        (received(), ("waiting", Since(at("2026-03-03T09:00")))),
        (analysed(), ("waiting", Since(at("2026-03-10T09:00")))),
        (planned(), ("next-measure", date(2026, 4, 15))),
        (answered(), ("next-measure", date(2026, 4, 15))),
        (done(), ("answered", at("2026-03-11T10:00"))),
        (closed(), ("closed", at("2026-05-20T10:00"))),
        (reported(seriousness="serious"), ("no-contact", Since(at("2026-03-02T09:00")))),
        (reported().says("2026-03-03T09:00", WARD, "deviation-returned"), ("waiting", Since(at("2026-03-03T09:00")))),
    ],
)
def test_the_card_says_what_it_concerns_and_the_one_thing_that_matters(case, shown):
    name, *values = shown
    assert card(case) == {"category": ("information",), name: tuple(values)}


def test_one_closed_without_an_analysis_says_why():
    case = reported().says("2026-03-03T09:00", WARD, "deviation-dismissed")
    assert card(case)["closed"] == (at("2026-03-03T09:00"), "reported-already")


def test_the_head_of_the_page_tells_everything_in_the_order_it_came_about():
    case = closed(seriousness="not-serious", clause="A.16.3")
    assert [one.name for one in DEVIATION.facts(case.state(NOW))] == (
        "nature happened harm clause reported received analysed answered followed-up closed".split()
    )
    assert DEVIATION.facts(Case().state(NOW)) == ()


def test_a_direct_contact_and_a_joint_analysis_are_told():
    case = received(seriousness="serious").says("2026-03-04T09:00", NURSE, "direct-contact")
    case.says("2026-03-10T09:00", WARD, "deviation-analysed", joint=True)
    shown = {one.name: one.values for one in DEVIATION.facts(case.state(NOW))}
    assert shown["contact"] == ("chief-physician", at("2026-03-04T09:00"), "telephone")
    assert shown["harm"] == ("risk-of-harm", "serious")
    assert shown["analysed-jointly"] == (at("2026-03-10T09:00"),)


def test_everything_that_is_shown_has_words():
    names = {one.name for case in (closed(), done(), planned()) for one in DEVIATION.facts(case.state(NOW))}
    assert names <= set(DEVIATION.words.facts)


def test_a_serious_one_that_nobody_was_told_of_directly_comes_before_all_others():
    ordered = sorted(
        [
            reported().state(NOW),
            reported(seriousness="serious").says("2026-03-02T09:30", NURSE, "direct-contact").state(NOW),
            answered().state(NOW),
            received(seriousness="serious").state(NOW),
        ],
        key=DEVIATION.order,
    )
    assert ordered[0].lacks_contact
    assert ordered[-1].stage == "answered"


def test_two_that_are_serious_keep_their_order():
    first = Case().says("2026-03-02T08:00", NURSE, "deviation-report", seriousness="serious").state(NOW)
    assert DEVIATION.order(first) < DEVIATION.order(reported(seriousness="serious").state(NOW))


def test_a_form_about_a_measure_begins_with_the_one_that_is_due_next():
    state = planned().says("2026-03-11T09:05", WARD, "measure-planned", due="2026-03-20").state(NOW)
    for kind in ("measure-done", "measure-left"):
        assert DEVIATION.initial(state, DEVIATION.bodies[kind]) == {"of": 5}
    assert DEVIATION.initial(state, DEVIATION.bodies["deviation-answered"]) == {}
    assert DEVIATION.initial(analysed().state(NOW), DEVIATION.bodies["measure-done"]) == {}
