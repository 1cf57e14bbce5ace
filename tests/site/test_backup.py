"""A backup is the whole database of one moment, verified; restored into an empty database it is that again."""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from tests.site.cast import Cast, signed_in
from tests.site.test_told import as_it_was
from tests.site.trail import sql
from tests.tries import IS_LONG
from typer.testing import CliRunner, Result

from brygga import cli
from brygga_site.backup import actions, dated, envelope, manifest, schema
from brygga_site.backup import cli as commands
from brygga_site.backup.engines import engine
from brygga_site.cases.models import Case, Message
from brygga_site.organisations.models import Staff
from brygga_site.people.models import Person
from brygga_site.trail import digests, inspecting, rows
from brygga_site.trail.actions import seal
from brygga_site.trail.keys import load, public
from brygga_site.trail.models import APPEND_ONLY, Entry, Seal, Subject
from brygga_site.trail.reads import content

pytestmark = pytest.mark.django_db(transaction=True)

ODD = "Åsa\tÖst\\n\nrad två \\. \\N 😀"
"""A name with all that the lines of a backup are parted and ended by."""

PSQL = {"host": "host", "port": "port", "username": "user"}
REFUSED = r"append-only|never|only ever"
"""What the triggers say."""

for name in ("backup", "restore", "drill"):
    cli.app.command(name)(getattr(commands, name))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.app, [str(one) for one in arguments])


def document(*arguments: object, status: int = 0) -> dict[str, Any]:
    done = run(*arguments, "--json")
    assert done.exit_code == status, done.output
    return json.loads(done.stdout)


@pytest.fixture(autouse=True)
def _committing(transactional_db: None) -> None:
    """Every test here commits for real."""


