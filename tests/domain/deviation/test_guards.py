"""What is refused in a deviation, and the words it is refused in."""

import pytest
from pydantic import ValidationError
from tests.domain.deviation.cast import (
    CENTRE,
    NURSE,
    OFFICE,
    WARD,
    Case,
    analysed,
    answered,
    at,
    body,
    done,
    followed_up,
    planned,
    received,
    reported,
)

from brygga.deviation import DEVIATION
from brygga.deviation.messages import DeviationClosed, DeviationForwarded, DeviationReport
from brygga.process import NotAllowed, Role, Sent, UnitFacts

NOW = "2026-06-01T12:00"


def refusal(case: Case, unit: str, kind: str, when: str = NOW, **given: object) -> str:
    with pytest.raises(NotAllowed) as error:
        DEVIATION.check_says(case.state(when), case.draft(when, unit, kind, **given))
    return str(error.value)


def offered(case: Case, unit: str) -> set[str]:
    state = case.state(NOW)
    return {move.body.kind for move in DEVIATION.may_say(state, str(state.part(unit)))}


def test_nobody_reports_a_deviation_to_themselves():
    said = refusal(Case(), NURSE, "deviation-report", recipients=[NURSE])
    assert said == "a unit does not report a deviation to itself"


def test_a_report_goes_to_one_unit():
    for recipients in ([], [WARD, CENTRE]):
        with pytest.raises(ValidationError, match="recipients"):
            body("deviation-report", at(NOW), recipients=recipients)


def test_what_is_reported_has_happened():
    said = refusal(Case(), NURSE, "deviation-report", happened_at=at("2026-06-01T12:01"))
    assert said == "the event, 2026-06-01 12:01, is in the future"
    assert Case().says(NOW, NURSE, "deviation-report", happened_at=at(NOW)).sent


def test_a_direct_contact_is_made_after_the_event_and_before_it_is_recorded():
    assert refusal(reported(), NURSE, "direct-contact", contacted_at=at("2026-02-27T14:59")) == (
        "the contact, 2026-02-27 14:59, is before the event, 2026-02-27 15:00"
    )
    assert refusal(reported(), NURSE, "direct-contact", contacted_at=at("2026-06-01T12:01")) == (
        "the contact, 2026-06-01 12:01, is in the future"
    )


def test_the_direct_contact_may_come_before_the_report():
    assert reported().says(NOW, NURSE, "direct-contact", contacted_at=at("2026-02-27T15:00")).sent


@pytest.mark.parametrize("kind", ["deviation-received", "deviation-forwarded", "deviation-returned"])
def test_only_the_receiver_takes_a_deviation_up_or_gives_it_away(kind):
    case = received() if kind == "deviation-forwarded" else reported()
    assert refusal(case, NURSE, kind) in {
        f"{kind} is sent by receiver, not by reporter",
        "the unit has taken the deviation up; only that unit can pass it on",
    }
    assert refusal(case, OFFICE, kind).startswith(f"{kind} is sent by ")


def test_a_unit_speaks_in_the_part_that_it_has_now_and_not_in_one_that_it_had():
    case = reported().says("2026-03-03T09:00", WARD, "deviation-forwarded")
    message = Sent(3, at(NOW), WARD, "receiver", body("deviation-received", at(NOW)))
    with pytest.raises(NotAllowed) as error:
        DEVIATION.check_says(case.state(NOW), message)
    assert str(error.value) == "your unit is not receiver of the deviation"


def test_a_deviation_is_sent_on_to_somebody_else_than_those_who_have_it():
    said = refusal(reported(), WARD, "deviation-forwarded", recipients=[NURSE])
    assert said == "a deviation does not go to whoever reported it; return it instead"
    said = refusal(reported(), WARD, "deviation-forwarded", recipients=[WARD])
    assert said == "the deviation is with that unit already"


