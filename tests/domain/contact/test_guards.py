"""What a message about a named contact may hold, and whom it may go to."""

from datetime import date

import pytest
from pydantic import ValidationError
from tests.domain.contact.cast import CENTRE, NURSE, OFFICER, WARD, appointed, at, body, needed, own_need

from brygga.contact import CONTACT
from brygga.process import NotAllowed, Role, UnitFacts

MAY = "2026-05-04T09:00"
ROLES = {
    CENTRE: Role.OUTPATIENT_CARE,
    NURSE: Role.MUNICIPAL_HEALTH_CARE,
    OFFICER: Role.SOCIAL_SERVICES,
    WARD: Role.INPATIENT_CARE,
}


def facts(unit: str) -> UnitFacts:
    return UnitFacts(unit, "", ROLES[unit], "1480", "14")


def reaches(sender: str, state, kind: str, **given) -> None:
    said = body(kind, at(MAY), **given)
    CONTACT.check_reaches(state, said, tuple(facts(unit) for unit in said.recipients), facts(sender))


@pytest.mark.parametrize(
    ("kind", "appoints"),
    [
        ("care-contact", {CENTRE, NURSE, WARD}),
        ("coordinating-contact", {CENTRE, NURSE, WARD}),
        ("physician-contact", {CENTRE}),
        ("home-help-contact", {OFFICER}),
    ],
)
def test_each_kind_is_appointed_by_units_of_certain_roles_whether_asked_or_by_themselves(kind, appoints):
    new = CONTACT.fold((), at(MAY))
    for unit in ROLES:
        asker = next(other for other in ROLES if other != unit)
        for sender, recipients in ((unit, []), (asker, [unit])):
            if unit in appoints:
                reaches(sender, new, "contact-need", contact_kind=kind, recipients=recipients)
                continue
            with pytest.raises(NotAllowed, match=f"{unit} appoints no contact of this kind"):
                reaches(sender, new, "contact-need", contact_kind=kind, recipients=recipients)


def test_a_physician_contact_is_not_handed_over_to_the_nurses():
    with pytest.raises(NotAllowed, match="the nurses appoints no contact of this kind"):
        reaches(CENTRE, needed(contact_kind="physician-contact").state(MAY), "contact-handed-over")


def test_a_unit_that_is_to_appoint_itself_chooses_nobody():
    with pytest.raises(NotAllowed, match="choose no unit when your own is to appoint"):
        reaches(CENTRE, CONTACT.fold((), at(MAY)), "contact-need", recipients=[CENTRE])


def test_a_named_physician_is_a_physician():
    case = own_need(contact_kind="physician-contact")
    with pytest.raises(NotAllowed, match="a named physician is a physician"):
        case.says(MAY, CENTRE, "contact-appointed", profession="nurse")
    case.says(MAY, CENTRE, "contact-appointed", profession="physician")


def test_the_last_day_is_not_before_the_first():
    with pytest.raises(ValidationError, match="the last day is before the first"):
        body("contact-appointed", at(MAY), since=date(2026, 5, 4), until=date(2026, 5, 3))
    with pytest.raises(NotAllowed, match="the last day, 2026-03-04, is before the first, 2026-03-05"):
        appointed().says(MAY, CENTRE, "contact-ended", last_day=date(2026, 3, 4))


@pytest.mark.parametrize("field", ["until", "review"])
def test_a_day_ahead_has_not_passed(field):
    given = {"since": date(2026, 3, 1), field: date(2026, 5, 3)}
    with pytest.raises(NotAllowed, match="the day, 2026-05-03, has passed"):
        needed().says(MAY, CENTRE, "contact-appointed", **given)


def test_a_review_says_a_later_day():
    with pytest.raises(NotAllowed, match="say by which later day"):
        appointed().says(MAY, CENTRE, "contact-reviewed", review=date(2026, 5, 4))
    with pytest.raises(NotAllowed, match="the day, 2026-05-03, has passed"):
        appointed().says(MAY, CENTRE, "contact-reviewed", review=date(2026, 5, 3))


def test_nothing_is_handed_over_to_whom_it_is_with_and_nobody_is_told_twice():
    with pytest.raises(NotAllowed, match="it is with that unit already"):
        needed().says(MAY, CENTRE, "contact-handed-over", recipients=[CENTRE])
    with pytest.raises(NotAllowed, match="these units have been told already: the nurses"):
        appointed().says(MAY, CENTRE, "contact-told", recipients=[NURSE, WARD])


def test_nobody_succeeds_the_contact_of_somebody_who_has_died():
    with pytest.raises(NotAllowed, match="end the contact instead"):
        appointed().says(MAY, CENTRE, "contact-vacant", reason="person-died")
    appointed().says(MAY, CENTRE, "contact-ended", reason="person-died")


def test_whoever_has_handed_over_appoints_nobody_any_more():
    case = appointed().says(MAY, CENTRE, "contact-handed-over")
    late = case.draft("2026-05-05T09:00", NURSE, "contact-appointed")
    with pytest.raises(NotAllowed, match="your unit is not appointer in this case"):
        CONTACT.check_says(case.state("2026-05-05T09:00"), type(late)(4, late.sent_at, CENTRE, late.part, late.body))


def test_another_unit_is_asked_for_a_successor_only_when_the_contacts_has_closed():
    case = appointed()
    with pytest.raises(NotAllowed, match="the contact's unit is open"):
        case.says(MAY, NURSE, "successor-asked", recipients=[WARD])
    case.closed = {CENTRE: at("2026-05-01T12:00")}
    assert "successor-asked" in {move.body.kind for move in CONTACT.may_say(case.state(MAY), "informed")}
    state = case.says(MAY, NURSE, "successor-asked", recipients=[WARD]).state(MAY)
    assert (state.appointer, state.holder.unit) == (WARD, CENTRE)


def test_an_earlier_message_can_be_withdrawn_though_another_unit_was_asked_since():
    case = appointed().says("2026-04-01T09:00", CENTRE, "contact-told")
    case.closed = {CENTRE: at("2026-05-01T12:00")}
    case.says(MAY, NURSE, "successor-asked", recipients=[OFFICER])
    assert CONTACT.rests_on(case.state(MAY), 3) is None
    assert CONTACT.rests_on(case.state(MAY), 2) is not None