@pytest.fixture
def county(cast: Cast, notified: Case) -> Case:
    """A sealed trail, entries that wait for their seal, odd text, and a number that was given and is gone."""
    person = Person.objects.get()
    person.given_name = ODD
    person.save()
    signed_in(cast.boris).get("/board")
    seal(timezone.now())
    signed_in(cast.david).get(f"/cases/{notified.pk}")
    Staff.objects.create(username="gone", name="Gone").delete()
    return notified


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """Files with a public key and its private one."""
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "to.txt").write_text(f"# the county's\n{identity.to_public()}\n")
    (tmp_path / "identity.txt").write_text(f"# public key: {identity.to_public()}\n{identity}\n")
    return tmp_path / "to.txt", tmp_path / "identity.txt"


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows that are to come back, as text, so that both engines say them alike; not what tells of the backup."""
    found = {}
    for model in (Staff, Person, Case, Message, Entry, Subject):
        fields = [field.attname for field in model._meta.concrete_fields]
        rows = Entry.objects.exclude(what__contains="backup") if model is Entry else model.objects.all()
        found[model.__name__] = sorted(tuple(map(str, row)) for row in rows.values_list(*fields))
    return found


def noted() -> list[tuple[str, str]]:
    """What the trail says of backups."""
    found = Entry.objects.filter(what__contains="backup").order_by("sequence")
    return list(found.values_list("action", "what"))


def test_an_encrypted_backup_is_restored_whole_with_its_triggers_and_its_numbers_and_goes_on(
    cast: Cast, county: Case, keys: tuple[Path, Path], tmp_path: Path
) -> None:
    to, identity = keys
    before, last = everything(), Staff.objects.order_by("-pk").values_list("pk", flat=True)[0]
    made = document("backup", tmp_path / "b", "--recipients", to, "--identity", identity)
    assert (made["ok"], made["engine"], made["trail"]) == (True, connection.vendor, "whole")
    assert made["tables"]["cases_message"] == 2 and made["head"]
    stored = (tmp_path / "b" / "data.sql.gz.age").read_bytes()
    assert stored.startswith(b"age-encryption.org/v1") and b"Tolvansson" not in stored
    assert [one.stat().st_mode & 0o077 for one in (tmp_path / "b", tmp_path / "b" / "data.sql.gz.age")] == [0, 0]

    with engine().beside("brygga_restored"):
        restored = document("restore", tmp_path / "b", "--identity", identity)
        assert {**restored, "ok": True} == made
        assert everything() == before
        told = noted()
        assert [action for action, _ in told] == ["write"]
        rows, head = sum(made["tables"].values()), made["head"][:16]
        by = rf"by \S+@\S+: {rows} rows, head {head}"
        assert re.fullmatch(rf"restored backup of {made['taken_at'][:19]} from \S+/b, {by}", told[0][1])
        assert connection.introspection.table_names()
        for statement in ("UPDATE cases_message SET kind = 'x'", "DELETE FROM trail_entry", "DELETE FROM trail_seal"):
            with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
                sql(statement)
        with pytest.raises(IntegrityError), transaction.atomic():
            sql("INSERT INTO trail_subject (person, entry_id) VALUES (1, 99999)")
            connection.check_constraints()
        # The number of who is gone is given to nobody else: the trail names people by it.
        assert Staff.objects.create(username="new", name="New").pk == last + 2
        assert signed_in(cast.cecilia).get(f"/cases/{county.pk}").status_code == 200
        seal(timezone.now())
        assert inspecting.verified(timezone.now())[0].findings == ()
        assert run("restore", tmp_path / "b", "--identity", identity).exit_code == 2
    told = noted()
    assert [action for action, _ in told] == ["read"]
    assert re.fullmatch(rf"backup, encrypted, to \S+/b, {by}", told[0][1])


def test_a_backup_that_nobody_has_signed_is_restored_only_by_whoever_says_so(
    county: Case, tmp_path: Path, settings: Any
) -> None:
    seal_key, settings.BRYGGA_TRAIL_KEY = settings.BRYGGA_TRAIL_KEY, None
    settings.BRYGGA_TRAIL_TRUSTED = [public(load(seal_key))]
    done = run("backup", tmp_path / "b", "--plain")
    assert done.exit_code == 0 and "It is not signed, as BRYGGA_TRAIL_KEY names no key" in done.stderr
    with engine().beside("brygga_restored"):
        for command in ("restore", "drill"):
            done = run(command, tmp_path / "b")
            assert done.exit_code == 2
            assert "is not signed, so nothing shows who made it" in done.stderr and "--unsigned" in done.stderr
        actions.is_empty()
        assert document("restore", tmp_path / "b", "--unsigned")["signed"] is False
        assert noted()[0][1].startswith("restored unsigned backup of ")


def test_the_rows_can_be_read_without_brygga(county: Case, keys: tuple[Path, Path], tmp_path: Path) -> None:
    document("backup", tmp_path / "b", "--recipients", keys[0])
    identity = pyrage.x25519.Identity.from_str(keys[1].read_text().splitlines()[1])
    script = gzip.decompress(pyrage.decrypt((tmp_path / "b" / "data.sql.gz.age").read_bytes(), [identity]))
    # Who was signed in is not after a restore.
    assert b'COPY "people_person"' in script
    assert b'COPY "django_session"' not in script and b'COPY "sign_in_session"' not in script
    if connection.vendor != "postgresql" or not IS_LONG:
        return
    with engine().beside("brygga_restored"):
        schema.bring_to(manifest.read(tmp_path / "b").migrations)
        sql("SET session_replication_role = replica")
        asked = connection.get_connection_params()
        address = [f"--{name}={asked[key]}" for name, key in PSQL.items() if asked.get(key)]
        read = b"SET session_replication_role = replica;\n" + script
        command = ["psql", "-q", "-v", "ON_ERROR_STOP=1", *address, "brygga_restored"]
        done = subprocess.run(command, input=read, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        assert Person.objects.get().given_name == ODD


def test_what_a_backup_cannot_do_is_said_and_nothing_is_left(
    county: Case, keys: tuple[Path, Path], tmp_path: Path
) -> None:
    def refused(*arguments: object) -> str:
        done = run(*arguments)
        assert done.exit_code == 2, done.output
        return done.stderr

    there = tmp_path / "there"
    there.mkdir()
    (there / "x").touch()
    assert "--plain writes it so that anybody can read it" in refused("backup", tmp_path / "b")
    assert "is there already" in refused("backup", there, "--plain")
    (tmp_path / "bad.txt").write_text("# nothing\nage1nonsense\n")
    assert "bad.txt, line 2: no public key" in refused("backup", tmp_path / "b", "--recipients", tmp_path / "bad.txt")
    (tmp_path / "none.txt").write_text("\n")
    assert "holds no public key" in refused("backup", tmp_path / "b", "--recipients", tmp_path / "none.txt")
    assert "No such file" in refused("backup", tmp_path / "b", "--recipients", tmp_path / "away")
    assert "is no backup" in refused("restore", there)
    document("backup", tmp_path / "b", "--recipients", keys[0])
    assert "is not empty (rows: " in refused("restore", tmp_path / "b", "--identity", keys[1])
    assert "is encrypted: name the file with the private key" in refused("restore", tmp_path / "b")
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_dir()) == ["b", "there"]
    assert Message.objects.count() == 2


def _spoil(folder: Path, how: str) -> None:
    data = folder / "data.sql.gz"
    if how == "a byte":
        content = bytearray(data.read_bytes())
        content[len(content) // 2] ^= 1
        data.write_bytes(content)
    elif how == "the end":
        data.write_bytes(data.read_bytes()[:-100])
    else:
        text = (folder / "manifest.json").read_text()
        (folder / "manifest.json").write_text(text.replace('"rows": 2', '"rows": 1', 1))


@pytest.mark.parametrize(("how", "status"), [("a byte", 1), ("the end", 1), ("a number", 2)])
def test_a_backup_that_was_changed_is_not_restored(county: Case, tmp_path: Path, how: str, status: int) -> None:
    document("backup", tmp_path / "b", "--plain")
    _spoil(tmp_path / "b", how)
    with engine().beside("brygga_restored"):
        done = run("restore", tmp_path / "b")
        assert done.exit_code == status, done.output
        assert "not as it was" in done.stderr
        actions.is_empty()


def test_rows_that_are_not_those_of_the_manifest_leave_the_database_empty(county: Case, tmp_path: Path) -> None:
    """Whoever can write the folder can make hashes fit; the counts, and in the end the trail, do not."""
    document("backup", tmp_path / "b", "--plain")
    made = manifest.read(tmp_path / "b")
    script = gzip.decompress((tmp_path / "b" / "data.sql.gz").read_bytes())
    changed = script.replace(b"\tboard\t", b"\tcases\t")
    assert changed != script
    (tmp_path / "b" / "data.sql.gz").unlink()
    given, written = envelope.write(tmp_path / "b" / "data.sql.gz", [changed], [])
    data = made.data.model_copy(
        update={
            "bytes": written.bytes,
            "sha256": written.sha256,
            "script_bytes": given.bytes,
            "script_sha256": given.sha256,
        }
    )
    manifest.write(made.model_copy(update={"data": data, "signed": None}), tmp_path / "b")
    with engine().beside("brygga_restored"):
        assert run("restore", tmp_path / "b").exit_code == 2
        done = run("restore", tmp_path / "b", "--unsigned")
        assert done.exit_code == 1, done.output
        assert "the trail is not the one that was copied" in done.stderr
        actions.is_empty()


def test_a_trail_that_is_not_whole_is_backed_up_and_said_to_be_so(county: Case, tmp_path: Path) -> None:
    APPEND_ONLY[0].remove(connection)
    sql("UPDATE trail_entry SET what = 'nothing' WHERE sequence = 1")
    APPEND_ONLY[0].install(connection)
    made = document("backup", tmp_path / "b", "--plain", status=1)
    assert (made["ok"], made["trail"]) == (False, "changed: entries 1 to 1")
    assert manifest.read(tmp_path / "b").trail.findings


def test_a_backup_of_a_newer_version_is_refused_in_words(county: Case, tmp_path: Path) -> None:
    document("backup", tmp_path / "b", "--plain")
    made = manifest.read(tmp_path / "b")
    newer = {**made.migrations, "cases": [*made.migrations["cases"], "0999_of_tomorrow"]}
    manifest.write(made.model_copy(update={"migrations": newer}).with_signature(), tmp_path / "b")
    with engine().beside("brygga_restored"):
        done = run("restore", tmp_path / "b")
        assert (done.exit_code, "comes from a newer Brygga" in done.stderr) == (2, True)
        assert "cases.0999_of_tomorrow" in done.stderr


def test_a_backup_of_an_earlier_version_is_brought_to_this_one_with_what_migrations_tell(
    county: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the version made it that told of no cases yet: the restore's migration takes them on by entries of its own."""
    with as_it_was("cases", "0011_messages_can_be_destroyed"), monkeypatch.context() as earlier:
        untold = Entry.objects.filter(told__contains='"cases_case"')
        for table in APPEND_ONLY:
            table.remove(connection)
        for one in untold:
            one.told = json.dumps([row for row in json.loads(one.told) if row[0] != "cases_case"]) or None
            one.digest = digests.entry_digest(content(one, sorted(one.subjects.values_list("person", flat=True))))
            one.save()
        Seal.objects.all().delete()
        for table in APPEND_ONLY:
            table.install(connection)
        seal(timezone.now())
        earlier.setattr(rows, "CHANGING", set())
        earlier.setattr(schema, "waiting", list)
        made = actions.back_up(tmp_path / "b", [], [], actions.silently)
        assert made.trail.findings == [] and "0012_cases_are_told_of" not in made.migrations["cases"]
    with engine().beside("brygga_restored"):
        told = document("restore", tmp_path / "b")
        assert (told["trail"], told["head"]) == ("whole", made.trail.head)
        # One that took on the cases, and one of the restore.
        assert Entry.objects.count() == made.trail.entries + 2
        assert [one.kind for one in inspecting.verified(timezone.now())[0].findings] == []


