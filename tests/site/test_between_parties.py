"""What is between the parties gives no relation to the person, blinds no review of the log, and is no record."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from tests.site.access import blocks, consents
from tests.site.cast import Cast, signed_in
from tests.site.pages import page
from tests.toy import BETWEEN, InquiryAnswered, InquiryAsked

from brygga.processes import PROCESSES
from brygga_site.cases import actions
from brygga_site.cases.models import Case
from brygga_site.organisations.models import Assignment, Staff, Unit
from brygga_site.people.relation import reader_of
from brygga_site.review.patterns.reads import relation

QUESTION, ANSWER = "Varför kom listan först i går?", "Den låg i fel fack."


@pytest.fixture(autouse=True)
def _between() -> Iterator[None]:
    PROCESSES.add(BETWEEN)
    yield
    PROCESSES.remove(BETWEEN.name)


@pytest.fixture
def petra(cast: Cast) -> Assignment:
    """At a health centre that has nothing to do with the person."""
    unit = Unit.objects.create(
        hsa_id="SE0000000000-PETRA",
        organisation=cast.boris.unit.organisation,
        kind="health-centre",
        role="outpatient-care",
        name="Petras enhet",
        municipality="1480",
    )
    staff = Staff.objects.create(username="petra", name="Petra")
    day = timezone.localdate()
    return Assignment.objects.create(staff=staff, unit=unit, title="Tester", purpose="care", from_day=day)


@pytest.fixture
def between(cast: Cast, notified: Case, petra: Assignment) -> Case:
    """Home care, which has the person in its care, asks a health centre that has not."""
    body = InquiryAsked(recipients=(petra.unit.hsa_id,), haste="today", question=QUESTION)
    return actions.open_case(cast.cecilia, notified.person, body, "between", timezone.now())


def test_to_be_asked_gives_no_relation_to_the_patient(between: Case, notified: Case, petra: Assignment) -> None:
    assert not reader_of(petra, notified.person, timezone.now()).related
    page(signed_in(petra), f"/cases/{notified.pk}", status=403)
    page(signed_in(petra), f"/people/{notified.person_id}", status=403)
    shown = page(signed_in(petra), f"/cases/{between.pk}")
    assert QUESTION in shown
    assert notified.person.family_name not in shown


def test_to_be_asked_hides_nothing_from_the_logs_review(between: Case, petra: Assignment) -> None:
    assert not relation(petra.unit, between.person_id, timezone.now())


def test_no_consent_makes_it_a_record_and_no_block_hides_the_answer(
    cast: Cast, between: Case, notified: Case, petra: Assignment
) -> None:
    actions.say(petra, between.pk, InquiryAnswered(answer=ANSWER), 1, "answer", timezone.now())
    consents(cast.david, notified.person)
    page(signed_in(cast.david), f"/cases/{between.pk}", status=403)
    others = page(signed_in(cast.david), f"/people/{notified.person_id}")
    assert QUESTION not in others and ANSWER not in others
    blocks(cast.boris, notified.person)
    assert ANSWER in page(signed_in(cast.cecilia), f"/cases/{between.pk}")


def test_whoever_knows_the_person_sees_the_case_with_the_persons_other_cases(
    cast: Cast, between: Case, notified: Case
) -> None:
    assert f"/cases/{between.pk}" in page(signed_in(cast.cecilia), f"/people/{notified.person_id}")
    assert f"/cases/{between.pk}" not in page(signed_in(cast.anna), f"/people/{notified.person_id}")
