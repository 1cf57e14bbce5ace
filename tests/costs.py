"""What the tests of a run cost: written down test by test as they run, and told at the end.

CPU is what the test's own process and the programs it waited for used; `tests/everything.py` knows of the rest.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from time import monotonic

import pytest

FOLDER = "BRYGGA_COSTS"
"""The variable that names the folder in which each process writes a file of its own. Without it nothing is written."""


@dataclass(frozen=True)
class Cost:
    """Seconds of one test, with its fixtures."""

    test: str
    passed_by: float
    cpu: float

    @property
    def part(self) -> str:
        """`tests/site` of `tests/site/test_cases.py::test_…`."""
        return "/".join(self.test.partition("::")[0].split("/")[:2])


def cpu_of_children() -> float:
    """Seconds of the programs that have ended and were waited for, and of theirs."""
    spent = getrusage(RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _cpu() -> float:
    spent = getrusage(RUSAGE_SELF)
    return spent.ru_utime + spent.ru_stime + cpu_of_children()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    started, before = monotonic(), _cpu()
    try:
        return (yield)
    finally:
        if folder := os.environ.get(FOLDER):
            line = json.dumps([item.nodeid, monotonic() - started, _cpu() - before])
            with Path(folder, f"{os.getpid()}.jsonl").open("a") as file:
                file.write(line + "\n")


def written(folder: Path) -> list[Cost]:
    lines = [line for file in folder.glob("*.jsonl") for line in file.read_text().splitlines()]
    return [Cost(*json.loads(line)) for line in lines]


def told(costs: list[Cost], slowest: int = 15) -> str:
    """The CPU of each part, and the slowest tests."""
    parts = {part: [cost for cost in costs if cost.part == part] for part in {cost.part for cost in costs}}
    spent = {part: sum(cost.cpu for cost in of_part) for part, of_part in parts.items()}
    lines = [f"{spent[part]:8.1f} s  {part}, {len(parts[part])} tests" for part in sorted(spent, key=spent.__getitem__)]
    last = sorted(costs, key=lambda cost: -cost.passed_by)[:slowest]
    slow = [f"{cost.passed_by:8.1f} s  {cost.test} ({cost.cpu:.1f} s of CPU)" for cost in last]
    return "\n".join(["CPU by part", *lines[::-1], f"The {len(slow)} slowest tests", *slow])
