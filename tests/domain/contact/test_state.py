"""What a case about a named contact is after each message: its stage, whose it is, who the contact is and was."""

from datetime import date

import pytest
from tests.domain.contact.cast import (
    CENTRE,
    NURSE,
    OFFICER,
    WARD,
    Case,
    accepted,
    appointed,
    at,
    needed,
    offered,
    own_need,
)

from brygga.contact import CONTACT
from brygga.contact import ContactPart as Part
from brygga.contact import ContactStage as Stage
from brygga.process import UNDER_WAY, NotAllowed, UnitFacts

LATER = "2026-06-30T12:00"
MAY = "2026-05-04T09:00"


@pytest.mark.parametrize(
    ("case", "stage"),
    [
        (Case(), Stage.NEW),
        (needed(), Stage.NEEDED),
        (offered(), Stage.OFFERED),
        (accepted(), Stage.ACCEPTED),
        (offered().says("2026-03-04T09:00", CENTRE, "contact-declined"), Stage.DECLINED),
        (needed().says("2026-03-04T09:00", CENTRE, "contact-not-appointed"), Stage.NOT_APPOINTED),
        (appointed(), Stage.APPOINTED),
        (accepted().says("2026-03-05T09:00", CENTRE, "contact-appointed"), Stage.APPOINTED),
        (appointed().says(MAY, CENTRE, "contact-reviewed"), Stage.APPOINTED),
        (appointed().says(MAY, CENTRE, "contact-handed-over"), Stage.HANDED_OVER),
        (needed().says(MAY, CENTRE, "contact-handed-over", recipients=[WARD]), Stage.NEEDED),
        (appointed().says(MAY, CENTRE, "contact-vacant"), Stage.NEEDED),
        (appointed().says(MAY, CENTRE, "contact-ended"), Stage.ENDED),
    ],
)
def test_a_contact_goes_from_need_to_end(case, stage):
    assert case.state(LATER).stage is stage
    over = stage in {Stage.DECLINED, Stage.NOT_APPOINTED, Stage.ENDED}
    assert CONTACT.is_over(case.state(LATER)) is over


def test_whoever_asks_waits_until_somebody_is_appointed_and_is_then_told_as_the_others_are():
    assert [needed().state(LATER).part(unit) for unit in (NURSE, CENTRE, WARD)] == [Part.ASKER, Part.APPOINTER, None]
    state = appointed(recipients=[WARD]).state(LATER)
    assert [state.part(unit) for unit in (NURSE, CENTRE, WARD)] == [Part.INFORMED, Part.APPOINTER, Part.INFORMED]
    assert CONTACT.part_of(state, UnitFacts(CENTRE, "", None, "")) is Part.APPOINTER


def test_a_unit_that_sees_the_need_itself_is_the_one_that_appoints():
    assert own_need().state(LATER).part(CENTRE) is Part.APPOINTER


def test_nobody_becomes_the_contact_of_somebody_who_has_been_asked_and_has_not_answered():
    with pytest.raises(NotAllowed, match="contact-appointed cannot be sent when the case is offered"):
        offered().says("2026-03-05T09:00", CENTRE, "contact-appointed")


def test_another_at_the_same_unit_ends_the_former_the_day_before():
    case = appointed().says(MAY, CENTRE, "contact-appointed", name="Lo Ek", since=date(2026, 5, 10))
    former, now = case.state(LATER).holders
    assert (former.name, former.since, former.until) == ("Kim Berg", date(2026, 3, 5), date(2026, 5, 9))
    assert (now.name, now.until, case.state(LATER).holder) == ("Lo Ek", None, now)


def test_a_contact_that_is_replaced_on_its_first_day_was_one_that_day():
    case = appointed().says("2026-03-05T10:00", CENTRE, "contact-appointed", name="Lo Ek")
    assert [holder.until for holder in case.state(LATER).holders] == [date(2026, 3, 5), None]


def test_whoever_is_the_contact_stays_so_until_the_other_unit_has_appointed_somebody():
    case = appointed().says(MAY, CENTRE, "contact-handed-over")
    state = case.state(LATER)
    assert (state.holder.name, state.appointer, state.part(CENTRE)) == ("Kim Berg", NURSE, Part.INFORMED)
    case.says("2026-05-06T09:00", NURSE, "contact-appointed", name="Lo Ek")
    former, now = case.state(LATER).holders
    assert (former.unit, former.until, now.unit) == (CENTRE, date(2026, 5, 5), NURSE)


def test_a_unit_that_is_handed_a_contact_can_hand_it_back():
    case = appointed().says(MAY, CENTRE, "contact-handed-over")
    state = case.says(MAY, NURSE, "contact-handed-over", recipients=[CENTRE]).state(LATER)
    assert (state.stage, state.appointer, state.part(NURSE)) == (Stage.HANDED_OVER, CENTRE, Part.INFORMED)


def test_a_contact_that_ceases_has_a_last_day_and_no_further_review():
    case = appointed(review=date(2026, 9, 1)).says(MAY, CENTRE, "contact-vacant", last_day=date(2026, 5, 31))
    (former,) = case.state(LATER).holders
    assert (former.until, former.review, case.state(LATER).holder) == (date(2026, 5, 31), None, None)
    assert former.holds_on(date(2026, 5, 31))
    assert not former.holds_on(date(2026, 6, 1))


def test_a_last_day_that_was_known_already_is_not_put_off_by_an_end_said_later():
    case = appointed(until=date(2026, 5, 1)).says(MAY, CENTRE, "contact-ended")
    assert case.state(LATER).holders[-1].until == date(2026, 5, 1)


def test_the_person_is_in_care_by_the_contact_until_it_ends_and_never_of_those_who_are_only_told():
    assert CONTACT.care_until(Case().state(LATER)) is None
    assert CONTACT.care_until(appointed().state(LATER)) == UNDER_WAY
    assert CONTACT.care_until(appointed().says(MAY, CENTRE, "contact-ended").state(LATER)) == at(MAY)
    assert CONTACT.beside == {Part.INFORMED}


def test_what_rests_on_a_message_keeps_it_from_being_withdrawn():
    case = appointed().says(MAY, CENTRE, "contact-reviewed")
    with pytest.raises(NotAllowed, match="message 3 rests on message 2"):
        case.says("2026-05-05T09:00", CENTRE, "correction", of=2)
    state = case.says("2026-05-05T09:00", CENTRE, "correction", of=3).state(LATER)
    assert state.holder.review is None


def test_a_case_stays_in_view_while_somebody_waits_and_a_month_after_it_is_settled():
    assert CONTACT.listed_until(needed().state(LATER)) == UNDER_WAY
    assert CONTACT.listed_until(appointed().says(MAY, CENTRE, "contact-handed-over").state(LATER)) == UNDER_WAY
    assert CONTACT.listed_until(appointed().state(LATER)) == at("2026-04-04T09:00")


def test_the_tables_are_asked_what_the_case_says_only_while_somebody_is_to_be_appointed():
    case = needed(raised_by="the-person", end_of_life=True)
    asked = {"contact_kind": "care-contact", "person_asks": True, "palliative": "phase"}
    assert CONTACT.situation(case.state(LATER)) == asked
    assert CONTACT.situation(appointed().state(LATER)) == {}
    assert CONTACT.situation(needed(contact_kind="coordinating-contact").state(LATER))["contact_kind"] == "care-contact"


def test_the_case_officers_take_no_part_in_what_nobody_told_them():
    assert appointed().state(LATER).part(OFFICER) is None
