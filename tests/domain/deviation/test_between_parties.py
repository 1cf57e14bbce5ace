"""A deviation is between its parties: no part of any record, and nobody has the person in their care by it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.domain.access.cast import CENTRE, CITY, NOW, NURSE, OFFICE, OFFICER, REGION, WARD
from tests.domain.deviation.cast import closed, followed_up, received, reported

from brygga.access import GROUNDS, Wishes, decide_message, fold, may_open, may_take_part, parse
from brygga.access.cases import Author
from brygga.agreements import load_all
from brygga.deviation import DEVIATION
from brygga.process import Branch, Purpose, Regime, Role, Sent
from brygga.processes import PROCESSES

WARDS = Author("SE-ward", REGION, Branch.CARE)
NOBODY_ASKED = Wishes(NOW)
QUALITY_OFFICE = replace(OFFICE, purpose=Purpose.ADMINISTRATION)
EVERYONE = (WARD, CENTRE, NURSE, OFFICER, QUALITY_OFFICE)


def stated(kind: str, **given: object) -> Wishes:
    return fold([Sent(1, NOW, "SE-centre", Role.OUTPATIENT_CARE, parse(kind, given))], NOW)


CONSENT = stated(
    "consent",
    provider=CENTRE.provider,
    kinds=["health", "social", "coordination"],
    from_day=NOW.date(),
    by="person",
    how="orally",
)
BLOCKS = [
    stated("block", level="provider", provider=provider, by="person", how="orally") for provider in (REGION, CITY)
]


def decided(reader, kind: str, wishes: Wishes = NOBODY_ASKED, takes_part: bool = False):
    return decide_message(
        DEVIATION, kind, DEVIATION.told.get(DEVIATION.bodies[kind]), WARDS, reader, wishes, takes_part
    )


def test_it_is_no_part_of_coherent_records():
    assert DEVIATION.regime is Regime.PARTIES
    assert "deviation" not in PROCESSES.of_care


@pytest.mark.parametrize("kind", DEVIATION.bodies)
def test_no_sentence_of_it_is_opened_by_consent_or_by_a_relation_or_to_the_authors_own_provider(kind):
    for reader in (CENTRE, replace(CENTRE, related=True), replace(WARD, unit="SE-another-ward", related=True)):
        assert decided(reader, kind, CONSENT).ground is GROUNDS["no-party"]


@pytest.mark.parametrize("kind", DEVIATION.bodies)
def test_no_block_closes_it_to_those_who_take_part(kind):
    for wishes in BLOCKS:
        decision = decided(NURSE, kind, wishes, takes_part=True)
        assert (decision.ground, decision.clause) == (GROUNDS["between-parties"], DEVIATION.read_by)


def test_it_is_read_by_the_clause_on_quality_work():
    clause = load_all().baseline.clause(DEVIATION.read_by)
    assert "kvalitet" in clause.summary
    assert ("access", "between-parties") in [(carrier.kind, carrier.ref) for carrier in clause.carried_by]


def test_the_person_reads_about_themselves_by_the_report_of_the_log_and_not_here():
    own = replace(NURSE, is_own_record=True)
    assert decided(own, "deviation-report", takes_part=True).ground is GROUNDS["own-record"]


@pytest.mark.parametrize("reader", EVERYONE)
def test_whoever_may_take_part_may_report(reader):
    decision = may_open(DEVIATION, reader)
    assert (decision.ground, decision.clause) == (GROUNDS["opens"], DEVIATION.opening.clause)


@pytest.mark.parametrize("purpose", [Purpose.LOG_REVIEW, Purpose.ASSIGNMENTS])
def test_who_reviews_the_log_or_keeps_assignments_takes_no_part(purpose):
    for reader in EVERYONE:
        assert not may_take_part(DEVIATION, reader.role, purpose)
        assert not may_open(DEVIATION, replace(reader, purpose=purpose)).allowed
        refused = decided(replace(reader, purpose=purpose), "deviation-report", takes_part=True)
        assert refused.ground is GROUNDS["wrong-purpose"]


def test_an_office_takes_part_to_administer_and_a_unit_of_care_does_not():
    assert may_take_part(DEVIATION, None, Purpose.ADMINISTRATION)
    assert not any(may_take_part(DEVIATION, role, Purpose.ADMINISTRATION) for role in Role)
    assert not may_take_part(DEVIATION, None, Purpose.CARE)


@pytest.mark.parametrize("case", [reported(), received(), followed_up(), closed()])
def test_nobody_has_the_person_in_their_care_by_it(case):
    state = case.state("2026-06-01T12:00")
    assert DEVIATION.care_until(state) is None
    assert DEVIATION.ties(state) == ()
    assert DEVIATION.situation(state) == {}


def test_one_that_is_closed_stays_in_view_for_a_month():
    state = closed().state("2026-06-01T12:00")
    assert DEVIATION.listed_until(state) - state.over_at == timedelta(days=30)
    assert DEVIATION.listed_until(followed_up().state("2026-06-01T12:00")).year == 9000
