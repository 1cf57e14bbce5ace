"""A county of the released version is migrated with all that it holds; one that is newer than the code is refused.

`released/` holds a small made-up county as each version left it, on both engines, with the heads of its trails.
"""

import json
import lzma
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from tests.everything import POSTGRESQL, postgresql_answers
from tests.start import ROOT

from brygga_site.trail import keys

# What a county is made once for is asked for in one process.
pytestmark = pytest.mark.xdist_group("upgrade")

RELEASED = Path(__file__).parent / "released"
NAME = f"brygga_upgraded_{os.getpid()}"


@dataclass(frozen=True)
class Upgraded:
    """The county after a day's work under this version."""

    environment: dict[str, str]
    folder: Path
    told: dict[str, object]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )

    def sql(self, statement: str) -> None:
        if url := self.environment.get("BRYGGA_DATABASE_URL"):
            with psycopg.connect(url) as database:
                for one in statement.split(";"):
                    database.execute(one)
            return
        database = sqlite3.connect(self.folder / "county.sqlite3")
        with database:
            database.executescript(statement)
        database.close()


COUNTIES = [(one.name, engine) for one in sorted(RELEASED.iterdir()) for engine in ("sqlite", "postgresql")]


@pytest.fixture(scope="module", params=COUNTIES, ids="-".join)
def upgraded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgraded]:
    folder = tmp_path_factory.mktemp("upgraded")
    version, engine = request.param
    county = RELEASED / version
    shutil.copy(county / f"{engine}-head.json", folder / "head.json")
    unset = ("BRYGGA_DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE")
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    environment |= {"DJANGO_SETTINGS_MODULE": "tests.upgrade.settings", "BRYGGA_UPGRADED": str(folder)}
    if engine == "sqlite":
        (folder / "county.sqlite3").write_bytes(lzma.decompress((county / "sqlite.sqlite3.xz").read_bytes()))
        yield worked_in(environment, folder)
        return
    if not postgresql_answers():
        pytest.skip("no PostgreSQL answers (set BRYGGA_TEST_DATABASE_URL)")
    drop = f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)"
    with psycopg.connect(POSTGRESQL, autocommit=True) as server:
        server.execute(drop)
        server.execute(f"CREATE DATABASE {NAME}")
        parts = conninfo_to_dict(POSTGRESQL) | {"dbname": NAME}
        user, password = parts.get("user", "postgres"), f":{parts['password']}" if "password" in parts else ""
        url = f"postgresql://{user}{password}@{parts.get('host', '127.0.0.1')}:{parts.get('port', 5432)}/{NAME}"
        restore(county / "postgresql.sql.xz", url)
        yield worked_in(environment | {"BRYGGA_DATABASE_URL": url}, folder)
        server.execute(drop)


def restore(packed: Path, url: str) -> None:
    """What pg_dump wrote, but for what it says to psql alone."""
    dump = lzma.decompress(packed.read_bytes()).decode()
    with psycopg.connect(url) as database:
        database.execute("\n".join(line for line in dump.splitlines() if not line.startswith("\\")))


def worked_in(environment: dict[str, str], folder: Path) -> Upgraded:
    keys.make(folder / "new-key.pem", "ml-dsa-65")
    command = [sys.executable, "-m", "tests.upgrade.visit"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Upgraded(environment, folder, json.loads(done.stdout.splitlines()[-1]))


def test_nothing_is_lost_and_every_row_and_case_reads_as_before(upgraded: Upgraded) -> None:
    assert upgraded.told["before"]["cases_message"] > 1500
    assert upgraded.told["after"] == upgraded.told["before"]
    assert upgraded.told["unread"] == []


def test_everybody_signs_in_with_the_password_they_had_and_works_on(upgraded: Upgraded) -> None:
    pages = upgraded.told["pages"]
    assert len(pages) > 15
    assert [one for one in pages if one[2] != 200] == []


def test_the_trail_is_whole_up_to_the_head_that_was_exported_before_and_on(upgraded: Upgraded) -> None:
    verify = "from brygga.cli import main; main()"
    done = upgraded.run("-c", verify, "trail", "verify", "--head", str(upgraded.folder / "head.json"), "--json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["findings"], report["unsealed"]) == (0, [], 0), done.stderr
    assert report["seals"] >= 2
    # What was sealed before stands as it was; after it come seals of the algorithms that were chosen with the upgrade.
    exported = json.loads((upgraded.folder / "head.json").read_text())
    assert len(exported["seal"]["head"]) == 64
    assert report["head"].startswith("sha3-512:")


LATER = """
INSERT INTO django_migrations (app, name, applied) VALUES ('later', '0001_initial', CURRENT_TIMESTAMP);
INSERT INTO django_migrations (app, name, applied) VALUES ('cases', '9999_later', CURRENT_TIMESTAMP)
"""
UNDONE = "DELETE FROM django_migrations WHERE name = '9999_later' OR app = 'later'"
A_MESSAGE = """
CREATE TEMPORARY TABLE later AS SELECT * FROM cases_message ORDER BY id LIMIT 1;
UPDATE later SET id = 999999, sequence = 9999, kind = 'later-kind', idempotency_key = 'later';
INSERT INTO cases_message SELECT * FROM later
"""


def test_a_database_that_a_later_version_has_written_in_is_refused_in_words(upgraded: Upgraded) -> None:
    """Its migrations tell it first; a message of a kind that is not known tells it too. This comes last."""
    told = "the database was written by a later version of Brygga"
    upgraded.sql(LATER)
    migrate = upgraded.run("manage.py", "migrate")
    assert migrate.returncode == 1
    assert f"{told} (migration cases 9999_later, migration later 0001_initial): start the" in migrate.stderr
    assert "Traceback" not in migrate.stderr
    if "BRYGGA_DATABASE_URL" in upgraded.environment:
        return
    upgraded.sql(f"{UNDONE};{A_MESSAGE}")
    command = "from brygga_site.serving.cli import _check_database; import django; django.setup(); _check_database()"
    serve = upgraded.run("-c", command)
    assert f"ValueError: {told} (message later-kind): start the version that wrote it, or restore" in serve.stderr
