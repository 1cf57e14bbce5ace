"""Makes a release: `make release VERSION=0.2.0`.

The version stands in `brygga.__version__`; publiccode.yml and CHANGELOG.md repeat it, and a tag names the commit.
Nothing is written unless all that a release asks for holds.
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).resolve().parent.parent
UNRELEASED = "## Unreleased\n"


class NotReady(Exception):
    """What a release still needs."""


@dataclass(frozen=True)
class Release:
    """What a checkout says about its version; `write` makes it say the next."""

    root: Path

    @property
    def version(self) -> str:
        return re.search(r'(?m)^__version__ = "(.+)"$', self._text("src/brygga/__init__.py"))[1]

    def check(self, version: str) -> None:
        """Raises NotReady for a version that does not follow on the one there is, or changes nobody is told of."""
        try:
            is_newer = Version(version) > Version(self.version) and re.fullmatch(r"\d+\.\d+\.\d+", version)
        except InvalidVersion:
            is_newer = False
        if not is_newer:
            raise NotReady(f"'{version}' is no version after {self.version}: write three numbers, such as 1.2.3")
        if not re.search(rf"{UNRELEASED}\n- ", self._text("CHANGELOG.md")):
            raise NotReady("CHANGELOG.md says nothing under Unreleased: say who is affected by what")

    def write(self, version: str, today: date) -> list[str]:
        """Puts the version in every place; the files that were changed."""
        code, public, changes = "src/brygga/__init__.py", "publiccode.yml", "CHANGELOG.md"
        self._change(code, r'(?m)^__version__ = ".+"$', f'__version__ = "{version}"')
        self._change(public, r'(?m)^softwareVersion: ".+"$', f'softwareVersion: "{version}"')
        self._change(public, r'(?m)^releaseDate: ".+"$', f'releaseDate: "{today}"')
        self._change(changes, f"(?m)^{UNRELEASED}", f"{UNRELEASED}\n## {version} ({today})\n")
        return [code, public, changes]

    def _text(self, file: str) -> str:
        return (self.root / file).read_text()

    def _change(self, file: str, was: str, becomes: str) -> None:
        text, times = re.subn(was, becomes, self._text(file), count=1)
        if times != 1:
            raise NotReady(f"{file} has no line that says {was}")
        (self.root / file).write_text(text)


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def main(version: str) -> None:
    release = Release(ROOT)
    release.check(version)
    if git("status", "--porcelain"):
        raise NotReady("the checkout has changes that are not committed")
    if git("tag", "--list", f"v{version}"):
        raise NotReady(f"there is a tag v{version} already")
    audit = [sys.executable, "-m", "tests.audit"]
    if subprocess.run(audit, cwd=ROOT, env=os.environ | {"BRYGGA_RELEASE": "1"}, check=False).returncode:
        raise NotReady("the packages are not audited, or have a known weakness")
    changed = release.write(version, date.today())  # noqa: DTZ011 (the day where it is released)
    subprocess.run([sys.executable, "-m", "tests.sbom"], cwd=ROOT, check=True)
    git("commit", "--quiet", "--message", f"Version {version}", "--", *changed)
    git("tag", "--annotate", f"v{version}", "--message", f"Brygga {version}")
    print(f"Version {version} is committed and tagged v{version}. Push both; docs/releases.md says what goes with it.")


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "")
    except (NotReady, subprocess.CalledProcessError) as error:
        sys.exit(f"No release was made: {error}")
