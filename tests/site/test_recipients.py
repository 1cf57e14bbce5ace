"""Whom a message may go to, as a ward chooses it: offered first, searched for, warned of, added and passed on."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from tests.site.cast import Cast, notice, signed_in

from brygga_site.cases import actions
from brygga_site.cases.models import Case, Message, Owing, Participant
from brygga_site.charges.models import KeptStay
from brygga_site.organisations.models import Unit
from brygga_site.people.models import Listing, Person
from brygga_site.trail.models import Entry


def unit(like: Unit, name: str, **given: object) -> Unit:
    """Another unit like one of the cast's, where nobody works."""
    fields = {"hsa_id": f"SE0000000000-{len(name)}{name[:2]}", "organisation": like.organisation, "name": name}
    fields |= {"kind": like.kind, "role": like.role, "municipality": like.municipality}
    return Unit.objects.create(**fields | given)


def form(cast: Cast, case: Case, kind: str = "admission-notice") -> str:
    address = f"/cases/{case.pk}/say/{kind}"
    return signed_in(cast.anna).get(address, headers={"accept-language": "en"}).content.decode()


def ticked(page: str) -> set[str]:
    inputs = [part.partition(">")[0] for part in page.split("<input")]
    return {
        part.partition('value="')[2].partition('"')[0] for part in inputs if "recipients" in part and "checked" in part
    }


def says(client: Client, case: Case, kind: str, **content: object) -> object:
    seen = Message.objects.filter(case=case).count()
    told = {"seen": seen, "key": f"{kind}-{seen}", **content}
    return client.post(f"/cases/{case.pk}/say/{kind}", told, headers={"accept-language": "en"})


NOTICE = {"expected_discharge": "2030-01-31", "needs": ["outpatient-care"]}


def test_those_that_serve_the_person_stand_first_and_the_best_of_each_kind_is_ticked(
    cast: Cast, admitted: Case
) -> None:
    intake = unit(cast.cecilia.unit, "Mottagningen", takes_in=True)
    unit(cast.david.unit, "Andra bistånd")
    far = unit(cast.boris.unit, "Fjärran vårdcentral", municipality="1490")
    page = form(cast, admitted)
    assert ticked(page) == {cast.boris.unit.hsa_id, intake.hsa_id}
    assert "Takes in for others" in page and far.name not in page and cast.olga.unit.name not in page
    serving = unit(cast.boris.unit, "Vårdcentral för flera", municipality="1490", areas="1480 Centrum, 1490")
    assert serving.name in form(cast, admitted)


def test_where_the_person_is_listed_is_told_wherever_it_is(cast: Cast, admitted: Case, person: Person) -> None:
    far = unit(cast.boris.unit, "Fjärran vårdcentral", municipality="1490")
    Listing.objects.create(person=person, unit=far)
    page = form(cast, admitted)
    assert far.hsa_id in ticked(page) and cast.boris.unit.hsa_id not in ticked(page)
    assert "The patient is listed here" in page
    assert (
        says(signed_in(cast.anna), admitted, "admission-notice", **NOTICE, recipients=[far.hsa_id]).status_code == 302
    )
    assert Participant.objects.filter(case=admitted, unit=far).exists()


def test_a_search_keeps_what_is_chosen_and_sends_nothing(cast: Cast, admitted: Case) -> None:
    ward, chosen = signed_in(cast.anna), unit(cast.boris.unit, "Fjärran vårdcentral", municipality="1490", areas="1407")
    looked = {**NOTICE, "find": "biståndet finns inte", "search": "1", "recipients": [chosen.hsa_id]}
    response = says(ward, admitted, "admission-notice", **looked)
    page = response.content.decode()
    assert response.status_code == 200 and ticked(page) == {chosen.hsa_id} and 'value="2030-01-31"' in page
    assert "0 units found" in page and "could not be sent" not in page
    assert Message.objects.filter(case=admitted).count() == 1
    entries = Entry.objects.count()
    for sought, name in (("olga", "Olgas enhet"), ("borås", "Olgas enhet"), ("öckerö vård", chosen.name)):
        told = ward.post("/units/discharge/admission-notice", {"find": sought})
        assert name in told.content.decode()
    assert Entry.objects.count() == entries
    assert ward.post("/units/discharge/free-message", {"find": "olga"}).status_code == 404
    assert signed_in(cast.ella).post("/units/discharge/admission-notice", {"find": "olga"}).status_code == 404


def test_units_without_staff_are_warned_of_when_they_are_chosen_and_in_the_case(cast: Cast, admitted: Case) -> None:
    empty = unit(cast.cecilia.unit, "Tomma hemsjukvården")
    assert "nobody reads it" in form(cast, admitted)
    body = notice(cast, timezone.now())
    body = body.model_copy(update={"recipients": (*body.recipients, empty.hsa_id)})
    actions.say(cast.anna, admitted.pk, body, 1, "notice", timezone.now())
    page = signed_in(cast.anna).get(f"/cases/{admitted.pk}", headers={"accept-language": "en"}).content.decode()
    assert f"Nobody has an assignment at {empty.name}" in page and page.count("Nobody there") == 1
    assert f"Nobody has an assignment at {cast.cecilia.unit.name}" not in page