def test_two_units_do_not_send_a_deviation_to_and_fro_and_the_reporter_breaks_the_tie():
    case = reported().says("2026-03-03T09:00", WARD, "deviation-forwarded")
    said = refusal(case, CENTRE, "deviation-forwarded", recipients=[WARD])
    assert said == "the ward has said already that the deviation is not theirs; return it instead"
    case.says("2026-03-04T09:00", CENTRE, "deviation-returned")
    assert case.says("2026-03-05T09:00", NURSE, "deviation-forwarded", recipients=[WARD]).state(NOW).receiver == WARD


def test_units_that_take_part_already_are_not_drawn_in():
    case = received().says("2026-03-03T10:00", WARD, "deviation-drawn-in")
    said = refusal(case, WARD, "deviation-drawn-in", recipients=[CENTRE, NURSE, OFFICE])
    assert said == "these units take part already: the health centre, the nurses"


def test_a_unit_that_had_a_deviation_before_can_be_drawn_in():
    case = reported().says("2026-03-03T09:00", WARD, "deviation-forwarded")
    case.says("2026-03-04T09:00", CENTRE, "deviation-received")
    assert case.says("2026-03-05T09:00", CENTRE, "deviation-drawn-in", recipients=[WARD]).state(NOW).part(WARD) == (
        "contributor"
    )


def test_an_account_is_given_by_those_who_are_drawn_in_or_reported():
    assert "deviation-account" not in offered(received(), WARD)
    assert "deviation-account" in offered(received(), NURSE)
    case = received().says("2026-03-03T10:00", WARD, "deviation-drawn-in")
    assert "deviation-account" in offered(case, CENTRE)


def test_nobody_plans_a_measure_before_the_analysis_or_for_a_day_that_has_passed():
    assert refusal(received(), WARD, "measure-planned", "2026-03-04T09:00") == (
        "measure-planned cannot be sent when the case is received; only when analysed, answered, followed-up"
    )
    assert refusal(analysed(), WARD, "measure-planned", due="2026-05-31") == "the day, 2026-05-31, has passed"
    assert analysed().says(NOW, WARD, "measure-planned", due="2026-06-01").sent


def test_whoever_has_planned_a_measure_does_not_say_that_none_is_needed():
    assert refusal(planned(), WARD, "no-measures") == "there is a plan already"
    assert "no-measures" not in offered(planned(), WARD)
    assert "no-measures" in offered(analysed(), WARD)


@pytest.mark.parametrize("kind", ["measure-done", "measure-left"])
def test_a_measure_is_settled_once_by_the_unit_that_planned_it(kind):
    assert refusal(analysed(), WARD, kind) == "no measure is waiting to be done"
    assert kind not in offered(analysed(), WARD)
    said = "message {} is no measure of your unit's that is waiting to be done"
    assert refusal(planned(), WARD, kind, of=3) == said.format(3)
    assert refusal(planned(), NURSE, kind) == said.format(4)
    two = planned().says("2026-03-11T09:05", WARD, "measure-planned").says("2026-03-12T09:00", WARD, kind)
    assert refusal(two, WARD, kind) == said.format(4)


def test_a_measure_is_done_between_the_event_and_today():
    assert refusal(planned(), WARD, "measure-done", done_on="2026-06-02") == "the day, 2026-06-02, is in the future"
    assert refusal(planned(), WARD, "measure-done", done_on="2026-02-26") == "the day, 2026-02-26, is before the event"


def test_the_reporter_is_answered_only_when_the_event_is_analysed_and_there_is_a_plan():
    assert refusal(received(), WARD, "deviation-answered") == (
        "deviation-answered cannot be sent when the case is received; only when analysed"
    )
    assert refusal(analysed(), WARD, "deviation-answered") == (
        "the answer waits for a plan; plan a measure, or say that none is needed"
    )
    assert "deviation-answered" not in offered(analysed(), WARD)
    assert "deviation-answered" in offered(planned(), WARD)


