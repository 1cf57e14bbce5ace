"""What is refused is refused to everyone alike, what opens it opens it at once, and a block bites at once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from tests.site.access import admits, blocks, consents, in_danger, lifts, states
from tests.site.cast import Cast, signed_in
from tests.site.pages import page
from tests.site.trail import after, entries, persons

from brygga.access import messages as say
from brygga.discharge.messages import AdmissionNotice
from brygga.process import Acknowledgement, FreeMessage, NotAllowed
from brygga_site.cases import actions as cases
from brygga_site.cases.models import Case
from brygga_site.organisations.models import Assignment
from brygga_site.organisations.providers import organisation_of, provider_of
from brygga_site.people import actions
from brygga_site.people.models import Person, Statement
from brygga_site.people.refused import Refused
from brygga_site.told.actions import Changed

SECRET = "en hemlighet i fritext"


@pytest.fixture
def told(cast: Cast, notified: Case) -> Case:
    """A case in which the municipality's nurse has written something freely."""
    cases.say(cast.cecilia, notified.pk, FreeMessage(text=SECRET), 2, "free", timezone.now())
    return notified


@pytest.fixture
def olga(cast: Cast, told: Case) -> Assignment:
    """A case officer of another municipality has the person too: a later case, from another ward."""
    person = told.person
    later = admits(cast.ivar, person)
    notice = {"expected_discharge": timezone.localdate(), "needs": ("social-services",)}
    body = AdmissionNotice(recipients=(cast.olga.unit.hsa_id,), **notice)
    cases.say(cast.ivar, later.pk, body, 1, "notice 2", timezone.now())
    return cast.olga


def of(case: Case) -> str:
    return f"/cases/{case.pk}"


# Providers


def test_a_municipality_is_two_providers_and_a_private_unit_its_owners(cast: Cast) -> None:
    assert provider_of(cast.anna.unit) == provider_of(cast.boris.unit) == "region-14:care"
    assert provider_of(cast.cecilia.unit) == "municipality-1480:care"
    assert provider_of(cast.david.unit) == "municipality-1480:social-care"
    assert organisation_of("municipality-1480:care") == cast.cecilia.unit.organisation
    assert organisation_of("municipality-9999:care") is None


# Refusals


def test_a_refusal_says_why_by_which_paragraph_and_what_can_be_done(cast: Cast, olga: Assignment, told: Case) -> None:
    text = page(signed_in(olga), of(told), status=403)
    assert "the person has not consented to your reading them" in text
    assert "/agreements/sverige/clauses/2022-913.3.2.3" in text
    assert f"/people/{told.person_id}/say/consent" in text
    assert SECRET not in text


def test_a_case_of_a_stranger_is_refused_as_one_that_does_not_exist_and_names_nobody(cast: Cast, told: Case) -> None:
    for address in (of(told), f"/cases/{uuid4()}", f"/people/{told.person_id}", "/people/99999"):
        text = page(signed_in(cast.olga), address, status=403)
        assert "has no case with your unit as far as Brygga knows" in text
        assert told.person.family_name not in text


def test_a_page_that_asks_again_and_is_refused_is_loaded_anew(cast: Cast, told: Case) -> None:
    asked = {"HTTP_HX_REQUEST": "true", "HTTP_IF_NONE_MATCH": "nothing"}
    answer = signed_in(cast.olga).get(of(told), **asked)
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (403, "true")


def test_a_number_in_an_address_that_is_nobodys_leaves_an_entry_about_nobody(cast: Cast, told: Case) -> None:
    before = len(entries())
    page(signed_in(cast.olga), "/people/99999", status=403)
    [entry] = after(before)
    assert (entry.decision, entry.what, persons(entry)) == ("refused", "person", [])


