"""What a deviation is after each message: its stage, whose it is, and what is taken back."""

import pytest
from tests.domain.deviation.cast import (
    CENTRE,
    NURSE,
    OFFICE,
    WARD,
    Case,
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
from brygga.deviation import DeviationPart as Part
from brygga.deviation import DeviationStage as Stage
from brygga.process import NotAllowed, UnitFacts

LATER = "2026-06-30T12:00"


@pytest.mark.parametrize(
    ("case", "stage"),
    [
        (Case(), Stage.NEW),
        (reported(), Stage.REPORTED),
        (received(), Stage.RECEIVED),
        (analysed(), Stage.ANALYSED),
        (planned(), Stage.ANALYSED),
        (answered(), Stage.ANSWERED),
        (done(), Stage.ANSWERED),
        (followed_up(), Stage.FOLLOWED_UP),
        (closed(), Stage.CLOSED),
        (reported().says("2026-03-03T09:00", WARD, "deviation-returned"), Stage.RETURNED),
        (reported().says("2026-03-03T09:00", WARD, "deviation-forwarded"), Stage.REPORTED),
        (received().says("2026-03-04T09:00", WARD, "deviation-dismissed"), Stage.DISMISSED),
    ],
)
def test_a_deviation_goes_from_report_to_close(case, stage):
    assert case.state(LATER).stage is stage
    assert DEVIATION.is_over(case.state(LATER)) is (stage in {Stage.CLOSED, Stage.DISMISSED})


def test_whoever_reports_is_the_reporter_and_the_unit_told_is_the_receiver_whatever_they_are():
    assert {Case().state(LATER).part(unit) for unit in (WARD, NURSE, OFFICE)} == {Part.REPORTER}
    state = reported().state(LATER)
    assert [state.part(unit) for unit in (NURSE, WARD, CENTRE)] == [Part.REPORTER, Part.RECEIVER, None]
    assert DEVIATION.part_of(state, UnitFacts(WARD, "ward", None, "1480")) is Part.RECEIVER


def test_a_unit_that_passes_a_deviation_on_is_informed_of_it_and_the_other_is_the_receiver():
    state = received().says("2026-03-04T09:00", WARD, "deviation-forwarded").state(LATER)
    assert [state.part(unit) for unit in (NURSE, WARD, CENTRE)] == [Part.REPORTER, Part.INFORMED, Part.RECEIVER]
    assert (state.receiver, state.with_receiver_at, state.received_at) == (CENTRE, at("2026-03-04T09:00"), None)


def test_a_deviation_that_was_returned_is_with_nobody_until_the_reporter_sends_it_on():
    case = reported().says("2026-03-03T09:00", WARD, "deviation-returned")
    state = case.state(LATER)
    assert (state.receiver, state.part(WARD)) == (None, Part.INFORMED)
    state = case.says("2026-03-04T09:00", NURSE, "deviation-forwarded", recipients=[OFFICE]).state(LATER)
    assert (state.receiver, state.part(OFFICE), state.returned_at) == (OFFICE, Part.RECEIVER, None)


def test_a_reporter_who_chose_the_wrong_unit_sends_it_to_the_right_one_as_long_as_nobody_has_taken_it_up():
    state = reported().says("2026-03-02T10:00", NURSE, "deviation-forwarded").state(LATER)
    assert (state.receiver, state.part(WARD), state.not_theirs) == (CENTRE, Part.INFORMED, frozenset())


def test_a_unit_drawn_in_contributes_and_one_that_then_gets_the_deviation_receives_it():
    case = received().says("2026-03-03T10:00", WARD, "deviation-drawn-in", recipients=[CENTRE, OFFICE])
    assert {case.state(LATER).part(unit) for unit in (CENTRE, OFFICE)} == {Part.CONTRIBUTOR}
    state = case.says("2026-03-04T10:00", WARD, "deviation-forwarded").state(LATER)
    assert [state.part(unit) for unit in (WARD, CENTRE, OFFICE)] == [Part.INFORMED, Part.RECEIVER, Part.CONTRIBUTOR]


def test_a_unit_that_was_told_of_a_deviation_by_mistake_has_no_part_in_it():
    case = reported().says("2026-03-03T09:00", WARD, "deviation-forwarded")
    case.says("2026-03-03T09:05", WARD, "correction")
    state = case.state(LATER)
    assert [state.part(unit) for unit in (WARD, CENTRE)] == [Part.RECEIVER, None]
    assert state.taking_part == {NURSE, WARD}


def test_a_second_analysis_adds_to_the_first_which_still_says_when_the_event_was_analysed():
    state = analysed().says("2026-03-12T09:00", WARD, "deviation-analysed", joint=True).state(LATER)
    assert (state.analysed_at, state.joint) == (at("2026-03-10T09:00"), True)


def test_the_plan_is_the_receivers_first_measure_or_that_there_is_to_be_none():
    assert analysed().state(LATER).planned_at is None
    assert planned().state(LATER).planned_at == at("2026-03-11T09:00")
    case = analysed().says("2026-03-10T10:00", NURSE, "measure-planned")
    assert case.state(LATER).planned_at is None
    assert case.says("2026-03-12T09:00", WARD, "no-measures").state(LATER).planned_at == at("2026-03-12T09:00")


def test_a_plan_that_there_is_to_be_nothing_was_a_plan_though_a_measure_comes_after_all():
    case = analysed().says("2026-03-10T10:00", WARD, "no-measures").says("2026-03-10T11:00", WARD, "deviation-answered")
    case.says("2026-03-11T09:00", WARD, "measure-planned")
    assert case.state(LATER).planned_at == at("2026-03-10T10:00")
    assert case.standing("2026-03-12T09:00", "answer-reporter") == "done"


def test_what_is_due_first_waits_first_and_what_is_done_or_left_waits_no_more():
    case = planned().says("2026-03-11T09:05", WARD, "measure-planned", due="2026-03-20")
    assert [measure.number for measure in case.state(LATER).waiting] == [5, 4]
    assert case.state(LATER).settled_at is None
    case.says("2026-03-19T09:00", WARD, "measure-done", of=5).says("2026-03-20T09:00", WARD, "measure-left", of=4)
    state = case.state(LATER)
    assert (state.waiting, state.settled_at) == ((), at("2026-03-20T09:00"))
    assert [(measure.number, measure.is_done) for measure in state.measures] == [(4, False), (5, True)]


def test_the_first_direct_contact_counts():
    case = reported(seriousness="serious").says("2026-03-02T09:30", NURSE, "direct-contact", with_whom="mas")
    case.says("2026-03-03T09:30", WARD, "direct-contact")
    assert case.state(LATER).contact.with_whom == "mas"


def test_a_withdrawn_message_leaves_the_deviation_as_it_was_before():
    case = analysed()
    before = case.state(LATER)
    case.says("2026-03-11T08:00", WARD, "deviation-analysed", cause="something else")
    case.says("2026-03-11T08:30", WARD, "correction", of=4)
    after = case.state(LATER)
    assert (after.stage, after.analysed_at, after.joint) == (before.stage, before.analysed_at, before.joint)
    assert after.holding == before.holding


def test_a_deviation_closed_by_mistake_goes_on():
    case = closed().says("2026-05-20T11:00", WARD, "correction", of=8)
    assert (case.state(LATER).stage, case.state(LATER).over_at) == (Stage.FOLLOWED_UP, None)


@pytest.mark.parametrize(
    ("case", "unit", "of", "later"),
    [
        (analysed(), WARD, 2, 3),
        (planned(), WARD, 3, 4),
        (answered(), WARD, 3, 4),
        (answered(), WARD, 4, 5),
        (done(), WARD, 4, 5),
        (followed_up(), WARD, 6, 7),
    ],
    ids=["received", "analysed", "analysed and answered", "the plan", "a measure", "a measure done"],
)
def test_what_others_rest_on_is_not_withdrawn_from_under_them(case, unit, of, later):
    message = case.draft("2026-05-21T09:00", unit, "correction", of=of)
    with pytest.raises(NotAllowed) as refusal:
        DEVIATION.check_says(case.state("2026-05-21T09:00"), message)
    assert str(refusal.value) == f"message {later} rests on message {of}"


def test_what_could_have_been_said_without_a_message_does_not_rest_on_it():
    case = closed().says("2026-05-21T09:00", WARD, "correction", of=7)
    assert (case.state(LATER).stage, case.state(LATER).followed_up_at) == (Stage.CLOSED, None)


def test_a_report_sent_on_is_not_taken_back_once_the_other_unit_has_taken_it_up():
    case = reported().says("2026-03-03T09:00", WARD, "deviation-forwarded")
    case.says("2026-03-04T09:00", CENTRE, "deviation-received")
    with pytest.raises(NotAllowed, match="message 3 rests on message 2"):
        case.says("2026-03-04T10:00", WARD, "correction")


def test_a_unit_that_has_given_its_account_is_not_drawn_out_again():
    case = received().says("2026-03-03T10:00", WARD, "deviation-drawn-in")
    case.says("2026-03-05T10:00", CENTRE, "deviation-account")
    with pytest.raises(NotAllowed, match="message 4 rests on message 3"):
        case.says("2026-03-05T11:00", WARD, "correction", of=3)


def test_that_others_have_read_a_message_is_no_reason_to_keep_it():
    case = analysed().says("2026-03-10T10:00", NURSE, "acknowledgement", of=3)
    case.says("2026-03-10T11:00", WARD, "correction", of=3)
    assert case.state(LATER).stage is Stage.RECEIVED
