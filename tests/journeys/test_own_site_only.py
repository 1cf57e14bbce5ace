"""Every page that links lead to, as each of the cast: nothing is fetched from elsewhere, nothing is blocked."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.journeys.conftest import faults
from tests.site.cast import PASSWORD, Cast, ready_notice

from brygga_site.cases import actions
from brygga_site.cases.models import Case
from brygga_site.organisations.models import Assignment

EACH_ROUTE = 2
"""How many addresses of one route are opened: a county has thousands of clauses."""

OF_A_SIGNED_IN = {"sign-out", "sign-in"}


@pytest.fixture
def context(browser: Browser, live_server: object) -> Iterator[BrowserContext]:
    """A browser that keeps to the content policy, unlike the one that axe-core is put into."""
    made = browser.new_context(base_url=live_server.url, locale="sv")
    yield made
    made.close()


def walk(page: Page, site: str, start: list[str], open_to_all: int) -> set[str]:
    """Opens what the pages link to, a few addresses of each route, `open_to_all` where it is that; gives the routes."""
    waiting, opened, seen = list(start), Counter(), set()
    while waiting:
        address = waiting.pop(0)
        route = route_of(address)
        most = open_to_all if is_open_to_all(address) else EACH_ROUTE
        if address in seen or route is None or opened[route] >= most:
            continue
        seen.add(address)
        opened[route] += 1
        page.goto(address, wait_until="networkidle")
        if route not in OF_A_SIGNED_IN and page.locator(".acting").count():
            expect(page.get_by_role("button", name="Logga ut")).to_be_visible()
        links = page.eval_on_selector_all("a[href]:not([download])", "all => all.map(one => one.href)")
        waiting += [link.removeprefix(site).partition("#")[0] for link in links if link.startswith(f"{site}/")]
    return set(opened)


def route_of(address: str) -> str | None:
    """The route's name; None for what the browser saves instead of showing."""
    try:
        name = resolve(urlsplit(address).path).url_name
    except Resolver404:
        return None
    return None if name in ("settlement-excel", "settlement-pdf", "security-txt") else name


def is_open_to_all(address: str) -> bool:
    try:
        view = resolve(urlsplit(address).path).func
    except Resolver404:
        return False
    return getattr(view, "guard", "open") == "open"


@pytest.mark.parametrize("name", ["nobody", "anna", "boris", "david", "ella", "filip", "gerda", "hugo"])
def test_no_page_fetches_from_elsewhere_or_breaks_its_policy(
    context: BrowserContext, live_server: object, cast: Cast, notified: Case, name: str
) -> None:
    now = timezone.now()
    actions.say(cast.anna, notified.pk, ready_notice(now), 2, "ready", now)
    page = context.new_page()
    fetched: set[str] = set()
    faults: list[str] = []
    context.on("request", lambda request: fetched.add(request.url))
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("console", lambda said: faults.append(f"{said.page.url}: {said.text}") if said.type == "error" else None)
    if name != "nobody":
        sign_in(page, getattr(cast, name))
    # What is open to all the visitor looks through; the others see the same there, but for the head of the page.
    open_to_all = EACH_ROUTE if name == "nobody" else 1
    routes = walk(page, live_server.url, ["/", "/agreements", "/responsible", "/compare", "/board"], open_to_all)
    assert len(routes) > 5
    assert {url for url in fetched if not url.startswith((f"{live_server.url}/", "data:"))} == set()
    # A page that is not for this member of staff is refused on purpose.
    assert [fault for fault in faults if "status of 404" not in fault] == []
    # htmx keeps the last address, which holds a case's number at most: what is sought is in no address.
    kept = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie]")
    assert kept == ["htmx-current-path-for-history", ""]


def test_what_is_sought_on_the_board_stands_in_no_address(context: BrowserContext, cast: Cast, notified: Case) -> None:
    page = context.new_page()
    addresses: list[str] = []
    context.on("request", lambda request: addresses.append(request.url))
    sign_in(page, cast.boris)
    page.goto("/board")
    page.fill("#q", "tolvan'\"ss")
    page.keyboard.press("Enter")
    expect(page.locator("#live .ds-card:not(.empty)")).to_have_count(0)
    page.fill("#q", notified.person.identity_number[:8])
    page.keyboard.press("Enter")
    expect(page.locator("#live .ds-card")).to_have_count(1)
    # The page that refreshes itself asks for the same, and is told nothing new.
    with page.expect_response(
        lambda answer: answer.request.headers.get("hx-request") == "true", timeout=20_000
    ) as again:
        pass
    assert again.value.status in (200, 204)
    expect(page.locator("#live .ds-card")).to_have_count(1)
    assert [one for one in addresses if "tolvan" in one or notified.person.identity_number[:8] in one] == []


def sign_in(page: Page, assignment: Assignment) -> None:
    page.goto("/sign-in")
    page.fill("#id_username", assignment.staff.username)
    page.fill("#id_password", PASSWORD)
    page.click("main form.say button")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def test_the_page_for_what_is_turned_away_is_whole(
    context: BrowserContext, live_server: object, settings: object
) -> None:
    """It stands without the database, so it is not like the others."""
    settings.BRYGGA_PER_MINUTE = {**settings.BRYGGA_PER_MINUTE, "visitor": 1}
    page = context.new_page()
    page.goto("/agreements")
    answer = page.goto("/agreements")
    assert answer.status == 429
    expect(page.get_by_role("heading", level=1)).to_have_text("Det gick inte")
    expect(page.locator("main")).to_contain_text("Vänta en minut")
    assert faults(page) == []
