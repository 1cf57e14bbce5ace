"""An office opens a stay in a month and sees why it costs what it costs: by keyboard, without script, on paper."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from tests.journeys.conftest import SignIn, faults_at_each_width
from tests.site.cast import Cast, ready_notice

from brygga.discharge.messages import Discharged
from brygga_site.cases import actions
from brygga_site.cases.models import Case


@pytest.fixture
def month(cast: Cast, notified: Case, settings: object) -> str:
    """The address of a month with a stay in it."""
    now = timezone.now()
    settings.BRYGGA_EXAMPLE_RATES = {timezone.localdate(now).year: 12000}
    actions.say(cast.anna, notified.pk, ready_notice(now), 2, "ready", now)
    home = Discharged(discharged_at=now, destination="home")
    actions.say(cast.anna, notified.pk, home, 3, "home", now + timedelta(seconds=1))
    return f"/settlement/1480/{timezone.localtime(now):%Y-%m}"


def test_a_stay_that_is_opened_by_keyboard_fetches_what_decided_it_once(
    page_for: SignIn, cast: Cast, notified: Case, month: str
) -> None:
    page = page_for(cast.ella)
    asked = _asked(page)
    page.goto(month)
    stay = page.locator("details.stay")
    expect(stay).to_have_count(1)
    assert not [address for address in asked if str(notified.pk) in address]
    stay.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(stay.locator(".grounds li")).not_to_have_count(0)
    expect(stay).to_contain_text("Utskrivningsklar")
    expect(stay.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(stay.locator(".grounds")).to_be_visible()
    assert sum(str(notified.pk) in address for address in asked) == 1
    assert page.url.endswith(month)
    assert faults_at_each_width(page) == []


def test_without_script_a_link_leads_to_the_stays_own_page(
    browser: Browser, page_for: SignIn, cast: Cast, notified: Case, month: str
) -> None:
    signed_in = page_for(cast.ella)
    state = signed_in.context.storage_state()
    context = browser.new_context(base_url=signed_in.url, storage_state=state, java_script_enabled=False, locale="sv")
    page = context.new_page()
    page.goto(month)
    page.locator("details.stay summary").click()
    page.click("text=Hur det räknades")
    assert page.url.endswith(f"{month}/{notified.pk}")
    expect(page.locator(".grounds")).to_contain_text("Utskrivningsklar")
    context.close()
    signed_in.goto(f"{month}/{notified.pk}")
    assert faults_at_each_width(signed_in) == []


def test_a_printed_month_has_a_row_for_each_stay_and_no_way_to_more(
    page_for: SignIn, cast: Cast, notified: Case, month: str
) -> None:
    page = page_for(cast.ella)
    page.goto(month)
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = " ".join(" ".join(paper.extract_text() for paper in printed.pages).split())
    assert str(notified.pk)[:8] in text
    assert "Hur det räknades" not in text


def _asked(page: Page) -> list[str]:
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    return addresses
