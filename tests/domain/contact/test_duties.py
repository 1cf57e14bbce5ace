"""What is owed of a named contact, by whom and until when."""

from datetime import date

import pytest
from tests.domain.contact.cast import (
    ACTS,
    CENTRE,
    ISLAND,
    NORTH,
    NURSE,
    WARD,
    accepted,
    appointed,
    at,
    needed,
    own_need,
)

from brygga.process import DutyStanding as Standing

MARCH, LATER = "2026-03-09T10:00", "2026-06-30T12:00"


@pytest.mark.parametrize(
    ("kind", "duty"),
    [
        ("care-contact", "appoint-care-contact"),
        ("coordinating-contact", "appoint-care-contact"),
        ("physician-contact", "offer-physician-contact"),
        ("home-help-contact", "offer-home-help-contact"),
    ],
)
def test_what_each_kind_asks_of_the_unit_that_appoints_has_no_time_and_is_never_overdue(kind, duty):
    case = own_need(contact_kind=kind)
    (owed,) = [one for one in case.duties(LATER) if one.is_open]
    assert (owed.duty.id, owed.part, owed.units, owed.due_at) == (duty, "appointer", (CENTRE,), None)


def test_a_care_contact_that_is_offered_is_still_to_be_appointed():
    assert accepted().standing(MARCH, "appoint-care-contact") is Standing.OPEN
    assert accepted().standing(MARCH, "appoint-accepted-contact") is None


def test_a_physician_that_was_accepted_is_to_be_appointed():
    case = accepted(contact_kind="physician-contact")
    assert case.standing(MARCH, "offer-physician-contact") is Standing.DONE
    assert case.standing(MARCH, "appoint-accepted-contact") is Standing.OPEN
    case.says(MARCH, CENTRE, "contact-appointed", profession="physician")
    assert case.standing(LATER, "appoint-accepted-contact") is Standing.DONE


def test_declining_leaves_nothing_to_do():
    case = needed(contact_kind="physician-contact").says("2026-03-03T09:00", CENTRE, "contact-offered")
    case.says("2026-03-04T09:00", CENTRE, "contact-declined")
    assert not [one for one in case.duties(LATER) if one.is_open]


def test_a_need_that_is_handed_over_is_owed_by_the_unit_that_has_it_now():
    case = needed().says("2026-03-04T09:00", CENTRE, "contact-handed-over", recipients=[WARD])
    (owed,) = [one for one in case.duties(MARCH) if one.is_open]
    assert (owed.units, owed.since) == ((WARD,), at("2026-03-04T09:00"))


def test_the_day_after_the_last_a_successor_is_owed_and_not_a_minute_before():
    case = appointed(until=date(2026, 5, 31))
    assert case.standing("2026-05-31T23:59", "see-to-successor") is Standing.UPCOMING
    assert case.standing("2026-06-01T00:00", "see-to-successor") is Standing.OPEN
    case.says("2026-06-02T09:00", CENTRE, "contact-appointed", name="Lo Ek")
    assert case.standing(LATER, "see-to-successor") is None


def test_on_gotland_a_review_is_due_on_the_day_that_the_appointment_gave():
    case = appointed(review=date(2026, 6, 1))
    assert case.standing("2026-05-31T12:00", "review-contact", ISLAND) is Standing.UPCOMING
    assert case.standing("2026-06-01T08:00", "review-contact", ISLAND) is Standing.OPEN
    assert case.standing("2026-06-02T00:00", "review-contact", ISLAND) is Standing.OVERDUE
    case.says("2026-06-02T09:00", CENTRE, "contact-reviewed", review=date(2026, 9, 1))
    assert case.standing(LATER, "review-contact", ISLAND) is Standing.UPCOMING


def test_where_no_text_asks_for_a_review_the_day_asks_and_does_not_oblige():
    case = appointed(review=date(2026, 6, 1))
    (asked,) = [one for one in case.duties(LATER, ACTS) if one.duty.id == "review-contact"]
    assert (asked.is_courtesy, asked.is_open) == (True, True)


def test_in_the_north_a_contact_at_the_end_of_life_who_is_no_physician_leaves_one_to_be_appointed():
    duty = "appoint-physician-at-end-of-life"
    case = appointed({"end_of_life": True})
    assert case.standing(MARCH, duty, NORTH) is Standing.OPEN
    assert case.standing(MARCH, duty, ISLAND) is None
    assert appointed({"end_of_life": True}, physician_is_another=True).standing(MARCH, duty, NORTH) is None
    assert appointed().standing(MARCH, duty, NORTH) is None
    case.says(MARCH, CENTRE, "contact-appointed", profession="physician", name="Lo Ek")
    assert case.standing(LATER, duty, NORTH) is None


def test_when_the_contacts_unit_has_closed_whoever_was_told_is_asked_to_have_another_appoint():
    case = appointed(recipients=[WARD])
    case.closed = {CENTRE: at("2026-05-01T12:00")}
    (asked,) = [one for one in case.duties(LATER) if one.duty.id == "ask-for-successor"]
    assert (asked.is_courtesy, set(asked.units), asked.since) == (True, {NURSE, WARD}, at("2026-05-01T12:00"))
    case.says(LATER, WARD, "successor-asked")
    assert case.standing(LATER, "ask-for-successor") is None
    assert case.standing(LATER, "appoint-care-contact") is Standing.OPEN


def test_a_unit_that_closes_when_the_contact_has_ended_asks_nothing_of_anybody():
    case = appointed().says("2026-04-01T09:00", CENTRE, "contact-ended")
    case.closed = {CENTRE: at("2026-05-01T12:00")}
    assert case.standing(LATER, "ask-for-successor") is None
