"""What may not be said of compulsory care, and why."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError
from tests.domain.compulsory.cast import (
    APPLICATION,
    CENTRE,
    LEAVE,
    NURSES,
    OFFICERS,
    OTHER,
    SOCIAL,
    WARD,
    Spell,
    applied,
    asked,
    at,
    begun,
    body,
    called,
    complete,
    confirmed,
    decided,
    opened,
)

from brygga.process import NotAllowed

LATER = "2026-03-25T12:00"


def refused(spell: Spell, unit: str, kind: str, when: str = LATER, **given: object) -> str:
    with pytest.raises(NotAllowed) as error:
        spell.says(when, unit, kind, **given)
    return str(error.value)


def test_nobody_promises_what_another_unit_is_to_do():
    for unit in (WARD, CENTRE, NURSES):
        assert "no intervention that your unit is to answer for" in refused(
            asked(), unit, "compulsory-intervention-confirmed"
        )
    assert "answer for" in refused(confirmed(), OFFICERS, "compulsory-intervention-confirmed")


def test_an_application_for_open_care_is_refused_until_the_plan_is_complete():
    assert "has no intervention" in refused(called(), WARD, "court-application")
    half = asked().says("2026-03-10T09:00", OFFICERS, "compulsory-intervention-confirmed")
    assert refused(half, WARD, "court-application").startswith("the plan is not complete: units have not confirmed 5;")
    psychiatry = confirmed().says("2026-03-11T09:00", WARD, "compulsory-plan-signed")
    municipality = confirmed().says("2026-03-11T09:00", OFFICERS, "compulsory-plan-signed")
    for spell in (confirmed(), psychiatry, municipality):
        assert refused(spell, WARD, "court-application").startswith("the plan is not complete: psychiatry and the")
    changed = complete().says("2026-03-12T09:00", WARD, "compulsory-intervention-changed")
    assert "not confirmed 4" in refused(changed, WARD, "court-application")
    complete().says(LATER, WARD, "court-application")


def test_one_to_continue_closed_care_needs_no_plan():
    begun().says(LATER, WARD, "court-application", asks_for="continued-closed", conditions=[])


def test_a_plan_is_signed_only_when_all_is_confirmed_and_once():
    assert "not confirmed 4, 5" in refused(asked(), WARD, "compulsory-plan-signed")
    assert "signed the plan as it stands" in refused(complete(), WARD, "compulsory-plan-signed")


def test_an_application_proposes_conditions():
    assert "proposes conditions" in refused(complete(), WARD, "court-application", conditions=[])


def test_under_special_discharge_review_the_risk_is_accounted_for_and_the_court_does_not_merely_refuse():
    reviewed = {"ground": "lrv-special-review"}
    assert "risk of relapse" in refused(complete(**reviewed), WARD, "court-application")
    waiting = applied(risk=True, **reviewed)
    assert "says in which form" in refused(waiting, WARD, "court-refuses")


def test_one_application_waits_at_a_time_and_the_court_answers_that():
    again = refused(applied(), WARD, "court-application")
    assert again == f"application {APPLICATION} waits for the court already"
    assert "no application waits" in refused(complete(), WARD, "court-allows-open")
    assert "is no application that waits" in refused(applied(), WARD, "court-allows-open", of=9)
    early = {"decided_on": date(2026, 3, 11)}
    assert "is before the application" in refused(applied(), WARD, "court-allows-open", **early)
    assert "in the future" in refused(applied(), WARD, "court-allows-open", decided_on=date(2026, 3, 26))


def test_the_court_lets_it_go_on_no_longer_than_the_act_does():
    first = refused(applied(), WARD, "court-allows-open", until=date(2026, 7, 3))
    assert first == "the care may go on until 2026-07-02 at the most, not 2026-07-03"
    applied().says(LATER, WARD, "court-allows-open", until=date(2026, 7, 2))
    forensic = {"ground": "lrv-by-court"}
    assert "until 2026-09-25" in refused(applied(**forensic), WARD, "court-allows-open", until=date(2026, 9, 26))


def test_open_care_is_continued_with_a_follow_up_of_the_plan():
    spell = opened()
    kind = {"asks_for": "continued-open"}
    assert "follow the plan up first" in refused(spell, WARD, "court-application", **kind)
    assert "not the form" in refused(spell, WARD, "court-application", asks_for="continued-closed")
    spell.says("2026-03-24T09:00", CENTRE, "compulsory-plan-followed-up")
    spell.says(LATER, WARD, "court-application", **kind)


@pytest.mark.parametrize(
    ("said", "lacks"),
    [
        ((), "no physician has judged"),
        (("compulsory-ready",), "outpatient care is there"),
        (("compulsory-open-care-available",), "no physician has judged"),
    ],
)
def test_nobody_leaves_for_open_care_without_the_three(said, lacks):
    spell = decided()
    for minute, kind in enumerate(said):
        spell.says(f"2026-03-21T09:0{minute}", WARD, kind)
    assert lacks in refused(spell, WARD, "compulsory-open-begun")


def test_without_the_courts_decision_there_is_no_open_care_to_begin():
    spell = applied().says("2026-03-13T09:00", WARD, "compulsory-ready")
    spell.says("2026-03-13T10:00", CENTRE, "compulsory-open-care-available")
    assert "only when open-form-decided" in refused(spell, WARD, "compulsory-open-begun")
    assert spell.state(LATER).lacks_for_open == ("decision",)


def test_who_is_no_longer_ready_or_has_no_outpatient_care_does_not_leave():
    spell = decided().says("2026-03-20T13:00", WARD, "compulsory-ready")
    spell.says("2026-03-20T14:00", CENTRE, "compulsory-open-care-available")
    spell.says("2026-03-20T15:00", CENTRE, "compulsory-open-care-available", available=False)
    assert "outpatient care" in refused(spell, WARD, "compulsory-open-begun")
    spell.says("2026-03-20T16:00", WARD, "compulsory-open-care-available")
    spell.says("2026-03-20T17:00", WARD, "compulsory-ready-no-more")
    assert "judged the person ready" in refused(spell, WARD, "compulsory-open-begun")


def test_open_care_begins_after_the_decision_and_not_in_the_future():
    spell = decided().says("2026-03-20T13:00", WARD, "compulsory-ready")
    spell.says("2026-03-20T14:00", CENTRE, "compulsory-open-care-available")
    assert "after the court has decided" in refused(spell, WARD, "compulsory-open-begun", began_on=date(2026, 3, 19))
    assert "in the future" in refused(spell, WARD, "compulsory-open-begun", began_on=date(2026, 3, 26))


def test_open_care_since_before_is_from_before_the_case_began_here():
    late = begun(from_day=date(2025, 9, 1))
    assert "said as it happens" in refused(late, WARD, "compulsory-open-before", open_since=date(2026, 3, 2))
    assert "look at the days" in refused(late, WARD, "compulsory-open-before", decided_on=date(2025, 8, 1))
    late.says(LATER, WARD, "compulsory-open-before")
    assert "cannot be sent when the case is open-form" in refused(late, WARD, "compulsory-open-before")
    followed = begun().says("2026-03-10T09:00", WARD, "court-application", asks_for="continued-closed", conditions=[])
    assert "followed here already" in refused(followed, WARD, "compulsory-open-before")


def test_a_leave_is_decided_by_whoever_may():
    court = {"decided_by": "court"}
    assert "the chief physician decides on leave" in refused(begun(), WARD, "compulsory-leave", **court)
    reviewed = begun(ground="lrv-special-review")
    assert "the court decides on leave" in refused(reviewed, WARD, "compulsory-leave")
    reviewed.says(LATER, WARD, "compulsory-leave", **court)


def test_a_leave_is_to_come_ends_after_it_begins_and_has_the_support_of_the_care_plan():
    when = at(LATER)
    past = {"leaves_at": when - timedelta(days=2), "back_at": when - timedelta(days=1)}
    assert "has passed" in refused(begun(), WARD, "compulsory-leave", **past)
    assert "what the units that are told are to do" in refused(begun(), WARD, "compulsory-leave", meanwhile="")
    with pytest.raises(ValidationError, match="ends before it begins"):
        body("compulsory-leave", when, back_at=when)
    with pytest.raises(ValidationError, match="care plan does not support"):
        body("compulsory-leave", when, by_care_plan=False)


def test_one_leave_at_a_time_and_back_only_from_that():
    spell = begun().says("2026-03-13T09:00", WARD, "compulsory-leave")
    assert "end or revoke it first" in refused(spell, WARD, "compulsory-leave")
    assert "is no leave that is under way" in refused(spell, WARD, "compulsory-leave-ended", of=1)
    too_early = {"back_at": at("2026-03-13T20:00")}
    assert "nobody is back before" in refused(spell, WARD, "compulsory-leave-ended", **too_early)
    spell.says(LATER, WARD, "compulsory-leave-revoked")
    assert "no leave" in refused(spell, WARD, "compulsory-leave-ended", of=LEAVE)


def test_who_is_readmitted_goes_back_to_open_care_unless_the_court_is_asked():
    spell = opened().says("2026-04-06T20:00", WARD, "compulsory-readmitted")
    spell.says("2026-04-07T09:00", WARD, "court-application", asks_for="continued-closed", conditions=[])
    said = refused(spell, WARD, "compulsory-open-resumed", when="2026-04-08T09:00")
    assert "stays in closed form until it is decided" in said
    number = len(spell.sent)
    spell.says("2026-04-09T09:00", WARD, "court-refuses", of=number)
    assert spell.state("2026-04-09T10:00").stage == "open-form"


def test_days_that_have_not_come_are_not_said():
    tomorrow = date(2026, 3, 26)
    assert "in the future" in refused(Spell(), WARD, "compulsory-care", from_day=tomorrow)
    assert "in the future" in refused(begun(), WARD, "compulsory-care-ended", ended_on=tomorrow)
    assert "in the future" in refused(opened(), WARD, "compulsory-readmitted", decided_on=tomorrow)
    assert "in the future" in refused(begun(), WARD, "compulsory-ready", judged_at=at(LATER) + timedelta(hours=1))
    assert "began only on" in refused(begun(), WARD, "compulsory-care-ended", ended_on=date(2026, 3, 1))


def test_a_call_is_to_a_planning_that_is_to_come():
    assert "has passed" in refused(begun(), WARD, "compulsory-planning-call", meeting_at=at(LATER))
    with pytest.raises(ValidationError, match="say why the person did not take part"):
        body("compulsory-planning-held", at(LATER), with_person=False)


def test_care_ends_for_a_reason_of_its_own_act():
    assert "under LRV only" in refused(begun(), WARD, "compulsory-care-ended", reason="detention-over")
    forensic = begun(ground="lrv-by-court")
    assert "under LPT only" in refused(forensic, WARD, "compulsory-care-ended", reason="forensic-care-instead")


def test_only_the_unit_where_the_person_is_enrolled_speaks_for_psychiatry():
    spell = begun()
    assert "is sent by psychiatry, not by another-ward" in refused(spell, OTHER, "court-application")
    spell.says(LATER, OTHER, "compulsory-responsibility-taken")
    assert "not by another-ward" in refused(spell, WARD, "court-application", when="2026-03-25T13:00")


def test_what_another_message_rests_on_is_not_withdrawn():
    said = refused(decided(), OFFICERS, "correction", of=6)
    assert "rests on message 6" in said
    spell = asked().says("2026-03-10T09:00", OFFICERS, "compulsory-intervention-confirmed")
    spell.says("2026-03-10T09:30", OFFICERS, "correction", of=6)
    assert [one.number for one in spell.state(LATER).plan.unconfirmed] == [SOCIAL, 5]


def test_an_individual_plan_is_offered_after_open_care_only():
    closed = begun().says(LATER, WARD, "compulsory-care-ended")
    assert "passed into voluntary care" in refused(closed, WARD, "compulsory-sip")
    ended = opened().says(LATER, WARD, "compulsory-care-ended")
    ended.says("2026-03-26T09:00", WARD, "compulsory-sip")
