"""Who may begin a case and read what is said in it: by the process's own answers, never by its name."""

from dataclasses import replace

import pytest
from tests.domain.access.cast import CENTRE, CITY, NOW, NURSE, OFFICE, OFFICER, REGION, WARD

from brygga.access import GROUNDS, Wishes, decide_message, fold, may_open, may_take_part, parse
from brygga.access.cases import Author
from brygga.discharge import DISCHARGE
from brygga.process import HELPING, AnyProcess, Branch, Purpose, Regime, Role, Sent

WARDS = Author("SE-ward", REGION, Branch.CARE)
NURSES = Author("SE-nurse", CITY, Branch.CARE)
NOBODY_ASKED = Wishes(NOW)
BETWEEN: AnyProcess = replace(
    DISCHARGE,
    name="between",
    regime=Regime.PARTIES,
    read_by="2008-355.2.4.4",
    purposes={**HELPING, None: frozenset({Purpose.ADMINISTRATION})},
    courtesies=(),
)
"""A discharge as it would be if it were between the parties only."""


def stated(kind: str, **given: object) -> Wishes:
    return fold([Sent(1, NOW, "SE-centre", Role.OUTPATIENT_CARE, parse(kind, given))], NOW)


CONSENT = stated(
    "consent",
    provider=CENTRE.provider,
    kinds=["health", "coordination"],
    from_day=NOW.date(),
    by="person",
    how="orally",
)
BLOCK = stated("block", level="provider", provider=CITY, by="person", how="orally")


def test_a_ward_begins_a_discharge_by_the_clause_that_the_process_names() -> None:
    decision = may_open(DISCHARGE, WARD)
    assert (decision.ground, decision.clause) == (GROUNDS["opens"], DISCHARGE.opening.clause)


@pytest.mark.parametrize("reader", [CENTRE, NURSE, OFFICER, OFFICE, replace(WARD, purpose=Purpose.ADMINISTRATION)])
def test_nobody_else_begins_a_discharge(reader) -> None:
    assert may_open(DISCHARGE, reader).ground is GROUNDS["not-opening"]


def test_nobody_begins_a_case_about_themselves() -> None:
    assert may_open(DISCHARGE, replace(WARD, is_own_record=True)).ground is GROUNDS["own-record"]


def test_an_office_takes_part_only_where_the_process_says_so() -> None:
    assert not may_take_part(DISCHARGE, None, Purpose.ADMINISTRATION)
    assert may_take_part(BETWEEN, None, Purpose.ADMINISTRATION)
    assert not may_take_part(BETWEEN, None, Purpose.LOG_REVIEW)


def decided(process: AnyProcess, reader, wishes: Wishes = NOBODY_ASKED, takes_part: bool = False, author=NURSES):
    return decide_message(process, "free-message", None, author, reader, wishes, takes_part)


def test_consent_opens_what_is_part_of_the_records_and_nothing_that_is_between_the_parties() -> None:
    assert decided(DISCHARGE, CENTRE, CONSENT).ground is GROUNDS["consent"]
    assert decided(BETWEEN, CENTRE, CONSENT).ground is GROUNDS["no-party"]


def test_a_block_closes_what_is_part_of_the_records_and_nothing_that_is_between_the_parties() -> None:
    assert decided(DISCHARGE, CENTRE, BLOCK, takes_part=True).ground is GROUNDS["blocked-provider"]
    decision = decided(BETWEEN, CENTRE, BLOCK, takes_part=True)
    assert (decision.ground, decision.clause) == (GROUNDS["between-parties"], BETWEEN.read_by)


def test_the_same_provider_does_not_read_what_is_between_other_units() -> None:
    neighbour = replace(WARD, unit="SE-neighbour")
    assert decided(DISCHARGE, neighbour, author=WARDS).ground is GROUNDS["same-provider"]
    assert decided(BETWEEN, neighbour, author=WARDS).ground is GROUNDS["no-party"]


def test_between_the_parties_purpose_and_own_record_stand_before_all_else() -> None:
    for reader, ground in (
        (replace(CENTRE, purpose=Purpose.LOG_REVIEW), "wrong-purpose"),
        (replace(CENTRE, is_own_record=True), "own-record"),
    ):
        assert decided(BETWEEN, reader, takes_part=True).ground is GROUNDS[ground]
