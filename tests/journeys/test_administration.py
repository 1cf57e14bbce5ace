"""An administrator gives an assignment and takes it back, and the one it was given to sees it at once."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.journeys.conftest import SignIn, faults, faults_at_each_width
from tests.site.approvals import approved, given
from tests.site.cast import Cast

from brygga_site.cases.models import Case
from brygga_site.organisations.models import Assignment, Pending

PAGES = (
    "/",
    "/administration/",
    "/administration/?q=finns+inte",
    "/administration/load",
    "/administration/units/new",
    "/administration/staff",
    "/administration/staff?q=finns+inte",
    "/administration/staff/new",
    "/administration/providers",
    "/administration/import",
    "/administration/keys",
    "/administration/give",
    "/administration/approvals",
    "/settlement",
)


def _give(hugo: Page, username: str, hsa_id: str) -> None:
    hugo.click("nav >> text=Enheter och uppdrag")
    hugo.wait_for_url("**/administration/")
    hugo.goto("/administration/give")
    hugo.fill("[name=staff]", username)
    hugo.fill("[name=unit]", hsa_id)
    hugo.check("[name=purpose][value=care]")
    hugo.fill("[name=title]", "Sjuksköterska")
    hugo.click("main form.say button[type=submit]")
    hugo.wait_for_url("**/administration/approvals/*")
    expect(hugo.locator("[role=status]")).to_contain_text("Begäran är lagd.")


def test_an_assignment_given_is_all_that_is_seen_and_taken_back_the_next_click_is_refused(
    page_for: SignIn, cast: Cast, notified: Case
) -> None:
    Assignment.objects.filter(pk=cast.ivar.pk).update(revoked_at=timezone.now())
    hugo = page_for(cast.hugo)
    _give(hugo, "ivar", cast.boris.unit.hsa_id)
    approved(cast.ines, Pending.objects.get())
    hugo.goto(f"/administration/staff/{cast.ivar.staff_id}")

    ivar = page_for(cast.ivar)
    expect(ivar.locator(".acting")).to_contain_text(cast.boris.unit.name)
    expect(ivar.locator("nav[aria-label=Sidor]")).not_to_contain_text("Enheter och uppdrag")
    ivar.click("text=Kvittera och börja planera")
    expect(ivar.get_by_role("button", name="Kvittera", exact=True)).to_be_visible()

    hugo.click("text=Avsluta genast")
    hugo.wait_for_url("**/revoke")
    expect(hugo.locator(".ds-alert")).to_contain_text("Nästa klick i uppdraget nekas")
    assert faults(hugo) == []
    hugo.click("text=Avsluta nu")
    hugo.wait_for_url("**/administration/staff/*")

    ivar.get_by_role("button", name="Kvittera", exact=True).click()
    ivar.wait_for_url("**/assignment")
    expect(ivar.locator("main")).to_contain_text("Du har inget gällande uppdrag")
    assert notified.messages.count() == 2


def test_a_switch_of_assignment_is_in_the_header(page_for: SignIn, cast: Cast) -> None:
    wanted = (cast.anna.staff, cast.boris.unit, "Sköterska", "care")
    given(cast.hugo, cast.ines, *wanted, from_day=timezone.localdate())
    anna = page_for(cast.anna)
    anna.goto("/assignment")
    anna.click(f"main >> text={cast.anna.unit.name}")
    anna.wait_for_url(lambda url: "/assignment" not in url)
    anna.click(".acting")
    anna.wait_for_url("**/assignment")
    expect(anna.locator("[aria-current=true]")).to_contain_text("Du arbetar i det här nu")
    assert faults(anna) == []
    anna.click(f"main >> text={cast.boris.unit.name}")
    anna.wait_for_url(lambda url: "/assignment" not in url)
    expect(anna.locator(".acting")).to_contain_text(cast.boris.unit.name)
    anna.click(f".switch >> text={cast.anna.unit.name}")
    expect(anna.locator(".acting")).to_contain_text(cast.anna.unit.name)
    assert faults(anna) == []


def test_a_file_is_looked_through_corrected_and_imported(page_for: SignIn, cast: Cast) -> None:
    hugo = page_for(cast.hugo)
    head = "Enhetens HSA-id;Enhet;Enhetstyp;Kommun\n"
    for kind, seen in (("Spa", "är ingen enhetstyp"), ("Avdelning", "Inga fel.")):
        hugo.goto("/administration/import")
        text = f"{head}SE0000000000-W9;Avdelning 9;{kind};Göteborg\n"
        hugo.set_input_files("[name=file]", {"name": "fil.csv", "mimeType": "text/csv", "buffer": text.encode()})
        hugo.click("text=Granska filen")
        hugo.wait_for_url("**/look")
        expect(hugo.locator("main")).to_contain_text(seen)
        assert faults(hugo) == []
    hugo.click("main form button")
    hugo.wait_for_url("**/administration/")
    expect(hugo.locator("main")).to_contain_text("Avdelning 9")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_key_for_a_program_is_allowed_by_one_and_taken_by_another(page_for: SignIn, cast: Cast, width: int) -> None:
    hugo = page_for(cast.hugo, width)
    hugo.goto(f"/administration/units/{cast.anna.unit_id}")
    hugo.click("text=Nyckel för program")
    hugo.fill("[name=name]", "Journalsystemet")
    hugo.check("[name=scope][value='cases:write']")
    hugo.click("text=Begär nyckeln")
    hugo.wait_for_url("**/administration/approvals/*")
    approved(cast.ines, Pending.objects.get())
    hugo.goto("/administration/keys")
    expect(hugo.locator(".rows")).to_contain_text("Väntar på att hämtas")
    assert faults(hugo) == []
    anna = page_for(cast.anna, width)
    anna.goto("/your-sign-in")
    expect(anna.locator("main")).to_contain_text("Program som arbetar åt dig")
    assert faults(anna) == []
    anna.click("button:has-text('Hämta nyckeln')")
    expect(anna.locator("code")).to_contain_text("brygga_")
    assert faults(anna) == []
    anna.click("text=Jag har sparat den")
    expect(anna.locator("main")).not_to_contain_text("Hämta nyckeln")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_of_the_administrator_is_sound(page_for: SignIn, cast: Cast, language: str) -> None:
    page, found = page_for(cast.hugo, language=language), {}
    own = (f"units/{cast.anna.unit_id}", f"units/{cast.anna.unit_id}/change", f"units/{cast.anna.unit_id}/close")
    own += (f"staff/{cast.anna.staff_id}", f"staff/{cast.anna.staff_id}/change", f"staff/{cast.anna.staff_id}/active")
    own += (f"staff/{cast.hugo.staff_id}", f"assignments/{cast.anna.pk}/end", f"assignments/{cast.anna.pk}/revoke")
    own += (f"assignments/{cast.anna.pk}/key",)
    for address in (*PAGES, *(f"/administration/{one}" for one in own)):
        page.goto(address)
        if problems := faults_at_each_width(page):
            found[address] = problems
    for address in ("units/new", "staff/new", "give", "keys", "providers"):
        page.goto(f"/administration/{address}")
        page.click("main form.say button")
        expect(page.get_by_role("alert")).to_be_visible()
        if problems := faults_at_each_width(page):
            found[f"{address} with faults"] = problems
    assert not found
