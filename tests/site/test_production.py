"""The settings of production: encrypted, cookies bound to the host, nothing of the demo, no secret but from outside."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.core.management import CommandError, call_command

from brygga_site.accounts.adapters import Factors
from brygga_site.settings import base
from brygga_site.settings.databases import postgresql

ROOT = Path(__file__).parents[2]
SETTINGS = ROOT / "src" / "brygga_site" / "settings"
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "brygga_site.settings.production",
    "BRYGGA_SECRET_KEY": "made up for this test alone, and long enough to be one",
    "BRYGGA_ALLOWED_HOSTS": "brygga.example",
    "BRYGGA_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    "BRYGGA_TRUSTED_PROXIES": "192.0.2.1",
    "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    "PATH": os.environ["PATH"],
}


def ask(address: str, scheme: str = "https", **environment: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.site.production", address, scheme]
    run = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT | environment, capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


@pytest.fixture(scope="module")
def sign_in() -> dict[str, Any]:
    return ask("/sign-in")


def test_browsers_are_told_to_come_encrypted_for_a_year_and_to_all_under_the_host(sign_in: dict[str, Any]) -> None:
    assert sign_in["status"] == 200
    seconds = sign_in["headers"]["Strict-Transport-Security"]
    assert int(seconds.partition("max-age=")[2].partition(";")[0]) >= 365 * 24 * 60 * 60
    assert "includeSubDomains" in seconds


def test_a_page_asked_for_in_the_clear_leads_to_the_encrypted_one() -> None:
    answer = ask("/sign-in", "http")
    assert (answer["status"], answer["headers"]["Location"]) == (301, "https://brygga.example/sign-in")


def test_a_program_that_comes_in_the_clear_is_refused_and_not_led_over() -> None:
    assert ask("/api/v1/units", "http")["status"] == 403


def test_cookies_are_sent_encrypted_alone_and_bound_to_the_host(sign_in: dict[str, Any]) -> None:
    assert set(sign_in["cookies"]) == {"__Host-csrf"}
    for cookie in sign_in["cookies"].values():
        assert (cookie["secure"], cookie["httponly"], cookie["path"], cookie["domain"]) == (True, True, "/", "")
    assert sign_in["settings"] == {
        "DEBUG": False,
        "SESSION_COOKIE_NAME": "__Host-session",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
    }


def test_the_limits_and_the_contact_come_from_the_environment() -> None:
    told = {"BRYGGA_SECURITY_CONTACT": "mailto:security@brygga.example", "BRYGGA_PER_MINUTE_VISITOR": "0"}
    assert ask("/.well-known/security.txt", **told)["status"] == 200


@pytest.mark.parametrize("name", ["BRYGGA_SECRET_KEY", "BRYGGA_ALLOWED_HOSTS", "BRYGGA_DATABASE_URL"])
def test_nothing_starts_without_what_must_come_from_the_environment(name: str) -> None:
    environment = {key: value for key, value in ENVIRONMENT.items() if key != name}
    command = [sys.executable, "-c", "import brygga_site.settings.production"]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode != 0
    assert name in run.stderr


def test_what_a_key_of_before_has_enciphered_is_read_while_the_environment_names_it(settings: Any) -> None:
    settings.SECRET_KEY = "the first key, which somebody has seen"
    enciphered = Factors().encrypt("the seed")
    read = "from brygga_site.settings.production import SECRET_KEY_FALLBACKS as keys; print(*keys, sep='\\n')"
    told = ENVIRONMENT | {"BRYGGA_SECRET_KEYS_BEFORE": "first earlier"}
    run = subprocess.run([sys.executable, "-c", read], cwd=ROOT, env=told, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["first", "earlier"]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the second key", [settings.SECRET_KEY]
    assert Factors().decrypt(enciphered) == "the seed"


def test_no_secret_stands_in_the_settings() -> None:
    """A setting that is named as a secret is given by the environment or a file, and never by a text."""
    found = []
    for file in ("base.py", "production.py", "databases.py", "logs.py"):
        for node in ast.walk(ast.parse((SETTINGS / file).read_text())):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and node.value.value:
                names = [one.id for one in node.targets if isinstance(one, ast.Name)]
                found += [one for one in names if any(word in one for word in ("SECRET", "PASSWORD", "TOKEN", "_KEY"))]
    assert found == []


def test_the_demo_and_its_password_are_refused_where_the_settings_do_not_say_demo(settings: object) -> None:
    settings.BRYGGA_DEMO = False
    with pytest.raises(CommandError, match="the demo is not for this site"):
        call_command("demo", "--no-serve")


def test_the_production_settings_do_not_say_demo() -> None:
    text = (SETTINGS / "production.py").read_text() + (SETTINGS / "base.py").read_text()
    assert text.count("BRYGGA_DEMO") == 1
    assert "BRYGGA_DEMO = False" in text


@pytest.mark.parametrize(
    ("address", "mode"),
    [
        ("postgresql://u@db.example/b", "verify-full"),
        ("postgresql://u@10.0.0.7/b", "verify-full"),
        ("postgresql://u@db.example/b?sslmode=verify-ca", "verify-ca"),
        ("postgresql://u@127.0.0.1/b", None),
        ("postgresql:///b", None),
        ("postgresql://u@/b?host=/run/postgresql", None),
    ],
)
def test_a_database_elsewhere_is_reached_encrypted_and_its_certificate_checked(address: str, mode: str | None) -> None:
    assert postgresql(address)["OPTIONS"].get("sslmode") == mode


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        (
            "BRYGGA_DATABASE_URL",
            "sqlite:////srv/secret.sqlite3",
            "is no address of a PostgreSQL database, postgresql://",
        ),
        ("BRYGGA_SECRET_KEY", "", "BRYGGA_SECRET_KEY is not set in the environment"),
        ("BRYGGA_TRAIL_DIGEST", "md5", "BRYGGA_TRAIL_DIGEST is md5; it may be sha256 or sha3-512"),
        ("BRYGGA_TRAIL_TRUSTED", "0" * 64, "the trail cannot be read: connection failed"),
    ],
)
def test_what_cannot_be_read_is_not_taken_for_a_trail_that_is_not_whole(variable: str, value: str, told: str) -> None:
    command = [str(Path(sys.executable).parent / "brygga"), "trail", "verify"]
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT | {variable: value}, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "secret" not in done.stderr and "Traceback" not in done.stderr


def test_passwords_are_kept_by_argon2() -> None:
    assert base.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    kept = make_password("made up for this test", hasher=Argon2PasswordHasher())
    # RFC 9106 and OWASP: at least 19 MiB and two passes, or more memory and one.
    memory, passes = (int(re.search(rf"[,$]{name}=(\d+)", kept)[1]) for name in "mt")
    assert kept.startswith("argon2$argon2id$")
    assert memory >= 19 * 1024 and passes >= 2


def test_every_logger_writes_to_standard_error_alone() -> None:
    """The whole site made ready as in production: no library has a file, a mailbox or a machine of its own to tell."""
    asks = """
import logging, sys, django
django.setup()
import brygga_site.urls
from django.test import Client
Client().get("/agreements", HTTP_HOST="brygga.example")
own = logging.getLogger("brygga.something")
loggers = [logging.root, own, *(one for one in logging.root.manager.loggerDict.values() if hasattr(one, "handlers"))]
for one in loggers:
    for handler in one.handlers:
        stream = getattr(handler, "stream", None)
        print(type(handler).__module__, type(handler).__name__, "stderr" if stream is sys.stderr else stream)
"""
    told = subprocess.run([sys.executable, "-c", asks], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    places = set(told.stdout.splitlines())
    assert "logging StreamHandler stderr" in places
    assert places - {"logging StreamHandler stderr", "logging NullHandler None"} == set()
