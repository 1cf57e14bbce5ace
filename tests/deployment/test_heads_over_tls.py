"""One site sends its heads to another, which is served behind nginx: over TLS, and to no one else."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from tests.certificates import authority
from tests.deployment.conftest import Nginx, Served, a_key, new_database
from tests.start import ROOT

A_KEY_FOR_HEADS = """
import django; django.setup()
from django.utils import timezone
from brygga_site.api.actions import make_key
from brygga_site.organisations.models import Assignment
hugo = Assignment.objects.get(staff__username="hugo")
print(make_key(hugo, "Brygga Halland", "heads", timezone.localdate(), timezone.now())[1])
"""
AN_ENTRY = """
import django; django.setup()
from django.db import transaction
from brygga.access.basis import Basis
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.models import Action
with transaction.atomic():
    record(None, Deed(Action.READ, "x", Basis.OPERATOR, purpose="x"))
"""


@dataclass(frozen=True)
class Sender:
    """A site with a database and a trail of its own, which sends its heads."""

    database: str
    environment: dict[str, str]
    folder: Path

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        environment = self.environment | more
        return subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )

    def rows(self, query: str) -> list[tuple]:
        with psycopg.connect(self.database) as connection:
            return connection.execute(query).fetchall()

    def send(self, port: int, believing: Path) -> subprocess.CompletedProcess[str]:
        assert self.run("manage.py", "seal_trail").returncode == 0
        address = f"https://localhost:{port}/api/v1/heads"
        return self.run("manage.py", "send_heads", BRYGGA_HEADS_TO=address, REQUESTS_CA_BUNDLE=str(believing))


@pytest.fixture(scope="module")
def sender(served: Served, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sender]:
    folder = tmp_path_factory.mktemp("sender")
    made = subprocess.run(
        [sys.executable, "-c", A_KEY_FOR_HEADS], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    (folder / "their-key").write_text(made.stdout)
    with new_database("sends") as database:
        own = environment | {
            "BRYGGA_DATABASE_URL": database,
            "BRYGGA_TRAIL_KEY": a_key(folder / "trail-key.pem"),
            "BRYGGA_HEADS_TO_KEYS": str(folder / "their-key"),
        }
        site = Sender(database, own, folder)
        migrated = site.run("manage.py", "migrate")
        assert migrated.returncode == 0, migrated.stderr
        assert site.run("-c", AN_ENTRY).returncode == 0
        yield site


def test_a_head_is_countersigned_by_the_other_site_and_the_next_one_continues_it(
    served: Served, sender: Sender, nginx: Nginx, tmp_path: Path
) -> None:
    by = authority(tmp_path)
    _, port, _ = nginx(served.web, "localhost", by)
    for entries in (1, 2):
        done = sender.send(port, by.file)
        assert (done.returncode, f"kept, up to entry {entries}" in done.stdout) == (0, True), done.stdout + done.stderr
        assert sender.run("-c", AN_ENTRY).returncode == 0
    kept = served.row("SELECT of, last, finding FROM trail_kepthead ORDER BY id DESC LIMIT 1")
    assert kept == ("Brygga Halland (14)", 2, "")
    [(document,)] = sender.rows("SELECT document FROM trail_senthead ORDER BY id DESC LIMIT 1")
    assert len(json.loads(document)["countersignatures"]) == 1
    (tmp_path / "head.json").write_text(document)
    verify = "from brygga.cli import main; main()"
    told = sender.run("-c", verify, "trail", "verify", "--head", str(tmp_path / "head.json"))
    assert (told.returncode, "The trail is whole." in told.stdout) == (0, True), told.stdout + told.stderr


@pytest.mark.parametrize("wrong", ["another authority's", "for another host", "its own"])
def test_a_site_whose_certificate_is_not_believed_is_told_nothing(
    served: Served, sender: Sender, nginx: Nginx, tmp_path: Path, wrong: str
) -> None:
    by = authority(tmp_path)
    (tmp_path / "stranger").mkdir()
    theirs = {
        "another authority's": ("localhost", authority(tmp_path / "stranger")),
        "for another host": ("elsewhere.example", by),
        "its own": ("localhost", None),
    }
    before = served.row("SELECT count(*) FROM trail_kepthead")
    _, port, _ = nginx(served.web, *theirs[wrong])
    done = sender.send(port, by.file)
    assert (done.returncode, "its certificate is not believed" in done.stdout) == (1, True), done.stdout + done.stderr
    assert sender.rows("SELECT outcome FROM trail_senthead ORDER BY id DESC LIMIT 1") == [("unreachable",)]
    # Not even the key by which it would be known.
    assert served.row("SELECT count(*) FROM trail_kepthead") == before
