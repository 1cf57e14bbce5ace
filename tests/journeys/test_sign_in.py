"""An authenticator app, a passkey, sessions that end: as staff meet them, with the site's strict policy in force."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.journeys.conftest import SignIn, faults, faults_at_each_width
from tests.journeys.test_oidc import window  # noqa: F401 (a fixture)
from tests.site.cast import PASSWORD, Cast
from tests.site.sign_in import code

from brygga_site.organisations.models import Assignment

Window = Callable[[], Page]


def sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.click("main form.say button")
    page.wait_for_url(lambda url: not url.endswith("/sign-in"))


def sign_out(page: Page) -> None:
    page.click(".who >> text=Logga ut")
    page.wait_for_url("**/sign-in")


def show_again(page: Page) -> None:
    page.wait_for_url("**/again/password**")
    page.fill("#id_password", PASSWORD)
    page.click("main form.say button")


def add_app(page: Page) -> str:
    """Adds an authenticator app; its key."""
    page.goto("/your-sign-in")
    page.click("text=Lägg till en autentiseringsapp")
    show_again(page)
    page.wait_for_url("**/app/add")
    assert page.locator(".qr").evaluate("one => one.complete && one.naturalWidth > 0")
    assert not faults(page)
    key = page.inner_text("#key")
    page.fill("#id_code", code(key))
    page.click("main form.say button")
    page.wait_for_url("**/codes")
    assert not faults(page)
    page.click("main form.say button")
    page.wait_for_selector(".codes")
    return key


def test_an_authenticator_app_is_added_and_asked_for_and_a_recovery_code_helps(
    window: Window,  # noqa: F811
    cast: Cast,
) -> None:
    page = window()
    sign_in(page, "anna")
    add_app(page)
    recovery = page.locator(".codes code").first.inner_text()
    assert not faults(page)
    sign_out(page)
    sign_in(page, "anna")
    page.wait_for_url("**/second-factor")
    assert not faults(page)
    page.fill("#id_code", "000000")
    page.click("main form.say button")
    expect(page.locator("[role=alert]")).to_contain_text("Det stämde inte.")
    page.fill("#id_code", recovery)
    page.click("main form.say button")
    page.wait_for_url("**/")
    page.goto("/your-sign-in")
    expect(page.locator("main")).to_contain_text("9 koder är kvar")
    assert not faults(page)


@pytest.fixture
def key_holder(window: Window) -> Page:  # noqa: F811
    """A browser with a telephone that keeps passkeys and knows its owner's finger."""
    page = window()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options: dict[str, Any] = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def test_a_passkey_is_added_and_signs_in_by_itself_and_after_the_password(key_holder: Page, cast: Cast) -> None:
    page = key_holder
    sign_in(page, "boris")
    page.goto("/your-sign-in/passkeys/add")
    show_again(page)
    page.wait_for_url("**/passkeys/add")
    assert not faults(page)
    page.fill("#id_name", "Min telefon")
    page.click("#passkey-button")
    page.wait_for_url("**/codes")
    sign_out(page)

    page.goto("/sign-in?next=/board")
    page.click("#passkey-button")
    page.wait_for_url("**/board")
    sign_out(page)

    sign_in(page, "boris")
    page.wait_for_url("**/second-factor")
    assert not faults(page)
    page.click("#passkey-button")
    page.wait_for_url("**/")
    page.goto("/your-sign-in")
    expect(page.locator(".kept").first).to_contain_text("Min telefon")
    page.click(".kept >> text=Ta bort")
    page.click("text=Använd din passnyckel i stället")
    page.click("#passkey-button")
    page.wait_for_url("**/remove")
    assert not faults(page)
    page.click("main form.say button")
    page.wait_for_url("**/your-sign-in")
    expect(page.locator("main")).to_contain_text("Passnyckeln är borttagen.")


