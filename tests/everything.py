"""Runs every test, and says which parts this machine has to leave out.

Under CI (the variable `CI` is set) a part left out is a failure.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
POSTGRESQL = os.environ.get("BRYGGA_TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


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


def pytest(folder: str, markers: list[str], database: str | None) -> bool:
    """Whether the tests in the folder pass, on the given database or else on SQLite."""
    environment = {name: value for name, value in os.environ.items() if name != "BRYGGA_DATABASE_URL"}
    if database:
        environment["BRYGGA_DATABASE_URL"] = database
    print(f"\n{folder} on {'PostgreSQL' if database else 'SQLite'}", flush=True)
    command = [sys.executable, "-m", "pytest", folder, "-n", "auto", "--dist", "loadgroup"]
    chosen = ["-m", " and ".join(markers)] if markers else []
    return subprocess.run(command + chosen, cwd=ROOT, env=environment).returncode == 0


def main() -> int:
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
    for part in left_out:
        print(f"Left out: {part}")

    passed = pytest("tests", markers, database=None)
    if postgresql:
        passed &= pytest("tests/site", markers, database=POSTGRESQL)
    complete = not left_out or not os.environ.get("CI")
    return 0 if passed and complete else 1


if __name__ == "__main__":
    sys.exit(main())
