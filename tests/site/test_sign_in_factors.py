"""A second factor: the code after the password, recovery codes, who must have one, and that changes ask again."""

import json
import re
import subprocess
import sys
import time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from structlog.testing import capture_logs
from tests.site.cast import PASSWORD, Cast
from tests.site.sign_in import SECRET, add_app, code, is_in, sign_in
from tests.site.test_production import ENVIRONMENT, ROOT

from brygga_site.accounts.actions import invite
from brygga_site.accounts.codes import plain
from brygga_site.accounts.models import RecoveryCode, Session
from brygga_site.organisations.models import Assignment

ENGLISH = {"accept-language": "en"}
NEW = "lodjur orgel tisdag paraply"


def show_again(client: Client, then: str) -> object:
    """The password once more, before something is changed."""
    answer = client.get(then)
    assert answer.url.startswith("/your-sign-in/again/password")
    assert client.get(answer.url).status_code == 200
    return client.post(answer.url, {"password": PASSWORD})


def test_the_password_alone_does_not_open_an_account_with_an_app(cast: Cast, client: Client) -> None:
    add_app(cast.anna.staff)
    assert sign_in(client, next="/board").url == "/sign-in/second-factor"
    assert not is_in(client)
    assert client.get("/sign-in/second-factor").status_code == 200
    answer = client.post("/sign-in/second-factor", {"code": code()})
    assert answer.url == "/board"
    assert is_in(client)


def test_a_code_opens_once(cast: Cast) -> None:
    add_app(cast.anna.staff)
    given, answers = code(), []
    for _ in range(2):
        client = Client()
        sign_in(client)
        answers.append(client.post("/sign-in/second-factor", {"code": given}).status_code)
    assert answers == [302, 200]


@pytest.mark.parametrize("later", [-2, -1, 1, 2])
def test_a_code_of_the_app_is_good_for_its_half_minute_alone(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch, later: int
) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    add_app(cast.anna.staff)
    sign_in(client)
    assert client.post("/sign-in/second-factor", {"code": code(later=later)}).status_code == 200
    assert client.post("/sign-in/second-factor", {"code": code()}).status_code == 302


