"""The trail as it lies in the database: sealed, exported, countersigned, verified, purged."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from tests.site.cast import Cast, signed_in
from tests.site.trail import entries, sql
from typer.testing import CliRunner

from brygga_site.cases.models import Case, Message
from brygga_site.trail import actions, bulk, cli
from brygga_site.trail.models import APPEND_ONLY, Entry, Seal, Subject

pytestmark = pytest.mark.django_db
SEALED_AT = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)


@pytest.fixture
def head(sealed: None, tmp_path: Path) -> Path:
    file = tmp_path / "head.json"
    assert brygga("head", "--out", str(file)).exit_code == 0
    return file


@pytest.fixture
def unguarded() -> None:
    """Somebody with the rights to do so has taken the triggers away."""
    for table in APPEND_ONLY:
        table.remove(connection)


def brygga(*arguments: str) -> Any:
    return CliRunner().invoke(cli.app, arguments)


def verified(*arguments: str) -> dict[str, Any]:
    ran = brygga("verify", "--json", *arguments)
    report = json.loads(ran.stdout)
    assert ran.exit_code == (0 if report["ok"] else 1)
    assert report["ok"] is not bool(report["findings"])
    return report


def a_key(file: Path) -> Path:
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(pem)
    return file


def test_a_trail_that_nobody_has_touched_verifies(cast: Cast, notified: Case, head: Path) -> None:
    signed_in(cast.boris).get("/board")
    for arguments in ([], ["--head", str(head)]):
        report = verified(*arguments)
        assert report["findings"] == []
        assert (report["entries"], report["seals"], report["unsealed"]) == (len(entries()), 3, 1)
        assert report["head"] == Seal.objects.order_by("-first").first().head


def test_an_empty_trail_verifies_and_has_no_head(tmp_path: Path) -> None:
    nothing = {"entries": 0, "seals": 0, "unsealed": 0, "head": None, "told": 0, "destroyed": 0, "adopted": []}
    assert verified() == {"ok": True, **nothing, "findings": []}
    ran = brygga("head", "--out", str(tmp_path / "head.json"))
    assert ran.exit_code == 2
    assert "nothing on the trail has been sealed" in ran.stderr


def test_the_command_tells_in_words_what_was_found(sealed: None, unguarded: None) -> None:
    assert "The trail is whole." in brygga("verify").stdout
    sql("UPDATE trail_entry SET staff = 'nobody' WHERE sequence = 2")
    ran = brygga("verify")
    assert ran.exit_code == 1
    assert "changed: entry 2" in ran.stdout


def test_the_brygga_command_finds_the_sites_part_by_its_entry_point() -> None:
    program = [sys.executable, "-c", "from brygga.cli import main; main()", "trail", "--help"]
    ran = subprocess.run(program, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert "countersign" in ran.stdout


CHANGES = [
    ("trail_entry", "at", "'2020-01-01 00:00:00'"),
    *[("trail_entry", name, "'x'") for name in ("staff", "assignment", "unit", "purpose", "action", "decision")],
    *[("trail_entry", name, "'x'") for name in ("ground", "paragraph", "what", "origin", "digest")],
    *[("trail_entry", "staff_number", value) for value in ("staff_number + 1", "NULL")],
    ("trail_entry", '"case"', "'00000000000000000000000000000000'"),
    ("trail_entry", "told", "'[]'"),
    ("trail_subject", "person", "person + 1"),
]


@pytest.mark.parametrize(("table", "column", "value"), CHANGES)
def test_a_changed_column_is_located_to_its_entry(
    head: Path, unguarded: None, table: str, column: str, value: str
) -> None:
    place = Subject.objects.order_by("entry_id").values_list("entry_id", flat=True).first()
    sql(f"UPDATE {table} SET {column} = {value} WHERE {'entry_id' if 'subject' in table else 'sequence'} = {place}")
    of_entries = [one for one in verified("--head", str(head))["findings"] if "what" not in one]
    assert of_entries == [{"kind": "changed", "from": place, "to": place}]


def test_every_column_of_the_trail_is_changed_by_some_test() -> None:
    tried = {(table, column.strip('"')) for table, column, _ in CHANGES}
    columns = {("trail_entry", field.column) for field in Entry._meta.fields} - {("trail_entry", "sequence")}
    assert columns <= tried


@pytest.mark.parametrize("value", ["'never'", "x'00ff'", "CAST(x'ff41' AS TEXT)", "''", "17", "'2026-13-45'"])
def test_what_is_no_time_at_all_is_found_and_breaks_nothing(head: Path, unguarded: None, value: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a column of PostgreSQL holds nothing but times")
    sql(
        f"UPDATE trail_entry SET at = {value} WHERE sequence = 2", f"UPDATE trail_seal SET at = {value} WHERE first = 3"
    )
    found = verified("--head", str(head))["findings"]
    assert found == [{"kind": "changed", "from": 2, "to": 2}, {"kind": "seal", "from": 3, "to": 3}]


COPY = "staff, staff_number, assignment, unit, purpose, action, decision, ground, paragraph, what, origin, digest, at"
COPY += ', "case"'


@pytest.mark.parametrize(
    ("statements", "kind", "first", "last"),
    [
        (["DELETE FROM trail_subject", "DELETE FROM trail_entry WHERE sequence = 4"], "removed", 4, 4),
        (["DELETE FROM trail_subject", "DELETE FROM trail_entry WHERE sequence >= 4"], "truncated", 4, 5),
        (["DELETE FROM trail_seal WHERE first = 3"], "seal", 3, 3),
        (["DELETE FROM trail_seal WHERE first >= 3"], "truncated", 3, 5),
        (["INSERT INTO trail_subject (person, entry_id) VALUES (999, 2)"], "changed", 2, 2),
        (["DELETE FROM trail_subject WHERE entry_id = 2"], "changed", 2, 2),
        ([f"INSERT INTO trail_entry (sequence, {COPY}) SELECT 6, {COPY} FROM trail_entry"
          " WHERE sequence = 5"], "changed", 6, 6),
        ([f"INSERT INTO trail_entry (sequence, {COPY}) SELECT 9, {COPY} FROM trail_entry"
          " WHERE sequence = 5"], "removed", 6, 8),
        (["DELETE FROM trail_subject",
          "UPDATE trail_entry SET sequence = 99 WHERE sequence = 4",
          "UPDATE trail_entry SET sequence = 4 WHERE sequence = 5",
          "UPDATE trail_entry SET sequence = 5 WHERE sequence = 99"], "reordered", 4, 5),
        (["UPDATE trail_seal SET head = previous WHERE first = 1 AND previous <> head"], "seal", 1, 2),
        (["UPDATE trail_seal SET at = '2020-01-01 00:00:00' WHERE first = 4"], "seal", 4, 5),
        (["UPDATE trail_seal SET last = 7 WHERE first = 4"], "seal", 4, 7),
        (["UPDATE trail_seal SET signature = 'x' WHERE first = 3"], "seal", 3, 3),
    ],
)  # fmt: skip
def test_what_was_done_to_rows_is_located(
    head: Path, unguarded: None, statements: list[str], kind: str, first: int, last: int
) -> None:
    sql(*statements)
    assert {"kind": kind, "from": first, "to": last} in verified("--head", str(head))["findings"]


def test_a_trail_rewritten_with_the_sites_own_key_is_found_by_the_exported_head(head: Path, unguarded: None) -> None:
    Seal.objects.all().delete()
    entry = Entry.objects.get(sequence=3)
    sql("DELETE FROM trail_subject WHERE entry_id = 3", "DELETE FROM trail_entry WHERE sequence = 3")
    with transaction.atomic():
        entry.staff = "nobody"
        entry.digest = actions.digests.entry_digest(actions.content(entry, []))
        entry.save(force_insert=True)
    actions.seal(timezone.now())
    assert verified()["ok"]
    assert verified("--head", str(head))["findings"] == [{"kind": "rewritten", "from": 1, "to": 2}]


def test_a_trail_signed_anew_with_another_key_is_found(
    head: Path, unguarded: None, settings: Any, tmp_path: Path
) -> None:
    Seal.objects.all().delete()
    own, settings.BRYGGA_TRAIL_KEY = settings.BRYGGA_TRAIL_KEY, a_key(tmp_path / "stranger.pem")
    actions.seal(SEALED_AT)
    assert verified()["ok"]
    assert {"kind": "seal", "from": 1, "to": 5} in verified("--head", str(head))["findings"]
    settings.BRYGGA_TRAIL_KEY = own
    assert verified()["findings"] == [{"kind": "seal", "from": 1, "to": 5}]


def test_after_a_change_of_key_the_earlier_seals_are_believed_when_the_settings_say_so(
    sealed: None, settings: Any, tmp_path: Path
) -> None:
    earlier = Seal.objects.first().key
    settings.BRYGGA_TRAIL_KEY = a_key(tmp_path / "new.pem")
    assert not verified()["ok"]
    settings.BRYGGA_TRAIL_TRUSTED = [earlier]
    assert verified()["ok"]


# Exported heads


def test_a_head_is_countersigned_by_another_organisation(head: Path, tmp_path: Path) -> None:
    key, signed = a_key(tmp_path / "theirs.pem"), tmp_path / "signed.json"
    assert brygga("countersign", str(head), "--key", str(key), "--out", str(signed)).exit_code == 0
    assert len(json.loads(signed.read_text())["countersignatures"]) == 1
    assert verified("--head", str(signed))["ok"]


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it["seal"].update(last=4),
        lambda it: it["seal"].update(at="2020-01-01T00:00:00.000000+00:00"),
        lambda it: it["seals"].pop(),
        lambda it: it["seals"].pop(0),
        lambda it: it["keys"].append("00" * 32),
        lambda it: it["countersignatures"][0].update(at="2020-01-01T00:00:00.000000+00:00"),
        lambda it: it.pop("seal"),
        lambda it: it.update(more=1),
    ],
)
def test_a_countersigned_head_that_was_changed_is_refused(head: Path, tmp_path: Path, change: Any) -> None:
    signed = tmp_path / "signed.json"
    brygga("countersign", str(head), "--key", str(a_key(tmp_path / "k.pem")), "--out", str(signed))
    document = json.loads(signed.read_text())
    change(document)
    signed.write_text(json.dumps(document))
    ran = brygga("verify", "--head", str(signed))
    assert ran.exit_code == 2
    assert "signed.json" in ran.stderr


def test_a_file_that_holds_no_key_is_refused(head: Path, tmp_path: Path) -> None:
    ran = brygga("countersign", str(head), "--key", str(head), "--out", str(tmp_path / "x"))
    assert ran.exit_code == 2
    assert "holds no private key of ed25519 or ml-dsa-65" in ran.stderr


# Sealing


def test_entries_are_sealed_once_and_in_parts(cast: Cast, notified: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    for _ in range(3):
        signed_in(cast.boris).get("/board")
    call_command("seal_trail", stdout=None)
    assert list(Seal.objects.order_by("first").values_list("first", "last")) == [(1, 2), (3, 4), (5, 5)]
    assert actions.seal(timezone.now()) is None
    assert verified()["ok"]


def test_of_two_that_seal_at_once_one_does(sealed: None, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    signed_in(cast.boris).get("/board")
    whole = actions.sealing.make

    def meanwhile(*arguments: Any) -> Any:
        monkeypatch.setattr(actions.sealing, "make", whole)
        assert actions.seal(timezone.now())
        return whole(*arguments)

    monkeypatch.setattr(actions.sealing, "make", meanwhile)
    assert actions.seal(timezone.now()) is None
    assert verified()["ok"]


def test_what_is_not_whole_is_not_sealed(cast: Cast, notified: Case, unguarded: None) -> None:
    sql("DELETE FROM trail_subject", "DELETE FROM trail_entry WHERE sequence = 1")
    with pytest.raises(CommandError, match="entry 1 of the trail is missing or damaged"):
        call_command("seal_trail")
    assert verified()["findings"][0] == {"kind": "removed", "from": 1, "to": 1}


def test_without_a_key_nothing_is_sealed_and_the_operator_is_told(cast: Cast, notified: Case, settings: Any) -> None:
    settings.BRYGGA_TRAIL_KEY = None
    with pytest.raises(CommandError, match="set BRYGGA_TRAIL_KEY to a PEM file"):
        call_command("seal_trail")


# After ten years


@pytest.fixture
def old(cast: Cast, notified: Case, unguarded: None, monkeypatch: pytest.MonkeyPatch) -> int:
    """The trail of eleven years ago and of today; the number of the last old entry."""
    then = timezone.now() - timedelta(days=11 * 366)
    with monkeypatch.context() as earlier:
        earlier.setattr(timezone, "now", lambda: then)
        Subject.objects.all().delete()
        Entry.objects.all().delete()
        for who in (cast.boris, cast.cecilia):
            actions_of_today(who, notified)
    actions.seal(then)
    actions_of_today(cast.david, notified)
    # The entries that told of the case went with the others.
    bulk.adopt(Entry, Message.objects.order_by("pk"))
    bulk.adopt(Entry, Case.objects.order_by("pk"))
    actions.seal(timezone.now())
    connection.check_constraints()  # PostgreSQL alters no table while something about it is still to be checked
    for table in APPEND_ONLY:
        table.install(connection)
    return 2


def actions_of_today(who: Any, case: Case) -> None:
    from brygga_site.cases import reads

    reads.open_for(who, case.pk, timezone.now())


def test_what_is_older_than_ten_years_is_removed_and_that_is_on_the_trail(old: int) -> None:
    call_command("purge_trail", stdout=None)
    assert [one.sequence for one in entries()] == [3, 4, 5, 6]
    assert Subject.objects.count() == 1
    last = entries()[-1]
    assert (last.action, last.what, last.staff, last.ground) == ("purge", "1-2", "", "older than 10 years")
    report = verified()
    assert (report["ok"], report["entries"]) == (True, 4)
    assert actions.purge(timezone.now()) is None


def test_a_removal_that_is_not_on_the_trail_is_found_however_old(old: int) -> None:
    Subject.objects.filter(entry_id__lte=old).delete()
    Entry.objects.filter(sequence__lte=old).delete()
    assert verified()["findings"] == [{"kind": "removed", "from": 1, "to": 2}]


def test_a_purge_of_what_is_younger_is_found_though_it_is_on_the_trail(old: int) -> None:
    for table in APPEND_ONLY:
        table.remove(connection)
    Subject.objects.all().delete()
    Entry.objects.all().delete()
    with transaction.atomic():
        entry = Entry(sequence=6, at=timezone.now(), action="purge", what="1-5", ground="x")
        entry.digest = actions.digests.entry_digest(actions.content(entry, []))
        entry.save(force_insert=True)
    assert {"kind": "removed", "from": 3, "to": 5} in verified()["findings"]


def test_nothing_younger_is_purged(sealed: None) -> None:
    assert actions.purge(timezone.now()) is None
    assert len(entries()) == 5
