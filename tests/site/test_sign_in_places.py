"""Where a session is used from, how lately a factor was shown, and what administrators need besides a password."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.core.checks import run_checks
from django.test import Client
from django.utils import timezone
from structlog.testing import capture_logs
from tests.site.cast import PASSWORD, Cast, signed_in
from tests.site.programs import Program
from tests.site.sign_in import add_app, code, is_in, sign_in

from brygga_site.accounts.models import Invitation, RecoveryCode, Session, Unsent
from brygga_site.accounts.places import MOST, place_of
from brygga_site.accounts.recovery import make
from brygga_site.api.actions import make_key
from brygga_site.cases.models import Case
from brygga_site.organisations.models import Pending

WINDOWS, MAC = "Firefox/140 (Windows)", "Chrome/140 (Mac OS X)"
FORM = {"purpose": "care", "title": "Läkare", "staff": "ivar"}
ENGLISH = {"accept-language": "en"}


def stolen(client: Client, browser: str = WINDOWS, address: str = "127.0.0.1") -> Client:
    """Somebody else's machine with the same cookie."""
    other = Client(headers={"user-agent": browser}, REMOTE_ADDR=address)
    other.cookies["sessionid"] = client.cookies["sessionid"].value
    return other


def by_passkey(client: Client, ago: int = 0) -> None:
    """The session has been shown a passkey, as django-allauth keeps it (the browser's part is in the journeys)."""
    session = client.session
    number = session["_auth_user_id"]
    session["account_authentication_methods"] = [{"method": "mfa", "type": "webauthn", "at": time.time() - ago}]
    session["account_authentication_methods_user"] = number
    session.save()


@pytest.mark.parametrize(
    ("browser", "address", "asks"),
    [
        (WINDOWS, "127.0.9.9", False),
        (WINDOWS.replace("140", "141"), "127.0.0.1", False),
        (MAC, "127.0.0.1", True),
        ("", "127.0.0.1", True),
        (WINDOWS, "10.9.0.1", True),
        (WINDOWS, "2001:db8::1", True),
    ],
)
def test_a_cookie_on_another_network_or_in_another_browser_has_to_show_a_factor(
    cast: Cast, client: Client, browser: str, address: str, asks: bool
) -> None:
    sign_in(client)
    other = stolen(client, browser, address)
    with capture_logs() as log:
        answers = [other.get("/board"), other.get("/board")]
    assert {answer.status_code for answer in answers} == {302 if asks else 200}
    assert [one["event"] for one in log].count("session-moved") == asks
    if asks:
        assert answers[0].url == "/your-sign-in/again/password?next=%2Fboard"
        assert other.get("/board", headers={"hx-request": "true"}).headers["HX-Redirect"].startswith("/your-sign-in/")
        assert other.post("/your-sign-in/password").url.startswith("/your-sign-in/again/")
    assert client.get("/board").status_code == 200


def test_whoever_shows_a_factor_there_goes_on_and_is_not_asked_again_on_the_way_back(
    cast: Cast, client: Client
) -> None:
    sign_in(client)
    moved = stolen(client, MAC, "10.9.0.1")
    assert moved.get("/board").status_code == 302
    again = "/your-sign-in/again/password?next=/board"
    assert moved.post(again, {"password": "wrong"}).status_code == 200
    assert moved.get("/board").status_code == 302
    with capture_logs() as log:
        assert moved.post(again, {"password": PASSWORD}).url == "/board"
        assert moved.get("/board").status_code == 200
    assert "session-place-confirmed" in [one["event"] for one in log]
    client.cookies = moved.cookies
    assert client.get("/board").status_code == 200
    session = Session.objects.get()
    assert session.places == [place_of("127.0.0.1", WINDOWS), place_of("10.9.0.1", MAC)]
    assert (len(session.places) <= MOST, session.doubted_at) == (True, None)


