"""The version stands in one place, and what repeats it says the same; a release changes all or nothing."""

import re
import shutil
import tomllib
from datetime import date
from importlib.metadata import version as installed
from pathlib import Path

import pytest
from tests.release import NotReady, Release
from typer.testing import CliRunner

import brygga
from brygga.cli import app

ROOT = Path(__file__).resolve().parents[2]
FILES = ("src/brygga/__init__.py", "publiccode.yml", "CHANGELOG.md")


@pytest.fixture
def checkout(tmp_path: Path) -> Release:
    for file in FILES:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    return Release(tmp_path)


def test_the_version_stands_in_the_code_and_the_rest_says_the_same() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["tool"]["hatch"]["version"]["path"] == FILES[0] and "version" in project["project"]["dynamic"]
    assert Release(ROOT).version == brygga.__version__ == installed("brygga")
    public, changes = (ROOT / "publiccode.yml").read_text(), (ROOT / "CHANGELOG.md").read_text()
    assert f'softwareVersion: "{brygga.__version__}"' in public
    newest, day = re.search(r"(?m)^## (\d+\.\d+\.\d+) .(\d{4}-\d\d-\d\d)", changes).groups()
    assert (newest, f'releaseDate: "{day}"' in public) == (brygga.__version__, True)
    assert '"version"' not in (ROOT / "package.json").read_text()


def test_the_command_says_its_version() -> None:
    told = CliRunner().invoke(app, ["--version"])
    assert (told.exit_code, told.output) == (0, f"{brygga.__version__}\n")


def test_a_release_changes_every_place_and_leaves_room_for_the_next(checkout: Release) -> None:
    major = int(checkout.version.split(".")[0]) + 1
    checkout.check(f"{major}.0.0")
    assert checkout.write(f"{major}.0.0", date(2027, 1, 2)) == list(FILES)
    assert checkout.version == f"{major}.0.0"
    assert f"## Unreleased\n\n## {major}.0.0 (2027-01-02)\n\n- " in (checkout.root / "CHANGELOG.md").read_text()
    with pytest.raises(NotReady, match=r"CHANGELOG.md says nothing under Unreleased"):
        checkout.check(f"{major}.0.1")


@pytest.mark.parametrize("version", ["", "0.0.1", "1.0", "next", "v9.0.0", "9.0.0rc1"])
def test_a_version_that_does_not_follow_is_refused_in_words(checkout: Release, version: str) -> None:
    with pytest.raises(NotReady, match=r"is no version after .*: write three numbers"):
        checkout.check(version)
