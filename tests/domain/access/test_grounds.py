"""Each ground of a decision, reached by a case of its own."""

from dataclasses import replace

import pytest
from tests.domain.access.cast import (
    CENTRE,
    COLLEAGUE,
    ELSEWHERE,
    NEIGHBOUR,
    NURSE,
    OFFICE,
    OFFICER,
    TEETH,
    WARD,
    anyone,
    child,
    held_by,
    stranger,
)

from brygga.access import GROUNDS, DataKind, Decision, Told, check_read, knows_of_unblocked, knows_who_blocked, may_read
from brygga.access.grounds import Way
from brygga.process import NotAllowed

TOLD, ORDERED = Told(), Told("2017-612.2.2")


CASES: dict[str, tuple[str, Decision]] = {
    "a ward reads what it wrote itself": ("own-unit", anyone().read(WARD, held_by(WARD))),
    "a case officer reads what the own unit wrote": ("own-unit-social", anyone().read(OFFICER, held_by(OFFICER))),
    "a message that was sent to the unit is read without consent": (
        "sent-to-unit",
        anyone().read(stranger(CENTRE), held_by(WARD, told=TOLD)),
    ),
    "a message that was sent to a case officer is read without consent": (
        "sent-to-unit-social",
        anyone().read(OFFICER, held_by(WARD, told=TOLD)),
    ),
    "a neighbouring unit that treats the patient reads": ("same-provider", anyone().read(NEIGHBOUR, held_by(WARD))),
    "a case officer reads what another unit of the same social care wrote": (
        "same-provider-social",
        anyone().read(OFFICER, held_by(COLLEAGUE)),
    ),
    "a consent opens another provider's data": ("consent", anyone().consents(CENTRE).read(CENTRE, held_by(WARD))),
    "a consent opens a hospital's data to social care": (
        "consent-social",
        anyone().consents(OFFICER).read(OFFICER, held_by(WARD)),
    ),
    "a child too young to consent needs not": (
        "child",
        child().says(CENTRE, "immature-child").read(CENTRE, held_by(OFFICER)),
    ),
    "a child too young to consent opens other social care to social care": (
        "child-social",
        child().says(OFFICER, "immature-child").read(OFFICER, held_by(ELSEWHERE)),
    ),
    "a patient who lasts unable and would not have objected": (
        "unable",
        anyone().unable(CENTRE).read(CENTRE, held_by(OFFICER)),
    ),
    "a care recipient who lasts unable opens other social care to social care": (
        "unable-social",
        anyone().unable(OFFICER).read(OFFICER, held_by(ELSEWHERE)),
    ),
    "danger to life opens what no one has blocked": (
        "emergency",
        anyone().in_danger(stranger(CENTRE)).read(stranger(CENTRE), held_by(WARD)),
    ),
    "danger to life opens the own provider's other units": (
        "emergency-same-provider",
        anyone().in_danger(stranger(NEIGHBOUR)).read(stranger(NEIGHBOUR), held_by(WARD)),
    ),
    "danger to life tells who has blocked": (
        "who-blocked",
        knows_who_blocked(CENTRE, anyone().in_danger(CENTRE).wishes()),
    ),
    "everybody may know that there are data": ("exists", knows_of_unblocked(stranger(OFFICER))),
    "a log reviewer reads nothing as if in care": ("wrong-purpose", anyone().read(OFFICE, held_by(WARD))),
    "nobody reads about themselves at work": (
        "own-record",
        anyone().read(replace(WARD, is_own_record=True), held_by(WARD)),
    ),
    "a neighbouring unit without the patient is refused": (
        "no-relation",
        anyone().read(stranger(NEIGHBOUR), held_by(WARD)),
    ),
    "another provider without the patient is refused, consent or not": (
        "no-relation-outside",
        anyone().consents(CENTRE).read(stranger(CENTRE), held_by(WARD)),
    ),
    "social care's data are closed to a care unit without the patient, emergency or not": (
        "no-relation-social-data",
        anyone().in_danger(stranger(CENTRE)).read(stranger(CENTRE), held_by(OFFICER)),
    ),
    "a case officer without the person is refused": (
        "no-relation-social",
        anyone().read(stranger(OFFICER), held_by(WARD)),
    ),
    "a dentist has no use for a social record": (
        "irrelevant",
        anyone().consents(TEETH).read(TEETH, held_by(OFFICER, DataKind.SOCIAL)),
    ),
    "what the patient blocked against the other units is closed to them": (
        "blocked-unit",
        anyone().blocks(WARD, against_own_units=True).read(NEIGHBOUR, held_by(WARD)),
    ),
    "what the patient blocked against other providers is closed to them": (
        "blocked-provider",
        anyone().consents(CENTRE).blocks(WARD).read(CENTRE, held_by(WARD)),
    ),
    "a block is as closed to social care, which may not learn whose it is": (
        "blocked-provider-social",
        anyone().consents(OFFICER).blocks(WARD).read(OFFICER, held_by(WARD)),
    ),
    "without consent another provider's data stay closed": ("no-consent", anyone().read(CENTRE, held_by(WARD))),
    "without consent social care's data stay closed to care": (
        "no-consent-social-data",
        anyone().read(CENTRE, held_by(OFFICER)),
    ),
    "without consent other social care's data stay closed to social care": (
        "no-consent-social",
        anyone().read(OFFICER, held_by(ELSEWHERE)),
    ),
    "for social care nothing stands in for consent to a hospital's data": (
        "no-consent-social-health",
        anyone().unable(OFFICER).read(OFFICER, held_by(WARD)),
    ),
}


