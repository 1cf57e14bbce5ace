"""A person's page: the contacts, what is next, who answers and everything said, of what the reader's unit was told."""

from datetime import timedelta

from django.utils import timezone
from tests.site.access import blocks
from tests.site.cast import Cast, signed_in
from tests.site.pages import page
from tests.site.test_contact import KIM, appointed, asked, say

from brygga.deviation import DEVIATION
from brygga.discharge import DISCHARGE
from brygga_site.cases import actions, known
from brygga_site.cases.actions import CaseAbout
from brygga_site.cases.models import Case
from brygga_site.cases.record import record_of
from brygga_site.organisations import actions as organisations
from brygga_site.organisations.models import Assignment
from brygga_site.people.models import Person


def of(reader: Assignment, person: Person) -> str:
    return page(signed_in(reader), f"/people/{person.pk}")


def known_to(reader: Assignment, person: Person) -> known.KnownByCases:
    now = timezone.now()
    return known.known_by(reader, record_of(reader, person.pk, now), now)


def test_the_contact_stands_on_the_page_with_all_that_one_needs_to_call(cast: Cast, notified: Case) -> None:
    review = timezone.localdate() + timedelta(days=90)
    appointed(cast, notified.person, review=review)
    text = of(cast.cecilia, notified.person)
    for shown in (
        "Named care contact",
        "Kim Berg",
        "Nurse",
        "010-123 45 67",
        cast.boris.unit.name,
        "To be reviewed by",
    ):
        assert shown in text
    (card,) = known_to(cast.cecilia, notified.person).contacts
    assert (card.contact.review, card.unit, card.is_closed) == (review, cast.boris.unit, False)


def test_a_contact_named_at_the_discharge_and_in_a_case_of_its_own_is_one(cast: Cast, notified: Case) -> None:
    named = DISCHARGE.parse("named-care-contact", {"name": "Kim Berg", "telephone": "010-123 45 67"})
    actions.say(cast.boris, notified.pk, named, notified.messages.count(), "named", timezone.now())
    appointed(cast, notified.person)
    found = known_to(cast.boris, notified.person)
    assert ([one.contact.name for one in found.contacts], found.former) == (["Kim Berg"], ())


def test_whoever_was_the_contact_before_lies_folded(cast: Cast, notified: Case) -> None:
    case = appointed(cast, notified.person)
    today = timezone.localdate()
    say(cast.boris, case, "contact-appointed", **KIM | {"name": "Lo Ek", "since": today + timedelta(days=1)})
    found = known_to(cast.boris, notified.person)
    assert [one.contact.name for one in found.contacts] == ["Lo Ek"]
    assert [one.contact.name for one in found.former] == ["Kim Berg"]
    assert "Former contacts" in of(cast.boris, notified.person)


def test_a_contact_at_a_unit_that_has_closed_is_marked(cast: Cast, notified: Case) -> None:
    appointed(cast, notified.person)
    organisations.close_unit(cast.hugo, cast.boris.unit, timezone.now())
    assert "The unit has closed" in of(cast.cecilia, notified.person)


def test_a_unit_that_was_told_of_no_contact_sees_none(cast: Cast, notified: Case) -> None:
    appointed(cast, notified.person)
    text = of(cast.david, notified.person)
    assert "Kim Berg" not in text and "Your unit has been told of no named contact." in text


def test_one_timeline_has_what_was_said_in_every_case_the_newest_first(cast: Cast, notified: Case) -> None:
    contact = appointed(cast, notified.person)
    events = known_to(cast.cecilia, notified.person).events
    said = [(one.case.process, line.row.kind) for one, line in events]
    assert said == [
        ("contact", "contact-appointed"),
        ("contact", "contact-need"),
        ("discharge", "admission-notice"),
        ("discharge", "admission"),
    ]
    text = of(cast.cecilia, notified.person)
    assert f"/cases/{contact.pk}#m2" in text and f"/cases/{notified.pk}#m2" in text


def test_what_has_been_withdrawn_says_so(cast: Cast, notified: Case) -> None:
    case = appointed(cast, notified.person)
    say(cast.boris, case, "correction", of=2, reason="fel person")
    assert "Withdrawn" in of(cast.cecilia, notified.person)
    assert not known_to(cast.cecilia, notified.person).contacts


def test_a_blocked_message_stands_in_no_timeline_and_its_contact_on_no_card(cast: Cast, notified: Case) -> None:
    appointed(cast, notified.person)
    blocks(cast.boris, notified.person)
    found = known_to(cast.cecilia, notified.person)
    kinds = {(line.row.kind, line.row.unit) for _, line in found.events}
    assert ("contact-appointed", cast.boris.unit) not in kinds and not found.contacts
    assert "Kim Berg" not in of(cast.cecilia, notified.person)


def test_what_is_between_the_parties_is_on_the_page_of_nobody_else(cast: Cast, notified: Case) -> None:
    content = {
        "recipients": [cast.anna.unit.hsa_id],
        "nature": "deviation",
        "category": "information",
        "happened_at": timezone.now() - timedelta(hours=1),
        "what_happened": "Läkemedelslistan kom inte med hem.",
        "harm": "no-harm",
        "seriousness": "not-serious",
    }
    about, body = CaseAbout(notified.person), DEVIATION.parse("deviation-report", content)
    case = actions.open_case(cast.cecilia, about, body, "report", timezone.now())
    assert f"/cases/{case.pk}#m1" in of(cast.anna, notified.person)
    assert str(case.pk) not in of(cast.boris, notified.person)


def test_what_is_next_is_whoever_it_falls_to_with_what_comes_last(cast: Cast, notified: Case) -> None:
    appointed(cast, notified.person, until=timezone.localdate() + timedelta(days=5))
    turns = known_to(cast.cecilia, notified.person).turns
    now = timezone.now()
    assert {turn.row.duty for turn in turns} >= {"start-planning", "appoint-named-care-contact"}
    stands = [turn.stands(now).value for turn in turns]
    assert stands == sorted(stands, key=["overdue", "open", "upcoming"].index)
    text = of(cast.cecilia, notified.person)
    assert "What is next" in text and "Appoint named care contact" in text


def test_the_tables_are_asked_what_the_cases_say(cast: Cast, notified: Case) -> None:
    text = of(cast.boris, notified.person)
    assert "Who is responsible now" in text and "inpatient=admitted" in text
    notified.person.protection = "confidentiality-marking"
    notified.person.save()
    assert "registered=" not in of(cast.boris, notified.person)


def test_everything_that_the_reader_may_begin_can_be_begun_from_the_page(cast: Cast, notified: Case) -> None:
    asked(cast, notified.person)
    assert "/cases/new/contact?person=" in of(cast.cecilia, notified.person)
    ward = of(cast.anna, notified.person)
    assert "/cases/new/contact?person=" in ward and "/cases/new/discharge?person=" in ward
