"""One administrator asks, a second approves: in a browser, by the keyboard, at both widths."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.journeys.conftest import SignIn, faults
from tests.site.cast import Cast

from brygga_site.organisations.models import Assignment, Pending
from brygga_site.organisations.reads import assignments_of


def press(page: Page, role: str, name: str, exact: bool = True) -> None:
    """Finds it, and presses Enter on it."""
    found = page.get_by_role(role, name=name, exact=exact).first
    found.focus()
    expect(found).to_be_focused()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_second_administrator_approves_what_the_first_asks_for(page_for: SignIn, cast: Cast, width: int) -> None:
    Assignment.objects.filter(pk=cast.ivar.pk).update(revoked_at=timezone.now())
    hugo = page_for(cast.hugo, width)
    hugo.goto("/administration/give")
    hugo.fill("[name=staff]", "ivar")
    hugo.fill("[name=unit]", cast.boris.unit.hsa_id)
    hugo.check("[name=purpose][value=care]")
    hugo.fill("[name=title]", "Sjuksköterska")
    press(hugo, "button", "Begär uppdraget")
    hugo.wait_for_url("**/administration/approvals/*")
    expect(hugo.locator("main")).to_contain_text("Du har själv begärt det här; en annan administratör godkänner det.")
    expect(hugo.locator("main")).to_contain_text("Kan godkänna: Ines")
    expect(hugo.get_by_role("button", name="Godkänn", exact=True)).to_have_count(0)
    assert faults(hugo) == []

    ivar = page_for(cast.ivar, width)
    ivar.wait_for_url("**/assignment")
    expect(ivar.locator("main")).to_contain_text("Uppdrag: Ivar")
    assert faults(ivar) == []

    ines = page_for(cast.ines, width)
    expect(ines.locator("main")).to_contain_text("Väntar på godkännande")
    press(ines, "link", "Att godkänna 1 väntar på dig")
    ines.wait_for_url("**/administration/approvals")
    assert faults(ines) == []
    press(ines, "link", "Uppdrag: Ivar")
    ines.wait_for_url("**/administration/approvals/*")
    expect(ines.locator("main")).to_contain_text("Vård och behandling")
    expect(ines.locator("main")).to_contain_text(cast.boris.unit.name)
    assert faults(ines) == []
    press(ines, "button", "Godkänn")
    ines.wait_for_url("**/administration/approvals")
    expect(ines.locator("[role=status]").first).to_contain_text("Godkänt. Det gäller från och med nu.")
    assert assignments_of(cast.ivar.staff).filter(unit=cast.boris.unit).exists()
    ivar.goto("/")
    expect(ivar.locator(".acting")).to_contain_text(cast.boris.unit.name)


def test_the_second_administrator_declines_and_says_why(page_for: SignIn, cast: Cast) -> None:
    hugo = page_for(cast.hugo)
    hugo.goto(f"/administration/staff/{cast.anna.staff_id}/change")
    hugo.fill("[name=identity_number]", "20180104-2381")
    press(hugo, "button", "Spara")
    hugo.wait_for_url("**/administration/approvals/*")
    ines = page_for(cast.ines)
    ines.goto(f"/administration/approvals/{Pending.objects.get().pk}")
    expect(ines.locator("table")).to_contain_text("201801042381")
    ines.locator("summary", has_text="Avslå").focus()
    ines.keyboard.press("Enter")
    ines.fill("[name=reason]", "Fel person")
    assert faults(ines) == []
    press(ines, "button", "Avslå begäran")
    ines.wait_for_url("**/administration/approvals")
    hugo.goto("/administration/approvals")
    hugo.locator("summary").press("Enter")
    expect(hugo.locator("main")).to_contain_text("Fel person")
    assert faults(hugo) == []
