"""From the ward to home, as those who do it see it."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect
from tests.journeys.conftest import SignIn
from tests.site.cast import Cast, ready_notice

from brygga_site.cases import actions
from brygga_site.cases.models import Case
from brygga_site.people.models import Person


def test_a_patient_is_admitted_planned_for_and_sent_home(page_for: SignIn, cast: Cast, person: Person) -> None:
    ward, centre, town = page_for(cast.anna), page_for(cast.boris), page_for(cast.cecilia)
    expect(centre.locator("#live")).to_contain_text("Inget väntar på")

    ward.click("text=Skriv in patient")
    ward.fill("[name=identity_number]", person.shown_number)
    ward.click("main button[type=submit]")
    expect(ward.locator("main")).to_contain_text("Är det den här patienten?")
    ward.check("text=Somatisk vård")
    ward.check("[name=needs_expected]")
    ward.click("main button[type=submit]")
    expect(ward.locator("h1")).to_have_text(str(person))
    expect(ward.locator(".turn")).to_contain_text("Det är din enhets tur.")

    ward.click(".sayable >> text=Skicka inskrivningsmeddelande")
    ward.fill("[name=expected_discharge]", (timezone.localdate() + timedelta(days=2)).isoformat())
    for need in ("Regionens öppna vård", "Kommunal hälso- och sjukvård", "Socialtjänst"):
        ward.get_by_role("checkbox", name=need, exact=True).check()
    ward.click("main button[type=submit]")
    expect(ward.locator(".ds-alert")).to_contain_text("Skickat: Inskrivningsmeddelande")

    # The health centre's page refreshes itself.
    expect(centre.locator("#live")).to_contain_text("Kvittera och börja planera", timeout=15_000)
    centre.get_by_role("button", name="Kvittera", exact=True).click()
    centre.get_by_role("link", name=str(person)).click()
    centre.click(".sayable >> text=Utse fast vårdkontakt")
    centre.fill("[name=name]", "Boris Hälsoström")
    centre.fill("[name=telephone]", "010-000 00 00")
    centre.click("main button[type=submit]")
    expect(centre.locator(".facts")).to_contain_text("Boris Hälsoström")

    town.reload()
    town.get_by_role("button", name="Kvittera", exact=True).click()

    ward.reload()
    ward.click(".sayable >> text=Meddela utskrivningsklar")
    ward.click("main button[type=submit]")
    expect(ward.locator(".stage")).to_have_text("Utskrivningsklar")

    centre.reload()
    centre.click(".sayable >> text=Ange öppenvårdens insatser")
    centre.get_by_label("Tillgängliga", exact=True).check()
    centre.click("main button[type=submit]")
    centre.click(".sayable >> text=SIP behövs inte")
    centre.get_by_label("Patienten tackar nej").check()
    centre.click("main button[type=submit]")

    ward.reload()
    expect(ward.locator(".sayable .ds-button").first).to_have_text("Skriv ut patienten")
    ward.click(".sayable >> text=Skriv ut")
    ward.get_by_label("Eget hem").check()
    ward.click("main button[type=submit]")
    ward.click(".sayable >> text=Information är överförd")
    ward.fill("[name=content]", "Läkemedelslista och sammanfattning")
    ward.click("main button[type=submit]")
    expect(ward.locator(".turn")).not_to_contain_text("Det är din enhets tur.")
    assert Case.objects.get().overview.stage == "discharged"


def test_a_sender_who_has_not_seen_the_latest_is_shown_it_and_may_send_anyway(
    page_for: SignIn, cast: Cast, notified: Case
) -> None:
    centre = page_for(cast.boris)
    centre.goto(f"/cases/{notified.pk}/say/free-message")
    centre.fill("[name=text]", "Kan vi ses på torsdag?")
    actions.say(cast.anna, notified.pk, ready_notice(timezone.now()), 2, "meanwhile", timezone.now())
    centre.click("main button[type=submit]")
    expect(centre.get_by_role("alert")).to_contain_text("Något meddelades medan du skrev")
    expect(centre.get_by_role("alert")).to_contain_text("Utskrivningsklar")
    expect(centre.locator("[name=text]")).to_have_value("Kan vi ses på torsdag?")
    centre.click("text=Skicka ändå")
    expect(centre.locator(".timeline")).to_contain_text("Kan vi ses på torsdag?")


def test_what_cannot_be_is_refused_in_plain_swedish(page_for: SignIn, cast: Cast, notified: Case) -> None:
    ward = page_for(cast.anna)
    ward.goto(f"/cases/{notified.pk}/say/discharged")
    tomorrow = timezone.localtime() + timedelta(days=1)
    ward.fill("[name=discharged_at]", tomorrow.strftime("%Y-%m-%dT%H:%M"))
    ward.get_by_label("Eget hem").check()
    ward.click("main button[type=submit]")
    expect(ward.get_by_role("alert")).to_contain_text(re.compile("Utskrivningen, .*, ligger i framtiden"))


def test_the_whole_way_can_be_walked_with_the_keyboard(page_for: SignIn, cast: Cast, notified: Case) -> None:
    town = page_for(cast.cecilia)
    town.keyboard.press("Tab")
    expect(town.locator(".ds-skip-link")).to_be_focused()
    town.get_by_role("button", name="Kvittera", exact=True).focus()
    town.keyboard.press("Enter")
    expect(town.locator(".ds-alert")).to_contain_text("1 meddelande kvitterat.")