def test_a_factor_shown_before_the_session_moved_does_not_settle_it(cast: Cast, client: Client) -> None:
    sign_in(client)
    assert client.post("/your-sign-in/again/password?next=/board", {"password": PASSWORD}).status_code == 302
    other = stolen(client, MAC)
    assert {other.get("/board").status_code for _ in range(2)} == {302}


def test_whoever_has_a_second_factor_shows_that_one_there(cast: Cast, client: Client) -> None:
    add_app(cast.anna.staff)
    sign_in(client)
    client.post("/sign-in/second-factor", {"code": code()})
    assert stolen(client, MAC).get("/board").url == "/your-sign-in/again/code?next=%2Fboard"


def test_what_was_being_written_is_kept_where_the_session_is_doubted(
    cast: Cast, client: Client, notified: Case
) -> None:
    sign_in(client)
    address = f"/cases/{notified.pk}/say/free-message"
    other = stolen(client, MAC)
    assert other.post(address, {"text": "Halvskrivet"}).url.startswith("/your-sign-in/again/")
    assert Unsent.objects.get().content == {"text": ["Halvskrivet"]}
    assert notified.messages.count() == 2


def test_administrators_act_with_a_passkey_where_it_is_asked_for(cast: Cast, settings: object) -> None:
    settings.BRYGGA_SECOND_FACTOR_FOR = settings.BRYGGA_PASSKEY_FOR = ("assignments",)
    hugo = signed_in(cast.hugo)
    assert hugo.get("/administration/").url == "/assignment"
    told = hugo.get("/assignment", headers=ENGLISH).content.decode()
    assert "administered with a passkey" in told
    assert "asks for a passkey" in told
    add_app(cast.hugo.staff)
    by_app = Client()
    sign_in(by_app, "hugo")
    by_app.post("/sign-in/second-factor", {"code": code()})
    assert by_app.get("/administration/").url == "/assignment"
    by_passkey(hugo)
    assert hugo.get("/administration/").status_code == 200
    assert signed_in(cast.anna).get("/").status_code == 200


def test_units_and_assignments_are_kept_from_the_listed_networks_alone(cast: Cast, settings: object) -> None:
    settings.BRYGGA_ADMINISTRATION_NETWORKS = ["10.20.0.0/16", "2001:db8::/32"]
    now = timezone.now()
    program = Program(make_key(cast.hugo, "Personal", "read", timezone.localdate(now), now)[1])
    for address, status in (("10.20.3.4", 200), ("2001:db8::9", 200), ("10.21.0.1", 302), ("127.0.0.1", 302)):
        hugo = signed_in(cast.hugo)
        hugo.defaults["REMOTE_ADDR"] = address
        assert hugo.get("/administration/").status_code == status, address
        program.client.defaults["REMOTE_ADDR"] = address
        assert program.client.get("/api/v1/units").status_code == (200 if status == 200 else 403)
    assert "own network" in hugo.get("/assignment", headers=ENGLISH).content.decode()
    assert signed_in(cast.anna).get("/board").status_code == 200


def test_from_outside_the_organisations_networks_everybody_needs_a_second_factor(cast: Cast, settings: object) -> None:
    settings.BRYGGA_INSIDE_NETWORKS = ["10.0.0.0/8"]
    for address, status in (("10.1.1.1", 200), ("127.0.0.1", 302)):
        anna = signed_in(cast.anna)
        anna.defaults["REMOTE_ADDR"] = address
        assert anna.get("/board").status_code == status
    by_passkey(anna)
    assert anna.get("/board").status_code == 200


def test_a_network_that_cannot_be_read_stops_the_site_from_starting(settings: object) -> None:
    settings.BRYGGA_ADMINISTRATION_NETWORKS = ["10.20.0.0/16", "kontoret"]
    [error] = [one for one in run_checks() if one.id == "brygga.sign_in.E003"]
    assert "kontoret" in error.msg


