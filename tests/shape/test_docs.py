"""Every command in the docs runs."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
# `make run` is what the journeys stand on, `make test` is what runs this test.
ELSEWHERE = {"make run", "make test"}


def _commands(file: Path) -> list[str]:
    return [line for block in BLOCK.findall(file.read_text()) for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize("file", [file for file in DOCS if _commands(file)], ids=lambda one: one.name)
def test_the_commands_of_a_document_run_in_the_order_they_stand(file: Path, tmp_path: Path) -> None:
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    for command in _commands(file):
        if command in ELSEWHERE:
            continue
        program, *arguments = shlex.split(command)
        assert program == "brygga", f"{file.name}: {command}: only brygga and {', '.join(sorted(ELSEWHERE))} are run"
        run = [sys.executable, "-c", "from brygga.cli import main; main()", *arguments]
        done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}\n{done.stderr}"


def test_every_link_in_the_docs_leads_somewhere() -> None:
    link = re.compile(r"\]\((?!https?:|#)([^)#]+)")
    broken = [
        f"{file.relative_to(ROOT)}: {target}"
        for file in DOCS
        for target in link.findall(file.read_text())
        if not (file.parent / target).exists()
    ]
    assert broken == []
