"""A full, held or unreachable database: a page that says so, nothing half-written, and sending again is safe."""

import fcntl
import re
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from html import unescape
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from tests.site.cast import Cast, signed_in

from brygga_site.cases.models import Case, Message, Overview, Owing
from brygga_site.door.outages import Outage, outage_of
from brygga_site.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)

# More than fits on the pages that the database already has.
LONG = "Ring hemtjänsten före klockan tolv. " * 100
Trouble = Callable[[], AbstractContextManager[None]]


@pytest.fixture(autouse=True)
def _committing(transactional_db: None) -> None:
    """Every test here commits for real."""


def client_of(cast: Cast) -> Client:
    client = signed_in(cast.anna)
    client.raise_request_exception = False
    return client


def stored(case: Case) -> tuple[object, ...]:
    return (
        list(Message.objects.filter(case=case).values_list("sequence", "kind", "idempotency_key")),
        list(Overview.objects.filter(case=case).values_list()),
        list(Owing.objects.filter(case=case).order_by("pk").values_list("unit", "duty", "since", "due_at")),
        Person.objects.count(),
    )


def send(client: Client, case: Case, text: str = LONG) -> HttpResponse:
    fields = {"text": text, "key": "k", "seen": "2"}
    return client.post(f"/cases/{case.pk}/say/free-message", fields, headers={"Accept-Language": "en"})


@contextmanager
def full() -> Iterator[None]:
    """No room for more: on SQLite the file may not grow, on PostgreSQL the transaction's last writes fail."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            pages = cursor.execute("PRAGMA page_count").fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count = {pages}")
        yield
        connection.close()
        return
    failing = "RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {failing}; END $$;"
            "CREATE TRIGGER no_space BEFORE INSERT ON trail_subject EXECUTE FUNCTION no_space()"
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER no_space ON trail_subject; DROP FUNCTION no_space()")


@contextmanager
def held() -> Iterator[None]:
    """Another program writes and does not finish."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA busy_timeout = 200")
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
    else:
        connection.cursor().execute("SET lock_timeout = '200ms'")
        other = psycopg.connect(connection.connection.info.dsn, password=connection.settings_dict.get("PASSWORD"))
        other.execute("SELECT * FROM cases_case FOR UPDATE")
    try:
        yield
    finally:
        other.close()
        connection.close()


@contextmanager
def file_lock_held() -> Iterator[None]:
    """Another process has its turn at the file and does not end it."""
    options = connection.settings_dict["OPTIONS"]
    before = options["timeout"]
    with Path(f"{connection.settings_dict['NAME']}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        options["timeout"] = 0.3
        try:
            yield
        finally:
            options["timeout"] = before
            connection.close()


@contextmanager
def unreachable() -> Iterator[None]:
    key, nowhere = ("NAME", "/nowhere/at/all") if connection.vendor == "sqlite" else ("PORT", "1")
    before = connection.settings_dict[key]
    connection.close()
    connection.settings_dict[key] = nowhere
    try:
        yield
    finally:
        connection.settings_dict[key] = before
        connection.close()


TROUBLES = {
    full: "The database is full",
    held: "The database is busy",
    file_lock_held: "The database is busy",
    unreachable: "The database does not answer",
}


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda one: one.__name__)
def test_a_message_that_cannot_be_stored_leaves_nothing_and_can_be_sent_again(
    cast: Cast, notified: Case, trouble: Trouble
) -> None:
    if trouble is file_lock_held and connection.vendor != "sqlite":
        pytest.skip("only SQLite's writers queue on a file")
    client, before = client_of(cast), stored(notified)
    with trouble():
        answer = send(client, notified)
    page = unescape(answer.content.decode())
    assert answer.status_code == 503
    assert TROUBLES[trouble] in page
    assert "Nothing of what you sent was saved." in page
    assert answer.headers["Retry-After"] == "30"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors" in answer.headers["Content-Security-Policy"]
    assert stored(notified) == before
    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert again == {"text": LONG, "key": "k", "seen": "2"}
    assert client.post(f"/cases/{notified.pk}/say/free-message", again).status_code == 302
    assert client.post(f"/cases/{notified.pk}/say/free-message", again).status_code == 302
    assert list(Message.objects.filter(case=notified).values_list("sequence", flat=True)) == [1, 2, 3]