def test_what_takes_two_asks_both_for_a_factor_of_these_minutes(cast: Cast, settings: object) -> None:
    settings.BRYGGA_FRESH_FACTOR_SECONDS = 600
    settings.BRYGGA_PASSKEY_FOR = ("assignments",)
    form = {**FORM, "unit": cast.anna.unit.hsa_id, "from_day": timezone.localdate().isoformat()}
    hugo, ines = signed_in(cast.hugo), signed_in(cast.ines)
    for client in (hugo, ines):
        by_passkey(client, ago=601)
    again = "/your-sign-in/again/"
    for address in ("give", f"staff/{cast.anna.staff_id}/change", f"assignments/{cast.anna.pk}/key", "import/look"):
        assert hugo.get(f"/administration/{address}").url.startswith(again), address
    assert hugo.post("/administration/give", form).url.startswith(again)
    assert hugo.post(f"/staff/{cast.anna.staff_id}/invite").url.startswith(again)
    assert not Pending.objects.exists()
    by_passkey(hugo, ago=301)
    assert hugo.get("/administration/give").url.startswith(again)
    asked = hugo.post("/administration/give", form).url
    assert ines.post(f"{asked}/approve").url.startswith(again)
    assert Pending.objects.get().state == "waiting"
    by_passkey(ines)
    assert ines.post(f"{asked}/approve").url == "/administration/approvals"
    row = Pending.objects.get()
    assert (row.state, row.asked_factor, row.decided_factor) == ("approved", "passkey", "passkey")


def test_a_recovery_code_is_good_once_and_goes_with_the_last_factor(cast: Cast) -> None:
    add_app(cast.anna.staff)
    codes = make(cast.anna.staff)
    for typed, status in ((codes[0].lower(), 302), (codes[0], 200), (codes[1], 302), ("AAAA-AAAA-AAAA", 200)):
        client = Client()
        sign_in(client)
        assert client.post("/sign-in/second-factor", {"code": typed}).status_code == status
        assert is_in(client) == (status == 302)
    assert RecoveryCode.objects.count() == 8
    later = make(cast.anna.staff)
    client = Client()
    sign_in(client)
    assert client.post("/sign-in/second-factor", {"code": codes[2]}).status_code == 200
    assert client.post("/sign-in/second-factor", {"code": later[0]}).status_code == 302
    client.post("/your-sign-in/again/password?next=/", {"password": PASSWORD})
    client.post("/your-sign-in/app/remove")
    assert not RecoveryCode.objects.exists()


def test_wrong_recovery_codes_have_to_wait_after_the_fifth(cast: Cast, client: Client) -> None:
    add_app(cast.anna.staff)
    make(cast.anna.staff)
    sign_in(client)
    answers = [client.post("/sign-in/second-factor", {"code": "AAAABBBBCCCC"}).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


def test_whoever_has_no_codes_left_is_told_so_when_signing_in(cast: Cast, client: Client) -> None:
    add_app(cast.anna.staff)
    sign_in(client)
    answer = client.post("/sign-in/second-factor", {"code": code()}, follow=True, headers=ENGLISH)
    assert "You have no recovery codes" in answer.content.decode()


@pytest.mark.any_engine("a migration's function on a few rows")
def test_codes_made_from_a_seed_and_codes_of_one_half_end_with_the_upgrade(cast: Cast) -> None:
    from importlib import import_module

    from django.apps import apps

    Authenticator.objects.create(user=cast.anna.staff, type="recovery_codes", data={"seed": "x", "used_mask": 0})
    add_app(cast.anna.staff)
    Invitation.objects.create(staff=cast.anna.staff, first="x", second="y", made_at=timezone.now())
    for name in ("0005_codes_in_two_halves", "0006_recovery_codes_and_places"):
        import_module(f"brygga_site.accounts.migrations.{name}").end_codes(apps, None)
    assert list(Authenticator.objects.values_list("type", flat=True)) == ["totp"]
    assert not Invitation.objects.exists()
