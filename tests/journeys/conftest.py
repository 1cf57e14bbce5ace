"""A real browser against the running site. The cast is that of tests/site."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from tests.site.cast import signed_in

from brygga_site.organisations.models import Assignment

# The browser's driver runs an event loop in this thread, and the tests prepare the database in the same one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# CI may be slow; a test that waits longer than it must is never wrong.
expect.set_options(timeout=20_000)

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("BRYGGA_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
WIDTHS = (1280, 390)
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Chromium's own sandbox does not start for root, which CI often is.
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, "--no-sandbox"])
        yield started
        started.close()


SignIn = Callable[..., Page]


@pytest.fixture
def page_for(browser: Browser, live_server: object) -> Iterator[SignIn]:
    """Opens the site signed in as one of the cast, in a window of its own. How one signs in, test_sign_in.py shows."""
    contexts: list[BrowserContext] = []

    def open_page(assignment: Assignment | None, width: int = 1280, language: str = "sv") -> Page:
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 900}, bypass_csp=True, locale=language
        )
        contexts.append(context)
        page = context.new_page()
        if assignment:
            session = signed_in(assignment).cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page.goto("/" if assignment else "/sign-in")
        return page

    yield open_page
    for context in contexts:
        context.close()


def faults(page: Page) -> list[str]:
    """What axe-core finds on the page, and whether it is wider than the window."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found = page.evaluate(
        "axe.run({resultTypes: ['violations']})"
        ".then(r => r.violations.map(v => `${v.id}: ${v.nodes[0].html.slice(0, 200)}`))"
    )
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, *([f"the page is {wide} pixels wider than the window"] if wide > 0 else [])]


def faults_at_each_width(page: Page) -> list[str]:
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"in a window of {width} pixels {fault}" for fault in faults(page)]
    return found
