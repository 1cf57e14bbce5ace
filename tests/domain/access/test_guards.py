"""Who may record what about a person's wishes."""

import re
from dataclasses import replace

import pytest
from pydantic import ValidationError
from tests.domain.access.cast import (
    CENTRE,
    CONTENT,
    NEIGHBOUR,
    NURSE,
    OFFICE,
    OFFICER,
    WARD,
    anyone,
    body,
    child,
    stranger,
)

from brygga.access import BODIES, may_say, parse
from brygga.process import NotAllowed

OWN = replace(WARD, is_own_record=True)
BLOCK = {"level": "provider", "provider": WARD.provider}
UNIT_BLOCK = {"level": "unit", "provider": WARD.provider, "unit": WARD.unit}
CARE = "statements are recorded by a unit that takes part in the person's care"


def blocked():
    return anyone().blocks(WARD)


def asked():
    return blocked().in_danger(stranger(CENTRE)).says(stranger(CENTRE), "lift-requested", of=1)


COURT = {"mandate": "administrator", "name": "Kim Berg", "matters": ["care-of-the-person"], "shown_by": "the decision"}
KIN = {"mandate": "next-of-kin", "name": "Kim Berg", "shown_by": "the person says so"}
DETAILS = {"given_name": "Ada", "family_name": "Ek", "municipality": "1490", "was": "Ad Ek", "new_address": False}
RESERVE, COORDINATION, PERSONAL = "RES-14-0000123", "196109732393", "201801042381"

