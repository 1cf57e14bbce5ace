"""What every test shares: the agreements, read once; the cast of the site; what is asked of Hypothesis."""

import gc
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest
from django.template.backends.jinja2 import Template
from django.test.signals import template_rendered
from hypothesis import settings
from tests.tries import tries

from brygga.agreements import load

pytest_plugins = ["tests.site.database", "tests.site.fixtures", "tests.costs"]

# A program that a test starts runs this checkout's code, whichever one the environment was made for.
ROOT = Path(__file__).resolve().parents[1]
os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])

# What a test does not set for itself. Under CI Hypothesis tries the same examples in each run.
settings.register_profile("brygga", max_examples=tries(25), deadline=None)
settings.load_profile("brygga")

_read = load.read
_read_once = cache(_read)


def pytest_configure() -> None:
    """The agreements of this checkout are read once for all tests; any other folder, each time."""
    load.read = lambda folder: (_read_once if folder == ROOT / "agreements" else _read)(folder)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is there before the first test stays to the end: not to look through it again saves a seventh."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    gc.unfreeze()


@pytest.fixture(scope="session", autouse=True)
def _responses_have_contexts() -> Iterator[None]:
    """Django's test client learns what a page was made of from Django's own templates alone; ours tell it too."""
    render = Template.render

    def telling(template: Template, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> str:
        if not template.template.name.startswith("django/"):  # the widgets of forms
            template_rendered.send(sender=template, template=template, context=context or {})
        return render(template, context, request)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Template, "render", telling)
        yield
