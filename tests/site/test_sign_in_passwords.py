"""Passwords: how long, known to others or not, and how they are changed."""

import hashlib
import re
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as some
from tests.site.cast import PASSWORD, Cast
from tests.site.sign_in import is_in, sign_in

from brygga_site import accounts
from brygga_site.accounts.breached import is_breached
from brygga_site.organisations.models import Staff

LEAKED = "kaffe-och-bulle-2026"
NEW = "lodjur orgel tisdag paraply"


def listed(passwords: list[str], end: str = "\r\n") -> str:
    hashes = (hashlib.sha1(one.encode(), usedforsecurity=False).hexdigest().upper() for one in passwords)
    return "".join(f"{one}:7{end}" for one in sorted(hashes))


@pytest.fixture
def leaks(tmp_path: Path, settings: object) -> Path:
    file = tmp_path / "leaks.txt"
    file.write_text(listed([LEAKED, *(f"password-number-{n}" for n in range(1000))]))
    settings.BRYGGA_BREACHED_PASSWORDS = file
    return file


@given(passwords=some.lists(some.text(max_size=5), unique=True, max_size=30), other=some.text(max_size=5))
def test_a_password_is_found_just_when_the_file_has_it(
    tmp_path_factory: pytest.TempPathFactory, passwords: list[str], other: str
) -> None:
    file = tmp_path_factory.mktemp("leaks") / "leaks.txt"
    for end in ("\r\n", "\n"):
        file.write_text(listed(passwords, end))
        assert all(is_breached(one, file) for one in passwords)
        assert is_breached(other, file) == (other in passwords)


def test_a_leaked_password_is_refused_and_a_fresh_one_taken(leaks: Path) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_password(LEAKED)
    assert refusal.value.error_list[0].code == "password_breached"
    validate_password(NEW)


def test_common_short_and_own_names_are_refused_and_nothing_is_asked_of_the_characters() -> None:
    staff = Staff(username="anna-avdelning-fyra", name="Anna Avdelning")
    for bad in ("kortare", "1qaz2wsx3edc4rfv", "anna-avdelning-fyra"):
        with pytest.raises(ValidationError):
            validate_password(bad, staff)
    for good in ("bara små bokstäver", "å" * 128, "🦦 utter under bryggan", "7391846250917"):
        validate_password(good, staff)


@pytest.mark.parametrize(
    "bad", ["Brygga-2026-Brygga", "losenord-losenord1", "annas enhet 2026", "Västra Götalandsregionen"]
)
def test_words_that_somebody_here_would_guess_are_refused(cast: Cast, bad: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_password(bad, cast.anna.staff)
    assert "password_local_words" in [error.code for error in refusal.value.error_list]
    validate_password("bryggan och lodjuret paraply", cast.anna.staff)


def test_a_list_that_is_not_there_stops_the_site_from_starting(settings: object, tmp_path: Path) -> None:
    settings.BRYGGA_BREACHED_PASSWORDS = tmp_path / "nowhere"
    with pytest.raises(SystemCheckError, match=r"E001"):
        call_command("check")


@pytest.mark.usefixtures("cast")
class TestChangingOnesPassword:
    def change(self, client: Client, old: str = PASSWORD, new: str = NEW, again: str = "") -> object:
        fields = {"oldpassword": old, "password1": new, "password2": again or new}
        return client.post("/your-sign-in/password", fields, headers={"accept-language": "en"})

    def test_the_present_one_is_asked_for(self, client: Client) -> None:
        sign_in(client)
        answer = self.change(client, old="fel-lösenord-här")
        assert "This is not your present password." in answer.content.decode()
        assert sign_in(Client()).status_code == 302

    def test_a_leaked_one_is_refused_on_the_page(self, client: Client, leaks: Path) -> None:
        sign_in(client)
        assert "has leaked" in self.change(client, new=LEAKED).content.decode()

    def test_every_other_session_ends_and_this_one_goes_on(self, client: Client) -> None:
        other = Client()
        sign_in(client)
        sign_in(other)
        assert self.change(client).url == "/your-sign-in"
        assert is_in(client)
        assert not is_in(other)
        assert sign_in(Client(), password=NEW).status_code == 302
        assert sign_in(Client()).status_code == 200

    def test_one_of_128_characters_opens(self, client: Client) -> None:
        sign_in(client)
        long = "lång-mening-" * 11
        self.change(client, new=long[:128])
        assert sign_in(Client(), password=long[:128]).status_code == 302
        assert sign_in(Client(), password=long[:127]).status_code == 200


@pytest.mark.parametrize("address", ["/sign-in", "/sign-in/first"])
def test_fields_of_passwords_hide_what_is_written_and_leave_pasting_and_managers_alone(
    client: Client, cast: Cast, address: str
) -> None:
    page = client.get(address).content.decode()
    fields = [field for field in re.findall(r"<input[^>]*>", page) if re.search(r'name="password\d?"', field)]
    own = [field for field in fields if 'type="hidden"' not in field]  # the demo's buttons send its open password
    assert own
    for field in own:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(current|new)-password"', field)
    scripts = Path(accounts.__file__).parents[1].joinpath("web", "static").glob("*.js")
    assert not [file.name for file in scripts if "paste" in file.read_text()]


def test_a_password_is_checked_as_it_was_written(client: Client, cast: Cast) -> None:
    cast.anna.staff.set_password("  Lodjur och Paraply  ")
    cast.anna.staff.save()
    for other in ("Lodjur och Paraply", "  lodjur och paraply  ", "  Lodjur och Paraply"):
        assert sign_in(Client(), password=other).status_code == 200
    assert sign_in(client, password="  Lodjur och Paraply  ").status_code == 302


def test_a_password_is_good_however_old(client: Client, cast: Cast) -> None:
    Staff.objects.filter(username="anna").update(last_login="2001-01-01T00:00:00Z")
    assert sign_in(client).url == "/"
