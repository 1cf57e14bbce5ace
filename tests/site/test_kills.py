"""Writers are killed with SIGKILL while they write; what they acknowledged is there. `bench kills` does it longer."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from tests.tries import IS_LONG, tries

KILLS = tries(4)


@pytest.mark.database
def test_nothing_acknowledged_is_lost_when_its_writers_are_killed() -> None:
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    environment = {**os.environ, "BRYGGA_KILLS": str(KILLS)}
    if engine == "postgresql":
        environment["BRYGGA_TEST_DATABASE_URL"] = os.environ["BRYGGA_DATABASE_URL"]
    command = [sys.executable, "-m", "bench.kills", engine]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr[-3000:]}"
    assert f"{engine}: {KILLS} kills" in done.stdout
    acknowledged, stored = map(int, re.findall(r"(\d+) messages acknowledged, (\d+) stored", done.stdout)[0])
    assert KILLS <= acknowledged < stored


@pytest.mark.skipif(not IS_LONG, reason="`make test-long` takes a backup while the site is written to")
@pytest.mark.database
def test_a_backup_taken_while_the_site_is_written_to_is_of_one_moment() -> None:
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    environment = dict(os.environ)
    if engine == "postgresql":
        environment["BRYGGA_TEST_DATABASE_URL"] = os.environ["BRYGGA_DATABASE_URL"]
    command = [sys.executable, "-m", "bench.backups", engine]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr[-3000:]}"
    backed_up, meanwhile = map(
        int, re.findall(r"(\d+) messages backed up in [\d.]+ s, while (\d+) were said", done.stdout)[0]
    )
    assert backed_up > meanwhile > 0


@pytest.mark.skipif(not IS_LONG, reason="`make test-long` restarts a PostgreSQL of its own")
def test_nothing_acknowledged_is_lost_when_postgresql_is_restarted_in_mid_use() -> None:
    command = [sys.executable, "-m", "bench", "restarts", "2"]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr[-3000:]}"
    if "left out" in done.stdout:
        pytest.skip(done.stdout)
    assert re.search(r"[1-9]\d* messages acknowledged; 0 faults", done.stdout)
