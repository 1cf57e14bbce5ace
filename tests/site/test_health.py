"""What a monitor may ask, who else may not, and that no figure names a person, a case, a user or a unit."""

import re
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.utils import timezone
from tests.site.cast import Cast, notice, signed_in

from brygga_site import upgrades
from brygga_site.cases import actions
from brygga_site.cases.models import Case
from brygga_site.metrics import counted
from brygga_site.review.models import Round
from brygga_site.trail.actions import note_backup, seal

OUTSIDE = [
    {"REMOTE_ADDR": "192.0.2.1"},
    {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    {"HTTP_X_FORWARDED_PROTO": "https"},
    {"HTTP_FORWARDED": "for=127.0.0.1"},
    {"REMOTE_ADDR": "no address"},
]


def figures(**given: str) -> dict[str, float]:
    answer = Client().get("/metrics", **given)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_the_process_is_alive_whatever_else_is_wrong_and_nobody_is_counted(settings: Any) -> None:
    """Without a database, as no test is given one that does not ask; 100 times, where a visitor may ask once."""
    settings.BRYGGA_PER_MINUTE = dict.fromkeys(settings.BRYGGA_PER_MINUTE, 1)
    answers = [Client(REMOTE_ADDR="192.0.2.1").get("/healthz", SERVER_NAME="10.0.0.7") for _ in range(100)]
    assert {(one.status_code, one.content) for one in answers} == {(200, b"alive\n")}
    assert not answers[0].cookies


@pytest.mark.parametrize("given", OUTSIDE, ids=lambda one: next(iter(one)))
@pytest.mark.parametrize("address", ["/readyz", "/metrics"])
def test_nobody_else_is_told_whether_the_site_is_ready_or_what_it_counts(given: dict[str, str], address: str) -> None:
    answer = Client().get(address, **given)
    assert (answer.status_code, answer.content) == (404, b"")


def test_a_network_of_monitors_is_let_in_and_what_is_none_is_an_error_of_the_check(settings: Any) -> None:
    settings.BRYGGA_MONITORS = ["10.1.0.0/16"]
    assert Client(REMOTE_ADDR="10.1.2.3").get("/healthz").status_code == 200
    assert Client(REMOTE_ADDR="127.0.0.1").get("/readyz").status_code == 404
    settings.BRYGGA_MONITORS = ["monitor.example"]
    assert [one.id for one in run_checks()] == ["brygga.door.E002"]


@pytest.mark.django_db
def test_a_site_that_can_answer_is_ready() -> None:
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "faults": [], "agreements_left_out": []})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("applied", "told"),
    [
        ({("later", "0001_initial")}, "written by a later version (migration later 0001_initial)"),
        (None, "of an older version (cases 9999_new): run `manage.py migrate`"),
    ],
    ids=["newer", "older"],
)
def test_a_database_of_another_version_is_not_ready(
    monkeypatch: pytest.MonkeyPatch, applied: set[tuple[str, str]] | None, told: str
) -> None:
    known, there = upgrades._known(), upgrades._applied()
    monkeypatch.setattr(upgrades, "_known", lambda: known if applied else known | {("cases", "9999_new")})
    monkeypatch.setattr(upgrades, "_applied", lambda: there | (applied or set()))
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert told in answer.json()["faults"][0]


