"""The audit of packages fails for a weakness, and says so when it could not be made."""

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from tests import audit

WEAK = {"name": "old", "version": "1.0", "vulns": [{"id": "GHSA-x", "fix_versions": ["1.1"]}]}
SOUND = {"name": "new", "version": "2.0", "vulns": []}
UNKNOWN = {"name": "own", "skip_reason": "not found"}


def python(*packages: dict[str, object]) -> audit.Found:
    return audit.of_python(json.dumps({"dependencies": packages}), "")


def outcome(found: audit.Found, capsys: pytest.CaptureFixture[str], is_release: bool = False) -> tuple[bool, str]:
    passed = audit.report("packages", found, is_release, date(2026, 12, 1))
    return passed, capsys.readouterr().out


def test_a_known_weakness_fails_with_the_version_that_mends_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(python(WEAK, SOUND), capsys) == (False, "packages: WEAKNESS old 1.0: GHSA-x, mended in 1.1\n")


def test_a_weakness_fails_though_other_packages_are_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    passed, said = outcome(python(WEAK, UNKNOWN), capsys)
    assert not passed
    assert "1 of 2 packages were not checked" in said


def test_packages_without_a_weakness_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(python(SOUND), capsys) == (True, "packages: no known weakness\n")


def test_packages_that_the_service_does_not_know_are_not_called_sound(capsys: pytest.CaptureFixture[str]) -> None:
    passed, said = outcome(python(UNKNOWN), capsys)
    assert passed
    assert said == "packages: THE AUDIT COULD NOT BE MADE: 1 of 1 packages were not checked: nobody knows them\n"


@pytest.mark.parametrize("told", ["", "<html>", "[]", "null"])
def test_an_advisory_service_that_does_not_answer_is_told_and_fails_nothing(
    told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for read in (audit.of_python, audit.of_pages):
        passed, said = outcome(read(told, "warning\n\nERROR: no route to host\n"), capsys)
        assert passed
        told = "packages: THE AUDIT COULD NOT BE MADE: nothing was checked: ERROR: no route to host\n"
        assert said == told
        assert outcome(read("", ""), capsys, is_release=True)[0] is False


def test_page_packages_are_read_from_what_npm_tells(capsys: pytest.CaptureFixture[str]) -> None:
    told = {"vulnerabilities": {"htmx.org": {"severity": "high", "range": "<2"}}}
    assert outcome(audit.of_pages(json.dumps(told), ""), capsys) == (False, "packages: WEAKNESS htmx.org: high, <2\n")
    assert outcome(audit.of_pages('{"vulnerabilities": {}}', ""), capsys)[0]
    refused = audit.of_pages('{"message": "405 Method Not Allowed"}', "")
    assert refused.left_out == "nothing was checked: 405 Method Not Allowed"


def advisory(ecosystem: str, name: str, *events: dict[str, str], **more: object) -> dict[str, object]:
    kind = "SEMVER" if ecosystem == "npm" else "ECOSYSTEM"
    affected = {"package": {"ecosystem": ecosystem, "name": name}, "ranges": [{"type": kind, "events": [*events]}]}
    return {"id": "OSV-1", "modified": "2026-11-30T08:00:00Z", "affected": [affected | more]}


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    """Advisories as OSV gives them out."""
    of_each = {
        "PyPI": [
            advisory("PyPI", "Old.Package", {"introduced": "0"}, {"fixed": "1.10"}),
            advisory("PyPI", "named", versions=["2.0"]),
            advisory("PyPI", "gone") | {"withdrawn": "2026-11-01T00:00:00Z"},
            advisory("npm", "same-name", {"introduced": "0"}),
        ],
        "npm": [advisory("npm", "@a/page", {"introduced": "1.2.0"}, {"last_affected": "1.3.0"})],
    }
    for ecosystem, found in of_each.items():
        with zipfile.ZipFile(tmp_path / f"{ecosystem}.zip", "w") as packed:
            for number, one in enumerate(found):
                packed.writestr(f"OSV-{number}.json", json.dumps(one))
    return tmp_path


@pytest.mark.parametrize(
    ("ecosystem", "name", "version", "is_weak"),
    [
        ("PyPI", "old-package", "1.9", True),
        ("PyPI", "old-package", "1.10rc1", True),
        ("PyPI", "old-package", "1.10", False),
        ("PyPI", "named", "2.0", True),
        ("PyPI", "named", "2.1", False),
        ("PyPI", "gone", "1.0", False),
        ("PyPI", "same-name", "1.0", False),
        ("npm", "@a/page", "1.1.9", False),
        ("npm", "@a/page", "1.2.0-rc.1", False),
        ("npm", "@a/page", "1.2.0", True),
        ("npm", "@a/page", "1.3.0", True),
        ("npm", "@a/page", "1.10.0", False),
    ],
)
def test_a_snapshot_tells_which_versions_are_weak(
    snapshot: Path, ecosystem: str, name: str, version: str, is_weak: bool
) -> None:
    assert bool(audit.of_snapshot(snapshot, ecosystem, {name: version}).weaknesses) is is_weak


def test_a_snapshot_tells_its_date_and_one_of_last_month_is_not_for_a_release(
    snapshot: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = audit.of_snapshot(snapshot, "PyPI", {"new": "1.0"})
    assert outcome(found, capsys, is_release=True) == (
        True,
        "packages: no known weakness by advisories up to 2026-11-30\n",
    )
    old = audit.Found(newest=date(2026, 11, 1))
    assert outcome(old, capsys)[0]
    passed, said = outcome(old, capsys, is_release=True)
    assert not passed
    assert "older than 7 days: fetch new ones before a release" in said


def test_a_snapshot_that_cannot_be_read_has_checked_nothing(snapshot: Path) -> None:
    (snapshot / "npm.zip").write_text("<html>")
    assert audit.of_snapshot(snapshot, "npm", {}).left_out.startswith("nothing was checked: ")
    with zipfile.ZipFile(snapshot / "PyPI.zip", "w"):
        pass
    assert "holds no advisory" in audit.of_snapshot(snapshot, "PyPI", {}).left_out


def test_all_that_is_locked_is_audited() -> None:
    assert {"django", "gunicorn", "pytest"} <= set(audit.locked_python())
    assert {"htmx.org", "@digdir/designsystemet-css"} <= set(audit.locked_pages())
    assert all(version[0].isdigit() for version in (audit.locked_python() | audit.locked_pages()).values())


def test_a_program_that_is_not_there_is_told_and_breaks_nothing() -> None:
    assert "nowhere" in audit.run(["/nowhere/at/all"])[1]


def test_the_audit_is_a_part_of_what_must_hold_before_a_change_is_merged() -> None:
    assert "make audit" in (Path(__file__).parents[2] / ".ci" / "run").read_text().splitlines()