def test_a_disk_that_is_full_half_way_leaves_no_backup(
    county: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = envelope.Digested.write

    def full(self: Any, data: bytes) -> int:
        if self.bytes + len(data) > 1000:
            raise OSError(28, "No space left on device")
        return real(self, data)

    monkeypatch.setattr(envelope.Digested, "write", full)
    identity = pyrage.x25519.Identity.generate()
    for to in ([], [identity.to_public()]):
        with pytest.raises(OSError, match="No space left on device"):
            actions.back_up(tmp_path / "b", to, [], actions.silently)
    assert list(tmp_path.iterdir()) == []


def test_each_night_has_its_folder_and_so_many_are_kept(county: Case, tmp_path: Path) -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    for hours in range(3):
        folder = tmp_path / dated.name_of(first + timedelta(hours=hours))
        actions.back_up(folder, [], [], actions.silently)
    (tmp_path / "2026-10-25T090000Z").mkdir()  # no backup
    (tmp_path / "notes").mkdir()
    done = run("backup", tmp_path, "--plain", "--dated", "--keep", 2)
    assert done.exit_code == 0, done.output
    whole = sorted(one.name for one in tmp_path.iterdir() if (one / "manifest.json").exists())
    assert whole[0] == "2026-10-25T023000Z" and len(whole) == 2
    assert dated.newest(tmp_path).name == whole[1]
    assert (tmp_path / "notes").exists()


def test_the_drill_is_one_command_and_leaves_nothing(county: Case, tmp_path: Path) -> None:
    told = document("drill", "--room", tmp_path)
    assert told["ok"] and told["trail"] == "whole" and told["tables"]["cases_message"] == 2
    assert told["backup_seconds"] > 0 and told["rto_seconds"] > 0
    assert list(tmp_path.iterdir()) == []
    assert Message.objects.count() == 2


def test_a_county_moves_from_one_engine_to_the_other_and_back(county: Case, tmp_path: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("tried from PostgreSQL to SQLite and back")
    before = everything()
    document("backup", tmp_path / "b", "--plain")
    wanted = ("PATH", "PYTHONPATH", "HOME", "LANG")
    environment = {name: value for name, value in os.environ.items() if name in wanted}
    # The test settings keep their file, and their key, in the temporary folder.
    own = tmp_path / "t" / settings.BRYGGA_TRAIL_KEY.parent.name
    own.mkdir(parents=True)
    shutil.copy(settings.BRYGGA_TRAIL_KEY, own)
    environment |= {"TMPDIR": str(tmp_path / "t"), "DJANGO_SETTINGS_MODULE": "brygga_site.settings.test"}
    program = [sys.executable, "-c", "from brygga.cli import main; main()"]
    for arguments in (("restore", "b"), ("backup", "c", "--plain")):
        done = subprocess.run([*program, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    with engine().beside("brygga_restored"):
        document("restore", tmp_path / "c")
        assert everything() == before