REFUSED = {
    "a stranger says of nobody who speaks for them": (anyone, stranger(CENTRE), "speaks-for", COURT, CARE),
    "a child is spoken for by its guardians": (child, WARD, "speaks-for", COURT, "guardians speak for the child"),
    "who speaks is recorded once": (
        lambda: anyone().says(WARD, "speaks-for", **COURT),
        NURSE,
        "speaks-for",
        COURT,
        "recorded already",
    ),
    "a stranger corrects nobody's name": (anyone, stranger(CENTRE), "details-corrected", DETAILS, CARE),
    "a personal number is nobody else's": (
        anyone,
        WARD,
        "number-replaced",
        {"number": "201801072370", "was": PERSONAL},
        "a number takes the place of a reserve number",
    ),
    "an office records nothing": (anyone, OFFICE, "block", BLOCK, "recorded by staff in care or social care"),
    "nobody records about themselves": (anyone, OWN, "block", BLOCK, "nobody records statements about themselves"),
    "a stranger records no consent": (anyone, stranger(CENTRE), "consent", {"provider": CENTRE.provider}, CARE),
    "a stranger judges nobody unable": (anyone, stranger(CENTRE), "unable", {"provider": CENTRE.provider}, CARE),
    "a stranger judges no child": (child, stranger(CENTRE), "immature-child", {}, CARE),
    "a stranger withdraws no other's consent": (
        lambda: anyone().consents(NURSE),
        stranger(CENTRE),
        "withdrawn",
        {"of": 1},
        CARE,
    ),
    "a stranger lifts no block without the person's word unasked": (
        blocked,
        stranger(NEIGHBOUR),
        "block-lifted",
        {"of": 1, "ground": "cannot-ask"},
        CARE,
    ),
    "a consent is recorded by the provider it is for": (
        anyone,
        NURSE,
        "consent",
        {"provider": CENTRE.provider},
        "a provider records this for itself alone",
    ),
    "a guardian consents for no adult": (
        anyone,
        CENTRE,
        "consent",
        {"provider": CENTRE.provider, "by": "guardian"},
        "a guardian speaks for a child alone",
    ),
    "a guardian withdraws no adult's consent": (
        lambda: anyone().consents(CENTRE),
        CENTRE,
        "withdrawn",
        {"of": 1, "by": "guardian"},
        "a guardian speaks for a child alone",
    ),
    "a guardian blocks nothing": (
        child,
        WARD,
        "block",
        {**BLOCK, "by": "guardian"},
        "a guardian cannot block a child's data",
    ),
    "a guardian blocks nothing for an adult either": (
        anyone,
        WARD,
        "block",
        {**BLOCK, "by": "guardian"},
        "a guardian cannot block a child's data",
    ),
    "no one else blocks for a child either": (
        child,
        WARD,
        "block",
        {**BLOCK, "by": "representative"},
        "a guardian cannot block a child's data",
    ),
    "data are blocked where they are": (anyone, CENTRE, "block", BLOCK, "blocked by the provider that holds them"),
    "social care has no block against its own units": (
        anyone,
        OFFICER,
        "block",
        {"level": "unit", "provider": OFFICER.provider, "unit": OFFICER.unit},
        "only a care provider's data are blocked against its own units",
    ),
    "what is blocked is not blocked again, however it was asked for": (
        blocked,
        WARD,
        "block",
        {**BLOCK, "how": "orally"},
        "these data are already blocked",
    ),
    "another provider lifts no block": (
        blocked,
        CENTRE,
        "block-lifted",
        {"of": 1},
        "lifted by the provider that set it",
    ),
    "a block that is not there is not lifted": (blocked, WARD, "block-lifted", {"of": 2}, "there is no block 2"),
    "social care lifts only when the person asks": (
        lambda: anyone().blocks(OFFICER),
        OFFICER,
        "block-lifted",
        {"of": 1, "ground": "cannot-ask"},
        "social care lifts a block only when the person asks",
    ),
    "a block is not withdrawn": (blocked, WARD, "withdrawn", {"of": 1}, "there is no statement 1 that holds"),
    "another provider's assessment is left alone": (
        lambda: anyone().unable(CENTRE),
        NURSE,
        "withdrawn",
        {"of": 1},
        "withdrawn by the provider that made it",
    ),
    "another unit's emergency is left alone": (
        lambda: anyone().in_danger(CENTRE),
        NURSE,
        "withdrawn",
        {"of": 1},
        "ended by the unit that opened it",
    ),
    "a lift is asked for only in danger": (
        blocked,
        CENTRE,
        "lift-requested",
        {"of": 1},
        "say first what the danger is",
    ),
    "social care asks for no lift": (
        blocked,
        OFFICER,
        "lift-requested",
        {"of": 1},
        "only a care provider may ask for a block to be lifted",
    ),
    "social care is asked for no lift": (
        lambda: anyone().blocks(OFFICER).in_danger(CENTRE),
        CENTRE,
        "lift-requested",
        {"of": 1},
        "social care lifts a block only when the person asks",
    ),
    "one's own block is lifted and not asked for": (
        lambda: blocked().in_danger(NEIGHBOUR),
        NEIGHBOUR,
        "lift-requested",
        {"of": 1},
        "the block is the provider's own; lift it instead",
    ),
    "another provider denies no request": (asked, NURSE, "lift-denied", {"of": 3}, "judged by the provider that set"),
    "a request that is not there is not denied": (asked, WARD, "lift-denied", {"of": 1}, "there is no request 1"),
    "a request is answered once": (
        lambda: asked().says(WARD, "lift-denied", of=3),
        WARD,
        "lift-denied",
        {"of": 3},
        "the request is already answered",
    ),
    "who would have objected is not judged to be unable": (
        anyone,
        CENTRE,
        "unable",
        {"provider": CENTRE.provider, "would_not_object": False},
        "if the person would have objected",
    ),
    "an adult is no immature child": (anyone, CENTRE, "immature-child", {}, "the person is no child"),
    "social care opens no emergency": (
        anyone,
        OFFICER,
        "emergency",
        {"unit": OFFICER.unit, "provider": OFFICER.provider},
        "only a care provider may read in an emergency",
    ),
    "an emergency is opened for the own unit": (
        anyone,
        CENTRE,
        "emergency",
        {"unit": WARD.unit, "provider": WARD.provider},
        "opened by a unit for itself",
    ),
}