def test_an_admission_that_cannot_be_stored_registers_no_person_either(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = {
        "identity_number": "201801042381",
        "given_name": "Tolv",
        "family_name": "Tolvansson",
        "municipality": "1480",
        "admitted_at": "2026-01-01T10:00",
        "care_type": "somatic",
        "needs_expected": "on",
        "key": "n",
    }

    def fails(*_: object) -> None:
        raise OperationalError("database or disk is full")

    client = client_of(cast)
    monkeypatch.setattr("brygga_site.cases.projection.begin", fails)
    assert client.post("/cases/new/discharge", fields).status_code == 503
    monkeypatch.undo()
    assert (Person.objects.count(), Case.objects.count()) == (0, 0)
    assert client.post("/cases/new/discharge", fields).status_code == 302
    assert (Person.objects.count(), Case.objects.count()) == (1, 1)


@pytest.mark.parametrize("path", ["/", "/board", "/nowhere", "/agreements"])
@pytest.mark.parametrize(("language", "word"), [("sv", '<html lang="sv"'), ("en", "Brygga cannot answer just now")])
def test_every_page_says_so_when_the_database_is_unreachable(cast: Cast, path: str, language: str, word: str) -> None:
    client = client_of(cast)
    with unreachable():
        answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 503
    assert word in answer.content.decode()
    assert f'href="{path}"' in answer.content.decode()


def test_no_password_is_written_into_the_page(cast: Cast) -> None:
    client = Client(raise_request_exception=False)
    with unreachable():
        answer = client.post("/sign-in", {"username": "anna", "password": "hemligt-ord"})
    assert answer.status_code == 503
    assert b"hemligt" not in answer.content


def test_pages_about_no_person_stay_open_to_visitors_without_the_database(cast: Cast) -> None:
    with unreachable():
        assert Client().get("/agreements").status_code == 200


def test_a_commit_of_which_the_answer_was_lost_is_called_in_doubt(
    cast: Cast, notified: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, real = client_of(cast), connection._commit

    def _commit() -> None:
        real()
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(connection, "_commit", _commit)
    answer = send(client, notified)
    monkeypatch.undo()
    assert answer.status_code == 503
    assert "nobody knows yet whether what you sent was saved" in answer.content.decode()
    assert "Nothing of what you sent was saved" not in answer.content.decode()
    assert send(client, notified).status_code == 302
    assert list(Message.objects.filter(case=notified).values_list("sequence", flat=True)) == [1, 2, 3]


def test_an_error_that_is_no_outage_stays_an_error(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(request: HttpRequest) -> HttpResponse:
        connection.cursor().execute("SELECT nothing FROM nowhere")

    monkeypatch.setattr("brygga_site.web.guards.redirect", faulty)
    monkeypatch.setattr("brygga_site.accounts.assignment.chosen", lambda request: None)
    client = client_of(cast)
    assert client.get("/board").status_code == 500


def test_a_server_that_is_silent_is_waited_for_no_longer_than_the_address_says() -> None:
    from brygga_site.settings.databases import postgresql

    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        options = postgresql(f"postgresql://nobody@127.0.0.1:{port}/nothing?connect_timeout=2")["OPTIONS"]
        start = time.monotonic()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(host="127.0.0.1", port=port, user="nobody", dbname="nothing", **options)
        assert time.monotonic() - start < 20


def test_no_wait_is_without_end(cast: Cast) -> None:
    """The settings' own patience, as the database itself tells it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            assert cursor.execute("PRAGMA busy_timeout").fetchone() == (20_000,)
        else:
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone() == ("20s",)


def test_outages_are_told_apart_by_the_databases_own_codes() -> None:
    for cause, outage in [
        (psycopg.errors.DiskFull(), Outage.FULL),
        (psycopg.errors.LockNotAvailable(), Outage.HELD),
        (psycopg.errors.DeadlockDetected(), Outage.HELD),
        (psycopg.errors.AdminShutdown(), Outage.UNREACHABLE),
        (psycopg.OperationalError("connection refused"), Outage.UNREACHABLE),
        (OSError(28, "No space left on device"), Outage.FULL),
        (PermissionError(13, "Permission denied"), Outage.UNREACHABLE),
        (TimeoutError(), Outage.HELD),
    ]:
        error = OperationalError()
        error.__cause__ = cause
        assert outage_of(error) is outage, cause
    assert outage_of(ValueError()) is None
