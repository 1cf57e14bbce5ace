"""Writers on SQLite take turns at the file: none waits without end, all make progress, a dead one is no hindrance."""

import fcntl
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import pytest

from brygga_site.sqlite.turn import Turn

WRITE_FOR = 1.5
# Says how many turns it has had, in a loop without rest.
WRITER = f"""
import sys, time
from brygga_site.sqlite.turn import Turn
print("ready", flush=True)
sys.stdin.readline()
turns, end = 0, time.monotonic() + {WRITE_FOR}
while time.monotonic() < end:
    turn = Turn(sys.argv[1], 20)
    time.sleep(0.001)
    turn.end()
    turns += 1
print(turns)
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    return str(tmp_path / "db.lock")


def test_a_wait_for_another_process_ends_in_time(file: str) -> None:
    with Path(file).open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        start = time.monotonic()
        with pytest.raises(TimeoutError):
            Turn(file, 0.3)
        assert 0.3 <= time.monotonic() - start < 10
    Turn(file, 0.3).end()


def test_a_wait_for_another_thread_ends_in_time(file: str) -> None:
    first, outcomes = Turn(file, 1), []

    def second() -> None:
        try:
            Turn(file, 0.3)
        except TimeoutError:
            outcomes.append("gave up")

    thread = Thread(target=second)
    thread.start()
    thread.join(5)
    assert outcomes == ["gave up"]
    first.end()
    Turn(file, 0.3).end()


def test_a_turn_that_could_not_be_opened_leaves_the_next_free(tmp_path: Path) -> None:
    file = tmp_path / "missing" / "db.lock"
    with pytest.raises(FileNotFoundError):
        Turn(str(file), 0.3)
    file.parent.mkdir()
    Turn(str(file), 0.3).end()


def test_waiting_costs_little(file: str) -> None:
    with Path(file).open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        before = time.thread_time()
        with pytest.raises(TimeoutError):
            Turn(file, 1)
        assert time.thread_time() - before < 0.1


def test_two_processes_that_write_without_rest_both_make_progress(file: str) -> None:
    writers = [_started(file), _started(file)]
    turns = [int(writer.communicate(timeout=30)[0]) for writer in _let_go(writers)]
    # A fair share is a half. One that starts late on a busy machine has fewer, but is never kept out.
    assert min(turns) > sum(turns) / 5, turns


def test_a_process_that_is_killed_in_its_turn_holds_nobody_up(file: str) -> None:
    held = "import sys; from brygga_site.sqlite.turn import Turn; t = Turn(sys.argv[1], 9); print(); sys.stdin.read()"
    with _python(held, file) as other:
        other.stdout.readline()
        with pytest.raises(TimeoutError):
            Turn(file, 0.2)
        other.kill()
        other.wait()
    Turn(file, 1).end()


def test_a_forked_child_waits_for_its_parent_and_is_not_locked_out_for_good(file: str) -> None:
    forks = (
        "import os, sys, time; from brygga_site.sqlite.turn import Turn; turn = Turn(sys.argv[1], 1)\n"
        "child = os.fork()\n"
        "if not child: os.close(turn._descriptor); Turn(sys.argv[1], 9).end(); os._exit(0)\n"
        "time.sleep(0.2); turn.end()\n"
        "sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))"
    )
    with _python(forks, file) as process:
        assert process.wait(30) == 0


def _started(file: str) -> subprocess.Popen[str]:
    writer = _python(WRITER, file)
    assert writer.stdout.readline() == "ready\n"
    return writer


def _let_go(writers: list[subprocess.Popen[str]]) -> list[subprocess.Popen[str]]:
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    return writers


def _python(code: str, *arguments: str) -> subprocess.Popen[str]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, "-c", code, *arguments], **pipes)
