"""What is turned away before any view has seen it, and what another site can make a browser do."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.site.cast import PASSWORD, Cast, signed_in

from brygga_site.cases.models import Case, Message
from brygga_site.door.gate import LARGEST_BODY

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
WITHOUT_MARK = {
    "back-channel-logout",  # the identity provider's machine calls it, with no cookie; its token is signed
}


def _patterns(resolver: URLResolver) -> list[URLPattern]:
    found: list[URLPattern] = []
    for one in resolver.url_patterns:
        found += _patterns(one) if isinstance(one, URLResolver) else [one]
    return found


@pytest.mark.parametrize("method", ["TRACE", "OPTIONS", "PUT", "DELETE", "CONNECT", "MADE-UP"])
def test_a_method_that_no_page_has_is_turned_away(cast: Cast, method: str) -> None:
    answer = signed_in(cast.anna).generic(method, "/board")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, POST"
    assert b"Tolv" not in answer.content


def test_a_body_that_is_too_large_is_turned_away_with_what_to_do(cast: Cast) -> None:
    client = signed_in(cast.anna)
    fields = {"identity_number": "x" * LARGEST_BODY}
    answer = client.post("/cases/new/discharge", fields, headers=ENGLISH)
    assert answer.status_code == 413
    assert "What was sent is too large. Nothing was saved." in answer.content.decode()


def test_a_text_that_is_too_large_is_turned_away_with_what_to_do(cast: Cast, notified: Case) -> None:
    client = signed_in(cast.anna)
    fields = {"text": "x" * 3_000_000, "key": "k", "seen": "2"}
    address = f"/cases/{notified.pk}/say/free-message"
    for sent in (
        client.post(address, fields),
        client.post(address, "text=" + fields["text"], "application/x-www-form-urlencoded"),
    ):
        assert sent.status_code == 413
        assert "för stort" in sent.content.decode()
    assert Message.objects.filter(case=notified).count() == 2


def test_a_form_with_more_fields_than_any_page_has_is_turned_away(cast: Cast) -> None:
    answer = signed_in(cast.anna).post("/cases/new/discharge", {f"field{n}": "" for n in range(501)})
    assert answer.status_code == 400


def test_what_cannot_be_read_is_no_error_of_ours(cast: Cast) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.anna.staff)
    assert client.post("/cases/new/discharge", b"\xff\xfe\x00", "multipart/form-data; boundary=x").status_code == 400
    for sought, status in ((b"q=%00", 400), (b"q=%ff%fe", 200), (b"q=" + b"a" * 5000, 200)):
        assert client.post("/board", sought, "application/x-www-form-urlencoded").status_code == 200
        assert client.get(f"/agreements/search?{sought.decode()}").status_code == status


def test_no_form_is_taken_that_the_site_has_not_handed_out(cast: Cast, notified: Case) -> None:
    client = Client(enforce_csrf_checks=True, headers=ENGLISH)
    client.force_login(cast.anna.staff)
    for address in (
        "/sign-out",
        "/assignment",
        "/cases/new/discharge",
        f"/cases/{notified.pk}/say/free-message",
        "/i18n/setlang/",
    ):
        answer = client.post(address, {"text": "x", "language": "en"})
        assert answer.status_code == 403, address
        assert "did not come from a page of Brygga" in answer.content.decode()
    assert Message.objects.filter(case=notified).count() == 2


def test_no_page_takes_a_form_without_the_sites_mark() -> None:
    exempt = {one.name for one in _patterns(get_resolver()) if getattr(one.callback, "csrf_exempt", False)}
    # Programs send no form: they show a key.
    programs = {one.name for one in _patterns(get_resolver()) if one.lookup_str.startswith("ninja.")}
    assert exempt - programs == WITHOUT_MARK


@pytest.mark.parametrize("mode", ["no-cors", "cors", "same-origin", "websocket"])
def test_what_another_site_has_a_browser_fetch_is_turned_away(cast: Cast, mode: str) -> None:
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": mode}
    assert signed_in(cast.anna).get("/board", headers=headers).status_code == 403


def test_a_link_from_another_site_is_followed_and_a_form_from_it_is_not(cast: Cast) -> None:
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    client = signed_in(cast.anna)
    assert client.get("/board", headers=headers).status_code == 200
    assert client.post("/sign-out", headers=headers).status_code == 403


def test_nothing_is_changed_by_a_link(cast: Cast, notified: Case) -> None:
    client = signed_in(cast.anna)
    for address in ("/sign-out", "/i18n/setlang/?language=en"):
        client.get(address)
    assert client.get("/board").status_code == 200
    assert 'lang="sv"' in client.get("/board", headers={"accept-language": "sv"}).content.decode()
    before = Message.objects.count()
    client.get(f"/cases/{notified.pk}/say/free-message?text=x&key=k&seen=2")
    assert Message.objects.count() == before


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"])
def test_signing_in_and_changing_language_lead_to_no_other_site(cast: Cast, where: str) -> None:
    client = Client()
    answer = client.post("/sign-in", {"username": "anna", "password": PASSWORD, "next": where})
    assert answer.status_code == 302
    assert "evil" not in answer.headers["Location"] and "javascript" not in answer.headers["Location"]
    answer = client.post("/i18n/setlang/", {"language": "en", "next": where})
    assert "evil" not in answer.headers.get("Location", "") and "javascript" not in answer.headers.get("Location", "")


def test_there_is_no_list_of_files_and_none_but_those_meant_to_be_served() -> None:
    for address in (
        "/static/",
        "/static/vendor/",
        "/.git/config",
        "/static/../manage.py",
        "/static/%2e%2e/settings/base.py",
    ):
        assert Client().get(address).status_code in (302, 404), address


def test_what_is_turned_away_at_the_gate_is_logged(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    client = Client(enforce_csrf_checks=True, REMOTE_ADDR="192.0.2.9")
    client.generic("TRACE", "/cases/someone")
    client.post("/sign-in", {"username": "someone"})
    told = [
        line for line in "\n".join((*caplog.messages, capsys.readouterr().out)).splitlines() if "turned-away" in line
    ]
    assert len(told) == 2
    assert "method" in told[0] and "elsewhere" in told[1]
    assert all("192.0.2.9" in line and "someone" not in line.partition("turned-away")[2] for line in told)