def test_a_measure_of_the_reporters_own_is_no_plan_of_the_receivers():
    case = analysed().says("2026-03-11T09:00", NURSE, "measure-planned")
    assert refusal(case, WARD, "deviation-answered").startswith("the answer waits for a plan")


def test_only_measures_that_are_done_are_followed_up():
    reason = "what is followed up are measures that are done, and none may be waiting"
    assert refusal(answered(), WARD, "deviation-followed-up") == reason
    left = answered().says("2026-04-14T09:00", WARD, "measure-left")
    assert refusal(left, WARD, "deviation-followed-up") == reason
    assert "deviation-followed-up" in offered(done(), WARD) & offered(done(), NURSE)


def test_a_deviation_is_closed_when_it_is_answered_and_every_measure_is_done_or_left():
    assert refusal(planned(), WARD, "deviation-closed").startswith("deviation-closed cannot be sent when")
    two = answered().says("2026-03-11T11:00", NURSE, "measure-planned")
    assert refusal(two, WARD, "deviation-closed") == "measures that are neither done nor left: 4, 6"
    assert "deviation-closed" not in offered(two, WARD)
    assert {"deviation-closed"} <= offered(done(), WARD) & offered(followed_up(), NURSE)


def test_a_serious_deviation_is_closed_with_a_direct_contact_or_a_reason_why_there_was_none():
    case = followed_up(seriousness="serious")
    assert refusal(case, WARD, "deviation-closed") == (
        "the deviation is serious; record the direct contact, or say why there was none"
    )
    assert not DEVIATION.unasked(case.state(NOW), DeviationClosed)
    told = followed_up(seriousness="serious").says(NOW, NURSE, "direct-contact")
    assert DEVIATION.unasked(told.state(NOW), DeviationClosed) == {"without_contact"}
    assert DEVIATION.unasked(followed_up().state(NOW), DeviationClosed) == {"without_contact"}
    assert not DeviationClosed.model_fields["without_contact"].is_required()
    assert told.says(NOW, WARD, "deviation-closed").state(NOW).stage == "closed"
    case.says(NOW, WARD, "deviation-closed", without_contact="told in our own system")
    assert case.state(NOW).stage == "closed"


def test_only_the_reporter_says_that_a_report_was_a_mistake():
    assert refusal(reported(), WARD, "deviation-dismissed", reason="sent-by-mistake") == (
        "that a report was a mistake is said by whoever sent it"
    )
    assert reported().says(NOW, NURSE, "deviation-dismissed", reason="sent-by-mistake").state(NOW).stage == "dismissed"


def test_a_deviation_that_is_analysed_is_not_closed_without_an_analysis():
    assert refusal(analysed(), WARD, "deviation-dismissed").startswith("deviation-dismissed cannot be sent when")


def test_a_report_is_not_withdrawn_but_closed():
    said = refusal(reported(), NURSE, "correction", of=1)
    assert said == "what begins a case cannot be withdrawn; close the case instead"


def test_nothing_more_is_said_in_a_deviation_that_is_closed_but_that_it_was_a_mistake():
    case = followed_up().says(NOW, WARD, "deviation-closed")
    assert offered(case, WARD) == offered(case, NURSE) == {"acknowledgement", "correction"}


@pytest.mark.parametrize("role", [*Role, None])
@pytest.mark.parametrize("kind", [DeviationReport, DeviationForwarded])
def test_a_deviation_may_go_to_any_unit_and_to_an_office_that_exists(kind, role):
    message = body(kind.kind, at(NOW))
    (unit,) = message.recipients
    sender = UnitFacts("the sender", "any", None, "1480")
    DEVIATION.check_reaches(Case().state(NOW), message, (UnitFacts(unit, "any", role, "1480"),), sender)
    with pytest.raises(NotAllowed, match=f"{unit} cannot be told this; choose others"):
        DEVIATION.check_reaches(Case().state(NOW), message, (), sender)
