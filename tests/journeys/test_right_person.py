"""The right patient, in one stay, as a ward nurse does it: how many clicks and keys it takes."""

from playwright.sync_api import Page, expect
from tests.journeys.conftest import SignIn, faults
from tests.site.cast import Cast

from brygga_site.cases.models import Case, Participant
from brygga_site.people.models import Person

NUMBER = "201801042381"


class Hand:
    """What somebody does at the page, counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.keys = page, 0, 0

    def click(self, text: str) -> None:
        self.page.get_by_role("main").get_by_text(text, exact=True).first.click()
        self.clicks += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)


def test_a_known_patient_is_admitted_in_three_clicks_and_twelve_keys(
    page_for: SignIn, cast: Cast, admitted: Case
) -> None:
    other = Person.objects.create(
        identity_number="201801072370", given_name="Ada", family_name="Ek", municipality="1490"
    )
    page = page_for(cast.anna)
    hand = Hand(page)
    hand.click("Skriv in patient")
    expect(page.locator("[name=identity_number]")).to_be_focused()
    hand.type(other.identity_number)
    hand.click("Sök")
    expect(page.locator(".whom")).to_contain_text("Borås")
    assert Case.objects.count() == 1
    assert not faults(page)
    hand.click("Ja: Skriv in patient")
    expect(page.locator("h1")).to_have_text("Ada Ek")
    assert (hand.clicks, hand.keys) == (3, 12)


def test_a_strangers_number_opens_nothing_and_the_patient_who_is_in_is_taken_over(
    page_for: SignIn, cast: Cast, notified: Case
) -> None:
    Person.objects.create(identity_number="201801072370", given_name="Ada", family_name="Ek", municipality="1490")
    page = page_for(cast.ivar, width=390)
    page.click("text=Skriv in patient")
    page.fill("[name=identity_number]", "201801072370")
    page.click("text=Sök")
    expect(page.locator("main")).to_contain_text("Är det den här patienten?")
    page.click("text=Nej, ett annat nummer")
    page.fill("[name=identity_number]", NUMBER)
    page.click("text=Sök")
    expect(page.locator("main")).to_contain_text("Inget andra vårdtillfälle har påbörjats")
    expect(page.locator("main")).to_contain_text("Annas enhet")
    assert not faults(page)
    page.click("text=Ta över vårdtillfället")
    page.wait_for_url(f"**/cases/{notified.pk}")
    expect(page.locator(".timeline")).to_contain_text("Övertagen av en annan avdelning")
    expect(page.locator(".sayable")).to_contain_text("Meddela utskrivningsklar")
    assert not faults(page)
    assert Participant.objects.get(case=notified, unit=cast.anna.unit).part == "other-ward"
    assert Case.objects.count() == 1


def test_the_municipality_is_corrected_and_the_right_one_is_told(page_for: SignIn, cast: Cast, notified: Case) -> None:
    page = page_for(cast.anna)
    page.goto(f"/cases/{notified.pk}")
    page.click(".sayable >> text=Rätta ansvarig kommun")
    page.select_option("[name=municipality]", label="Borås")
    page.fill("[name=reason]", "Folkbokförd där")
    assert not faults(page)
    page.click("main form.say button[type=submit]")
    expect(page.locator(".number")).to_contain_text("Borås")
    expect(page.locator(".sayable .ds-button").first).to_have_text("Skicka inskrivningsmeddelande")
