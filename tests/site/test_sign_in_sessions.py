"""Sessions: how long they last, who ends them, and that it bites on the very next request."""

import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from tests.site.cast import PASSWORD, Cast, signed_in
from tests.site.sign_in import age, is_in, sign_in

from brygga_site.accounts.models import Session
from brygga_site.cases.models import Case
from brygga_site.organisations.models import Assignment

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
POLL = {"HX-Request": "true", "If-None-Match": '"0"', "HX-Current-URL": "http://testserver/board?q=anna"}


def asked(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def test_half_an_hour_of_nothing_signs_out_and_leads_back(cast: Cast) -> None:
    client = signed_in(cast.anna)
    age(cast.anna.staff, 29 * MINUTE)
    assert client.get("/board?q=x").status_code == 200
    age(cast.anna.staff, 30 * MINUTE)
    answer = client.get("/board?q=x")
    assert asked(answer.url) == {"next": "/board?q=x", "ended": "idle"}
    page = client.get(answer.url, headers={"accept-language": "en"}).content.decode()
    assert "nothing had happened for a while" in page
    assert sign_in(client, next=asked(answer.url)["next"]).url == "/board?q=x"


def test_a_working_day_is_the_longest_however_busy(cast: Cast) -> None:
    client = signed_in(cast.anna)
    age(cast.anna.staff, MINUTE, began=12 * HOUR)
    assert asked(client.get("/board").url) == {"next": "/board", "ended": "longest"}


def test_a_page_that_asks_again_by_itself_keeps_nobody_signed_in(cast: Cast) -> None:
    client = signed_in(cast.anna)
    age(cast.anna.staff, 20 * MINUTE)
    seen = Session.objects.get().seen_at
    assert client.get("/board", headers=POLL).status_code == 200
    assert Session.objects.get().seen_at == seen
    client.get("/board")
    assert timezone.now() - Session.objects.get().seen_at < MINUTE


def test_such_a_page_is_led_to_sign_in_as_a_whole_and_back(cast: Cast) -> None:
    client = signed_in(cast.anna)
    age(cast.anna.staff, HOUR)
    answer = client.get("/board", headers=POLL)
    assert answer.status_code == 200
    assert asked(answer["HX-Redirect"]) == {"next": "/board?q=anna", "ended": "idle"}
    later = client.get("/board", headers=POLL)
    assert asked(later["HX-Redirect"]) == {"next": "/board?q=anna"}


def test_what_is_sent_too_late_leads_back_to_its_form_and_stores_nothing(cast: Cast, notified: Case) -> None:
    client = signed_in(cast.boris)
    age(cast.boris.staff, HOUR)
    form = f"/cases/{notified.pk}/say/free-message"
    fields = {"text": "hej", "key": "k", "seen": "2"}
    answer = client.post(form, fields, headers={"referer": f"http://testserver{form}"})
    assert asked(answer.url) == {"next": form, "ended": "idle"}
    assert notified.messages.count() == 2
    foreign = signed_in(cast.boris)
    age(cast.boris.staff, HOUR)
    assert asked(foreign.post(form, fields, headers={"referer": "https://evil.example/x"}).url)["next"] == "/"


def test_pages_open_to_all_stay_open_when_the_session_is_over(cast: Cast) -> None:
    client = signed_in(cast.anna)
    age(cast.anna.staff, HOUR)
    assert client.get("/agreements").status_code == 200
    assert not is_in(client)


def test_a_use_is_written_down_once_a_minute(cast: Cast) -> None:
    client = signed_in(cast.anna)
    before = Session.objects.get().seen_at
    client.get("/agreements")
    assert Session.objects.get().seen_at == before


def test_one_sees_where_one_is_signed_in_and_ends_it_at_once(cast: Cast) -> None:
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    page = here.get("/your-sign-in", headers={"accept-language": "en"}).content.decode()
    assert page.count("Firefox, Windows</strong>") == 2
    assert page.count("this one") == 1
    other = Session.objects.order_by("began_at").last()
    here.post(f"/your-sign-in/sessions/{other.pk}/end")
    answer = there.get("/board")
    assert asked(answer.url) == {"next": "/board", "ended": "ended"}
    assert is_in(here)


def test_everywhere_else_is_ended_in_one_go(cast: Cast) -> None:
    here, there, elsewhere = Client(), signed_in(cast.anna), signed_in(cast.anna)
    sign_in(here)
    here.post("/your-sign-in/sessions/others/end")
    assert [is_in(one) for one in (here, there, elsewhere)] == [True, False, False]


@pytest.mark.parametrize("which", ["others", "one"])
def test_no_session_is_ended_before_one_has_shown_again_who_one_is(
    cast: Cast, which: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = Client(), signed_in(cast.anna)
    sign_in(here)
    row = Session.objects.order_by("began_at").first()
    address = f"/your-sign-in/sessions/{row.pk if which == 'one' else which}/end"
    now = time.time()
    with monkeypatch.context() as later:
        later.setattr(time, "time", lambda: now + 301)
        answer = here.post(address)
        assert answer.url == "/your-sign-in/again/password?next=%2Fyour-sign-in"
        assert is_in(there)
        here.post(answer.url, {"password": PASSWORD})
        assert here.post(address).url == "/your-sign-in"
    assert not is_in(there)


def test_nobody_ends_or_sees_the_sessions_of_others(cast: Cast) -> None:
    anna, boris = signed_in(cast.anna), signed_in(cast.boris)
    row = Session.objects.get(staff=cast.anna.staff)
    boris.post(f"/your-sign-in/sessions/{row.pk}/end")
    assert is_in(anna)
    assert str(row.pk) not in boris.get("/your-sign-in").content.decode()


def test_an_account_that_is_closed_is_out_on_the_next_request(cast: Cast) -> None:
    client = signed_in(cast.anna)
    cast.anna.staff.is_active = False
    cast.anna.staff.save()
    assert not is_in(client)


def test_sessions_past_their_time_are_not_kept(cast: Cast) -> None:
    signed_in(cast.boris)
    age(cast.boris.staff, 13 * HOUR)
    signed_in(cast.anna)
    assert [one.staff for one in Session.objects.all()] == [cast.anna.staff]


def test_a_session_that_the_provider_ends_on_the_way_does_not_break_the_sign_in_under_way(cast: Cast) -> None:
    client = signed_in(cast.boris)
    session = client.session
    session["socialaccount_states"] = {"x": [{}, 0, "provider"]}
    session.save()
    Session.objects.all().delete()
    assert not is_in(client)
    assert list(client.session["socialaccount_states"]) == ["x"]


def test_a_revoked_assignment_bites_on_the_very_next_request(cast: Cast, notified: Case) -> None:
    client = signed_in(cast.boris)
    assert client.get(f"/cases/{notified.pk}").status_code == 200
    Assignment.objects.filter(pk=cast.boris.pk).update(revoked_at=timezone.now())
    assert client.get(f"/cases/{notified.pk}").url == "/assignment"
    assert client.get("/board", headers=POLL)["HX-Redirect"] == "/assignment"
    assert client.post(f"/cases/{notified.pk}/say/free-message", {"text": "hej"}).url == "/assignment"
    page = client.get("/assignment", headers={"accept-language": "en"}).content.decode()
    assert "You have no assignment in force." in page


def test_nobody_finds_themselves_under_another_assignment_when_the_chosen_one_ends(cast: Cast) -> None:
    second = Assignment.objects.create(
        staff=cast.anna.staff, unit=cast.ivar.unit, title="Extra", purpose="care", from_day="2020-01-01"
    )
    client = signed_in(cast.anna)
    assert client.get("/board").url == "/assignment"
    client.post("/assignment", {"assignment": second.pk})
    assert client.get("/board").status_code == 200
    Assignment.objects.filter(pk=second.pk).update(revoked_at=timezone.now())
    assert client.get("/board").url == "/assignment"


@pytest.mark.parametrize("agent", ["", "curl/8", "x" * 3000])
def test_any_browser_can_sign_in_whatever_it_calls_itself(cast: Cast, client: Client, agent: str) -> None:
    fields = {"username": "anna", "password": "a-long-enough-password"}
    client.post("/sign-in", fields, headers={"user-agent": agent})
    assert is_in(client)
