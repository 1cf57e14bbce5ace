"""A county whose agreement has a fault is told so; all others go on, and the acts do not answer in its place."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.site.cast import Cast, ready_notice, signed_in
from tests.site.pages import page
from tests.site.programs import unit_program

from brygga.agreements import AgreementProblem
from brygga.agreements.load import without
from brygga.discharge.messages import Discharged
from brygga_site import agreements
from brygga_site.agreements import registry
from brygga_site.cases import actions
from brygga_site.cases.models import Case, Message
from brygga_site.organisations.models import Staff
from brygga_site.trail.models import Entry
from brygga_site.web.agreements.links import all_links

pytestmark = pytest.mark.django_db

FAULT = AgreementProblem("vastra-gotaland/tables/care.toml", "row › 'child'", "there is no fact 'agge'")
SAID = "What Brygga holds of this agreement has a fault."


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """From here on Västra Götaland's agreement has a fault."""
    found = without(registry(), [FAULT])
    monkeypatch.setattr(agreements, "let_in", lambda: found)
    registry.cache_clear()
    all_links.cache_clear()
    yield
    registry.cache_clear()
    all_links.cache_clear()


@pytest.mark.usefixtures("broken")
def test_its_pages_say_so_to_all_and_what_is_wrong_to_staff(client, cast: Cast) -> None:
    for address in ("/agreements/vastra-gotaland", "/responsible?agreement=vastra-gotaland&table=care"):
        text = page(client, address, status=503)
        assert SAID in text
        assert "agge" not in text
    assert str(FAULT) in page(signed_in(cast.anna), "/agreements/vastra-gotaland", status=503)


@pytest.mark.usefixtures("broken")
def test_its_municipalities_are_not_answered_by_the_acts(client) -> None:
    assert SAID in page(client, "/responsible?municipality=1480&table=care", status=503)
    for municipality, answers in (("0980", "gotland"), ("0180", "sverige")):
        led = client.get(f"/responsible?municipality={municipality}&table=care")
        assert led.headers["Location"].startswith(f"/responsible?agreement={answers}&")


@pytest.mark.usefixtures("broken")
def test_the_list_of_agreements_names_it_and_shows_the_others(client) -> None:
    text = page(client, reverse("agreements"))
    assert "cannot be used: what Brygga holds of it has a fault." in text
    assert "</a>: cannot be used" in text
    assert "Gotland" in text


UNUSABLE = "cannot be used just now. In cases under it you can read what has been written"


@pytest.mark.parametrize("in_rows", [False, True])
def test_lists_keep_the_case_and_say_once_that_what_is_owed_cannot_be_told(
    cast: Cast, notified: Case, in_rows: bool, request: pytest.FixtureRequest
) -> None:
    before = page(signed_in(cast.boris), reverse("today"))
    request.getfixturevalue("broken")
    Staff.objects.filter(pk=cast.boris.staff_id).update(lists_in_rows=in_rows)
    client = signed_in(cast.boris)
    for address in (reverse("today"), reverse("board"), reverse("board-paper", args=["discharge"])):
        text = page(client, address)
        assert text.count(UNUSABLE) == 1
        assert str(notified.person) in text
    text = page(client, reverse("today"))
    assert f"/cases/{notified.pk}/say/" in before
    assert f"/cases/{notified.pk}/say/" not in text


