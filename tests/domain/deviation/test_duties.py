"""What is owed in a deviation: in Västra Götaland by A.16, in Jämtland Härjedalen by 8.1, elsewhere nothing."""

import pytest
from tests.domain.deviation.cast import (
    CENTRE,
    NORTH,
    NURSE,
    OFFICE,
    REGISTRY,
    WARD,
    WEST,
    analysed,
    answered,
    at,
    closed,
    done,
    followed_up,
    planned,
    received,
    reported,
)

from brygga.deviation import DEVIATION
from brygga.process import DutyStanding

_, OPEN, OVERDUE, DONE, LATE, LAPSED = DutyStanding
YEARS_LATER = "2031-03-03T09:00"


@pytest.mark.parametrize(
    ("case", "duty"),
    [
        (reported(), "receive-deviation"),
        (received(), "analyse-deviation"),
        (analysed(), "plan-measures"),
        (planned(), "answer-reporter"),
        (done(), "follow-up-measures"),
        (followed_up(), "close-deviation"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_to_be_done_promptly_is_open_for_ever_and_never_overdue(case, duty):
    (owed,) = [owed for owed in case.duties(YEARS_LATER) if owed.is_open and owed.duty.id == duty]
    assert (owed.part, owed.due_at, owed.standing) == ("receiver", None, OPEN)


@pytest.mark.parametrize(
    ("case", "turn"),
    [
        (reported(), {"receiver"}),
        (reported().says("2026-03-03T09:00", WARD, "deviation-returned"), {"reporter"}),
        (received().says("2026-03-03T10:00", WARD, "deviation-drawn-in"), {"receiver", "contributor"}),
        (answered().says("2026-03-11T11:00", NURSE, "measure-planned"), {"receiver", "reporter"}),
        (closed(), set()),
    ],
    ids=["reported", "returned", "drawn in", "a measure each", "closed"],
)
def test_it_is_the_turn_of_those_who_owe_something(case, turn):
    assert case.turn("2026-05-20T12:00") == turn


def test_what_the_receiver_has_done_is_done():
    standings = {owed.duty.id: owed.standing for owed in closed().duties(YEARS_LATER)}
    assert standings == {
        "receive-deviation": DONE,
        "analyse-deviation": DONE,
        "plan-measures": DONE,
        "answer-reporter": DONE,
        "receiver-takes-measures": DONE,
        "follow-up-measures": DONE,
        "close-deviation": DONE,
    }


def test_the_answer_is_owed_from_when_there_is_both_an_analysis_and_a_plan():
    assert analysed().standing(YEARS_LATER, "answer-reporter") is None
    (owed,) = [owed for owed in planned().duties(YEARS_LATER) if owed.duty.id == "answer-reporter"]
    assert (owed.since, owed.standing) == (at("2026-03-11T09:00"), OPEN)


def test_the_next_unit_owes_anew_what_the_one_before_had_done():
    case = received().says("2026-03-04T09:00", WARD, "deviation-forwarded")
    assert case.standing("2026-03-05T09:00", "receive-deviation") is OPEN
    assert case.standing("2026-03-05T09:00", "analyse-deviation") is None


def test_a_deviation_that_is_with_nobody_is_owed_by_the_reporter_alone():
    case = received().says("2026-03-04T09:00", WARD, "deviation-returned")
    assert {owed.duty.id: owed.part for owed in case.duties(YEARS_LATER)} == {"send-deviation-on": "reporter"}


def accounts(case, now):
    return {one.units: one.standing for one in case.duties(now) if one.duty.id == "contribute-to-analysis"}


def test_one_account_does_not_do_for_another_unit_that_is_drawn_in():
    case = received().says("2026-03-03T10:00", WARD, "deviation-drawn-in", recipients=[CENTRE, OFFICE])
    case.says("2026-03-05T10:00", CENTRE, "deviation-account")
    assert accounts(case, "2026-03-06T09:00") == {(CENTRE,): DONE, (OFFICE,): OPEN}
    case.says("2026-03-07T10:00", OFFICE, "deviation-account")
    assert accounts(case, "2026-03-08T09:00") == {(CENTRE,): DONE, (OFFICE,): DONE}


def test_a_unit_drawn_in_later_owes_its_account_though_another_has_given_one():
    case = received().says("2026-03-03T10:00", WARD, "deviation-drawn-in")
    case.says("2026-03-05T10:00", CENTRE, "deviation-account")
    case.says("2026-03-06T10:00", WARD, "deviation-drawn-in", recipients=[OFFICE])
    assert accounts(case, "2026-03-07T09:00") == {(CENTRE,): DONE, (OFFICE,): OPEN}
    (owed,) = [owed for owed in case.duties("2026-03-07T09:00") if owed.units == (OFFICE,)]
    assert owed.since == at("2026-03-06T10:00")


def test_what_the_reporter_has_found_of_its_own_part_does_nobody_elses_duty():
    case = received().says("2026-03-03T10:00", WARD, "deviation-drawn-in")
    case.says("2026-03-05T10:00", NURSE, "deviation-account")
    assert case.standing("2026-03-06T09:00", "contribute-to-analysis") is OPEN


def test_an_account_that_nobody_waited_for_lapses_when_the_reporter_is_answered():
    case = received().says("2026-03-03T10:00", WARD, "deviation-drawn-in")
    case.says("2026-03-10T09:00", WARD, "deviation-analysed").says("2026-03-10T10:00", WARD, "no-measures")
    assert case.standing("2026-03-10T10:30", "contribute-to-analysis") is OPEN
    case.says("2026-03-10T11:00", WARD, "deviation-answered")
    assert case.standing("2026-03-11T09:00", "contribute-to-analysis") is LAPSED


@pytest.mark.parametrize(
    ("now", "standing"),
    [("2026-03-12T09:00", OPEN), ("2026-04-15T23:59:59", OPEN), ("2026-04-16T00:00:00", OVERDUE)],
    ids=["at once", "the last second of its day", "the day after"],
)
def test_a_measure_is_due_by_the_day_that_the_unit_itself_has_set(now, standing):
    assert answered().standing(now, "receiver-takes-measures") is standing


@pytest.mark.parametrize(
    ("when", "standing"),
    [("2026-04-15T23:59:59", DONE), ("2026-04-16T00:00:00", LATE)],
    ids=["in time", "the day after"],
)
@pytest.mark.parametrize("kind", ["measure-done", "measure-left"])
def test_a_measure_is_settled_in_time_or_late(kind, when, standing):
    assert answered().says(when, WARD, kind).standing(YEARS_LATER, "receiver-takes-measures") is standing


def test_as_long_as_one_measure_waits_what_is_settled_does_not_do_for_it():
    case = answered().says("2026-03-12T09:00", WARD, "measure-planned", due="2026-05-04")
    case.says("2026-04-14T09:00", WARD, "measure-done", of=4)
    (owed,) = [owed for owed in case.duties("2026-04-20T09:00") if owed.duty.id == "receiver-takes-measures"]
    assert (owed.standing, owed.due_at) == (OPEN, at("2026-05-04T23:59:59"))


def test_when_all_are_settled_the_one_that_was_latest_tells_how_it_went():
    case = answered().says("2026-03-12T09:00", WARD, "measure-planned", due="2026-05-04")
    case.says("2026-04-20T09:00", WARD, "measure-done", of=4).says("2026-04-21T09:00", WARD, "measure-done", of=6)
    (owed,) = [owed for owed in case.duties(YEARS_LATER) if owed.duty.id == "receiver-takes-measures"]
    assert (owed.standing, owed.done_by) == (LATE, 7)


def test_each_part_answers_for_its_own_measures():
    case = answered().says("2026-03-11T11:00", NURSE, "measure-planned", due="2026-03-31")
    case.says("2026-04-14T09:00", WARD, "measure-done")
    now = "2026-04-20T09:00"
    assert case.standing(now, "reporter-takes-measures") is OVERDUE
    assert case.standing(now, "receiver-takes-measures") is DONE


def test_a_measure_planned_after_the_follow_up_is_followed_up_too():
    case = followed_up().says("2026-05-20T10:00", WARD, "measure-planned", due="2026-06-15")
    assert case.standing("2026-05-21T09:00", "close-deviation") is None
    case.says("2026-06-10T09:00", WARD, "measure-done", of=8)
    assert case.standing("2026-06-11T09:00", "follow-up-measures") is OPEN
    case.says("2026-06-20T09:00", NURSE, "deviation-followed-up")
    assert case.standing("2026-06-21T09:00", "follow-up-measures") is DONE
    assert case.standing("2026-06-21T09:00", "close-deviation") is OPEN


def test_measures_that_were_all_left_are_not_followed_up():
    case = answered().says("2026-04-14T09:00", WARD, "measure-left")
    assert case.standing(YEARS_LATER, "follow-up-measures") is None
    assert case.standing(YEARS_LATER, "close-deviation") is OPEN


def test_a_deviation_closed_without_an_analysis_owes_nothing():
    case = received().says("2026-03-04T09:00", WARD, "deviation-dismissed")
    assert case.duties(YEARS_LATER) == ()


def test_in_jamtland_harjedalen_the_reporter_of_a_serious_deviation_owes_a_direct_contact():
    case = reported(seriousness="serious")
    assert case.standing(YEARS_LATER, "contact-directly", NORTH) is OPEN
    assert case.turn(YEARS_LATER, NORTH) == {"reporter"}
    assert (
        case.says("2026-03-03T09:00", WARD, "direct-contact").standing(YEARS_LATER, "contact-directly", NORTH) is DONE
    )


def test_a_direct_contact_that_was_never_made_lapses_when_the_deviation_is_closed():
    case = followed_up(seriousness="serious")
    case.says("2026-05-20T10:00", WARD, "deviation-closed", without_contact="told in our own system")
    assert case.standing(YEARS_LATER, "contact-directly", NORTH) is LAPSED


@pytest.mark.parametrize(("nature", "owed"), [("complaint", OPEN), ("view", OPEN), ("deviation", None)])
def test_in_jamtland_harjedalen_what_was_said_of_the_other_principal_is_passed_on(nature, owed):
    case = reported(nature=nature).says("2026-03-03T09:00", WARD, "deviation-returned")
    assert case.standing(YEARS_LATER, "pass-on-complaint", NORTH) is owed


def test_where_the_text_gives_no_duty_none_is_made_up():
    assert reported(seriousness="serious").duties(YEARS_LATER, REGISTRY.agreement("gotland")) == ()


def test_only_a_measure_has_a_day_and_no_duty_counts_a_figure():
    for agreement in (WEST, NORTH):
        deadlines = {duty.id: duty.deadline for duty in agreement.duties("deviation")}
        assert {name for name, deadline in deadlines.items() if not deadline.promptly} <= {
            f"{part}-takes-measures" for part in DEVIATION.parts
        }
        assert all(deadline.parameter is None for deadline in deadlines.values())


def test_every_duty_says_which_clause_it_rests_on():
    for agreement in (WEST, NORTH):
        for duty in agreement.duties("deviation"):
            assert all(agreement.clause(clause) for clause in duty.clauses)