def test_nobody_reads_about_themselves_anywhere(cast: Cast, told: Case) -> None:
    cast.boris.staff.identity_number = told.person.identity_number
    cast.boris.staff.save()
    client = signed_in(cast.boris)
    for address in (of(told), f"{of(told)}/say/free-message", f"/people/{told.person_id}"):
        assert "This is about you" in page(client, address, status=403)
    for address in ("/", "/board"):
        assert told.person.family_name not in page(client, address)
    with pytest.raises(Refused):
        cases.say(cast.boris, told.pk, FreeMessage(text="hej"), 3, "own", timezone.now())


def test_an_assignment_for_administration_at_a_ward_opens_no_patient(cast: Cast, told: Case) -> None:
    Assignment.objects.filter(pk=cast.anna.pk).update(purpose="administration")
    client = signed_in(cast.anna)
    assert "not for care or social care" in page(client, of(told), status=403)
    assert told.person.family_name not in page(client, "/board", status=404)
    page(client, "/cases/new/discharge", status=404)


def test_a_reading_of_a_colleague_is_allowed_and_says_that_it_is_looked_at(cast: Cast, told: Case) -> None:
    cast.ivar.staff.identity_number = told.person.identity_number
    cast.ivar.staff.save()
    assert "works in your organisation" in page(signed_in(cast.anna), of(told))
    assert "works in your organisation" not in page(signed_in(cast.cecilia), of(told))


# Consent


def test_a_consent_opens_what_others_have_written_and_its_withdrawal_closes_it(
    cast: Cast, olga: Assignment, told: Case
) -> None:
    client = signed_in(olga)
    page(client, of(told), status=403)
    given = consents(olga, told.person)
    before = len(entries())
    assert SECRET in page(client, of(told))
    assert [(one.ground, one.paragraph) for one in after(before)] == [("consent-social", "2022-913.3.2.3")]
    states(olga, told.person, say.Withdrawn(of=given.sequence, by="person", how="orally"))
    page(client, of(told), status=403)


def test_a_consent_to_planning_alone_opens_no_free_text(cast: Cast, olga: Assignment, told: Case) -> None:
    consents(olga, told.person, kinds=("coordination",))
    text = page(signed_in(olga), of(told))
    assert "Admission notice" in text
    assert "Not open to you" in text
    assert SECRET not in text


def test_a_consent_from_tomorrow_opens_nothing_today(cast: Cast, olga: Assignment, told: Case) -> None:
    consents(olga, told.person, from_day=timezone.localdate() + timedelta(days=1))
    page(signed_in(olga), of(told), status=403)


def test_another_ward_of_the_region_that_has_the_patient_reads_what_the_region_wrote(
    cast: Cast, olga: Assignment, told: Case
) -> None:
    before = len(entries())
    text = page(signed_in(cast.ivar), of(told))
    assert "Admission notice" in text
    assert SECRET not in text
    assert [(one.ground, one.decision) for one in after(before)] == [("same-provider", "allowed")]


# Blocks


def test_a_block_bites_every_other_unit_at_their_next_request_and_a_lift_opens_again(cast: Cast, told: Case) -> None:
    others = [signed_in(who) for who in (cast.anna, cast.boris, cast.david)]
    assert all(SECRET in page(client, of(told)) for client in others)
    block = blocks(cast.cecilia, told.person)
    for client in others:
        text = page(client, of(told))
        assert SECRET not in text
        assert "The patient has blocked" in text or "The person has blocked" in text
        assert "Admission notice" in text
    assert SECRET in page(signed_in(cast.cecilia), of(told))
    lifts(cast.cecilia, told.person, block.sequence)
    assert all(SECRET in page(client, of(told)) for client in others)


def test_a_page_that_asks_again_after_a_block_is_not_told_that_nothing_is_new(cast: Cast, told: Case) -> None:
    client = signed_in(cast.anna)
    etag = client.get(of(told)).headers["ETag"]
    blocks(cast.cecilia, told.person)
    again = client.get(of(told), HTTP_HX_REQUEST="true", HTTP_IF_NONE_MATCH=etag)
    assert again.status_code == 200
    assert SECRET not in again.content.decode()


