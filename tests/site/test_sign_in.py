"""Signing in with user name and password: who gets in, what a stranger learns, how often one may try."""

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from structlog.testing import capture_logs
from tests.site.cast import PASSWORD, Cast
from tests.site.sign_in import add_app, code, is_in, sign_in

from brygga_site.accounts.models import Session
from brygga_site.organisations.models import Staff

pytestmark = pytest.mark.usefixtures("cast")


def test_a_nurse_signs_in_and_comes_to_today_with_a_new_session_key(client: Client) -> None:
    client.get("/sign-in")
    before = client.session
    before["anything"] = 1
    before.save()
    answer = sign_in(client)
    assert answer.status_code == 302
    assert answer.url == "/"
    assert client.session.session_key != before.session_key
    assert client.session.get_expire_at_browser_close()


def test_one_comes_back_to_where_one_was_but_never_to_another_site(client: Client) -> None:
    assert sign_in(client, next="/board?q=x").url == "/board?q=x"
    for elsewhere in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert sign_in(Client(), next=elsewhere).url == "/"


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(client: Client) -> None:
    wrong, unknown = (sign_in(Client(), name, "fel-lösenord-här") for name in ("anna", "nobody"))
    text = "The user name and the password do not belong together."
    assert text in wrong.content.decode()
    assert text in unknown.content.decode()
    assert wrong.status_code == unknown.status_code == 200


def test_an_unknown_name_costs_the_same_hashing_as_a_known_one(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed = []
    monkeypatch.setattr(Staff, "set_password", lambda self, password: hashed.append(password))
    sign_in(client, "nobody", "fel-lösenord-här")
    assert hashed == ["fel-lösenord-här"]


def test_a_closed_account_says_so_only_to_who_knows_its_password(client: Client) -> None:
    Staff.objects.filter(username="anna").update(is_active=False)
    assert "do not belong together" in sign_in(client, password="fel-lösenord-här").content.decode()
    answer = sign_in(client)
    assert answer.status_code == 403
    assert "Your account in Brygga is closed." in answer.content.decode()
    assert not is_in(client)


def test_the_sixth_wrong_password_for_an_account_has_to_wait_and_so_has_the_right_one() -> None:
    for _ in range(5):
        assert sign_in(Client(), password="fel-lösenord-här").status_code == 200
    for password in ("fel-lösenord-här", PASSWORD):
        answer = sign_in(Client(), "ANNA", password)
        assert answer.status_code == 429
        assert answer["Retry-After"] == "300"
        assert "Wait 5 minutes" in answer.content.decode()
    assert sign_in(Client(), "boris").status_code == 302


def test_right_passwords_are_not_counted() -> None:
    for _ in range(7):
        assert sign_in(Client()).status_code == 302


def test_an_address_that_tries_one_password_on_many_accounts_has_to_wait(settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed": "3/300s/ip,5/300s/key"}
    answers = [sign_in(Client(), f"name{n}", "vårregn-2026-x").status_code for n in range(4)]
    assert answers == [200, 200, 200, 429]
    assert sign_in(Client()).status_code == 429


def test_attempts_are_counted_in_the_database_that_all_processes_share() -> None:
    sign_in(Client(), password="fel-lösenord-här")
    assert type(cache).__name__ != "LocMemCache"
    from brygga_site.accounts.models import Counter

    assert Counter.objects.filter(cache_key__contains="login_failed").count() == 2


@pytest.mark.parametrize("sent", ["{}", "[]", "7", '"x"', "{", '{"id": "YQ", "rawId": "YQ", "response": {}}'])
def test_what_is_no_answer_of_a_passkey_is_a_wrong_one_and_no_error_of_ours(client: Client, sent: str) -> None:
    add_app(Staff.objects.get(username="anna"))
    client.get("/sign-in/passkey")
    assert client.post("/sign-in/passkey", {"credential": sent}).status_code < 500
    sign_in(client)
    assert client.post("/sign-in/second-factor", {"credential": sent}).status_code < 500
    client.post("/sign-in/second-factor", {"code": code()})
    for address in ("again/passkey", "passkeys/add"):
        assert client.post(f"/your-sign-in/{address}", {"name": "x", "credential": sent}).status_code < 500
    assert is_in(client)


def test_the_security_log_tells_who_showed_again_who_they_are_and_who_failed_to(client: Client) -> None:
    add_app(Staff.objects.get(username="anna"))
    sign_in(client)
    with capture_logs() as log:
        client.post("/sign-in/second-factor", {"credential": '{"id": "x"}'})
        client.post("/sign-in/second-factor", {"code": code()})
        client.post("/your-sign-in/again/password", {"password": "fel-lösenord-här"})
        client.post("/your-sign-in/again/password", {"password": PASSWORD})
        client.post("/your-sign-in/again/code", {"code": "000000"})
        new = dict.fromkeys(("password1", "password2"), "lodjur orgel tisdag")
        client.post("/your-sign-in/password", {"oldpassword": "fel-lösenord-här", **new})
    told = [(one["event"], one["staff"], one.get("factor", "")) for one in log]
    assert told == [
        ("code-failed", "anna", "webauthn"),
        ("signed-in", "anna", ""),
        ("sign-in-failed", "anna", ""),
        ("shown-again", "anna", "password"),
        ("code-failed", "anna", ""),
        ("show-again-failed", "anna", "password"),
    ]


def test_the_security_log_tells_who_came_and_who_failed_but_no_password(client: Client) -> None:
    with capture_logs() as log:
        sign_in(client, password="fel-lösenord-här")
        sign_in(client, "Lösenord-i-fel-fält", "x")
        sign_in(client)
        client.post("/sign-out")
    kept = [(one["event"], one["staff"]) for one in log]
    assert kept == [
        ("sign-in-failed", "anna"),
        ("sign-in-failed", "(unknown)"),
        ("signed-in", "anna"),
        ("signed-out", "anna"),
    ]
    assert log[2]["methods"] == ["password"]
    assert "sen" not in " ".join(f"{value}" for one in log for value in one.values())


def test_signing_out_ends_the_session_itself(client: Client) -> None:
    sign_in(client)
    stolen = Client(headers={"user-agent": client.defaults["HTTP_USER_AGENT"]})
    stolen.cookies["sessionid"] = client.cookies["sessionid"].value
    assert is_in(stolen)
    client.post("/sign-out")
    assert not is_in(stolen)
    assert Session.objects.count() == 0


@override_settings(BRYGGA_DEMO=False)
def test_the_made_up_staff_are_offered_in_the_demo_alone(client: Client) -> None:
    assert "brygga-demo-2026" not in client.get("/sign-in").content.decode()


def test_nobody_signs_up_and_nothing_of_the_library_is_reached(client: Client, cast: Cast) -> None:
    for address in ("/signup/", "/accounts/signup/", "/sign-in/signup", "/password/reset/", "/social/signup/"):
        assert client.get(address).status_code == 404