def test_a_list_without_a_case_under_it_says_nothing_of_it(cast: Cast, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("broken")
    for address in (reverse("today"), reverse("board")):
        assert UNUSABLE not in page(signed_in(cast.boris), address)


def test_a_list_that_stays_open_is_made_anew_once_the_agreement_is_mended(
    cast: Cast, notified: Case, request: pytest.FixtureRequest
) -> None:
    client = signed_in(cast.boris)
    client.get(reverse("today"))
    etag = client.get(reverse("today")).headers["ETag"]
    assert client.get(reverse("today"), headers={"If-None-Match": etag}).status_code == 304
    request.getfixturevalue("broken")
    assert client.get(reverse("today"), headers={"If-None-Match": etag}).status_code == 200


def test_a_case_under_it_is_read_with_why_nothing_can_be_said_and_the_reading_is_on_the_trail(
    cast: Cast, notified: Case, request: pytest.FixtureRequest
) -> None:
    client = signed_in(cast.boris)
    address = reverse("case", args=[notified.pk])
    assert "It is your turn." in page(client, address)
    request.getfixturevalue("broken")
    client, entries = signed_in(cast.boris), Entry.objects.count()
    text = page(client, address)
    assert text.count(UNUSABLE) == 1
    assert 'id="m1"' in text
    assert 'id="m2"' in text
    assert "Admission notice" in text
    for of_the_agreement in ("your turn", "What you can say now", "What is owed", "/say/", "Nobody owes anything"):
        assert of_the_agreement not in text
    assert Entry.objects.count() == entries + 1
    assert str(FAULT) in page(client, reverse("agreement", args=["vastra-gotaland"]), status=503)


def test_nothing_is_said_in_a_case_under_it_and_nothing_begun_from_it(
    cast: Cast, notified: Case, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("broken")
    client, before = signed_in(cast.boris), Message.objects.count()
    form = f"/cases/{notified.pk}/say/free-message"
    assert SAID in page(client, form, status=503)
    answer = client.post(form, {"text": "Hej", "key": "k", "seen": "2"}, headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    assert "Nothing of what you sent was saved." in answer.content.decode()
    assert SAID in page(client, reverse("new-case-from", args=[notified.pk, 2, "deviation"]), status=503)
    assert Message.objects.count() == before


def test_a_ward_where_the_patient_has_come_is_told_where_the_stay_is_and_what_to_do_meanwhile(
    cast: Cast, notified: Case, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("broken")
    client, before = signed_in(cast.ivar), Message.objects.count()
    number, english = {"identity_number": notified.person.identity_number}, {"Accept-Language": "en"}
    answer = client.post(reverse("new-case", args=["discharge"]), number, headers=english)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "The patient is in already" in text and cast.anna.unit.name in text
    assert text.count(UNUSABLE) == 1 and "Call the ward before" in text
    assert f"/cases/{notified.pk}/join" not in text
    sent = {"moved_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}", "key": "t"}
    answer = client.post(f"/cases/{notified.pk}/join", sent, headers=english)
    assert answer.status_code == 503 and "Nothing of what you sent was saved." in answer.content.decode()
    assert Message.objects.count() == before


def test_a_program_is_told_what_was_sent_and_that_nothing_can_be_said(
    cast: Cast, notified: Case, request: pytest.FixtureRequest
) -> None:
    program = unit_program(cast.boris)
    sound = program("get", f"/cases/{notified.pk}")
    assert sound["agreement_usable"] is True
    request.getfixturevalue("broken")
    told = program("get", f"/cases/{notified.pk}")
    assert told["agreement_usable"] is False
    assert told["messages"] == sound["messages"]
    assert (told["owed"], told["turn"], told["say"], told["begins"]) == ([], [], [], [])


def test_its_settlement_is_not_half_shown(cast: Cast, notified: Case, request: pytest.FixtureRequest) -> None:
    now = timezone.now()
    actions.say(cast.anna, notified.pk, ready_notice(now), 2, "ready", now)
    actions.say(cast.anna, notified.pk, Discharged(discharged_at=now, destination="home"), 3, "home", now)
    request.getfixturevalue("broken")
    assert SAID in page(signed_in(cast.ella), reverse("settlement"), status=503)


@pytest.mark.usefixtures("broken")
def test_whoever_starts_the_site_is_told() -> None:
    (said,) = agreements.faults()
    assert said.splitlines() == [
        "the agreement 'vastra-gotaland' cannot be used until its data is mended:",
        str(FAULT),
    ]
