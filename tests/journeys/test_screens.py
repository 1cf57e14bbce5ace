"""A page that stays open, in a browser: it counts its minutes, takes what changes, and keeps one's place."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation
from playwright.sync_api import Page, expect
from tests.journeys.conftest import SignIn, faults
from tests.site.access import admits
from tests.site.cast import Cast, notice

from brygga.process import FreeMessage
from brygga_site.cases import actions
from brygga_site.cases.models import Case, Owing
from brygga_site.people.models import Person
from brygga_site.trail.models import Entry
from brygga_site.web.filters import until_now

ASKS = "htmx.trigger('#live', 'ask')"


def tells(case: Case, cast: Cast, text: str = "hej") -> None:
    count = case.messages.count()
    actions.say(cast.anna, case.pk, FreeMessage(text=text), count, f"told {count}", timezone.now())


@pytest.mark.parametrize("language", ["sv", "en"])
def test_minutes_hours_and_days_are_counted_by_the_page_in_the_words_of_the_server(
    page_for: SignIn, cast: Cast, notified: Case, language: str
) -> None:
    due = timezone.now() + timedelta(hours=49, minutes=30, seconds=30)
    Owing.objects.filter(unit=cast.boris.unit, duty="start-planning").update(due_at=due)
    page = page_for(cast.boris, language=language)
    page.clock.install(time=timezone.now())
    page.goto("/")
    # No answer to a question comes between: what is read is what the page itself has counted.
    page.route("**/*", lambda route: route.abort())
    read = []
    for minutes in (0, 60, 60, 26 * 60, 20 * 60, 89, 1, 58, 1, 1, 1, 59, 60, 46 * 60, 24 * 60):
        page.clock.fast_forward(minutes * 60_000)
        page.clock.run_for(6000)
        now = datetime.fromtimestamp(page.evaluate("Date.now()") / 1000, UTC)
        with translation.override(language):
            expect(page.locator(".todo-when strong time").first).to_have_text(until_now(due, now))
            read.append(until_now(due, now))
    assert len(set(read)) >= 12, read


def test_a_computer_whose_clock_is_wrong_counts_by_the_servers(page_for: SignIn, cast: Cast, notified: Case) -> None:
    due = timezone.now() + timedelta(minutes=90, seconds=30)
    Owing.objects.filter(unit=cast.boris.unit, duty="start-planning").update(due_at=due)
    page = page_for(cast.boris)
    page.clock.install(time=timezone.now() - timedelta(hours=5))
    page.goto("/")
    page.clock.run_for(6000)
    expect(page.locator(".todo-when strong time").first).to_have_text("om 1 timme")


def test_nobody_is_told_of_every_minute_and_everybody_of_what_is_new(
    page_for: SignIn, cast: Cast, notified: Case, person: Person
) -> None:
    page = page_for(cast.boris)
    assert page.locator("[role=status] time, [aria-live] time, [role=alert] time").count() == 0
    news = page.locator("#news")
    expect(page.locator("#live li[id]")).to_have_count(2)
    actions.say(cast.boris, notified.pk, FreeMessage(text="hej"), 2, "own", timezone.now())
    page.evaluate(ASKS)
    page.wait_for_load_state("networkidle")
    expect(news).to_have_text("")
    other = Person.objects.create(
        identity_number="201801072370", given_name="Ny", family_name="Nysson", municipality="1480"
    )
    case = admits(cast.anna, other)
    actions.say(cast.anna, case.pk, notice(cast, timezone.now()), 1, "notice", timezone.now())
    page.evaluate(ASKS)
    expect(page.locator("#live li[id]")).to_have_count(4)
    expect(news).to_have_text(re.compile("^Nytt: "))
    assert news.get_attribute("role") == "status"
    assert faults(page) == []


def test_focus_and_place_are_kept_when_what_is_shown_changes(page_for: SignIn, cast: Cast, notified: Case) -> None:
    for number in range(12):
        tells(notified, cast, f"hej {number}")
    page = page_for(cast.boris)
    page.goto(f"/cases/{notified.pk}")
    link = page.locator("#m2 a").first
    link.focus()
    page.evaluate("window.scrollTo(0, 600)")
    tells(notified, cast, "Det senaste.")
    page.evaluate(ASKS)
    expect(page.locator("#live")).to_contain_text("Det senaste.")
    assert link.evaluate("one => one === document.activeElement")
    assert page.evaluate("window.scrollY") > 0


def test_a_page_that_nobody_touches_asks_seldom_and_one_that_is_returned_to_at_once(
    page_for: SignIn, cast: Cast, notified: Case
) -> None:
    page = page_for(cast.boris)
    page.clock.install(time=timezone.now())
    page.goto("/")
    asked: list[int] = []
    page.on("response", lambda answer: asked.append(answer.status) if "hx-request" in answer.request.headers else None)
    assert _questions(page, asked, minutes=2) in range(10, 25)
    assert _questions(page, asked, minutes=5) in range(7, 15)
    assert set(asked) == {304}
    page.wait_for_timeout(200)
    with page.expect_response(lambda answer: "hx-request" in answer.request.headers):
        page.mouse.move(100, 100)


def _questions(page: Page, asked: list[int], minutes: int) -> int:
    before = len(asked)
    for _ in range(minutes * 12):
        page.clock.run_for(5000)
        page.wait_for_timeout(20)
    return len(asked) - before


def test_what_has_not_changed_stays_on_the_page_and_leaves_no_entry(
    page_for: SignIn, cast: Cast, notified: Case
) -> None:
    page = page_for(cast.boris)
    for address in ("/", "/board", f"/cases/{notified.pk}"):
        page.goto(address)
        before = Entry.objects.count()
        with page.expect_response(lambda answer: "hx-request" in answer.request.headers) as told:
            page.evaluate(ASKS)
        assert told.value.status == 304
        expect(page.locator("#live")).to_contain_text("Tolvansson")
        assert Entry.objects.count() == before
