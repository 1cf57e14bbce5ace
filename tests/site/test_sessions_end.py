"""A session is new at sign-in, and ends when it is ended."""

import pytest
from django.test import Client
from django.utils import timezone
from tests.site.cast import PASSWORD, Cast, signed_in

from brygga_site.organisations.models import Staff

pytestmark = pytest.mark.django_db


def test_a_new_session_begins_with_signing_in_and_the_old_one_is_of_no_use(cast: Cast) -> None:
    client = Client()
    client.get("/sign-in")
    session = client.session
    session["planted"] = "x"
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    client.post("/sign-in", {"username": "anna", "password": PASSWORD})
    assert client.cookies["sessionid"].value != planted
    taken = client.cookies["sessionid"].value
    client.post("/sign-out")
    client.cookies["sessionid"] = taken
    assert client.get("/board").status_code == 302


def test_whoever_shows_again_who_they_are_goes_on_under_a_new_key(cast: Cast) -> None:
    client = Client()
    client.post("/sign-in", {"username": "anna", "password": PASSWORD})
    taken = client.cookies["sessionid"].value
    assert client.post("/your-sign-in/again/password", {"password": PASSWORD}).status_code == 302
    assert client.cookies["sessionid"].value != taken
    assert client.get("/your-sign-in").status_code == 200
    client.cookies["sessionid"] = taken
    assert client.get("/your-sign-in").status_code == 302


def test_staff_who_are_no_longer_active_are_out_on_the_next_request(cast: Cast) -> None:
    client = signed_in(cast.anna)
    Staff.objects.filter(pk=cast.anna.staff_id).update(is_active=False)
    assert client.get("/board").status_code == 302


def test_an_assignment_that_is_revoked_bites_on_the_next_request(cast: Cast) -> None:
    client = signed_in(cast.anna)
    assert client.get("/board").status_code == 200
    cast.anna.revoked_at = timezone.now()
    cast.anna.save()
    assert client.get("/board").status_code == 302


def test_nobody_is_there_from_the_start(db: None) -> None:
    assert not Staff.objects.exists()
