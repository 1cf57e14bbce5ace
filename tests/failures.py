"""What went wrong in a run: written down as each test fails, and told last, where whoever reads CI looks first."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from tests.costs import FOLDER

LINES = 15
"""Of each failure, and of what the test had printed."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed and (folder := os.environ.get(FOLDER)):
        printed = [text for title, text in report.sections if "Captured std" in title]
        said = [line for text in (report.longreprtext, *printed) for line in text.splitlines()[-LINES:]]
        lines = [f"FAILED {item.nodeid} ({report.when})", *(f"    {line}" for line in said)]
        with Path(folder, f"{os.getpid()}.failed").open("a") as file:
            file.write("\n".join(lines) + "\n")
    return report


def failures(folder: Path) -> str:
    return "".join(file.read_text() for file in sorted(folder.glob("*.failed")))
