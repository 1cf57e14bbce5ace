"""Runs every test, and says which parts this machine has to leave out, what was slow and what it cost.

Under CI (the variable `CI` is set) a part left out is a failure. `--long` tries many more random examples, and runs
on PostgreSQL also what no engine can change.
"""

import ctypes
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.costs import FOLDER, cpu_of_children, told, written  # noqa: E402
from tests.failures import failures  # noqa: E402

POSTGRESQL = os.environ.get("BRYGGA_TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
# Where Debian keeps what only an administrator is thought to need.
NGINX_PATH = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"))
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def has_chromium() -> bool:
    return any(map(shutil.which, (os.environ.get("BRYGGA_CHROMIUM", ""), *BROWSERS)))


def has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return bool(shutil.which("java") or (home and shutil.which("java", path=f"{home}/bin")))


def postgresql_answers() -> bool:
    try:
        psycopg.connect(POSTGRESQL, connect_timeout=3).close()
    except psycopg.Error:
        return False
    return True


def pytest(folder: str, markers: list[str], *options: str) -> list[str]:
    chosen = ["-m", " and ".join(markers)] if markers else []
    return [sys.executable, "-m", "pytest", folder, "--tb=short", *options, *chosen]


def main(is_long: bool) -> int:
    left_out, markers = [], []
    if not has_chromium():
        left_out.append("the journeys: no Chromium (set BRYGGA_CHROMIUM or install chromium)")
        markers.append("not browser")
    if not has_java():
        left_out.append("the Spark tests: no Java (set JAVA_HOME or install a JRE)")
        markers.append("not spark")
    postgresql = postgresql_answers()
    if not postgresql:
        left_out.append("tests/site on PostgreSQL: none answers (set BRYGGA_TEST_DATABASE_URL)")
    if not shutil.which("nginx", path=NGINX_PATH):
        left_out.append("production behind a proxy: no nginx (on Debian: apt-get install nginx-light)")
        markers.append("not proxy")
    elif not postgresql:
        left_out.append("production behind a proxy: no PostgreSQL answers (set BRYGGA_TEST_DATABASE_URL)")
        markers.append("not proxy")
    for part in left_out:
        print(f"Left out: {part}", flush=True)

    with TemporaryDirectory() as costs, TemporaryFile("w+") as said:
        # Not to write compiled code down would make each process compile all of it again.
        unwanted = ("BRYGGA_DATABASE_URL", "PYTHONDONTWRITEBYTECODE")
        environment = {name: value for name, value in os.environ.items() if name not in unwanted}
        environment |= {FOLDER: costs, "BRYGGA_TESTS": "long" if is_long else ""}
        everywhere = pytest("tests", markers, "-n", "auto", "--dist", "loadgroup")
        once_more = pytest(
            "tests/site", markers if is_long else ["database", "not any_engine"], "-p", "no:cacheprovider"
        )
        started = time.monotonic()
        adopt_orphans()
        on_sqlite = subprocess.Popen(everywhere, cwd=ROOT, env=environment)
        runs = [on_sqlite]
        # At the same time, because whoever drives a browser mostly waits for it.
        if postgresql:
            environment["BRYGGA_DATABASE_URL"] = POSTGRESQL
            runs.append(subprocess.Popen(once_more, cwd=ROOT, env=environment, stdout=said, stderr=subprocess.STDOUT))
        passed = [run.wait() == 0 for run in runs]
        seconds = time.monotonic() - started
        reap_orphans()
        said.seek(0)
        print(f"\ntests/site on PostgreSQL\n{said.read()}" if postgresql else "")
        print(cost(seconds, costs), failures(Path(costs)), sep="\n", flush=True)
    complete = not left_out or not os.environ.get("CI")
    return 0 if all(passed) and complete else 1


def cost(seconds: float, costs: str) -> str:
    spent = written(Path(costs))
    cpu = cpu_of_children()
    beside = cpu - sum(one.cpu for one in spent)
    used = f"{cpu:.0f} s of CPU in {seconds:.0f} s: {cpu / seconds:.1f} cores were busy"
    rest = f"{beside:.0f} s of it went to collecting, browsers and Java; what PostgreSQL spent is not counted"
    return f"{told(spent)}\n{used}. {rest}."


def adopt_orphans() -> None:
    """Browsers and Java outlive what started them; Linux gives them to this process, so that their CPU is known."""
    if sys.platform == "linux":
        set_child_subreaper = 36
        ctypes.CDLL(None).prctl(set_child_subreaper, 1, 0, 0, 0)


def reap_orphans() -> None:
    """Waits for those that are ending, and no longer than five seconds."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            ended, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not ended:
            time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main(is_long="--long" in sys.argv[1:]))
