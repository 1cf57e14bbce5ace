"""The audit of packages fails for a weakness, and says so when it could not be made."""

import json
from pathlib import Path

import pytest
from tests import audit

WEAK = {"name": "old", "version": "1.0", "vulns": [{"id": "GHSA-x", "fix_versions": ["1.1"]}]}
SOUND = {"name": "new", "version": "2.0", "vulns": []}
UNKNOWN = {"name": "own", "skip_reason": "not found"}


def python(*packages: dict[str, object]) -> audit.Found:
    return audit.of_python(json.dumps({"dependencies": packages}), "")


def outcome(found: audit.Found, capsys: pytest.CaptureFixture[str]) -> tuple[bool, str]:
    passed = audit.report("packages", found)
    return passed, capsys.readouterr().out


def test_a_known_weakness_fails_with_the_version_that_mends_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(python(WEAK, SOUND), capsys) == (False, "packages: WEAKNESS old 1.0: GHSA-x, mended in 1.1\n")


def test_a_weakness_fails_though_other_packages_are_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    passed, said = outcome(python(WEAK, UNKNOWN), capsys)
    assert not passed
    assert "does not know 1 of 2 packages" in said


def test_packages_without_a_weakness_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(python(SOUND), capsys) == (True, "packages: no known weakness\n")


def test_packages_that_the_service_does_not_know_are_not_called_sound(capsys: pytest.CaptureFixture[str]) -> None:
    passed, said = outcome(python(UNKNOWN), capsys)
    assert passed
    assert said == "packages: THE AUDIT COULD NOT BE MADE: the advisory service does not know 1 of 1 packages\n"


@pytest.mark.parametrize("told", ["", "<html>", "[]", "null"])
def test_an_advisory_service_that_does_not_answer_is_told_and_fails_nothing(
    told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for read in (audit.of_python, audit.of_pages):
        passed, said = outcome(read(told, "warning\n\nERROR: no route to host\n"), capsys)
        assert passed
        assert said == "packages: THE AUDIT COULD NOT BE MADE: ERROR: no route to host\n"


def test_page_packages_are_read_from_what_npm_tells(capsys: pytest.CaptureFixture[str]) -> None:
    told = {"vulnerabilities": {"htmx.org": {"severity": "high", "range": "<2"}}}
    assert outcome(audit.of_pages(json.dumps(told), ""), capsys) == (False, "packages: WEAKNESS htmx.org: high, <2\n")
    assert outcome(audit.of_pages('{"vulnerabilities": {}}', ""), capsys)[0]
    refused = audit.of_pages('{"message": "405 Method Not Allowed"}', "")
    assert refused.left_out == "405 Method Not Allowed"


def test_a_program_that_is_not_there_is_told_and_breaks_nothing() -> None:
    assert "nowhere" in audit.run(["/nowhere/at/all"])[1]


def test_the_audit_is_a_part_of_what_must_hold_before_a_change_is_merged() -> None:
    assert "make audit" in (Path(__file__).parents[2] / ".ci" / "run").read_text().splitlines()
