"""A named contact in the site: asked for, appointed, known at a discharge, and looked after when its unit closes."""

from datetime import timedelta

from django.utils import timezone
from tests.site.cast import Cast, signed_in
from tests.site.pages import page

from brygga.contact import CONTACT
from brygga.contact import ContactPart as Part
from brygga.contact import ContactStage as Stage
from brygga.discharge import DISCHARGE
from brygga_site.cases import actions, reads
from brygga_site.cases.lists.reads import waiting_for
from brygga_site.cases.models import Case, Owing
from brygga_site.organisations import actions as organisations
from brygga_site.organisations.models import Assignment
from brygga_site.people.models import Person

NEED = "Många mottagningar, ingen håller ihop det."
KIM = {"name": "Kim Berg", "profession": "nurse", "telephone": "010-123 45 67", "why": ["competence"]}


def asked(cast: Cast, person: Person, by: Assignment | None = None, **given: object) -> Case:
    """Cecilia asks Boris's health centre for a care contact."""
    content = {"contact_kind": "care-contact", "recipients": [cast.boris.unit.hsa_id], "raised_by": "staff"}
    body = CONTACT.parse("contact-need", content | {"need": NEED} | given)
    return actions.open_case(by or cast.cecilia, person, body, f"need-{Case.objects.count()}", timezone.now())


def say(sender: Assignment, case: Case, kind: str, **content: object) -> None:
    seen = case.messages.count()
    actions.say(sender, case.pk, CONTACT.parse(kind, content), seen, f"{kind}-{seen}", timezone.now())


def appointed(cast: Cast, person: Person, **given: object) -> Case:
    case = asked(cast, person)
    say(cast.boris, case, "contact-appointed", **KIM | {"since": timezone.localdate()} | given)
    return case


def post(sender: Assignment, address: str, status: int = 302, **form: object) -> str:
    response = signed_in(sender).post(address, form)
    assert response.status_code == status, response.content.decode()
    return response.headers.get("Location", "")


def test_it_goes_from_the_need_to_the_end_through_the_pages(cast: Cast, notified: Case) -> None:
    person = notified.person
    address = f"/cases/new/contact?person={person.pk}"
    assert "Unit that is to appoint" in page(signed_in(cast.cecilia), address)
    form = {"identity_number": person.identity_number, "confirmed": person.identity_number, "key": "k"}
    need = {"contact_kind": "care-contact", "recipients": [cast.boris.unit.hsa_id], "raised_by": "the-person"}
    case = post(cast.cecilia, "/cases/new/contact", **form, **need, need=NEED)
    assert "Appoint the named care contact" in page(signed_in(cast.boris), "/")
    today = timezone.localdate()
    post(cast.boris, f"{case}/say/contact-offered", to_whom="the-person", seen=1, key="1")
    post(cast.boris, f"{case}/say/contact-accepted", by_whom="the-person", seen=2, key="2")
    review = today + timedelta(days=90)
    post(cast.boris, f"{case}/say/contact-appointed", **KIM, since=today, review=review, seen=3, key="3")
    shown = page(signed_in(cast.cecilia), case)
    for text in ("Kim Berg", "010-123 45 67", "Nurse", "Appointed", "Informed unit"):
        assert text in shown
    post(cast.boris, f"{case}/say/contact-ended", reason="need-gone", last_day=today, seen=4, key="4")
    stored = Case.objects.get(process="contact")
    assert (stored.overview.stage, stored.person) == (Stage.ENDED, person)


def test_whoever_is_the_contact_already_is_filled_in_at_the_discharge(cast: Cast, notified: Case) -> None:
    appointed(cast, notified.person)
    form = page(signed_in(cast.boris), f"/cases/{notified.pk}/say/named-care-contact")
    assert 'value="Kim Berg"' in form and 'value="010-123 45 67"' in form


def test_whoever_was_named_at_the_discharge_is_filled_in_in_a_case_of_its_own(cast: Cast, notified: Case) -> None:
    named = DISCHARGE.parse("named-care-contact", {"name": "Lo Ek", "telephone": "010-765 43 21"})
    actions.say(cast.boris, notified.pk, named, notified.messages.count(), "named", timezone.now())
    case = asked(cast, notified.person)
    form = page(signed_in(cast.boris), f"/cases/{case.pk}/say/contact-appointed")
    assert 'value="Lo Ek"' in form and 'value="010-765 43 21"' in form


def test_another_units_contact_is_not_offered_as_ones_own(cast: Cast, notified: Case) -> None:
    appointed(cast, notified.person)
    mine = asked(cast, notified.person, recipients=[])
    assert "Kim Berg" not in page(signed_in(cast.cecilia), f"/cases/{mine.pk}/say/contact-appointed")


def test_a_contact_puts_the_person_in_the_care_of_who_appoints_and_not_of_who_is_told(
    cast: Cast, person: Person
) -> None:
    case = appointed(cast, person, recipients=[cast.david.unit.hsa_id])
    parts = {one.unit: one.part for one in case.participants.select_related("unit")}
    assert parts == {
        cast.boris.unit: Part.APPOINTER,
        cast.cecilia.unit: Part.INFORMED,
        cast.david.unit: Part.INFORMED,
    }
    opened = reads.open_for(cast.boris, case.pk, timezone.now())
    assert opened.reader.related
    assert not reads.open_for(cast.david, case.pk, timezone.now()).reader.related


def test_when_the_contacts_unit_closes_whoever_was_told_asks_another_to_appoint(cast: Cast, person: Person) -> None:
    case, ended = (
        appointed(cast, person),
        appointed(
            cast,
            Person.objects.create(
                identity_number="191212121212", given_name="Eva", family_name="Ek", municipality="1480"
            ),
        ),
    )
    say(cast.boris, ended, "contact-ended", reason="need-gone", last_day=timezone.localdate())
    unit = cast.boris.unit
    assert not waiting_for(cast.cecilia, timezone.now()).owed
    organisations.close_unit(cast.hugo, unit, timezone.now())
    (owed,) = waiting_for(cast.cecilia, timezone.now()).owed
    assert (owed.duty, owed.case) == ("ask-for-successor", case)
    assert not Owing.objects.filter(case=ended).exists()
    assert "has closed" in page(signed_in(cast.cecilia), "/")
    say(cast.cecilia, case, "successor-asked", recipients=[cast.anna.unit.hsa_id])
    assert [row.duty for row in waiting_for(cast.anna, timezone.now()).owed] == ["appoint-care-contact"]
    assert not waiting_for(cast.cecilia, timezone.now()).owed
