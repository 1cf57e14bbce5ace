"""Nobody gets more than their share of the site, and nobody who works is ever stopped by it."""

import json
from threading import Thread

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.site.cast import Cast, signed_in

from brygga_site.door import pace
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


def test_programs_are_counted_by_token_and_told_so_in_json() -> None:
    client = Client()
    assert statuses(client, "/api/v1/nowhere", 4, authorization="Bearer one") == [404, 404, 404, 429]
    answer = client.get("/api/v1/nowhere", headers={"authorization": "Bearer one", "accept-language": "en"})
    problem = json.loads(answer.content)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (problem["title"], problem["status"]) == ("Too Many Requests", 429)
    assert statuses(client, "/api/v1/nowhere", 1, authorization="Bearer two") == [404]


def test_whoever_guesses_tokens_is_counted_by_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def guess(number: int) -> int:
        return Client().get("/agreements", headers={"authorization": f"Bearer guess-{number}"}).status_code

    monkeypatch.setattr("brygga_site.web.agreements.views.render", lambda *_, **__: HttpResponse(status=401))
    assert [guess(number) for number in range(5)] == [401, 401, 401, 429, 429]


def test_documents_that_take_seconds_to_make_have_a_limit_of_their_own(cast: Cast) -> None:
    client = signed_in(cast.ella)
    assert statuses(client, "/settlement/pdf", 2) == [200, 429]
    assert statuses(client, "/settlement", 1) == [200]


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


def test_actors_who_are_gone_take_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "SWEPT_AT", 100)
    one = RequestPace()
    for moment in range(10_000):
        one.wait(f"visitor {moment}", 60, moment * 1.0)
    assert len(one._free) <= 100