def test_a_withheld_message_says_neither_who_sent_it_nor_when_nor_what_kind_it_is(cast: Cast, told: Case) -> None:
    blocks(cast.cecilia, told.person)
    text = page(signed_in(cast.anna), of(told))
    line = text[text.index('id="m3"') : text.index('id="m2"')]
    assert "Blocked" in line
    assert "<time" not in line
    for leak in (cast.cecilia.unit.name, "Message<", "free-message", "municipal", "lane-", "Cecilia"):
        assert leak not in line


def test_what_is_withheld_can_neither_be_acknowledged_nor_chosen_nor_told_as_news(cast: Cast, told: Case) -> None:
    blocks(cast.cecilia, told.person)
    form = page(signed_in(cast.boris), f"{of(told)}/say/acknowledgement")
    assert 'value="2"' in form
    # The notice, which is shown, names home care among those it went to; nothing says that it has written.
    assert 'name="of" value="3"' not in form and SECRET not in form
    assert form.count(cast.cecilia.unit.name) == 1
    with pytest.raises(NotAllowed, match="no message 3"):
        cases.say(cast.boris, told.pk, Acknowledgement(of=3), 3, "ack", timezone.now())
    posted = signed_in(cast.boris).post(f"{of(told)}/say/free-message", {"text": "hej", "seen": "2", "key": "k"})
    assert posted.status_code == 409
    assert SECRET not in posted.content.decode()


def test_a_block_within_the_region_stops_its_other_wards_and_not_the_ward_itself(cast: Cast, notified: Case) -> None:
    admits(cast.ivar, notified.person)
    blocks(cast.anna, notified.person, "unit")
    assert "The patient has blocked the data: other units" in page(signed_in(cast.ivar), of(notified), status=403)
    page(signed_in(cast.anna), of(notified))


def test_a_consent_opens_nothing_that_is_blocked(cast: Cast, olga: Assignment, told: Case) -> None:
    consents(olga, told.person)
    blocks(cast.cecilia, told.person)
    text = page(signed_in(olga), of(told))
    assert SECRET not in text
    assert "Blocked" in text


# Emergency


@pytest.fixture
def hospital(cast: Cast, told: Case) -> Assignment:
    """A ward of another region, where the patient has come in unconscious."""
    other = cast.ivar.unit.organisation.__class__.objects.create(kind="region", code="13", name="Region Halland")
    type(cast.ivar.unit).objects.filter(pk=cast.ivar.unit_id).update(organisation=other)
    return Assignment.objects.select_related("unit__organisation", "staff").get(pk=cast.ivar.pk)


def find(client: Client, person: Person) -> object:
    return client.post("/people", {"identity_number": person.shown_number}, headers={"accept-language": "en"})


def test_an_emergency_opens_what_is_not_blocked_to_whoever_gave_the_number_and_the_reason(
    cast: Cast, hospital: Assignment, told: Case
) -> None:
    client = signed_in(hospital)
    page(client, of(told), status=403)
    assert f'href="/people/{told.person_id}"' in find(client, told.person).content.decode()
    text = page(client, f"/people/{told.person_id}")
    assert "Others have data about this person that are not open to you" in text
    assert told.person.registered_address not in text
    assert SECRET not in text
    said = {"danger": "unconscious", "why_no_consent": "unconscious", "seen": "0", "key": "k"}
    assert client.post(f"/people/{told.person_id}/say/emergency", said).status_code == 302
    before = len(entries())
    assert SECRET in page(client, of(told))
    assert [(one.ground, one.paragraph) for one in after(before)] == [("emergency", "2022-913.3.6.2")]


