"""Nobody gets more than their share of the site, and nobody who works is ever stopped by it."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from inspect import getsource, unwrap
from threading import Thread
from typing import Any

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils import timezone
from tests.site.cast import Cast, signed_in
from tests.start import ROOT

from brygga_site.api.actions import make_key
from brygga_site.api.models import Key
from brygga_site.door import pace
from brygga_site.door.counts import SLOT
from brygga_site.door.pace import RequestPace
from brygga_site.settings.base import BRYGGA_PER_MINUTE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three_a_minute(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BRYGGA_PER_MINUTE = {"staff": 3, "token": 3, "visitor": 3, "document": 1}
    for name in ("PACE", "WARNED"):
        monkeypatch.setattr(pace, name, RequestPace())


def statuses(client: Client, address: str, times: int, **headers: str) -> list[int]:
    return [client.get(address, headers=headers).status_code for _ in range(times)]


def test_staff_who_ask_too_often_are_told_when_to_come_back(cast: Cast) -> None:
    client = signed_in(cast.anna)
    assert statuses(client, "/board", 3) == [200] * 3
    answer = client.get("/board", headers={"accept-language": "sv"})
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 20
    assert "Vänta en minut och försök igen." in answer.content.decode()


def test_what_one_asks_for_is_not_taken_from_another(cast: Cast) -> None:
    statuses(signed_in(cast.anna), "/board", 9)
    assert statuses(signed_in(cast.boris), "/board", 3) == [200] * 3
    assert statuses(Client(), "/agreements", 3) == [200] * 3


def test_the_same_member_of_staff_is_counted_once_in_all_windows(cast: Cast) -> None:
    assert statuses(signed_in(cast.anna), "/board", 2) + statuses(signed_in(cast.anna), "/", 2) == [200] * 3 + [429]


def test_visitors_are_counted_by_address_and_by_network_where_one_has_many_addresses() -> None:
    def ask(address: str) -> int:
        return Client(REMOTE_ADDR=address).get("/agreements").status_code

    assert [ask("192.0.2.1") for _ in range(4)] == [200, 200, 200, 429]
    assert ask("192.0.2.2") == 200
    assert [ask(f"2001:db8::{n}") for n in range(1, 5)] == [200, 200, 200, 429]
    assert ask("2001:db8:0:1::1") == 200


def made_key(cast: Cast, name: str) -> str:
    last = timezone.localdate() + timedelta(days=9)
    return make_key(cast.hugo, name, Key.Scope.READ, last, timezone.now())[1]


def test_programs_are_counted_by_the_key_that_was_found_and_told_so_in_json(cast: Cast) -> None:
    client, one, two = Client(), made_key(cast, "one"), made_key(cast, "two")
    assert statuses(client, "/api/v1/units", 4, authorization=f"Bearer {one}") == [200, 200, 200, 429]
    answer = client.get("/api/v1/units", headers={"authorization": f"Bearer {one}", "accept-language": "en"})
    problem = json.loads(answer.content)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (problem["title"], problem["status"]) == ("Too Many Requests", 429)
    assert statuses(client, "/api/v1/units", 1, authorization=f"bearer {two}") == [200]
    # Beside what visitors from the same address have used up.
    assert statuses(client, "/api/v1/units", 4, authorization="Bearer guess") == [401, 401, 401, 429]
    assert statuses(client, "/api/v1/units", 1, authorization=f"Bearer {two}") == [200]


MADE_UP = {
    "a made-up key": lambda n: {"headers": {"Authorization": f"Bearer brygga_{n}"}},
    "a made-up password": lambda n: {"headers": {"Authorization": f"Basic {n}"}},
    "a session that is none": lambda n: {"headers": {"Cookie": f"sessionid={n:032x}; csrftoken={n:064x}"}},
    "another sender": lambda n: {"headers": {"X-Forwarded-For": f"198.51.100.{n}", "X-Real-IP": f"198.51.100.{n}"}},
    "another proxy": lambda n: {"headers": {"Forwarded": f"for=198.51.100.{n}", "True-Client-IP": f"198.51.100.{n}"}},
    "another browser": lambda n: {
        "headers": {"User-Agent": f"browser {n}", "Accept-Language": "sv", "Origin": f"//{n}"}
    },
    "an old page": lambda n: {"headers": {"If-None-Match": f'"{n}"', "HX-Request": "true", "Referer": f"/{n}"}},
    "another query": lambda n: {"query_params": {"token": str(n), "page": str(n), "key": str(n)}},
    "another host": lambda n: {"headers": {"Host": f"host-{n}.example"}},
}


@pytest.mark.parametrize("address", ["/agreements", "/api/v1/units", "/sign-in"])
@pytest.mark.parametrize("made_up", MADE_UP.values(), ids=MADE_UP.keys())
def test_nothing_that_is_merely_sent_gives_anybody_a_limit_of_their_own(
    db: None, made_up: Callable[[int], dict], address: str
) -> None:
    answers = [Client().get(address, **made_up(number)).status_code for number in range(1, 6)]
    assert answers[3:] == [429, 429]
    assert 429 not in answers[:3]


@pytest.mark.parametrize("made_up", MADE_UP.values(), ids=MADE_UP.keys())
def test_what_is_merely_sent_does_not_take_a_member_of_staff_out_of_their_limit(
    cast: Cast, made_up: Callable[[int], dict]
) -> None:
    client = signed_in(cast.anna)
    mine = f"; sessionid={client.cookies['sessionid'].value}"
    answers = []
    for number in range(1, 6):
        sent = made_up(number)
        if "Cookie" in sent.get("headers", {}):
            sent["headers"]["Cookie"] = f"other={number}{mine}"
        answers.append(client.get("/board", **sent).status_code)
    assert answers[3:] == [429, 429]


def test_documents_that_take_seconds_to_make_have_a_limit_of_their_own(cast: Cast) -> None:
    client = signed_in(cast.ella)
    assert statuses(client, "/settlement/pdf", 2) == [200, 429]
    assert statuses(client, "/settlement", 1) == [200]


def _views(resolver: URLResolver) -> Iterator[Any]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _views(one)
        else:
            yield one.callback


def test_every_view_that_makes_a_document_is_limited_as_one() -> None:
    makes = re.compile(r"\bpdf\(|\bworkbook\(")
    of_ours = (view for view in _views(get_resolver()) if unwrap(view).__module__.startswith("brygga_site."))
    made = [view for view in of_ours if makes.search(getsource(unwrap(view)))]
    assert len(made) >= 5
    assert [unwrap(view).__qualname__ for view in made if not getattr(view, "costly", False)] == []


def test_a_refusal_is_logged_once_a_minute_and_names_no_patient(
    cast: Cast, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    statuses(signed_in(cast.anna), "/board", 9)
    told = [one for one in (*caplog.messages, capsys.readouterr().out) if "too-many-requests" in one]
    assert len(told) == 1
    assert str(cast.anna.staff_id) in told[0]


def test_twenty_pages_left_open_all_day_never_reach_the_limit_of_staff() -> None:
    each = RequestPace()
    moments = sorted(10.0 * tick + page / 7 for page in range(20) for tick in range(60))
    assert not any(each.wait("staff 1", BRYGGA_PER_MINUTE["staff"], moment) for moment in moments)


def test_a_minute_gives_back_a_minutes_requests_evenly() -> None:
    one = RequestPace()
    assert [one.wait("a", 60, 0.0) == 0 for _ in range(61)] == [True] * 60 + [False]
    assert one.wait("a", 60, 0.0) == pytest.approx(1.0)
    assert one.wait("a", 60, 1.0) == 0
    assert one.wait("a", 60, 1.0) > 0


def test_threads_that_ask_at_once_get_no_more_than_there_is() -> None:
    one, let = RequestPace(), []
    asked = [Thread(target=lambda: let.extend(one.wait("a", 50, 0.0) == 0 for _ in range(50))) for _ in range(8)]
    for thread in asked:
        thread.start()
    for thread in asked:
        thread.join()
    assert sum(let) == 50


def test_a_flood_of_actors_takes_no_memory_and_frees_nobody_who_has_asked_for_too_much() -> None:
    one = RequestPace(places=64)
    for _ in range(60):
        assert one.wait("visitor greedy", 60, 0.0) == 0
    for number in range(10_000):
        one.wait(f"visitor {number}", 60, number / 1000)
    assert one.wait("visitor greedy", 60, 10.0) == 0
    assert sum(one.wait("visitor greedy", 60, 10.0) == 0 for _ in range(60)) == 9
    assert len(one._memory) == 64 * 16


def test_what_a_killed_process_has_left_half_written_locks_nobody_out() -> None:
    one = RequestPace(places=8)
    assert one.wait("a", 1, 0.0) == 0
    SLOT.pack_into(one._memory, one._find(one._place("a")[0], 0, 0.0)[0], one._place("a")[0], 1e300)
    assert one.wait("a", 1, 0.0) == 0


def test_processes_that_ask_at_once_get_no_more_together_than_one() -> None:
    """Made before they part, as `brygga serve` makes it; one is killed while it asks, and holds up nobody."""
    command = [sys.executable, "-m", "tests.site.at_once"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=600)
    assert run.stdout.split() == ["400", "0.0"]
