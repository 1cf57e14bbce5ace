"""What a person's statements come to at a moment."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.domain.access.cast import (
    CENTRE,
    NEIGHBOUR,
    NOW,
    NURSE,
    OFFICER,
    TEETH,
    WARD,
    Person,
    anyone,
    body,
    child,
    held_by,
    stranger,
)

from brygga.access import EMERGENCY_LASTS, LIFT_LASTS, DataKind, fold
from brygga.process import Sent


def test_nothing_said_is_nothing_allowed_nor_blocked():
    wishes = anyone().wishes()
    assert not wishes.consents(CENTRE.provider, CENTRE.unit, WARD.provider, DataKind.HEALTH)
    assert wishes.blocks(WARD.provider, WARD.unit, "provider") == ()


def test_a_consent_holds_from_its_first_day_to_its_last():
    person = anyone().consents(CENTRE, from_day=date(2026, 11, 24), to_day=date(2026, 11, 25))
    allowed = [person.read(CENTRE, held_by(WARD)).allowed]
    for _ in range(3):
        allowed.append(person.later(24).read(CENTRE, held_by(WARD)).allowed)
    assert allowed == [False, True, True, False]


def test_a_consent_is_for_the_unit_the_data_and_the_provider_that_it_names():
    person = anyone().consents(CENTRE, unit=CENTRE.unit, about=[WARD.provider], kinds=["coordination"])
    assert person.read(CENTRE, held_by(WARD, DataKind.COORDINATION)).allowed
    assert not person.read(CENTRE, held_by(WARD, DataKind.HEALTH)).allowed
    assert not person.read(CENTRE, held_by(NURSE, DataKind.COORDINATION)).allowed
    assert not person.read(replace(CENTRE, unit="SE-next-door"), held_by(WARD, DataKind.COORDINATION)).allowed
    assert not person.read(NURSE, held_by(WARD, DataKind.COORDINATION)).allowed


def test_a_withdrawn_consent_holds_no_longer():
    person = anyone().consents(CENTRE).says(CENTRE, "withdrawn", of=1)
    assert person.read(CENTRE, held_by(WARD)).ground.id == "no-consent"


def test_a_guardians_consent_ends_the_day_the_child_is_grown_up():
    person = child().consents(CENTRE, by="guardian")
    assert person.read(CENTRE, held_by(WARD)).allowed
    person.is_child = False
    assert person.read(CENTRE, held_by(WARD)).ground.id == "no-consent"


def test_nobody_who_is_grown_up_is_an_immature_child():
    person = child().says(CENTRE, "immature-child")
    person.is_child = False
    assert person.read(CENTRE, held_by(WARD)).ground.id == "no-consent"


def test_a_block_bites_all_outside_at_once_and_a_lift_restores_what_was():
    person = anyone().consents(CENTRE).consents(OFFICER).blocks(WARD)
    assert [person.read(one, held_by(WARD)).allowed for one in (CENTRE, OFFICER, NEIGHBOUR, WARD)] == [
        False,
        False,
        True,
        True,
    ]
    person.says(WARD, "block-lifted", of=3)
    assert all(person.read(one, held_by(WARD)).allowed for one in (CENTRE, OFFICER, NEIGHBOUR, WARD))


def test_a_block_against_the_own_units_holds_against_other_providers_too():
    person = anyone().consents(CENTRE).blocks(WARD, against_own_units=True)
    assert person.read(NEIGHBOUR, held_by(WARD)).ground.id == "blocked-unit"
    assert person.read(CENTRE, held_by(WARD)).ground.id == "blocked-provider"
    assert person.read(CENTRE, held_by(NEIGHBOUR)).ground.id == "consent"


def test_a_lift_without_the_persons_word_lasts_a_shift_and_the_block_bites_again():
    person = anyone().consents(CENTRE).blocks(WARD).says(WARD, "block-lifted", of=2, ground="cannot-ask")
    almost = LIFT_LASTS.total_seconds() / 3600 - 0.001
    assert person.read(CENTRE, held_by(WARD)).allowed
    assert person.later(almost).read(CENTRE, held_by(WARD)).allowed
    assert person.later(0.001).read(CENTRE, held_by(WARD)).ground.id == "blocked-provider"


def test_a_lift_without_the_persons_word_can_be_renewed():
    person = anyone().consents(CENTRE).blocks(WARD).says(WARD, "block-lifted", of=2, ground="cannot-ask")
    person.later(13).says(WARD, "block-lifted", of=2, ground="cannot-ask")
    assert person.read(CENTRE, held_by(WARD)).allowed


def test_an_emergency_ends_by_itself():
    person = anyone().in_danger(stranger(CENTRE))
    hours = EMERGENCY_LASTS.total_seconds() / 3600
    assert person.later(hours - 0.001).read(stranger(CENTRE), held_by(WARD)).ground.id == "emergency"
    assert person.later(0.001).read(stranger(CENTRE), held_by(WARD)).ground.id == "no-relation-outside"


def test_an_emergency_opens_to_its_unit_alone_and_nothing_that_is_blocked_nor_social_cares():
    person = anyone().blocks(NURSE).in_danger(stranger(CENTRE))
    assert person.read(stranger(CENTRE), held_by(NURSE)).ground.id == "blocked-provider"
    assert person.read(stranger(CENTRE), held_by(OFFICER)).ground.id == "no-relation-social-data"
    assert not person.read(stranger(TEETH), held_by(WARD)).allowed


@pytest.mark.parametrize(("kind", "of"), [("withdrawn", 1), ("block-lifted", 2), ("block-lifted", 9), ("withdrawn", 9)])
def test_a_stored_statement_of_the_wrong_kind_opens_and_ends_nothing(kind, of):
    person = anyone().blocks(WARD).consents(CENTRE)
    stray = Sent(3, NOW, WARD.unit, WARD.role, body(kind, of=of))
    held = [one.sequence for one in fold([*person.said, stray], NOW).holding]
    assert held == [1, 2, 3]


def test_a_withdrawal_does_not_reach_what_is_said_after_it():
    early = Sent(1, NOW, CENTRE.unit, CENTRE.role, body("withdrawn", of=2))
    consent = Sent(2, NOW, CENTRE.unit, CENTRE.role, body("consent", provider=CENTRE.provider))
    assert [one.sequence for one in fold([early, consent], NOW).holding] == [1, 2]


def requested() -> Person:
    return anyone().blocks(WARD).in_danger(CENTRE).says(CENTRE, "lift-requested", of=1)


def test_a_request_waits_for_the_provider_that_blocked():
    assert requested().wishes().requests(WARD.provider) == (3,)
    assert requested().wishes().requests(CENTRE.provider) == ()


def test_an_answered_request_waits_no_longer():
    assert requested().says(WARD, "lift-denied", of=3).wishes().requests(WARD.provider) == ()
    lifted = requested().says(WARD, "block-lifted", of=1, ground="cannot-ask")
    assert lifted.wishes().requests(WARD.provider) == ()
    assert lifted.wishes(hours=LIFT_LASTS / timedelta(hours=1)).requests(WARD.provider) == ()
