"""A PostgreSQL server of its own is restarted in the middle of a seal, and brought back to a moment by deploy/."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from bench.killed import server
from bench.killed.server import Server
from tests.start import ROOT

pytestmark = [
    pytest.mark.skipif(not server.is_installed(), reason="no initdb: PostgreSQL's server is not installed here"),
    # The server is made once, in one process.
    pytest.mark.xdist_group("postgresql-server"),
]
SCRIPT = ROOT / "deploy" / "postgresql" / "point-in-time.sh"


class Clerk:
    """A process of `tests.deployment.clerk` at work in a server's database."""

    def __init__(self, own: Server) -> None:
        unset = ("DJANGO_ALLOW_ASYNC_UNSAFE",)
        environment = {name: value for name, value in os.environ.items() if name not in unset}
        environment |= {"BRYGGA_DATABASE_URL": own.url, "DJANGO_SETTINGS_MODULE": "brygga_site.settings.test"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.deployment.clerk"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.answer() == "ready"

    def __call__(self, line: str) -> str:
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.answer()

    def answer(self) -> str:
        return self.process.stdout.readline().strip()

    def end(self) -> None:
        self.process.stdin.close()
        assert self.process.wait(60) == 0


@dataclass(frozen=True)
class Archived:
    """A server whose log is kept in `archive`, the script as its account calls it, and a clerk in the database."""

    own: Server
    archive: Path
    script: Path
    clerk: Clerk

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        return called(self.script, *arguments)

    def now(self) -> str:
        with psycopg.connect(self.own.url) as database:
            return database.execute("SELECT clock_timestamp()").fetchone()[0].isoformat()

    def wait_until_kept(self) -> None:
        """Until all that has been committed is in the archive: by itself a minute at most."""
        with psycopg.connect(self.own.url, autocommit=True) as database:
            piece = database.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()[0]
            deadline = time.monotonic() + 60
            while not (self.archive / piece).exists():
                assert time.monotonic() < deadline, f"{piece} was not kept: {self.own.log}"
                time.sleep(0.1)


def called(script: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    as_who = [] if os.getuid() else ["runuser", "-u", "postgres", "--"]
    command = [*as_who, script, *map(str, arguments)]
    return subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def archived() -> Iterator[Archived]:
    with server.folder_of_its_account() as folder:
        own, archive = server.new(folder), folder / "archive"
        archive.mkdir()
        if not os.getuid():
            shutil.chown(archive, "postgres")
        # Its account may not look into this checkout.
        script = Path(shutil.copy(SCRIPT, folder))
        told = called(script, "settings", archive)
        assert told.returncode == 0, told.stderr
        with (own.data / "postgresql.conf").open("a") as configuration:
            configuration.write(told.stdout)
        own.start()
        try:
            clerk = Clerk(own)
            yield Archived(own, archive, script, clerk)
            clerk.end()
        finally:
            own.stop()


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_server_that_is_restarted_in_the_middle_of_a_seal_leaves_no_half_of_one(
    archived: Archived, mode: str
) -> None:
    clerk = archived.clerk
    clerk(f"say before {mode}")
    before = clerk("verify")
    assert clerk("seal slowly") == "written"
    archived.own.restart(mode)
    assert clerk("go on") == "OperationalError"
    assert clerk("verify") == before
    clerk(f"say after {mode}")
    assert " to " in clerk("seal")
    assert clerk("seal") == "nothing"
    seals = int(before.partition(" ")[0]) + 1
    assert clerk("verify") == f"{seals} seals, 0 unsealed, []"


def test_the_database_is_brought_back_to_a_moment_between_two_messages(archived: Archived) -> None:
    made = archived.run("base", archived.archive, "-h", "127.0.0.1", "-p", archived.own.port, "-U", "postgres")
    assert made.returncode == 0, made.stderr
    time.sleep(1.1)
    archived.clerk("say first")
    archived.clerk("seal")
    between = archived.now()
    archived.clerk("say second")
    with psycopg.connect(archived.own.url) as somebody:
        somebody.execute("ALTER TABLE cases_message DISABLE TRIGGER ALL")
        somebody.execute("DELETE FROM cases_receipt")
        somebody.execute("DELETE FROM cases_message")
    assert "removed" in archived.clerk("verify")
    archived.wait_until_kept()

    folder = archived.archive.parent / "brought-back"
    done = archived.run("restore", archived.archive, folder, between)
    assert done.returncode == 0, done.stderr
    back = Server(folder, server.free_port())
    back.start()
    try:
        with psycopg.connect(back.url, autocommit=True) as database:
            deadline = time.monotonic() + 60
            while database.execute("SELECT pg_is_in_recovery()").fetchone()[0]:
                assert time.monotonic() < deadline, back.log
                time.sleep(0.1)
            keys = [key for (key,) in database.execute("SELECT idempotency_key FROM cases_message ORDER BY id")]
        assert keys[-1] == "first" and "second" not in keys and len(keys) > 2
        environment = os.environ | {
            "BRYGGA_DATABASE_URL": back.url,
            "DJANGO_SETTINGS_MODULE": "brygga_site.settings.test",
        }
        verify = [sys.executable, "-c", "from brygga.cli import main; main()", "trail", "verify"]
        told = subprocess.run(verify, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert (told.returncode, "The trail is whole." in told.stdout) == (0, True), told.stdout + told.stderr
    finally:
        back.stop()


def test_what_cannot_be_brought_back_is_refused_in_words_or_does_not_start(archived: Archived) -> None:
    run, archive, folder = archived.run, archived.archive, archived.archive.parent
    options = ("-h", "127.0.0.1", "-p", archived.own.port, "-U", "postgres")
    for _ in range(2):
        assert run("base", archive, *options).returncode == 0
        time.sleep(1.1)
    now = archived.now()
    archived.wait_until_kept()
    refused = [
        (("restore", archive, folder / "new", "2026-12-01 02:34:30"), "say the time with its zone"),
        (("restore", archive, folder / "new", "2020-01-01 02:34:30Z"), "holds no base backup that was done"),
        (("restore", archive, folder, now), "is there already: name a new one"),
        (("restore", folder / "none", folder / "new", now), "is no folder"),
        (("restore", f"{archive}/with space", folder / "new", now), "of letters, digits"),
        (("restore", archive), "say what to do"),
        (("thin", archive, "0"), "say how many"),
    ]
    for arguments, says in refused:
        done = run(*arguments)
        assert (done.returncode, says in done.stderr) == (2, True), (arguments, done.stderr)
    assert not (folder / "new").exists()

    pieces = {one.name for one in archive.iterdir() if one.is_file()}
    thinned = run("thin", archive, 1)
    assert thinned.returncode == 0, thinned.stderr
    [left] = [one for one in archive.iterdir() if one.is_dir()]
    assert {one.name for one in archive.iterdir() if one.is_file()} < pieces
    # A moment that the kept log does not reach is no moment to open at.
    assert run("restore", archive, folder / "late", "2099-01-01 00:00:00Z").returncode == 0
    late = Server(folder / "late", server.free_port())
    with pytest.raises(subprocess.CalledProcessError):
        late.start()
    assert "recovery ended before configured recovery target was reached" in late.log, late.log
    # And a base that somebody has been at is not used.
    base = left / "base.tar.gz"
    content = subprocess.run(["gzip", "-dc", base], capture_output=True, check=True).stdout
    spoilt = content.replace(b"archive_timeout = 60", b"archive_timeout = 61", 1)
    assert spoilt != content
    base.write_bytes(subprocess.run(["gzip", "-c"], input=spoilt, capture_output=True, check=True).stdout)
    done = run("restore", archive, folder / "spoilt", now)
    assert (done.returncode, "is not as it was written" in done.stderr) == (2, True)
