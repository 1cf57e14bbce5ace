"""One-time codes: who may give one, to whom, what it opens, and what it does not."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from structlog.testing import capture_logs
from tests.site.approvals import given as given_by_two
from tests.site.cast import Cast, signed_in
from tests.site.pages import page
from tests.site.sign_in import add_app, code, is_in, sign_in

from brygga_site.accounts import codes
from brygga_site.accounts.actions import invite
from brygga_site.accounts.models import Invitation
from brygga_site.organisations.actions import contract_provider, open_unit, register_staff
from brygga_site.organisations.models import Assignment, Pending, Staff, Unit
from brygga_site.trail.models import Entry

ENGLISH = {"accept-language": "en"}
NEW = "lodjur orgel tisdag paraply"


def give(who: Assignment, to: Staff, **fields: str) -> HttpResponse:
    return signed_in(who).post(f"/staff/{to.pk}/invite", fields, headers=ENGLISH)


def given(cast: Cast, to: Staff, **fields: str) -> str:
    """Hugo asks and has the first half, Ines approves and has the second."""
    first = half(give(cast.hugo, to, **fields))
    waiting = Pending.objects.latest("pk")
    return f"{first}-{half(signed_in(cast.ines).post(f'/administration/approvals/{waiting.pk}/approve'))}"


def half(response: HttpResponse) -> str:
    return re.search(r'<code class="code">([A-Z2-9-]{9})</code>', response.content.decode())[1]


def gives(cast: Cast, staff: Staff, unit: Unit) -> None:
    given_by_two(cast.hugo, cast.ines, staff, unit, "Sköterska", "care", from_day=timezone.localdate())


def use(client: Client, given_code: str, name: str = "anna", password: str = NEW, again: str = "") -> HttpResponse:
    fields = {"username": name, "code": given_code, "password1": password, "password2": again or password}
    return client.post("/sign-in/first", fields, headers=ENGLISH)


def test_a_code_from_the_administrator_sets_a_password_and_signs_in(cast: Cast, client: Client) -> None:
    Staff.objects.filter(username="anna").update(password="!")
    answer = use(client, given(cast, cast.anna.staff))
    assert answer.url == "/"
    assert is_in(client)
    assert sign_in(Client(), password=NEW).status_code == 302


def test_the_old_password_and_every_session_are_over_when_the_code_is_used(cast: Cast, client: Client) -> None:
    elsewhere = signed_in(cast.anna)
    given_code = given(cast, cast.anna.staff)
    assert is_in(elsewhere)
    assert sign_in(Client()).status_code == 302
    use(client, given_code)
    assert not is_in(elsewhere)
    assert sign_in(Client()).status_code == 200


def test_a_code_is_good_once_and_an_earlier_one_not_at_all(cast: Cast) -> None:
    earlier, later = given(cast, cast.anna.staff), given(cast, cast.anna.staff)
    assert [use(Client(), one).status_code for one in (earlier, later, later)] == [200, 302, 200]


def test_a_code_is_good_for_72_hours(cast: Cast) -> None:
    given_code = given(cast, cast.anna.staff)
    for hours, status in ((73, 200), (71, 302)):
        Invitation.objects.update(made_at=timezone.now() - timedelta(hours=hours))
        assert use(Client(), given_code).status_code == status


def test_a_code_is_typed_as_one_likes_and_only_with_its_own_user_name(cast: Cast) -> None:
    given_code = given(cast, cast.anna.staff)
    assert use(Client(), given_code, name="ivar").status_code == 200
    assert use(Client(), f" {given_code.lower().replace('-', ' ')}", name="ANNA").status_code == 302


def test_a_password_that_is_not_taken_leaves_the_code_good(cast: Cast, client: Client) -> None:
    given_code = given(cast, cast.anna.staff)
    for password, again in (*[("kort", "")] * 6, ("anna anna anna", "något annat helt"), ("password1234", "")):
        assert 'role="alert"' in use(client, given_code, password=password, again=again).content.decode()
    assert use(client, given_code).status_code == 302


@pytest.mark.parametrize("written", [str, str.lower, lambda one: one.replace("-", "")])
def test_the_code_itself_is_no_password(cast: Cast, client: Client, written: Callable[[str], str]) -> None:
    made = invite(cast.anna.staff, timezone.now())
    assert "cannot be the password" in use(client, made, password=written(made)).content.decode()
    assert use(client, made).status_code == 302


def test_wrong_codes_have_to_wait_after_the_fifth_and_passwords_do_not(cast: Cast) -> None:
    given_code = given(cast, cast.anna.staff)
    with capture_logs() as log:
        answers = [use(Client(), "AAAA-AAAA-AAAA-AAAA").status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    assert [one["event"] for one in log] == ["invitation-failed"] * 5 + ["attempts-limited"]
    assert use(Client(), given_code).status_code == 429
    assert sign_in(Client()).status_code == 302


def test_whoever_has_no_code_is_answered_as_one_with_a_wrong_code(cast: Cast) -> None:
    given(cast, cast.anna.staff)
    text = "do not belong together, or the code is no longer good"
    for name in ("anna", "boris", "nobody"):
        assert text in use(Client(), "AAAA-AAAA-AAAA-AAAA", name=name).content.decode()


def test_a_second_factor_is_asked_for_after_the_code_unless_it_is_lost_too(cast: Cast) -> None:
    add_app(cast.anna.staff)
    client = Client()
    assert use(client, given(cast, cast.anna.staff)).url == "/sign-in/second-factor"
    assert not is_in(client)
    assert client.post("/sign-in/second-factor", {"code": code()}).status_code == 302
    assert is_in(client)
    lost = given(cast, cast.anna.staff, factors="1")
    assert Authenticator.objects.exists()
    assert use(Client(), lost).url == "/"
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    ("refused", "status", "what"),
    [
        (lambda cast: (cast.anna, cast.ivar), 404, "units and assignments"),
        (lambda cast: (cast.gerda, cast.anna), 404, "units and assignments"),
        (lambda cast: (cast.hugo, cast.cecilia), 404, "one-time code: cecilia"),
        (lambda cast: (cast.hugo, cast.hugo), 403, "one-time code: hugo"),
    ],
    ids=["a nurse", "a reviewer", "another organisation's", "oneself"],
)
def test_others_are_refused_on_the_trail(
    cast: Cast, refused: Callable[[Cast], tuple[Assignment, Assignment]], status: int, what: str
) -> None:
    who, to = refused(cast)
    assert give(who, to.staff).status_code == status
    assert not Invitation.objects.exists()
    entry = Entry.objects.latest("sequence")
    assert (entry.staff, entry.decision, entry.what) == (who.staff.username, "refused", what)
    assert entry.paragraph == "2008:355 4:2"


def test_the_organisation_that_keeps_the_account_gives_new_staff_a_code_before_any_assignment(cast: Cast) -> None:
    nils = register_staff(cast.hugo, "nils", "Nils Ny")
    assert f'href="/administration/staff/{nils.pk}"' in give(cast.hugo, nils).content.decode()
    assert use(Client(), given(cast, nils), name="nils").status_code == 302


def test_an_organisation_that_does_not_keep_the_account_gives_no_code_to_whoever_works_there_too(cast: Cast) -> None:
    gives(cast, cast.cecilia.staff, cast.boris.unit)
    answer = give(cast.hugo, cast.cecilia.staff)
    assert answer.status_code == 403
    assert "Another organisation keeps this account" in answer.content.decode()
    assert "one-time code" not in page(signed_in(cast.hugo), f"/administration/staff/{cast.cecilia.staff_id}")


def test_whoever_works_for_another_organisation_too_is_opened_by_neither(cast: Cast) -> None:
    other = Assignment.objects.create(
        staff=cast.anna.staff, unit=cast.cecilia.unit, title="Extra", purpose="care", from_day="2020-01-01"
    )
    answer = give(cast.hugo, cast.anna.staff)
    assert answer.status_code == 403
    assert "whoever runs the site makes the code" in answer.content.decode()
    address = f"/administration/staff/{cast.anna.staff_id}"
    assert "Ask for a one-time code" not in page(signed_in(cast.hugo), address)
    assert "made by whoever runs the site" in page(signed_in(cast.hugo), address)
    Assignment.objects.filter(pk=other.pk).update(revoked_at=timezone.now())
    assert give(cast.hugo, cast.anna.staff).status_code == 200


def test_whoever_works_at_a_unit_under_contract_is_given_a_code_by_the_principal(cast: Cast) -> None:
    provider = contract_provider(cast.hugo, "559999-0008", "Vårdbolaget AB")
    unit = open_unit(cast.hugo, "SE5599990008-1", "health-centre", "Vårdbolaget City", "1480", provider)
    gives(cast, cast.boris.staff, unit)
    assert give(cast.hugo, cast.boris.staff).status_code == 200


def test_a_closed_account_gets_no_code_and_a_code_does_not_open_it(cast: Cast) -> None:
    given_code = given(cast, cast.anna.staff)
    Staff.objects.filter(username="anna").update(is_active=False)
    assert give(cast.hugo, cast.anna.staff).status_code == 403
    assert "one-time code" not in page(signed_in(cast.hugo), f"/administration/staff/{cast.anna.staff_id}")
    assert use(Client(), given_code).status_code == 200


def test_the_trail_and_the_security_log_tell_who_gave_a_code_to_whom_but_no_code(cast: Cast, client: Client) -> None:
    with capture_logs() as log:
        given_code = given(cast, cast.anna.staff, factors="1")
        use(client, given_code)
    entry = Entry.objects.latest("sequence")
    assert (entry.staff, entry.action, entry.decision) == ("ines", "write", "allowed")
    assert (entry.what, entry.paragraph) == ("one-time code: anna, factors are removed", "2008:355 4:2")
    told = [one["event"] for one in log]
    assert told[told.index("invited") :] == ["invited", "factors-removed", "password-set-by-code", "signed-in"]
    assert given_code not in str(log)
    assert log[-1]["methods"] == ["code"]


def test_codes_are_unguessable_and_lie_hashed_in_the_database(cast: Cast) -> None:
    given_code = codes.plain(invite(cast.anna.staff, timezone.now()))
    kept = Invitation.objects.get()
    for half in (given_code[: codes.HALF], given_code[codes.HALF :]):
        assert half not in kept.first + kept.second
    made = {codes.half() for _ in range(1000)}
    assert len(made) == 1000
    assert {letter for one in made for letter in codes.plain(one)} == set(codes.LETTERS)
    assert len(codes.LETTERS) ** codes.HALF > 2**39


@pytest.mark.usefixtures("transactional_db")
def test_a_first_factor_that_is_asked_for_is_added_after_a_one_time_code_alone(cast: Cast, settings: object) -> None:
    settings.BRYGGA_SECOND_FACTOR_FOR = ("log-review",)
    stranger = Client(headers=ENGLISH)
    sign_in(stranger, "gerda")
    for address in ("app/add", "passkeys/add"):
        assert stranger.get(f"/your-sign-in/{address}").url == "/your-sign-in"
        assert stranger.post(f"/your-sign-in/{address}", {"code": code()}).url == "/your-sign-in"
    told = page(stranger, "/your-sign-in")
    assert "The first is added after signing in with a one-time code" in told.replace("\n", " ")

    client = Client()
    assert use(client, given(cast, cast.gerda.staff), name="gerda").url == "/your-sign-in"
    secret = re.search(r'id="key">(\w+)<', client.get("/your-sign-in/app/add").content.decode())[1]
    client.post("/your-sign-in/app/add", {"code": code(secret)})
    assert client.get("/review").status_code == 200


def test_whoever_runs_the_site_makes_a_code_where_no_administrator_can(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("invite", "hugo")
    given_code = re.search(r"\b[A-Z2-9]{4}(-[A-Z2-9]{4}){3}\b", capsys.readouterr().out)[0]
    assert Entry.objects.latest("sequence").ground == "done from the command line"
    assert use(Client(), given_code, name="hugo").status_code == 302
    with pytest.raises(CommandError, match="no active staff member olle"):
        call_command("invite", "olle")


def test_a_code_is_not_given_by_a_link(cast: Cast) -> None:
    assert signed_in(cast.hugo).get(f"/staff/{cast.anna.staff_id}/invite").status_code == 405
    assert not Invitation.objects.exists()
