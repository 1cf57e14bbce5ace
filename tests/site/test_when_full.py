"""With a full disk one reads on, and each reading stands on the trail; what is sent is refused until there is room."""

import os
import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import resolve
from tests.site.cast import PASSWORD, Cast, signed_in

from brygga_site.cases.models import Case, Message
from brygga_site.door.outages import Outage
from brygga_site.door.when_full import READ_BY_SENDING, WhenFull
from brygga_site.sqlite.aside import STEP, Aside
from brygga_site.trail.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)

MEGABYTES = 3


@pytest.fixture
def small_disk(tmp_path: Path, transactional_db: None) -> Iterator[Path]:
    """A disk of 24 megabytes of its own, with the database of the tests on it from now on."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's disk is its server's")
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(tmp_path)]
    if os.getuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root mounts a disk")
    own = connection.settings_dict["NAME"]
    connection.close()
    try:
        # Not the file alone: what was written last may stand in its log.
        with closing(sqlite3.connect(own)) as whole, closing(sqlite3.connect(tmp_path / "brygga.sqlite3")) as copy:
            whole.backup(copy)
        connection.settings_dict["NAME"] = tmp_path / "brygga.sqlite3"
        yield tmp_path
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own
        subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)


@pytest.fixture
def aside(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> Aside:
    monkeypatch.setattr(settings, "BRYGGA_ASIDE_MB", MEGABYTES)
    return Aside(small_disk / "brygga.sqlite3", MEGABYTES * 1024 * 1024)


def fill(disk: Path) -> Path:
    """Leaves no byte free."""
    file = disk / "somebody-elses"
    with file.open("wb") as stream:
        for size in (STEP, 4096, 1):
            try:
                while True:
                    stream.write(b"x" * size)
                    stream.flush()
            except OSError:
                stream = file.open("ab")
    return file


def send(client: Client, case: Case) -> HttpResponse:
    fields = {"text": "Ring hemtjänsten.", "key": "k", "seen": "2"}
    return client.post(f"/cases/{case.pk}/say/free-message", fields, headers={"Accept-Language": "en"})


def test_a_full_disk_is_read_on_and_written_to_when_there_is_room(aside: Aside, cast: Cast, notified: Case) -> None:
    client = signed_in(cast.cecilia)
    client.raise_request_exception = False
    assert client.get("/board").status_code == 200  # makes the middleware, which sets the room aside
    assert aside.held == aside.size
    other = fill(aside.database.parent)
    entries = Entry.objects.count()

    answers = [client.get(address).status_code for address in ("/", "/board", f"/cases/{notified.pk}")]
    assert answers == [200, 200, 200]
    assert aside.held < aside.size
    assert Entry.objects.count() > entries
    visitor = Client(raise_request_exception=False)
    visitor.post("/sign-in", {"username": "boris", "password": PASSWORD})
    assert visitor.get("/board").status_code == 200

    held = aside.held
    refused = send(client, notified)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
    page = unescape(refused.content.decode())
    assert "The database is full" in page and "Nothing of what you sent was saved." in page
    assert '<input type="hidden" name="text" value="Ring hemtjänsten.">' in page
    program = client.post("/api/v1/cases", {}, content_type="application/json")
    assert (program.status_code, program.headers["Content-Type"]) == (503, "application/problem+json")
    assert (Message.objects.count(), aside.held) == (2, held)

    # Hundreds of readings later there is still room.
    for _ in range(60):
        assert client.get(f"/cases/{notified.pk}").status_code == 200
    other.unlink()
    assert send(client, notified).status_code == 302
    assert aside.held == aside.size


def test_without_room_set_aside_a_full_disk_cannot_be_read(aside: Aside, cast: Cast, notified: Case) -> None:
    client = signed_in(cast.cecilia)
    client.raise_request_exception = False
    assert client.get("/board").status_code == 200
    fill(aside.database.parent)
    while aside.give_up():
        fill(aside.database.parent)
    answers = (client.get(f"/cases/{notified.pk}").status_code for _ in range(400))
    assert any(status == 503 for status in answers)


def test_room_is_not_set_aside_where_it_would_fill_the_disk(aside: Aside) -> None:
    other = fill(aside.database.parent)
    assert not aside.take() and aside.held == 0
    other.unlink()
    assert aside.take() and aside.held == aside.size


def test_what_is_sent_only_to_read_is_a_page() -> None:
    for address in READ_BY_SENDING:
        assert resolve(address).url_name, address


def test_an_answer_that_is_no_outage_gives_nothing_up(aside: Aside) -> None:
    def answered(request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=503)

    WhenFull(answered)(HttpRequest())
    assert aside.held == aside.size
    assert re.fullmatch("full", Outage.FULL)
