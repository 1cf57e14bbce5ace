"""What makes a unit have a person in its care, and for how long; who answers when two write at once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone
from tests.site.access import MADE, admits
from tests.site.cast import Cast, ready_notice, signed_in
from tests.site.pages import page
from tests.site.trail import after, entries, persons

from brygga.access import Protection, parse
from brygga.access.messages import Block
from brygga.discharge import DISCHARGE
from brygga.discharge.messages import Aborted, Discharged, InformationTransferred, NamedCareContact
from brygga.discharge.process import KEPT
from brygga.process import Correction
from brygga_site.cases import actions
from brygga_site.cases.models import Case
from brygga_site.organisations.models import Assignment
from brygga_site.organisations.providers import provider_of
from brygga_site.people import actions as people
from brygga_site.people.models import Person, Statement
from brygga_site.people.refused import Refused
from brygga_site.people.relation import is_child, reader_of
from brygga_site.told.actions import Changed

KEPT_DAYS = KEPT.days


def is_related(who: Assignment, person: Person, days: int = 0) -> bool:
    return reader_of(who, person, timezone.now() + timedelta(days=days)).related


def home(cast: Cast, case: Case) -> None:
    now = timezone.now()
    said = [
        ready_notice(now),
        Discharged(discharged_at=now, destination="home"),
        InformationTransferred(content="list of medicines"),
    ]
    for body in said:
        actions.say(cast.anna, case.pk, body, case.messages.count(), body.kind, timezone.now())


def test_who_takes_part_in_a_case_under_way_has_the_person_in_its_care(cast: Cast, notified: Case) -> None:
    assert is_related(cast.anna, notified.person, days=100)
    assert is_related(cast.david, notified.person)
    assert not is_related(cast.ivar, notified.person)
    assert not is_related(cast.olga, notified.person)


def test_a_week_after_the_discharge_the_care_is_over_and_what_was_told_stays_told(
    cast: Cast, notified: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    home(cast, notified)
    assert is_related(cast.cecilia, notified.person, KEPT_DAYS - 1)
    assert not is_related(cast.cecilia, notified.person, KEPT_DAYS + 1)
    later = timezone.now() + timedelta(days=KEPT_DAYS + 1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    text = page(signed_in(cast.cecilia), f"/cases/{notified.pk}")
    assert "Admission notice" in text
    assert notified.person.registered_address not in text


def test_who_still_owes_something_in_a_case_has_not_finished_it(cast: Cast, notified: Case) -> None:
    now = timezone.now()
    actions.say(cast.anna, notified.pk, ready_notice(now), 2, "r", now)
    actions.say(cast.anna, notified.pk, Discharged(discharged_at=now, destination="home"), 3, "d", timezone.now())
    assert is_related(cast.anna, notified.person, KEPT_DAYS + 1)


def test_a_case_closed_by_mistake_gives_no_relation(cast: Cast, notified: Case) -> None:
    actions.say(cast.anna, notified.pk, Aborted(reason="wrong person"), 2, "a", timezone.now())
    assert not is_related(cast.anna, notified.person)


def test_the_named_care_contact_stays_until_another_is_named_or_it_is_withdrawn(cast: Cast, notified: Case) -> None:
    contact = NamedCareContact(name="Boris", telephone="010-000 00 00")
    actions.say(cast.boris, notified.pk, contact, 2, "c", timezone.now())
    home(cast, notified)
    assert is_related(cast.boris, notified.person, KEPT_DAYS + 1)
    actions.say(cast.boris, notified.pk, Correction(of=3, reason="moved"), 6, "w", timezone.now())
    # The SIP that was never called to is still owed; without it nothing is left.
    notified.owings.all().delete()
    assert not is_related(cast.boris, notified.person, KEPT_DAYS + 1)


def test_a_person_is_a_child_until_the_day_of_the_eighteenth_birthday(person: Person) -> None:
    born = timezone.localdate().replace(year=2018, month=1, day=4)
    assert is_child(person, born.replace(year=2036, day=3))
    assert not is_child(person, born.replace(year=2036, day=4))
    assert not is_child(Person(identity_number="RES-14-0000001"), born)


def test_protection_is_marked_by_whoever_has_the_person_in_care_and_by_nobody_else(cast: Cast, notified: Case) -> None:
    before, protected = len(entries()), Protection.CONFIDENTIALITY_MARKING
    people.mark_protected(cast.anna, notified.person_id, protected, timezone.now())
    with pytest.raises(Refused):
        people.mark_protected(cast.ivar, notified.person_id, Protection.NONE, timezone.now())
    done, refused = after(before)
    assert (done.action, done.what) == ("write", "protection confidentiality-marking")
    assert (refused.decision, persons(refused)) == ("refused", [notified.person_id])
    assert Person.objects.get().protection == protected


def test_an_address_that_was_here_goes_when_registration_becomes_protected(cast: Cast, notified: Case) -> None:
    Person.objects.update(registered_address="Provvägen 1")
    for protection, kept in ((Protection.CONFIDENTIALITY_MARKING, True), (Protection.PROTECTED_REGISTRATION, False)):
        people.mark_protected(cast.anna, notified.person_id, protection, timezone.now())
        assert bool(Person.objects.get().registered_address) == kept


def test_of_a_person_with_protected_registration_no_address_is_kept(cast: Cast) -> None:
    fields = {"given_name": "T", "family_name": "T", "municipality": "1480", "registered_address": "Provvägen 1"}
    made = people.register_person(cast.anna, "201801072370", DISCHARGE, protection="protected-registration", **fields)
    assert made.registered_address == ""


def test_the_ward_cannot_admit_its_own_nurse_under_the_nurses_own_hand(cast: Cast, person: Person) -> None:
    cast.anna.staff.identity_number = person.identity_number
    cast.anna.staff.save()
    with pytest.raises(Refused):
        admits(cast.anna, person)
    assert not Case.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_state_at_once_one_is_told_what_the_other_has_stated(
    transactional_db: None, cast: Cast, notified: Case
) -> None:
    outcomes: list[str] = []
    together = Barrier(2)

    def block(who: Assignment) -> None:
        together.wait()
        body = Block(level="unit", provider=provider_of(who.unit), unit=who.unit.hsa_id, **MADE)
        try:
            people.state_wish(who, notified.person_id, body, 0, who.staff.username, timezone.now())
            outcomes.append("stated")
        except Changed as changed:
            outcomes.append(f"told of {len(changed.since)}")
        finally:
            connection.close()

    threads = [Thread(target=block, args=[who]) for who in (cast.anna, cast.boris)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["stated", "told of 1"]
    [row] = Statement.objects.all()
    assert parse(row.kind, row.content).level == "unit"