@pytest.mark.parametrize(("person", "at", "kind", "given", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_a_statement_is_refused_with_its_reason(person, at, kind, given, reason):
    person = person()
    assert not may_say(at, body(kind, **given), person.wishes(), person.is_child)
    with pytest.raises(NotAllowed, match=re.escape(reason)):
        person.says(at, kind, **given)


ALLOWED = {
    "a block is recorded though the care is long over": (anyone, stranger(WARD), "block", BLOCK),
    "a neighbouring unit blocks for the ward": (anyone, NEIGHBOUR, "block", UNIT_BLOCK),
    "a child blocks its own data": (child, WARD, "block", BLOCK),
    "a representative blocks an adult's data": (anyone, WARD, "block", {**BLOCK, "by": "representative"}),
    "the person has a block lifted though the care is long over": (blocked, stranger(WARD), "block-lifted", {"of": 1}),
    "an unit without the patient lifts a block that it was asked to lift": (
        asked,
        stranger(NEIGHBOUR),
        "block-lifted",
        {"of": 1, "ground": "cannot-ask"},
    ),
    "a unit without the patient answers a request": (asked, stranger(WARD), "lift-denied", {"of": 3}),
    "a unit without the patient asks for a lift in danger": (
        lambda: blocked().in_danger(stranger(CENTRE)),
        stranger(CENTRE),
        "lift-requested",
        {"of": 1},
    ),
    "a unit without the patient says what the danger is": (
        anyone,
        stranger(CENTRE),
        "emergency",
        {"unit": CENTRE.unit, "provider": CENTRE.provider},
    ),
    "a consent is withdrawn at the provider it was for though the care is over": (
        lambda: anyone().consents(CENTRE),
        stranger(CENTRE),
        "withdrawn",
        {"of": 1},
    ),
    "a consent is withdrawn at any unit that takes part": (
        lambda: anyone().consents(CENTRE),
        NURSE,
        "withdrawn",
        {"of": 1},
    ),
    "a guardian consents for a child": (child, CENTRE, "consent", {"provider": CENTRE.provider, "by": "guardian"}),
    "what was lifted may be blocked again": (
        lambda: blocked().says(WARD, "block-lifted", of=1),
        WARD,
        "block",
        BLOCK,
    ),
}


ALLOWED |= {
    "an administrator speaks for an adult": (anyone, WARD, "speaks-for", COURT),
    "next of kin too, in nothing that a court decides": (anyone, OFFICER, "speaks-for", KIN),
    "who speaks no longer is withdrawn": (
        lambda: anyone().says(WARD, "speaks-for", **COURT),
        NURSE,
        "withdrawn",
        {"of": 1},
    ),
    "a name is corrected": (anyone, WARD, "details-corrected", DETAILS),
    "a personal number takes a reserve number's place": (
        anyone,
        WARD,
        "number-replaced",
        {"number": PERSONAL, "was": RESERVE},
    ),
    "and a coordination number's": (anyone, WARD, "number-replaced", {"number": PERSONAL, "was": COORDINATION}),
}


@pytest.mark.parametrize(("person", "at", "kind", "given"), ALLOWED.values(), ids=ALLOWED.keys())
def test_a_statement_is_recorded(person, at, kind, given):
    person().says(at, kind, **given)


def test_every_kind_of_statement_is_tried():
    assert {kind for _, _, kind, *_ in [*REFUSED.values(), *ALLOWED.values()]} == set(BODIES) == set(CONTENT)


def test_a_statement_of_no_known_kind_is_named_with_those_there_are():
    with pytest.raises(LookupError, match="there is no statement 'song'; there are consent, withdrawn, block"):
        parse("song", {})


@pytest.mark.parametrize(
    ("kind", "given", "reason"),
    [
        ("consent", {"provider": "17:care", "to_day": "2026-10-31"}, "the last day is before the first"),
        ("consent", {"provider": "17:care", "kinds": []}, "at least 1 item"),
        ("block", {"level": "unit", "provider": "17:care"}, "a block against other units names the unit"),
        ("block", {"level": "provider", "provider": "17:care", "unit": "SE-ward"}, "against other providers none"),
        ("speaks-for", KIN | {"matters": ["property"]}, "next of kin are appointed in nothing"),
        ("speaks-for", COURT | {"matters": []}, "a court's appointment says in what"),
    ],
)
def test_a_statement_that_makes_no_sense_cannot_exist(kind, given, reason):
    with pytest.raises(ValidationError, match=reason):
        body(kind, **given)


@pytest.mark.parametrize("given", [".", "-", "…", "?!", "xxxx", "a b", "123456", "\n\n.", "ja"])
@pytest.mark.parametrize("field", ["danger", "why_no_consent"])
def test_an_emergency_whose_reason_says_nothing_opens_nothing(field, given):
    said = {"unit": WARD.unit, "provider": WARD.provider, "danger": "fall", "why_no_consent": "medvetslös"}
    person = anyone()
    assert not may_say(WARD, body("emergency", **said | {field: given}), person.wishes(), person.is_child)
    with pytest.raises(NotAllowed, match="says nothing: write the reason in words"):
        person.says(WARD, "emergency", **said | {field: given})
    person.says(WARD, "emergency", **said)
