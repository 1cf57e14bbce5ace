"""A ward finds whom to tell: listed elsewhere, beside Brygga, where nobody works, added later, passed on."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.journeys.conftest import SignIn, faults_at_each_width
from tests.site.cast import Cast
from tests.site.test_recipients import unit

from brygga_site.cases.models import Case
from brygga_site.people.models import Listing, Person

SEND = "main .actions button[type=submit]"


def spent(page: Page) -> dict[str, int]:
    """Counts what one does from now on, page after page."""
    counted = {"clicks": 0, "keys": 0}
    page.expose_function("told", lambda what: counted.__setitem__(what, counted[what] + 1))
    page.add_init_script("addEventListener('click', (one) => one.isTrusted && one.detail && told('clicks'), true)")
    page.add_init_script("addEventListener('keydown', () => told('keys'), true)")
    page.reload()
    return counted


def test_a_notice_for_a_patient_who_is_listed_elsewhere_takes_three_clicks_and_eight_keys(
    page_for: SignIn, cast: Cast, admitted: Case, person: Person
) -> None:
    far = unit(cast.boris.unit, "Fjärran vårdcentral", municipality="1490")
    Listing.objects.create(person=person, unit=far)
    ward = page_for(cast.anna)
    effort = spent(ward)
    ward.get_by_role("link", name="Skicka inskrivningsmeddelande").click()
    # The keyboard is in the first field; the test's browser writes a day as Americans do.
    expect(ward.locator("[name=expected_discharge]")).to_be_focused()
    ward.keyboard.type(f"{timezone.localdate() + timedelta(days=3):%m%d%Y}")
    ward.get_by_label("Regionens öppna vård", exact=True).click()
    expect(ward.get_by_label(far.name)).to_be_checked()
    ward.click(SEND)
    expect(ward.locator(".units")).to_contain_text(far.name)
    assert effort == {"clicks": 3, "keys": 8}
    # Nobody works there, and that is said after sending too, with what to do.
    expect(ward.locator(".ds-alert", has_text=f"Ingen har uppdrag på {far.name}")).to_be_visible()


def test_a_municipality_without_units_is_told_by_telephone_and_the_case_goes_on(
    page_for: SignIn, cast: Cast, admitted: Case
) -> None:
    Case.objects.filter(pk=admitted.pk).update(municipality="1407")
    near = unit(cast.boris.unit, "Öckerö vårdcentral", municipality="1407")
    ward = page_for(cast.anna)
    ward.goto(f"/cases/{admitted.pk}/say/admission-notice")
    expect(ward.locator(".ds-alert", has_text="Socialtjänst: ingen enhet")).to_be_visible()
    ward.fill("[name=expected_discharge]", (timezone.localdate() + timedelta(days=3)).isoformat())
    for need in ("outpatient-care", "social-services"):
        ward.check(f"[name=needs][value={need}]")
    # A unit is chosen by the keyboard alone, and stays chosen while another is looked for.
    ward.get_by_label("Annan enhet, efter namn, kommun eller område").press_sequentially("boris")
    ward.get_by_label(cast.boris.unit.name).press("Space")
    ward.get_by_label("Annan enhet, efter namn, kommun eller område").fill("finns inte")
    expect(ward.locator("#id_recipients [role=status]")).to_contain_text("0 enheter hittade")
    expect(ward.get_by_label(cast.boris.unit.name)).to_be_checked()
    ward.get_by_label(near.name).uncheck()
    assert faults_at_each_width(ward) == []
    ward.check("[name=outside][value=social-services]")
    ward.click(SEND)

    expect(ward.locator(".facts")).to_contain_text("Underrättas utanför Brygga")
    ward.click(".sayable >> text=Notera underrättelse per telefon eller brev")
    ward.get_by_label("Telefon", exact=True).check()
    ward.fill("[name=whom]", "Jourtelefonen, Öckerö")
    assert faults_at_each_width(ward) == []
    ward.click(SEND)
    expect(ward.locator(".timeline")).to_contain_text("Jourtelefonen, Öckerö")
    expect(ward.locator(".owed li", has_text="Underrätta dem som inte nås")).to_contain_text("Gjort")


def test_a_unit_that_was_told_by_mistake_passes_on_and_a_need_is_added(
    page_for: SignIn, cast: Cast, notified: Case
) -> None:
    right = unit(cast.cecilia.unit, "Rätt hemsjukvård")
    town, ward = page_for(cast.cecilia), page_for(cast.anna)
    town.goto(f"/cases/{notified.pk}/say/notice-forwarded")
    town.get_by_label(right.name).check()
    assert faults_at_each_width(town) == []
    town.click(SEND)
    expect(town.locator(".ds-alert")).to_contain_text("Skickat vidare")
    expect(town.locator("#live")).to_contain_text("Inget väntar på")

    ward.goto(f"/cases/{notified.pk}")
    expect(ward.locator("#m3")).to_contain_text(right.name)
    second = unit(cast.boris.unit, "Andra vårdcentralen")
    ward.click(".sayable >> text=Lägg till enhet eller behov")
    ward.get_by_label(second.name).check()
    assert faults_at_each_width(ward) == []
    ward.click(SEND)
    expect(ward.locator(".units")).to_contain_text(second.name)
