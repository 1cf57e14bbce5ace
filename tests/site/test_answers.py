"""What every answer carries: headers, cookies, content types, and nothing of what went wrong inside."""

import re
from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from tests.site.cast import PASSWORD, Cast, signed_in

from brygga_site.cases.models import Case
from brygga_site.door.gate import LARGEST_BODY

pytestmark = pytest.mark.django_db

ADDRESSES = ("/sign-in", "/", "/agreements", "/nowhere", "/static/brygga.css", "/responsible", "/sign-in?next=%00")


def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that fails with a secret in its error."""

    def fails(*_: object) -> None:
        raise RuntimeError("password=hunter2 SELECT * FROM people_person")

    monkeypatch.setattr("brygga_site.web.rules.views.responsible.render", fails)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_says_what_a_browser_may_do_with_it(broken: None, address: str) -> None:
    headers = visitor().get(address).headers
    policy = headers["Content-Security-Policy"]
    for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Access-Control-Allow-Origin" not in headers


def _outage(*_: object) -> None:
    raise OperationalError("no such server")


REFUSALS = {
    "a method no page has": (405, lambda client: client.generic("TRACE", "/board")),
    "too much sent": (413, lambda client: client.post("/sign-in", {"x": "x" * LARGEST_BODY})),
    "from another site": (403, lambda client: client.post("/sign-in", headers={"sec-fetch-site": "cross-site"})),
    "without a form's mark": (403, lambda client: Client(enforce_csrf_checks=True).post("/sign-in")),
    "another host": (400, lambda client: client.get("/board", headers={"host": "..//"})),
    "no such page": (404, lambda client: client.get("/nowhere")),
    "no such file": (404, lambda client: client.get("/static/nowhere.css")),
    "not signed in": (302, lambda client: client.get("/board")),
    "no key": (401, lambda client: client.get("/api/v1/units")),
    "not understood by the API": (404, lambda client: client.get("/api/v1/nowhere")),
    "a page that fails": (500, lambda client: client.get("/responsible")),
}


@pytest.mark.parametrize(("status", "ask"), REFUSALS.values(), ids=REFUSALS.keys())
def test_every_refusal_and_error_says_too_that_its_type_is_not_to_be_guessed(
    broken: None, settings: object, status: int, ask: Callable[[Client], HttpResponse]
) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    answer = ask(visitor())
    assert answer.status_code == status
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_an_outage_and_a_limit_say_it_too(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BRYGGA_PER_MINUTE = dict.fromkeys(settings.BRYGGA_PER_MINUTE, 1)
    monkeypatch.setattr("brygga_site.web.rules.views.responsible.render", _outage)
    first, second = (Client(raise_request_exception=False, REMOTE_ADDR="192.0.2.77").get("/responsible") for _ in "12")
    assert (first.status_code, second.status_code) == (503, 429)
    assert first.headers["X-Content-Type-Options"] == second.headers["X-Content-Type-Options"] == "nosniff"


def test_no_page_may_be_kept_by_a_browser_or_on_the_way(cast: Cast, notified: Case) -> None:
    for who, addresses in {
        cast.anna: (
            "/",
            "/board",
            f"/cases/{notified.pk}",
            f"/cases/{notified.pk}/say/free-message",
            "/cases/new/discharge",
        ),
        cast.ella: ("/settlement", "/settlement/excel", "/settlement/pdf", "/settlement/chart", "/nowhere"),
    }.items():
        for address in addresses:
            assert signed_in(who).get(address).headers["Cache-Control"] == "no-store", address


def test_files_without_anything_about_anyone_may_be_kept() -> None:
    assert "max-age" in Client().get("/static/brygga.css").headers["Cache-Control"]


def test_signing_out_has_the_browser_forget_what_it_was_shown(cast: Cast) -> None:
    client = signed_in(cast.anna)
    assert "Clear-Site-Data" not in client.get("/board").headers
    assert '"cache", "storage"' in client.post("/sign-out").headers["Clear-Site-Data"]


def test_no_script_can_read_a_cookie_and_no_cookie_says_anything(cast: Cast, notified: Case) -> None:
    client = Client()
    client.get("/sign-in")
    client.post("/sign-in", {"username": "anna", "password": PASSWORD})
    client.post("/i18n/setlang/", {"language": "en"})
    client.post(f"/cases/{notified.pk}/say/free-message", {"text": "Ring Tolv", "key": "k", "seen": "2"})
    assert set(client.cookies) == {"sessionid", "csrftoken", "django_language"}
    for cookie in client.cookies.values():
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] == "Lax", cookie.key
        assert not cookie["domain"], cookie.key
        assert re.fullmatch(r"\w+", cookie.value), cookie.key


def test_every_text_says_its_encoding(cast: Cast) -> None:
    client = signed_in(cast.ella)
    for address in ("/", "/nowhere", "/settlement", "/static/brygga.css", "/agreements"):
        assert (
            client.get(address)
            .headers["Content-Type"]
            .endswith('charset="utf-8"' if "static" in address else "charset=utf-8")
        )


def test_a_file_is_saved_under_a_name_of_ours(cast: Cast) -> None:
    for kind in ("excel", "pdf"):
        answer = signed_in(cast.ella).get(f"/settlement/{kind}", {"year": "2026", "name": '"; evil'})
        assert re.fullmatch(r'attachment; filename="[\w.-]+"', answer.headers["Content-Disposition"])


def test_an_error_tells_the_visitor_nothing_and_the_log_everything(
    broken: None, caplog: pytest.LogCaptureFixture
) -> None:
    answer = visitor().get("/responsible")
    assert answer.status_code == 500
    assert not re.search("hunter2|SELECT|Traceback|RuntimeError", answer.content.decode())
    assert any(one.exc_info and "hunter2" in str(one.exc_info[1]) for one in caplog.records)


def test_the_address_for_reports_is_there_when_the_settings_say_whom_to_write_to(settings: object) -> None:
    assert visitor().get("/.well-known/security.txt").status_code == 404
    settings.BRYGGA_SECURITY_CONTACT = "mailto:security@brygga.example"
    answer = visitor().get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert re.fullmatch(
        r"Contact: mailto:security@brygga.example\nExpires: \d{4}-\d\d-\d\dT00:00:00Z\nPreferred-Languages: sv, en\n",
        answer.content.decode(),
    )