@pytest.mark.django_db
def test_no_room_on_the_disk_and_a_key_that_cannot_be_read_are_told(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BRYGGA_DEMO, settings.BRYGGA_TRAIL_KEY = False, settings.ROOT / "nowhere.pem"
    monkeypatch.setattr("brygga_site.door.health._room", lambda: 4096)
    faults = Client().get("/readyz").json()["faults"]
    assert faults == [
        "the disk of the database has 4 kB left, so nothing can be recorded: make room",
        "the key that seals the trail cannot be read: look at BRYGGA_TRAIL_KEY",
    ]


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_told_in_both(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise OperationalError("server closed the connection: password=secret")

    monkeypatch.setattr(connection, "cursor", away)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["faults"] == ["the database does not answer (OperationalError)"]
    now = figures()
    assert now["brygga_database_up"] == 0
    assert "brygga_trail_entries" not in now


@pytest.mark.django_db
def test_the_figures_say_how_much_how_fast_and_what_failed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    before = figures()
    anna = signed_in(cast.anna)
    anna.get("/board")
    anna.get("/nowhere")
    Client().put("/board")
    counted.beyond_limit("staff")
    now = figures()
    grown = {name: value - before.get(name, 0) for name, value in now.items() if value != before.get(name, 0)}
    assert grown['brygga_answers_total{method="GET",route="board",status="200"}'] == 1
    assert grown['brygga_answers_total{method="GET",route="none",status="404"}'] == 1
    assert grown['brygga_answers_total{method="PUT",route="none",status="405"}'] == 1
    assert grown['brygga_answer_seconds_count{method="GET",route="board"}'] == 1
    assert grown['brygga_turned_away_total{why="method"}'] == 1
    assert grown['brygga_beyond_limits_total{limit="staff"}'] == 1
    assert now["brygga_database_up"] == 1
    assert any(name.startswith("brygga_process_resident_bytes{") and value > 1e6 for name, value in now.items())


@pytest.mark.django_db
def test_an_outage_is_counted_by_its_kind(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_: object, **__: object) -> None:
        raise OperationalError("locked") from TimeoutError()

    client, name = signed_in(cast.anna), 'brygga_database_errors_total{kind="held"}'
    client.raise_request_exception = False
    before = figures().get(name, 0)
    monkeypatch.setattr("brygga_site.accounts.assignment.chosen", held)
    assert client.get("/board").status_code == 503
    monkeypatch.undo()
    assert figures()[name] == before + 1


@pytest.mark.django_db
def test_the_figures_say_how_the_trail_and_the_queues_stand(cast: Cast, notified: Case) -> None:
    before = figures()
    assert before["brygga_trail_unsealed_entries"] == before["brygga_trail_entries"] > 0
    assert before["brygga_trail_sealed_timestamp_seconds"] == before["brygga_trail_exported_timestamp_seconds"] == 0
    assert timezone.now().timestamp() - before["brygga_trail_waiting_timestamp_seconds"] < 60
    today = timezone.localdate()
    Round.objects.create(
        organisation=cast.gerda.unit.organisation, assignment=cast.gerda, made_at=timezone.now(),
        first=today, last=today, percent=5, until=1, seed="0",
    )  # fmt: skip
    seal(timezone.now())
    now = figures()
    assert now["brygga_trail_unsealed_entries"] == 0
    assert timezone.now().timestamp() - now["brygga_trail_sealed_timestamp_seconds"] < 60
    assert now["brygga_review_rounds_waiting"] == 1
    note_backup(timezone.now(), 5, 0)
    assert timezone.now().timestamp() - figures()["brygga_trail_backed_up_timestamp_seconds"] < 60


@pytest.mark.django_db
def test_what_is_said_is_counted_by_its_kind_when_it_is_stored(
    cast: Cast, admitted: Case, django_capture_on_commit_callbacks: Any
) -> None:
    name = 'brygga_said_total{kind="admission-notice",table="message"}'
    before = figures().get(name, 0)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        actions.say(cast.anna, admitted.pk, notice(cast, timezone.now()), 1, "notice", timezone.now())
    assert figures()[name] == before + 1


NAMES = {
    "brygga_answers_total": {"route", "method", "status"},
    "brygga_answer_seconds": {"route", "method", "le"},
    "brygga_said_total": {"table", "kind"},
    "brygga_database_errors_total": {"kind"},
    "brygga_beyond_limits_total": {"limit"},
    "brygga_turned_away_total": {"why"},
    "brygga_process_resident_bytes": {"process"},
    "brygga_build_info": {"version"},
}
"""Every label that there may be. One more is thought about: it may name nobody."""


@pytest.mark.django_db
def test_no_label_names_a_case_a_person_a_user_or_a_unit(cast: Cast, notified: Case) -> None:
    anna = signed_in(cast.anna)
    person, unit = notified.person, cast.anna.unit
    for address in (f"/cases/{notified.pk}", f"/people/{person.pk}", f"/people?number={person.identity_number}"):
        anna.get(address)
    anna.post("/sign-in", {"username": "anna", "password": "wrong"})
    anna.generic("ANNA", f"/cases/{notified.pk}")
    text = Client().get("/metrics").content.decode()
    for line in text.splitlines():
        if line.startswith("#") or "{" not in line:
            continue
        name, labels = re.match(r"(\w+)\{(.*)\} ", line).groups()
        used = set(re.findall(r'(\w+)="', labels))
        assert used <= NAMES[re.sub(r"_(bucket|sum|count)$", "", name)], line
    for secret in (str(notified.pk), notified.pk.hex, person.identity_number, "Tolv", "anna", "ANNA", unit.hsa_id):
        assert secret not in text, secret
    assert not re.search(r"\d{8}-?\d{4}", re.sub(r" [\d.e+-]+$", "", text, flags=re.M))


def test_the_check_of_settings_finds_nothing_wrong_as_they_come() -> None:
    call_command("check")
