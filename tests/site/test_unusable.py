"""A county whose agreement has a fault is told so; all others go on, and the acts do not answer in its place."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.site.cast import Cast, ready_notice, signed_in
from tests.site.pages import page

from brygga.agreements import AgreementProblem
from brygga.agreements.load import without
from brygga.discharge.messages import Discharged
from brygga_site import agreements
from brygga_site.agreements import registry
from brygga_site.cases import actions
from brygga_site.cases.models import Case, Message
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


def test_a_list_keeps_the_row_and_says_that_it_cannot_tell_what_is_owed(
    cast: Cast, notified: Case, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("broken")
    client = signed_in(cast.boris)
    for address in (reverse("today"), reverse("board")):
        assert "The agreement cannot be used: what is to be done is shown once it is mended" in page(client, address)


def test_a_case_under_it_opens_with_what_is_wrong_and_takes_no_message(
    cast: Cast, notified: Case, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("broken")
    client, before = signed_in(cast.boris), Message.objects.count()
    assert str(FAULT) in page(client, reverse("case", args=[notified.pk]), status=503)
    fields = {"text": "Hej", "key": "k", "seen": "2"}
    answer = client.post(f"/cases/{notified.pk}/say/free-message", fields, headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    assert "Nothing of what you sent was saved." in answer.content.decode()
    assert Message.objects.count() == before


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