def test_wrong_codes_have_to_wait_after_the_fifth(cast: Cast, client: Client) -> None:
    add_app(cast.anna.staff)
    sign_in(client)
    with capture_logs() as log:
        answers = [client.post("/sign-in/second-factor", {"code": "000000"}).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    assert [one["event"] for one in log] == ["code-failed"] * 5 + ["attempts-limited"]
    assert client.post("/sign-in/second-factor", {"code": code()}).status_code == 429


def test_an_app_is_added_after_the_password_once_more_and_gives_codes_that_are_shown_once(
    cast: Cast, client: Client
) -> None:
    sign_in(client)
    assert show_again(client, "/your-sign-in/app/add").url == "/your-sign-in/app/add"
    page = client.get("/your-sign-in/app/add").content.decode()
    assert "data:image/svg+xml;base64," in page
    secret = re.search(r'id="key">(\w+)<', page)[1]
    assert client.post("/your-sign-in/app/add", {"code": "000000"}).status_code == 200
    answer = client.post("/your-sign-in/app/add", {"code": code(secret)})
    assert answer.url == "/your-sign-in/codes"
    shape = r"<code>([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4})</code>"
    assert not re.findall(shape, client.get(answer.url).content.decode())
    codes = re.findall(shape, client.post(answer.url).content.decode())
    assert len(set(codes)) == 10
    assert not re.findall(shape, client.get(answer.url).content.decode())
    kept = [row.mark + row.code for row in RecoveryCode.objects.all()]
    assert all(plain(code)[1:] not in "".join(kept) for code in codes)
    assert {check_password(plain(code)[1:], RecoveryCode.objects.get(mark=code[0]).code) for code in codes} == {True}

    lost = Client()
    sign_in(lost)
    assert lost.post("/sign-in/second-factor", {"code": codes[0]}).status_code == 302
    again = Client()
    sign_in(again)
    assert again.post("/sign-in/second-factor", {"code": codes[0]}).status_code == 200


def test_secrets_lie_enciphered_in_the_database(cast: Cast, client: Client) -> None:
    add_app(cast.anna.staff)
    assert SECRET not in json.dumps(Authenticator.objects.get().data)


@pytest.mark.parametrize("address", ["app/remove", "passkeys/add", "codes"])
def test_nothing_changes_before_one_has_shown_again_who_one_is(cast: Cast, client: Client, address: str) -> None:
    client.force_login(cast.anna.staff)
    add_app(cast.anna.staff)
    for answer in (client.get(f"/your-sign-in/{address}"), client.post(f"/your-sign-in/{address}")):
        assert answer.status_code in (302, 405)
        if answer.status_code == 302:
            assert answer.url.startswith("/your-sign-in/again/")
    assert Authenticator.objects.filter(type="totp").exists()


def test_removing_the_last_factor_is_logged_and_the_password_is_enough_again(cast: Cast, client: Client) -> None:
    add_app(cast.anna.staff)
    sign_in(client)
    client.post("/sign-in/second-factor", {"code": code()})
    show_again(client, "/your-sign-in/app/remove")
    with capture_logs() as log:
        client.post("/your-sign-in/app/remove")
    assert ("factor-removed", "anna", "totp") in [(one["event"], one["staff"], one.get("factor")) for one in log]
    assert sign_in(Client()).url == "/"


def test_who_reviews_the_log_or_gives_assignments_acts_only_with_a_second_factor(
    cast: Cast, settings: object, client: Client
) -> None:
    settings.BRYGGA_SECOND_FACTOR_FOR = ("log-review", "assignments")
    for name in ("gerda", "hugo"):
        alone = Client()
        sign_in(alone, name)
        assert alone.get("/").url == "/assignment"
        page = alone.get("/assignment", headers=ENGLISH).content.decode()
        assert "asks for a second factor" in page
        alone.post("/assignment", {"assignment": getattr(cast, name).pk})
        assert alone.get("/").url == "/assignment"
    assert sign_in(client, "anna").url == "/"
    assert client.get("/").status_code == 200

    add_app(cast.gerda.staff)
    both = Client()
    sign_in(both, "gerda")
    both.post("/sign-in/second-factor", {"code": code()})
    assert both.get("/review").status_code == 200


@pytest.mark.usefixtures("transactional_db")
def test_adding_a_factor_lets_one_act_at_once(cast: Cast, settings: object, client: Client) -> None:
    settings.BRYGGA_SECOND_FACTOR_FOR = ("assignments",)
    given = invite(cast.hugo.staff, timezone.now())
    fields = {"username": "hugo", "code": given, "password1": NEW, "password2": NEW}
    client.post("/sign-in/first", fields)
    secret = re.search(r'id="key">(\w+)<', client.get("/your-sign-in/app/add").content.decode())[1]
    client.post("/your-sign-in/app/add", {"code": code(secret)})
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ({}, {purpose.value for purpose in Assignment.Purpose}),
        ({"BRYGGA_SECOND_FACTOR_FOR": "social-care"}, {"social-care", "log-review", "assignments"}),
        ({"BRYGGA_SECOND_FACTOR_FOR": ""}, {"log-review", "assignments"}),
    ],
)
def test_production_asks_it_of_everybody_or_of_whom_the_operator_names_and_always_of_two(
    told: dict[str, str], asked: set[str]
) -> None:
    read = "from brygga_site.settings.production import BRYGGA_SECOND_FACTOR_FOR as asked; print(*asked)"
    run = subprocess.run(
        [sys.executable, "-c", read], cwd=ROOT, env=ENVIRONMENT | told, capture_output=True, text=True, check=True
    )
    assert set(run.stdout.split()) == asked


@pytest.mark.parametrize("name", ["anna", "david", "ella", "gerda", "hugo"])
def test_nobody_acts_with_a_password_alone_where_everybody_is_asked(
    cast: Cast, settings: object, client: Client, name: str
) -> None:
    settings.BRYGGA_SECOND_FACTOR_FOR = tuple(purpose.value for purpose in Assignment.Purpose)
    sign_in(client, name)
    for route in ("today", "board", "settlement", "review", "administration-units", "find-person"):
        answer = client.get(reverse(route))
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/assignment"), route


def test_whoever_runs_the_site_helps_one_who_has_lost_everything(cast: Cast, client: Client) -> None:
    client.force_login(cast.anna.staff)
    add_app(cast.anna.staff)
    with capture_logs() as log:
        call_command("remove_factors", "anna", verbosity=0)
    assert not Authenticator.objects.exists()
    assert not Session.objects.exists()
    assert not is_in(client)
    assert [one["event"] for one in log][:2] == ["factors-removed", "sessions-ended"]
    with pytest.raises(CommandError, match="no staff member olle"):
        call_command("remove_factors", "olle")
