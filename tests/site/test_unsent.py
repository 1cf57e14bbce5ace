"""What has been written and not sent survives that its writer is signed out: for the same person, and not for long."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.site.cast import Cast, signed_in
from tests.site.sign_in import age, sign_in

from brygga.process import FreeMessage
from brygga_site.accounts.models import Unsent
from brygga_site.cases import actions
from brygga_site.cases.models import Case

WRITTEN = "Kan ni ta emot på fredag?"
LATER = timedelta(hours=1)


@pytest.fixture
def form(notified: Case) -> str:
    return f"/cases/{notified.pk}/say/free-message"


def _sent_too_late(client: Client, cast: Cast, form: str) -> None:
    age(cast.boris.staff, LATER)
    answer = client.post(
        form, {"text": WRITTEN, "key": "k", "seen": "2"}, headers={"referer": f"http://testserver{form}"}
    )
    assert answer.status_code == 302 and answer.url.startswith("/sign-in")


def _text(client: Client, url: str) -> str:
    return client.get(url, headers={"accept-language": "en"}).content.decode()


def test_what_is_sent_too_late_stands_in_the_form_again_and_is_sent_with_what_its_writer_had_read(
    cast: Cast, notified: Case, form: str
) -> None:
    client = signed_in(cast.boris)
    _sent_too_late(client, cast, form)
    assert notified.messages.count() == 2
    actions.say(cast.anna, notified.pk, FreeMessage(text="annat"), 2, "other", timezone.now())
    sign_in(client, username="boris", next=form)
    assert "has been kept" in _text(client, "/") and form in _text(client, "/")
    for _ in range(2):
        text = _text(client, form)
        assert WRITTEN in text and "stands here again" in text
    sent = dict(re.findall(r'name="(seen|key)" value="([^"]*)"', text)) | {"text": WRITTEN}
    assert sent["seen"] == "2"
    assert client.post(form, sent).status_code == 409
    assert not Unsent.objects.exists() and "has been kept" not in _text(client, "/")


def test_nobody_else_is_shown_it_nor_its_writer_after_an_hour(cast: Cast, notified: Case, form: str) -> None:
    client = signed_in(cast.boris)
    _sent_too_late(client, cast, form)
    sign_in(client, username="anna", next=form)
    assert WRITTEN not in _text(client, form)
    sign_in(client, username="boris", next=form)
    Unsent.objects.update(kept_at=timezone.now() - LATER)
    assert WRITTEN not in _text(client, form)
    signed_in(cast.david)
    assert not Unsent.objects.exists()


def test_whoever_signs_out_with_something_written_has_it_kept_and_only_forms_that_keep_are(
    cast: Cast, form: str
) -> None:
    client = signed_in(cast.boris)
    for at, status, kept in ((form, 204, 1), ("/your-sign-in/password", 204, 1), ("/nowhere", 404, 1)):
        answer = client.post("/sign-out/unsent", {"at": at, "text": WRITTEN, "csrfmiddlewaretoken": "x"})
        assert (answer.status_code, Unsent.objects.count()) == (status, kept)
    assert Unsent.objects.get().content == {"text": [WRITTEN]}
    client.post("/sign-out")
    sign_in(client, username="boris")
    assert WRITTEN in _text(client, form)


def test_whom_a_ward_was_admitting_when_it_was_signed_out_stands_in_the_form_again(cast: Cast) -> None:
    client, form = signed_in(cast.anna), "/cases/new/discharge"
    given = {"identity_number": "201801042381", "given_name": "Kimberlee", "family_name": "Ny", "municipality": "1480"}
    age(cast.anna.staff, LATER)
    answer = client.post(form, given | {"key": "k"}, headers={"referer": f"http://testserver{form}"})
    assert answer.status_code == 302 and answer.url.startswith("/sign-in")
    sign_in(client, username="anna", next=form)
    text = _text(client, form)
    assert "Kimberlee" in text and "stands here again" in text and "could not be sent" not in text
    assert not Case.objects.exists()
    answer = client.post(form, given | {"key": "k", "admitted_at": "", "care_type": "somatic"})
    assert answer.status_code == 400 and not Unsent.objects.exists()
    assert "stands here again" not in _text(client, form)


def test_a_deviation_that_was_being_reported_stands_in_the_form_again(cast: Cast, notified: Case) -> None:
    client = signed_in(cast.boris)
    form = re.search(r'href="([^"]*deviation[^"]*)"', _text(client, f"/cases/{notified.pk}"))[1]
    age(cast.boris.staff, LATER)
    client.post(form, {"what_happened": WRITTEN, "key": "k"}, headers={"referer": f"http://testserver{form}"})
    sign_in(client, username="boris", next=form)
    assert WRITTEN in _text(client, form)