def test_a_municipality_without_units_is_told_otherwise_and_its_stay_waits_for_that(
    cast: Cast, admitted: Case, person: Person
) -> None:
    Case.objects.filter(pk=admitted.pk).update(municipality="1407")
    ward, page = signed_in(cast.anna), form(cast, admitted)
    assert "Social services: no unit that serves the person's municipality is here" in page
    told = {**NOTICE, "needs": ["outpatient-care", "social-services"], "recipients": [cast.boris.unit.hsa_id]}
    refused = says(ward, admitted, "admission-notice", **told)
    assert "told beside Brygga" in refused.content.decode() and refused.status_code == 409
    assert says(ward, admitted, "admission-notice", **told, outside=["social-services"]).status_code == 302
    assert Owing.objects.filter(case=admitted, unit=cast.anna.unit, duty="tell-otherwise").exists()
    assert KeptStay.objects.get(case=admitted).admission_notice_at is None
    noted = {"of": 2, "needs": ["social-services"], "means": "by-telephone", "whom": "Jouren"}
    noted["told_at"] = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    assert says(ward, admitted, "told-otherwise", **noted).status_code == 302
    assert not Owing.objects.filter(case=admitted, unit=cast.anna.unit, duty="tell-otherwise").exists()
    assert KeptStay.objects.get(case=admitted).admission_notice_at is not None


def test_what_is_passed_on_leaves_one_unit_s_lists_and_stands_on_the_other_s(cast: Cast, notified: Case) -> None:
    nurses = unit(cast.cecilia.unit, "Rätt hemsjukvård")
    cecilia = signed_in(cast.cecilia)
    page = cecilia.get(f"/cases/{notified.pk}/say/notice-forwarded").content.decode()
    assert nurses.name in page and cast.david.unit.name not in page and cast.boris.unit.name not in page
    answer = says(cecilia, notified, "notice-forwarded", recipients=[nurses.hsa_id])
    assert (answer.status_code, answer.url) == (302, "/")
    owing = Owing.objects.filter(case=notified, duty="start-planning").values_list("unit", flat=True)
    assert nurses.pk in owing and cast.cecilia.unit_id not in owing
    assert not Participant.objects.filter(case=notified, unit=cast.cecilia.unit).exists()
    seen = signed_in(cast.anna).get(f"/cases/{notified.pk}", headers={"accept-language": "en"}).content.decode()
    assert "Notice passed on" in seen and nurses.name in seen


def test_a_unit_and_a_need_are_added_while_the_case_is_open(cast: Cast, admitted: Case) -> None:
    ward = signed_in(cast.anna)
    says(ward, admitted, "admission-notice", **NOTICE, recipients=[cast.boris.unit.hsa_id])
    page = form(cast, admitted, "notice-supplement")
    assert ticked(page) == set() and "Takes part already" in page
    added = {"needs": ["social-services"], "recipients": [cast.david.unit.hsa_id]}
    added["assessed_at"] = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    assert says(ward, admitted, "notice-supplement", **added).status_code == 302
    assert Owing.objects.filter(case=admitted, unit=cast.david.unit, duty="start-planning").exists()


# Listings


def test_listings_are_taken_in_for_those_who_are_known_and_replaced(
    cast: Cast, person: Person, tmp_path: object
) -> None:
    file = tmp_path / "listings.csv"
    file.write_text(f"person;unit\n20180104-2381;{cast.boris.unit.hsa_id}\n19121212-1212;{cast.boris.unit.hsa_id}\n")
    call_command("read_listings", "14", file, verbosity=0)
    assert list(Listing.objects.values_list("person", "unit")) == [(person.pk, cast.boris.unit_id)]
    assert Entry.objects.latest("sequence").what == "1 listings"
    file.write_text("person;unit\n")
    call_command("read_listings", "14", file, verbosity=0)
    assert not Listing.objects.exists()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("number;unit\n", "has no column person"),
        ("person;unit\n20180104-2382;SE0000000000-BORIS\n", "line 2: this is no identity number"),
        ("person;unit\n20180104-2381;SE0000000000-X\n", "no health centre of the region has the HSA-id"),
        ("person;unit\n201801042381;SE0000000000-BORIS\n1801042381;SE0000000000-BORIS\n", "line 3: the person stands"),
    ],
)
def test_a_file_of_listings_that_cannot_be_used_changes_nothing(
    cast: Cast, person: Person, tmp_path: object, text: str, why: str
) -> None:
    Listing.objects.create(person=person, unit=cast.boris.unit)
    file = tmp_path / "listings.csv"
    file.write_text(text)
    with pytest.raises(CommandError, match=why):
        call_command("read_listings", "14", file)
    assert Listing.objects.exists()
