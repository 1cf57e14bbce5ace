"""Every command in the docs runs."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from brygga.cli import app

ROOT = Path(__file__).parents[2]
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
# `make run` is what the journeys stand on, `make test` is what runs this test.
ELSEWHERE = {"make run", "make test"}


def _commands(file: Path) -> list[str]:
    return [line for block in BLOCK.findall(file.read_text()) for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize("file", [file for file in DOCS if _commands(file)], ids=lambda one: one.name)
def test_the_commands_of_a_document_run_in_the_order_they_stand(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    for command in _commands(file):
        if command in ELSEWHERE:
            continue
        program, *arguments = shlex.split(command)
        assert program == "brygga", f"{file.name}: {command}: only brygga and {', '.join(sorted(ELSEWHERE))} are run"
        done = CliRunner().invoke(app, arguments)
        assert done.exit_code == 0, f"{command}\n{done.stderr}"


def test_every_link_in_the_docs_leads_somewhere() -> None:
    link = re.compile(r"\]\((?!https?:|#)([^)#]+)")
    broken = [
        f"{file.relative_to(ROOT)}: {target}"
        for file in DOCS
        for target in link.findall(file.read_text())
        if not (file.parent / target).exists()
    ]
    assert broken == []