def test_a_session_ended_elsewhere_and_one_left_idle_lead_to_sign_in_and_back(
    window: Window,  # noqa: F811
    cast: Cast,
    settings: Any,
) -> None:
    ward, home = window(), window()
    for page in (ward, home):
        sign_in(page, "anna")
    ward.goto("/board?q=x")
    home.goto("/your-sign-in")
    home.click("text=Logga ut överallt utom här")
    expect(home.locator("main")).to_contain_text("Du är utloggad på 1 annat ställe.")
    ward.wait_for_url("**/sign-in**", timeout=20_000)  # the board asks again by itself
    expect(ward.locator("main")).to_contain_text("Din inloggning har avslutats.")

    settings.BRYGGA_SESSION_IDLE_SECONDS = 0
    home.goto("/board?q=y")
    expect(home.locator("main")).to_contain_text("inget hade hänt på en stund")
    assert not faults(home)
    settings.BRYGGA_SESSION_IDLE_SECONDS = 1800
    home.fill("#id_username", "anna")
    home.fill("#id_password", PASSWORD)
    home.click("main form.say button")
    home.wait_for_url("**/board?q=y")


def test_a_revoked_assignment_empties_the_board_that_is_open(window: Window, cast: Cast) -> None:  # noqa: F811
    page = window()
    sign_in(page, "anna")
    page.goto("/board")
    Assignment.objects.filter(pk=cast.anna.pk).update(revoked_at=timezone.now())
    page.wait_for_url("**/assignment", timeout=20_000)
    expect(page.locator("main")).to_contain_text("Du har inget gällande uppdrag")


def test_the_pages_of_ones_sign_in(page_for: SignIn, cast: Cast, settings: Any) -> None:
    settings.BRYGGA_SECOND_FACTOR_FOR = ("log-review",)
    found = {}
    for who, addresses in (
        (cast.anna, ("/your-sign-in", "/your-sign-in/password", "/your-sign-in/app/add")),
        (cast.gerda, ("/", "/your-sign-in")),
        (None, ("/sign-in?ended=idle",)),
    ):
        page = page_for(None)
        if who:
            sign_in(page, who.staff.username)
        for address in addresses:
            page.goto(address)
            if problems := faults_at_each_width(page):
                found[address] = problems
    assert not found


@pytest.mark.parametrize("width", [1280, 390])
def test_a_one_time_code_is_given_and_used_and_the_factor_it_asks_for_is_added(
    page_for: SignIn, cast: Cast, settings: Any, width: int
) -> None:
    administrator = page_for(cast.hugo, width)
    settings.BRYGGA_SECOND_FACTOR_FOR = ("log-review",)
    administrator.goto(f"/administration/staff/{cast.gerda.staff_id}")
    administrator.check("[name=factors]")
    administrator.click("text=Begär engångskod")
    administrator.wait_for_url("**/invite")
    expect(administrator.locator("main")).to_contain_text("autentiseringsappen")
    assert not faults(administrator)
    given = administrator.inner_text("dd code")
    second = page_for(cast.ines, width)
    second.click("text=Engångskod: Gerda")
    second.get_by_role("button", name="Godkänn", exact=True).click()
    second.wait_for_url("**/approve")
    assert not faults(second)
    given += second.inner_text("dd code")
    administrator.click("text=Tillbaka till Gerda")
    administrator.wait_for_url(f"**/administration/staff/{cast.gerda.staff_id}")

    page = page_for(None, width)
    page.click("text=Ny här, eller glömt lösenordet?")
    page.wait_for_url("**/sign-in/first")
    assert not faults(page)
    page.fill("#id_username", "gerda")
    page.fill("#id_code", given.lower())
    for password in ("kort", "lodjur orgel tisdag paraply"):
        page.fill("#id_password1", password)
        page.fill("#id_password2", password)
        page.click("main form.say button")
        if password == "kort":
            expect(page.locator("[role=alert]")).to_be_visible()
            assert not faults(page)
    page.wait_for_url("**/your-sign-in")
    assert not faults(page)
    page.click("text=Lägg till en autentiseringsapp")
    page.wait_for_url("**/app/add")
    page.fill("#id_code", code(page.inner_text("#key")))
    page.click("main form.say button")
    page.wait_for_url("**/codes")
    page.goto("/review")
    expect(page.locator("h1")).to_be_visible()
    assert page.url.endswith("/review")