OF_CASES = {"opens", "not-opening", "between-parties", "no-party"}
"""Those of beginning a case, and of what is between its parties (`test_cases`)."""


@pytest.mark.parametrize(("ground", "decision"), CASES.values(), ids=CASES.keys())
def test_a_ground_is_reached(ground, decision):
    assert decision.ground.id == ground
    assert decision.clause == decision.ground.clause
    assert decision.allowed is GROUNDS[ground].allows
    assert bool(decision.ways) is not decision.allowed


def test_every_ground_is_reached_by_a_case():
    # No role of social care has an irrelevant kind today: the ground waits for the first that has.
    reached = {ground for ground, _ in CASES.values()} | OF_CASES
    assert set(GROUNDS) - reached == {"irrelevant-social"}


def test_the_ground_of_a_message_that_an_act_orders_told_is_that_act():
    decision = anyone().blocks(WARD).read(stranger(CENTRE), held_by(WARD, told=ORDERED))
    assert (decision.ground.id, decision.clause) == ("sent-to-unit", "2017-612.2.2")


def test_a_block_withholds_a_free_message_that_no_act_orders():
    assert anyone().blocks(WARD).read(CENTRE, held_by(WARD, told=TOLD)).ground.id == "blocked-provider"


def test_a_refusal_names_its_blocks_by_number():
    assert anyone().consents(CENTRE).blocks(WARD).read(CENTRE, held_by(WARD)).blocks == (2,)


def test_within_a_provider_the_irrelevant_is_what_the_work_does_not_need():
    other_clinic = replace(TEETH, unit="SE-other-clinic")
    decision = anyone().read(other_clinic, held_by(TEETH, DataKind.SOCIAL))
    assert (decision.ground.id, decision.clause) == ("irrelevant", "2008-355.4.1")


def test_within_social_care_a_lack_of_relation_is_a_lack_of_need():
    decision = anyone().read(stranger(OFFICER), held_by(COLLEAGUE))
    assert (decision.ground.id, decision.clause) == ("no-relation-social", "2022-913.4.3.2")


def test_the_page_and_the_write_ask_the_same():
    wishes = anyone().wishes()
    assert may_read(NURSE, held_by(NURSE), wishes)
    assert not may_read(NURSE, held_by(WARD), wishes)
    assert check_read(NURSE, held_by(NURSE), wishes).ground.id == "own-unit"
    with pytest.raises(NotAllowed, match=r"reading is refused: no-consent \(2022-913\.3\.1\.2\)"):
        check_read(NURSE, held_by(WARD), wishes)


@pytest.mark.parametrize("otherwise", ["immature-child", "unable", "consent"])
def test_without_a_relation_an_emergency_is_an_emergency_whatever_else_is_said(otherwise):
    given = {} if otherwise == "immature-child" else {"provider": CENTRE.provider}
    person = child().says(CENTRE, otherwise, **given).in_danger(stranger(CENTRE))
    assert person.read(stranger(CENTRE), held_by(WARD)).ground.id == "emergency"


def test_an_emergency_is_offered_only_where_it_would_open_something():
    danger = anyone().in_danger(stranger(CENTRE))
    for data in (held_by(WARD), held_by(OFFICER), held_by(NURSE)):
        before = anyone().read(stranger(CENTRE), data)
        assert (Way.EMERGENCY in before.ways) is danger.read(stranger(CENTRE), data).allowed
