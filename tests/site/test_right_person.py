"""The right person: confirmed before anything is opened, in one stay at a time, moved, corrected, spoken for."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from tests.site.access import blocks, states
from tests.site.cast import Cast, notice, ready_notice, signed_in
from tests.site.trail import after, entries, persons

from brygga.access import BODIES
from brygga.access.basis import Basis
from brygga.discharge import messages as say
from brygga.process import Correction, NotAllowed
from brygga_site.cases import actions
from brygga_site.cases.models import Case, Owing, Participant, UnderWay
from brygga_site.charges.models import KeptStay
from brygga_site.organisations.models import Assignment, Organisation, Unit
from brygga_site.people.models import Person
from brygga_site.people.relation import related_among
from brygga_site.review.report.reads import report
from brygga_site.trail.inspecting import verified

NEW = "/cases/new/discharge"
ENGLISH = {"accept-language": "en"}
STRANGER = "201801072370"


def admission() -> say.Admission:
    admitted = timezone.now() - timedelta(hours=1)
    return say.Admission(admitted_at=admitted, care_type="somatic", needs_expected=True)


def what() -> dict[str, str]:
    return {"admitted_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}", "care_type": "somatic", "key": "k"}


def text_of(client: Client, address: str, status: int = 200, **sent: str) -> str:
    response = client.post(address, sent, headers=ENGLISH)
    assert response.status_code == status, response.content.decode()
    return re.sub(r"\s+", " ", response.content.decode())


# Confirmed before anything is opened


def test_a_known_number_shows_who_it_is_and_opens_nothing(cast: Cast, person: Person) -> None:
    before, client = len(entries()), signed_in(cast.anna)
    shown = text_of(client, NEW, identity_number="180104-2381", **what())
    age = timezone.localdate().year - 2018 - (timezone.localdate().timetuple()[1:3] < (1, 4))
    for part in ("Tolv Tolvansson", "20180104-2381", f"{age} years", "Göteborg"):
        assert part in shown
    assert person.registered_address not in shown
    assert not Case.objects.exists()
    assert [(one.what, persons(one)) for one in after(before)] == [("person by number", [person.pk])]
    sent = {"identity_number": person.identity_number, "confirmed": person.identity_number}
    assert client.post(NEW, sent | what()).status_code == 302
    assert Case.objects.get().person == person


def test_a_confirmation_of_another_number_confirms_nothing(cast: Cast, person: Person) -> None:
    text_of(signed_in(cast.anna), NEW, identity_number=person.identity_number, confirmed=STRANGER, **what())
    assert not Case.objects.exists()


def test_a_number_that_was_searched_for_is_not_asked_for_again(cast: Cast, person: Person) -> None:
    client = signed_in(cast.anna)
    assert f"{NEW}?person={person.pk}" in text_of(client, "/people", identity_number=person.identity_number)
    page = client.get(f"{NEW}?person={person.pk}", headers=ENGLISH).content.decode()
    assert f'name="confirmed" value="{person.identity_number}"' in page
    assert signed_in(cast.ivar).get(f"{NEW}?person={person.pk}").status_code == 403
    shown = text_of(client, "/people", identity_number=STRANGER)
    assert f'name="identity_number" value="{STRANGER}"' in shown
    described = text_of(client, NEW, identity_number=STRANGER)
    assert "Nobody with the number 20180107-2370 is known here" in described
    assert f'name="identity_number" value="{STRANGER}"' in described


def test_somebody_whose_number_nobody_knows_is_admitted_by_what_is_known(cast: Cast, db: None) -> None:
    client = signed_in(cast.anna)
    assert "a number of Brygga's own" in text_of(client, NEW, unknown="1")
    sent = {"unknown": "1", "given_name": "", "family_name": "", "municipality": "1480"} | what()
    for _again in range(2):
        assert client.post(NEW, sent, headers=ENGLISH).status_code == 302
    person = Case.objects.get().person
    assert re.fullmatch(r"OKAND-[0-9]{8}-[0-9A-F]{6}", person.identity_number)
    assert str(person) == f"Unknown {person.identity_number[-6:]}"
    shown = text_of(client, "/people", identity_number=person.identity_number)
    assert "not known" in shown


def test_a_ward_begins_with_the_kind_of_care_it_gave_last(cast: Cast, admitted: Case) -> None:
    Person.objects.create(identity_number=STRANGER, given_name="A", family_name="B", municipality="1480")
    shown = text_of(signed_in(cast.anna), NEW, identity_number=STRANGER)
    assert re.search(r'value="somatic"[^>]*checked', shown)
    assert not re.search(r'name="needs_expected"[^>]*checked', shown)


# One stay at a time


def test_the_open_stay_is_offered_and_no_second_is_begun(cast: Cast, notified: Case) -> None:
    number = notified.person.identity_number
    shown = text_of(signed_in(cast.anna), NEW, identity_number=number)
    assert "The patient is in already" in shown and f'href="/cases/{notified.pk}"' in shown
    again = text_of(signed_in(cast.anna), NEW, 409, identity_number=number, confirmed=number, **what())
    assert "No second stay has been begun" in again
    with pytest.raises(NotAllowed, match="such a case under way already"):
        actions.open_case(cast.ivar, notified.person, admission(), "second", timezone.now())
    assert Case.objects.count() == 1


def test_when_the_stay_is_over_another_begins(cast: Cast, notified: Case) -> None:
    home = say.Discharged(discharged_at=timezone.now(), destination="home")
    actions.say(cast.anna, notified.pk, home, 2, "d", timezone.now())
    with pytest.raises(NotAllowed, match="the person had such a case until"):
        actions.open_case(cast.ivar, notified.person, admission(), "overlapping", timezone.now())
    again = say.Admission(admitted_at=timezone.now(), care_type="somatic", needs_expected=True)
    actions.open_case(cast.ivar, notified.person, again, "second", timezone.now())
    with pytest.raises(NotAllowed, match="such a case under way already"):
        actions.say(cast.anna, notified.pk, Correction(of=3, reason="fel"), 3, "c", timezone.now())
    assert UnderWay.objects.count() == 1


def test_the_database_itself_refuses_a_second(cast: Cast, admitted: Case) -> None:
    second = Case.objects.create(
        process="discharge",
        agreement=admitted.agreement,
        person=admitted.person,
        municipality="1480",
        opened_at=timezone.now(),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        UnderWay.objects.create(case=second, person=admitted.person, process="discharge")


@pytest.mark.django_db(transaction=True)
def test_of_two_wards_that_admit_at_once_one_does(transactional_db: None, cast: Cast, person: Person) -> None:
    outcomes: list[str] = []
    together = Barrier(2)

    def admit(who: Assignment) -> None:
        together.wait()
        try:
            actions.open_case(who, person, admission(), f"by {who.pk}", timezone.now())
            outcomes.append("admitted")
        except NotAllowed:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=admit, args=(who,)) for who in (cast.anna, cast.ivar)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["admitted", "refused"]
    assert Case.objects.count() == UnderWay.objects.count() == 1


# Moved


def part(case: Case, who: Assignment) -> str | None:
    return Participant.objects.filter(case=case, unit=who.unit).values_list("part", flat=True).first()


def owes(case: Case, who: Assignment) -> bool:
    return Owing.objects.filter(case=case, unit=who.unit).exists()


def test_a_ward_moves_the_patient_to_another_which_has_the_stay_from_then_on(cast: Cast, notified: Case) -> None:
    assert owes(notified, cast.anna) and part(notified, cast.ivar) is None
    client = signed_in(cast.anna)
    address = f"/cases/{notified.pk}/say/moved"
    assert "Ivars enhet" in client.get(address).content.decode()
    moved_at = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    sent = {"moved_at": moved_at, "recipients": cast.ivar.unit.hsa_id, "seen": "2", "key": "m"}
    assert client.post(address, sent).status_code == 302
    assert (part(notified, cast.anna), part(notified, cast.ivar)) == ("other-ward", "inpatient-care")
    assert owes(notified, cast.ivar) and not owes(notified, cast.anna)
    assert "Moved to another ward" in signed_in(cast.ivar).get("/", headers=ENGLISH).content.decode()
    assert Case.objects.get().overview.stage == "notified"


def test_a_ward_where_the_patient_has_come_takes_over_the_stay(cast: Cast, notified: Case) -> None:
    before, client = len(entries()), signed_in(cast.ivar)
    shown = text_of(client, NEW, identity_number=notified.person.identity_number)
    assert "Annas enhet" in shown and "Take over the stay" in shown
    sent = {"moved_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}", "key": "t"}
    for _again in range(2):
        assert client.post(f"/cases/{notified.pk}/join", sent).status_code in (302, 400)
    assert (part(notified, cast.anna), part(notified, cast.ivar)) == ("other-ward", "inpatient-care")
    assert client.get(f"/cases/{notified.pk}").status_code == 200
    told = {(one.action, one.what, one.ground, one.paragraph) for one in after(before)}
    assert ("write", "taken-over 3", Basis.OPENS, "2008-355.2.4.2") in told
    assert ("read", "case", "same-provider", "2008-355.4.1") in told


def test_a_hospital_of_another_region_is_told_no_more_than_that_there_is_a_stay(cast: Cast, notified: Case) -> None:
    elsewhere = Organisation.objects.create(kind="region", code="13", name="Region Halland")
    Unit.objects.filter(pk=cast.ivar.unit_id).update(organisation=elsewhere)
    ivar = Assignment.objects.select_related("unit__organisation", "staff").get(pk=cast.ivar.pk)
    shown = text_of(signed_in(ivar), NEW, identity_number=notified.person.identity_number)
    assert "The patient is in already" in shown and "has not consented" in shown
    assert "Annas enhet" not in shown and str(notified.pk) not in shown
    sent = {"moved_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}", "key": "t"}
    assert signed_in(ivar).post(f"/cases/{notified.pk}/join", sent).status_code == 403
    assert part(notified, ivar) is None


def test_nobody_but_a_ward_takes_over(cast: Cast, notified: Case) -> None:
    sent = {"moved_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}", "key": "t"}
    for who in (cast.olga, cast.ella, cast.cecilia):
        assert signed_in(who).post(f"/cases/{notified.pk}/join", sent).status_code in (403, 404)
    assert signed_in(cast.ivar).get(f"/cases/{notified.pk}/join").status_code == 404
    assert notified.messages.count() == 2


# Another municipality


def test_the_municipality_that_pays_is_shown_and_corrected_by_a_message(cast: Cast, notified: Case) -> None:
    actions.say(cast.anna, notified.pk, ready_notice(timezone.now()), 2, "r", timezone.now())
    client, address = signed_in(cast.anna), f"/cases/{notified.pk}"
    assert "Göteborg" in client.get(address).content.decode()
    form = client.get(f"{address}/say/municipality-corrected", headers=ENGLISH).content.decode()
    assert "The one before pays nothing for the stay" in form and "Borås" in form
    sent = {"municipality": "1490", "reason": "folkbokförd där", "seen": "3", "key": "c"}
    assert client.post(f"{address}/say/municipality-corrected", sent).status_code == 302
    case = Case.objects.get()
    stay = KeptStay.objects.get()
    assert (case.municipality, stay.municipality, stay.ready_at) == ("1490", "1490", None)
    shown = client.get(address, headers=ENGLISH).content.decode()
    assert "Borås" in shown and "Stood here before" in shown
    assert (part(case, cast.cecilia), part(case, cast.boris)) == ("former-recipient", "outpatient-care")
    assert not owes(case, cast.cecilia)
    needs = {
        "needs": (say.Need.OUTPATIENT_CARE,),
        "recipients": (cast.boris.unit.hsa_id,),
        "telephone": "010-555 00 00",
    }
    anew = notice(cast, timezone.now()).model_copy(update=needs)
    actions.say(cast.anna, case.pk, anew, 4, "n", timezone.now())
    today = signed_in(cast.cecilia).get("/", headers=ENGLISH).content.decode()
    assert "Municipality corrected" in today and "Discharge-ready" not in today and "010-555" not in today
    assert "010-555" in signed_in(cast.boris).get("/").content.decode()
    before = signed_in(cast.cecilia).get(address, headers=ENGLISH).content.decode()
    assert "Admission notice" in before and case.person.registered_address not in before
    assert not related_among(cast.cecilia.unit, [case.person], timezone.now())
    told = client.get(f"{address}/say/admission-notice").content.decode()
    assert "Olgas enhet" in told and "Cecilias enhet" not in told


def test_a_correction_taken_back_gives_case_and_stay_back(cast: Cast, notified: Case) -> None:
    body = say.MunicipalityCorrected(municipality="1490", was="1480", reason="fel")
    actions.say(cast.anna, notified.pk, body, 2, "c", timezone.now())
    actions.say(cast.anna, notified.pk, Correction(of=3, reason="fel"), 3, "d", timezone.now())
    assert Case.objects.get().municipality == KeptStay.objects.get().municipality == "1480"
    assert owes(notified, cast.cecilia)
    assert verified(timezone.now())[0].findings == ()
    with pytest.raises(NotAllowed, match="another municipality answers than the one named"):
        wrong = say.MunicipalityCorrected(municipality="1480", was="1490", reason="fel")
        actions.say(cast.anna, notified.pk, wrong, 4, "e", timezone.now())


# Who it is


DETAILS = {"given_name": "Tolv", "family_name": "Elvansson", "municipality": "1490", "reason": "gift"}


def test_name_address_and_municipality_are_corrected_and_say_what_stood_before(cast: Cast, notified: Case) -> None:
    address = f"/people/{notified.person_id}/details"
    assert "Provvägen 1" in signed_in(cast.anna).get(address).content.decode()
    sent = DETAILS | {"registered_address": "Nyvägen 2, Borås", "seen": "0", "key": "k"}
    before = len(entries())
    for _again in range(2):
        assert signed_in(cast.anna).post(address, sent).status_code == 302
    person = Person.objects.get()
    assert (str(person), person.municipality) == ("Tolv Elvansson", "1490")
    assert person.registered_address == "Nyvägen 2, Borås"
    statement = person.statements.get()
    assert statement.content["was"] == "Tolv Tolvansson, Göteborg"
    assert "Nyvägen" not in str(statement.content)
    assert "details-corrected 1" in [one.what for one in after(before)]
    case = signed_in(cast.cecilia).get(f"/cases/{notified.pk}", headers=ENGLISH).content.decode()
    assert "Tolv Elvansson" in case and "Registered in Borås; Göteborg answers in this case." in case
    assert signed_in(cast.olga).post(address, sent | {"key": "o"}).status_code == 403


def test_no_address_is_kept_of_a_protected_registration_however_it_is_corrected(cast: Cast, notified: Case) -> None:
    Person.objects.update(protection="protected-registration", registered_address="")
    sent = DETAILS | {"registered_address": "Nyvägen 2, Borås", "seen": "0", "key": "k"}
    assert signed_in(cast.anna).post(f"/people/{notified.person_id}/details", sent).status_code == 302
    assert Person.objects.get().registered_address == ""


def test_a_correction_under_a_used_key_is_refused_and_the_same_again_is_the_same(cast: Cast, notified: Case) -> None:
    address, client = f"/people/{notified.person_id}/details", signed_in(cast.anna)
    sent = DETAILS | {"registered_address": "Nyvägen 2, Borås", "seen": "0", "key": "k"}
    assert [client.post(address, sent).status_code for _ in range(2)] == [302, 302]
    for other in ({"given_name": "Elva"}, {"registered_address": "Nyvägen 3, Borås"}):
        assert client.post(address, sent | other | {"seen": "1"}).status_code == 409
    person = Person.objects.get()
    assert (person.given_name, person.registered_address) == ("Tolv", "Nyvägen 2, Borås")
    assert person.statements.count() == 1


def test_a_reserve_number_gives_way_to_the_right_one_and_the_case_stays(cast: Cast, notified: Case) -> None:
    Person.objects.update(identity_number="RES-14-0000123")
    address = f"/people/{notified.person_id}/number"
    sent = {"identity_number": "180104-2381", "reason": "legitimerad", "seen": "0", "key": "k"}
    for _again in range(2):
        assert signed_in(cast.anna).post(address, sent).status_code == 302
    person = Person.objects.get()
    assert (person.identity_number, person.cases.get()) == ("201801042381", notified)
    assert [row.content["was"] for row in person.statements.all()] == ["RES-14-0000123"]
    other = signed_in(cast.anna).post(address, sent | {"identity_number": STRANGER, "seen": "1"}, headers=ENGLISH)
    assert other.status_code == 409
    assert person.statements.count() == 1
    refused = signed_in(cast.anna).post(address, sent | {"identity_number": STRANGER, "seen": "1", "key": "s"})
    assert refused.status_code == 409
    assert Person.objects.get() == person


def test_who_was_unknown_and_turns_out_to_be_known_has_the_cases(cast: Cast, notified: Case) -> None:
    Person.objects.update(identity_number="OKAND-20261130-4F7A")
    known = Person.objects.create(identity_number=STRANGER, given_name="Ada", family_name="Ek", municipality="1480")
    client, before = signed_in(cast.anna), len(entries())
    sent = {"identity_number": STRANGER, "reason": "legitimerad", "seen": "0", "key": "k"}
    address = f"/people/{notified.person_id}/number"
    assert client.post(address, sent).url == f"/people/{known.pk}"
    assert Case.objects.get().person == UnderWay.objects.get().person == known
    assert verified(timezone.now())[0].findings == ()
    assert "Ada Ek" in client.get(f"/cases/{notified.pk}").content.decode()
    assert "Ada Ek" in text_of(client, "/people", identity_number="OKAND-20261130-4F7A")
    assert any(persons(one) == sorted([notified.person_id, known.pk]) for one in after(before))
    day = timezone.localdate()
    made = report(cast.gerda, STRANGER, day, day)
    assert "number-replaced" in {told for one in after(before) for told in one.what.split()}
    assert made.times > 1


def test_two_stays_under_way_are_not_made_one_by_a_number(cast: Cast, notified: Case) -> None:
    Person.objects.update(identity_number="RES-14-0000123")
    known = Person.objects.create(identity_number=STRANGER, given_name="Ada", family_name="Ek", municipality="1480")
    actions.open_case(cast.ivar, known, admission(), "other", timezone.now())
    sent = {"identity_number": STRANGER, "reason": "legitimerad", "seen": "0", "key": "k"}
    answer = signed_in(cast.anna).post(f"/people/{notified.person_id}/number", sent, headers=ENGLISH)
    assert answer.status_code == 409
    assert "end one of them first" in answer.content.decode()
    assert notified.person.statements.count() == 0


def test_no_block_is_left_behind_with_a_number(cast: Cast, notified: Case) -> None:
    Person.objects.update(identity_number="RES-14-0000123")
    known = Person.objects.create(identity_number=STRANGER, given_name="Ada", family_name="Ek", municipality="1480")
    blocked = blocks(cast.boris, notified.person)
    sent = {"identity_number": STRANGER, "reason": "legitimerad", "seen": "1", "key": "k"}
    address, client = f"/people/{notified.person_id}/number", signed_in(cast.anna)
    answer = client.post(address, sent, headers=ENGLISH)
    assert answer.status_code == 409
    assert "state it on the person with the right number first" in answer.content.decode()
    assert Case.objects.get().person == notified.person
    states(cast.boris, known, BODIES["block"].model_validate(blocked.content), met=True)
    assert client.post(address, sent | {"key": "again"}).status_code == 302
    assert Case.objects.get().person == known


def test_who_speaks_for_an_adult_stands_on_the_case_with_the_paragraph(cast: Cast, notified: Case) -> None:
    Person.objects.update(identity_number="196109732393")
    address = f"/people/{notified.person_id}/say/speaks-for"
    sent = {"mandate": "special-representative", "name": "Kim Berg", "telephone": "010-123 45 67", "key": "k"}
    sent |= {"shown_by": "registerutdrag", "seen": "0"}
    nothing = signed_in(cast.anna).post(address, sent, headers=ENGLISH)
    assert nothing.status_code == 400 and "next of kin are appointed in nothing" in nothing.content.decode()
    assert signed_in(cast.anna).post(address, sent | {"matters": ["care-of-the-person"]}).status_code == 302
    unable = {"attitude": "vill att vi hjälps åt", "would_not_object": "on", "seen": "1", "key": "u"}
    assert signed_in(cast.cecilia).post(f"/people/{notified.person_id}/say/unable", unable).status_code == 302
    shown = signed_in(cast.cecilia).get(f"/cases/{notified.pk}", headers=ENGLISH).content.decode()
    assert "Cannot consent" in shown
    for part_of_it in ("Kim Berg", "010-123 45 67", "1949:381 11:4", "Care of the person"):
        assert part_of_it in shown
    assert "Kim Berg" in signed_in(cast.boris).get(f"/people/{notified.person_id}").content.decode()
    gone = {"of": "1", "by": "person", "how": "orally", "seen": "1", "key": "w"}
    assert signed_in(cast.anna).post(f"/people/{notified.person_id}/say/withdrawn", gone).status_code == 302
    assert "Kim Berg" not in signed_in(cast.cecilia).get(f"/cases/{notified.pk}").content.decode()