def test_an_emergency_never_opens_what_is_blocked_but_shows_who_can_lift_it(
    cast: Cast, hospital: Assignment, told: Case
) -> None:
    block = blocks(cast.cecilia, told.person)
    client = signed_in(hospital)
    find(client, told.person)
    who = f"/people/{told.person_id}/blocked"
    page(client, who, status=403)
    in_danger(hospital, told.person)
    assert "There are blocked data" in page(client, f"/people/{told.person_id}")
    assert SECRET not in page(client, of(told))
    assert "Göteborgs kommun" in page(client, who)
    asked = {"of": block.sequence, "reason": "may be allergic", "seen": "2", "key": "r"}
    assert client.post(f"/people/{told.person_id}/say/lift-requested", asked).status_code == 302
    today = page(signed_in(cast.cecilia), "/")
    assert "Someone asks you to lift a block" in today
    assert "may be allergic" in today
    assert "Someone asks you" not in page(signed_in(cast.anna), "/")
    lifts(cast.cecilia, told.person, block.sequence, "cannot-ask")
    assert entries()[-1].paragraph == "2008-355.4.5.2"
    assert SECRET in page(client, of(told))
    assert "Someone asks you" not in page(signed_in(cast.cecilia), "/")


def test_an_emergency_ends_by_itself(
    cast: Cast, hospital: Assignment, told: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_danger(hospital, told.person)
    client = signed_in(hospital)
    assert SECRET in page(client, of(told))
    later = timezone.now() + timedelta(hours=13)
    monkeypatch.setattr(timezone, "now", lambda: later)
    page(signed_in(hospital), of(told), status=403)


def test_who_gave_the_number_half_an_hour_ago_has_to_give_it_again(
    cast: Cast, hospital: Assignment, told: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(hospital)
    find(client, told.person)
    page(client, f"/people/{told.person_id}")
    halfway, later = timezone.now() + timedelta(minutes=20), timezone.now() + timedelta(minutes=31)
    monkeypatch.setattr(timezone, "now", lambda: halfway)
    client.get("/board")
    monkeypatch.setattr(timezone, "now", lambda: later)
    page(client, f"/people/{told.person_id}", status=403)


def test_a_search_for_a_number_nobody_has_is_on_the_trail_and_the_number_in_no_address(
    cast: Cast, hospital: Assignment
) -> None:
    before = len(entries())
    answer = signed_in(hospital).post("/people", {"identity_number": "20180107-2370"})
    assert answer.status_code == 200
    [entry] = after(before)
    assert (entry.what, persons(entry)) == ("person by number", [])
    page(signed_in(cast.david), "/people", status=404)


# What is recorded


def test_the_database_itself_refuses_to_change_or_remove_a_statement(cast: Cast, told: Case) -> None:
    blocks(cast.anna, told.person)
    for statement in ("UPDATE people_statement SET kind = 'consent'", "DELETE FROM people_statement"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_statement_sent_twice_with_the_same_key_is_made_once(cast: Cast, told: Case) -> None:
    body = say.Block(level="provider", provider=provider_of(cast.anna.unit), by="person", how="orally")
    made = [actions.state_wish(cast.anna, told.person_id, body, 0, "k", timezone.now()) for _ in range(2)]
    assert made[0] == made[1]
    assert Statement.objects.count() == 1


def test_another_statement_under_a_used_key_is_told_of_and_can_be_sent_again(cast: Cast, told: Case) -> None:
    client, address = signed_in(cast.anna), f"/people/{told.person_id}/say/consent"
    given = {"kinds": ["health"], "from_day": "2026-01-01", "by": "person", "how": "orally", "seen": "0", "key": "k"}
    assert client.post(address, given).status_code == 302
    answer = client.post(address, given | {"kinds": ["social"]}, headers={"accept-language": "en"})
    assert answer.status_code == 409
    assert "sent before with something else" in answer.content.decode()
    again = given | {"kinds": ["social"], "seen": answer.context["seen"], "key": answer.context["key"]}
    assert client.post(address, again).status_code == 302
    assert [row.content["kinds"] for row in Statement.objects.order_by("sequence")] == [["health"], ["social"]]


def test_who_has_not_read_the_latest_statement_is_told_it_and_nothing_is_written(cast: Cast, told: Case) -> None:
    blocks(cast.anna, told.person)
    again = say.Block(
        level="unit", provider=provider_of(cast.boris.unit), unit=cast.boris.unit.hsa_id, by="person", how="orally"
    )
    with pytest.raises(Changed) as changed:
        actions.state_wish(cast.boris, told.person_id, again, 0, "k", timezone.now())
    assert [row.kind for row in changed.value.since] == ["block"]
    assert Statement.objects.count() == 1


def test_a_block_of_another_provider_is_neither_seen_nor_named_nor_lifted(cast: Cast, told: Case) -> None:
    block = blocks(cast.cecilia, told.person)
    text = page(signed_in(cast.david), f"/people/{told.person_id}")
    assert "Your unit knows of no consent and no block" in text
    assert "blocked data" not in text
    for number in (block.sequence, 77):
        with pytest.raises(NotAllowed, match=f"there is no statement {number} that holds"):
            lifts(cast.david, told.person, number)


def test_the_button_and_the_write_ask_the_same_function(cast: Cast, told: Case) -> None:
    child = told.person
    text = page(signed_in(cast.anna), f"/people/{child.pk}")
    assert "say/immature-child" in text
    assert "say/emergency" in text
    assert "say/emergency" not in page(signed_in(cast.david), f"/people/{child.pk}")
    answer = signed_in(cast.david).post(
        f"/people/{child.pk}/say/emergency",
        {"danger": "x", "why_no_consent": "y", "seen": "0", "key": "k"},
        headers={"accept-language": "en"},
    )
    assert answer.status_code == 409
    assert "Only a care provider may read in an emergency without consent." in answer.content.decode()


def test_a_guardian_may_consent_for_a_child_and_never_block(cast: Cast, told: Case) -> None:
    told.person.guardians.create(name="Vera Vårdnad")
    client = signed_in(cast.anna)
    assert "A guardian (Vera Vårdnad)" in page(client, f"/people/{told.person_id}/say/consent")
    assert "A guardian" not in page(client, f"/people/{told.person_id}/say/block")


def test_every_statement_can_be_made_by_its_form(cast: Cast, told: Case) -> None:
    client, where = signed_in(cast.anna), f"/people/{told.person_id}"
    spoken = {"by": "person", "how": "orally"}
    forms = [
        ("consent", {"kinds": ["health"], "from_day": "2026-01-01", "to_day": "", "unit": "", **spoken}),
        ("block", {"level": "provider", **spoken}),
        ("block", {"level": "unit", **spoken}),
        ("block-lifted", {"of": 3, "ground": "person-asks", "reason": "asked"}),
        ("withdrawn", {"of": 1, **spoken}),
        ("unable", {"attitude": "asked the daughter", "would_not_object": "on"}),
        ("immature-child", {"reason": "too young"}),
        ("emergency", {"danger": "fever", "why_no_consent": "unconscious"}),
    ]
    for number, (kind, fields) in enumerate(forms):
        page(client, f"{where}/say/{kind}")
        answer = client.post(f"{where}/say/{kind}", {**fields, "seen": str(number), "key": f"k{number}"})
        assert answer.status_code == 302, (kind, answer.context["form"].errors)
    assert [row.kind for row in Statement.objects.order_by("sequence")] == [kind for kind, _ in forms]
    text = page(client, where)
    assert "holds no longer" in text
    assert "asked the daughter" in text


def test_a_form_that_cannot_be_says_what_is_wrong(cast: Cast, told: Case) -> None:
    fields = {"kinds": ["health"], "from_day": "2026-02-01", "to_day": "2026-01-01", "by": "person", "how": "orally"}
    answer = signed_in(cast.anna).post(
        f"/people/{told.person_id}/say/consent", {**fields, "key": "k"}, headers={"accept-language": "en"}
    )
    assert answer.status_code == 400
    assert "The last day is before the first." in answer.content.decode()
    page(signed_in(cast.anna), f"/people/{told.person_id}/say/nothing", status=404)
