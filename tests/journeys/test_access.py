"""A refused reading and the lawful way on, an emergency, a block that bites at once, a protected person."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.journeys.conftest import SignIn, faults
from tests.site.access import admits
from tests.site.cast import Cast

from brygga.discharge.messages import AdmissionNotice
from brygga.process import FreeMessage
from brygga_site.cases import actions
from brygga_site.cases.models import Case
from brygga_site.organisations.models import Assignment, Organisation, Unit

SECRET = "Dottern har nyckeln."


@pytest.fixture
def told(cast: Cast, notified: Case) -> Case:
    """A case in which the municipality's nurse has written something freely."""
    actions.say(cast.cecilia, notified.pk, FreeMessage(text=SECRET), 2, "free", timezone.now())
    return notified


@pytest.fixture
def olga(cast: Cast, told: Case) -> Assignment:
    """A case officer of another municipality has the person too."""
    later = admits(cast.ivar, told.person)
    notice = AdmissionNotice(
        expected_discharge=timezone.localdate(), needs=("social-services",), recipients=(cast.olga.unit.hsa_id,)
    )
    actions.say(cast.ivar, later.pk, notice, 1, "notice 2", timezone.now())
    return cast.olga


def test_a_refused_reader_asks_for_consent_and_reads(page_for: SignIn, olga: Assignment, told: Case) -> None:
    page = page_for(olga, 390)
    page.goto(f"/cases/{told.pk}")
    expect(page.locator("h1")).to_have_text("Du får inte läsa det här")
    expect(page.locator(".lead")).to_contain_text("har inte samtyckt")
    expect(page.locator(".lead a")).to_have_text("2022:913 3:2")
    assert not faults(page)
    page.get_by_role("link", name="Registrera samtycke").click()
    page.wait_for_url("**/say/consent")
    assert not faults(page)
    page.get_by_label("Den enskilde", exact=True).check()
    page.get_by_label("Muntligt").check()
    page.click("main form.say button[type=submit]")
    page.wait_for_url(f"**/people/{told.person_id}")
    expect(page.locator(".ds-alert")).to_contain_text("Sparat: Samtycke")
    assert not faults(page)
    page.goto(f"/cases/{told.pk}")
    expect(page.locator(".timeline")).to_contain_text(SECRET)
    expect(page.locator(".lead")).to_contain_text("personen har samtyckt")
    assert not faults(page)


def test_in_an_emergency_the_ward_finds_the_person_says_why_and_reads(page_for: SignIn, cast: Cast, told: Case) -> None:
    elsewhere = Organisation.objects.create(kind="region", code="13", name="Region Halland")
    Unit.objects.filter(pk=cast.ivar.unit_id).update(organisation=elsewhere)
    page = page_for(cast.ivar)
    page.click("text=Sök en person")
    page.wait_for_url("**/people")
    assert not faults(page)
    page.fill("[name=identity_number]", told.person.shown_number)
    page.keyboard.press("Enter")
    expect(page.locator(".whom")).to_contain_text(told.person.shown_number)
    assert not faults(page)
    page.click("text=Ja, öppna")
    page.wait_for_url(f"**/people/{told.person_id}")
    expect(page.locator("main")).not_to_contain_text(told.person.registered_address)
    expect(page.locator("main")).to_contain_text("inte är öppna för er")
    assert not faults(page)
    page.click(".sayable >> text=Nödläge")
    page.wait_for_url("**/say/emergency")
    page.fill("[name=danger]", "Medvetslös")
    page.fill("[name=why_no_consent]", "Medvetslös, inga anhöriga här")
    page.click("main form.say button[type=submit]")
    page.wait_for_url(f"**/people/{told.person_id}")
    expect(page.locator("main")).to_contain_text("Loggranskaren ser på varje läsning")
    page.locator("main .rows a", has_text="Från").first.click()
    page.wait_for_url("**/cases/**")
    expect(page.locator(".timeline")).to_contain_text(SECRET)
    assert not faults(page)


def test_a_block_bites_the_others_at_their_next_click_and_is_lifted(page_for: SignIn, cast: Cast, told: Case) -> None:
    ward, town = page_for(cast.anna), page_for(cast.cecilia)
    ward.goto(f"/cases/{told.pk}")
    expect(ward.locator(".timeline")).to_contain_text(SECRET)
    _states(town, told, "block", "Andra vårdgivare")
    ward.reload()
    expect(ward.locator("#m3")).to_contain_text("Spärrad uppgift")
    expect(ward.locator("main")).not_to_contain_text(SECRET)
    expect(ward.locator("#m2")).to_contain_text("Inskrivningsmeddelande")
    assert not faults(ward)
    town.click(".sayable >> text=Häv en spärr")
    town.wait_for_url("**/say/block-lifted")
    town.get_by_label("Personen begär det").check()
    town.fill("[name=reason]", "Ringde och bad om det")
    town.click("main form.say button[type=submit]")
    town.wait_for_url(f"**/people/{told.person_id}")
    ward.reload()
    expect(ward.locator("#m3")).to_contain_text(SECRET)


def test_a_protected_persons_address_is_in_no_list_and_no_print(page_for: SignIn, cast: Cast, told: Case) -> None:
    town = page_for(cast.anna)
    address = told.person.registered_address
    town.goto(f"/people/{told.person_id}/protection")
    town.get_by_label("Skyddad folkbokföring").check()
    town.click("main form.say button[type=submit]")
    town.wait_for_url(f"**/people/{told.person_id}")
    expect(town.locator("main")).to_contain_text("Skyddade personuppgifter")
    for where in (f"/people/{told.person_id}", f"/cases/{told.pk}", "/", "/board"):
        town.goto(where)
        expect(town.locator("main")).not_to_contain_text(address)
        assert not faults(town)
    for where in ("/board", f"/cases/{told.pk}", f"/people/{told.person_id}"):
        town.goto(where)
        expect(town.get_by_text(told.person.family_name).first).to_be_visible()
        town.emulate_media(media="print")
        printed = town.locator("body").inner_text()
        town.emulate_media(media="screen")
        assert "Skyddade personuppgifter" in printed
        for hidden in (address, told.person.family_name, told.person.shown_number):
            assert hidden not in printed


def test_a_consent_can_be_recorded_with_the_keyboard(page_for: SignIn, cast: Cast, told: Case) -> None:
    page = page_for(cast.anna)
    page.goto(f"/people/{told.person_id}")
    page.locator(".sayable a", has_text="Registrera samtycke").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/say/consent")
    for name in ("by", "how"):
        page.locator(f"[name={name}]").first.focus()
        page.keyboard.press("Space")
    page.locator("main form.say button[type=submit]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/people/{told.person_id}")
    expect(page.locator(".wishes")).to_contain_text("Samtycke")


def _states(page: Page, told: Case, kind: str, choice: str) -> None:
    page.goto(f"/people/{told.person_id}/say/{kind}")
    page.get_by_label(choice).check()
    page.get_by_label("Den enskilde", exact=True).check()
    page.get_by_label("Muntligt").check()
    page.click("main form.say button[type=submit]")
    page.wait_for_url(f"**/people/{told.person_id}")
