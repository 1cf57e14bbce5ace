"""What is set for all tests before the first."""

import gc
import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from tests.tries import IS_LONG, tries

from brygga.agreements import load

ROOT = Path(__file__).resolve().parents[1]

# A program that a test starts runs this checkout's code, whichever one the environment was made for.
os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])

# Spark settles a few hundred rows here: Java is to compile them quickly, not well.
if not IS_LONG:
    os.environ.setdefault("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")

# What a test does not set for itself. Under CI Hypothesis tries the same examples in each run.
settings.register_profile("brygga", max_examples=tries(25), deadline=None)
settings.load_profile("brygga")

_read = load.read
_read_once = cache(_read)


def pytest_configure() -> None:
    """The agreements of this checkout are read once for all tests; any other folder, each time."""
    ours = ROOT / "agreements"
    load.read = lambda folder, draft=None: _read(folder, draft) if draft or folder != ours else _read_once(folder)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share something dear run in one process, one after the other: Spark's Java, the made-up counties."""
    for item in items:
        if item.get_closest_marker("spark"):
            item.add_marker(pytest.mark.xdist_group("spark"))
        elif "synthetic" in item.path.parts:
            item.add_marker(pytest.mark.xdist_group("counties"))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """What is there before the first test stays to the end: not to look through it again saves a seventh."""
    together = [item.nodeid for item in session.items if item.get_closest_marker("xdist_group")]
    if getattr(session.config.option, "loadgroup", False) and not all("@" in one for one in together):
        raise pytest.UsageError("pytest-xdist takes no notice of xdist_group: these versions do not fit each other")
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    gc.unfreeze()
