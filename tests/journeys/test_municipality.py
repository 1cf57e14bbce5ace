"""A municipality learns of readiness, what it costs and a question without looking, answers, and the ward sees it."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect
from tests.journeys.conftest import SignIn, faults_at_each_width
from tests.journeys.test_told_and_taken_up import ASKS
from tests.site.cast import Cast, ready_notice
from tests.site.test_told_and_taken_up import tells

from brygga.discharge.messages import HomeServices, HomeServicesPaused, QuestionAsked, SipCall
from brygga.process import Acknowledgement
from brygga_site.cases.models import Case


def test_a_municipality_answers_when_it_can_receive_and_what_it_is_asked_and_the_ward_sees_it(
    page_for: SignIn, cast: Cast, notified: Case
) -> None:
    now, card = timezone.now(), f"#case-{notified.pk}"
    for one in (cast.cecilia, cast.david):
        tells(one, notified, Acknowledgement(of=2))
        tells(one, notified, HomeServicesPaused(services=HomeServices.PAUSED))
    town, ward = page_for(cast.cecilia), page_for(cast.anna)
    tells(cast.boris, notified, SipCall(meeting_at=now + timedelta(days=1), place="Rum 4, plan 2"))
    tells(cast.anna, notified, ready_notice(now))
    tells(cast.anna, notified, QuestionAsked(recipients=(cast.cecilia.unit.hsa_id,), text="Finns sängen på plats?"))
    town.evaluate(ASKS)
    new = town.locator("section", has=town.get_by_role("heading", name="Nytt"))
    for text in ("Räknas för sig vid utskrivning från och med", "Rum 4, plan 2", "Finns sängen på plats?"):
        expect(new).to_contain_text(text)
    expect(new).to_contain_text("öppenvårdens insatser inte finns eller är oklara")
    assert faults_at_each_width(town) == []
    ward.goto("/board")
    unanswered = "Hemma: inget svar från Kommunal hälso- och sjukvård, Socialtjänst"
    expect(ward.locator(card)).to_contain_text(unanswered)

    awaited = town.locator("section", has=town.get_by_role("heading", name="Väntar på svar"))
    awaited.get_by_role("link", name="Ange när ni kan ta emot").click()
    town.fill("[name=from_day]", (timezone.localdate() + timedelta(days=2)).isoformat())
    town.locator("form.say button[type=submit]").click()
    expect(town.locator(".ds-alert[role=status]")).to_contain_text("Skickat: Kan ta emot")
    assert faults_at_each_width(town) == []

    town.goto("/")
    awaited.get_by_role("link", name="Besvara frågan").click()
    expect(town.locator(".told")).to_contain_text("Finns sängen på plats?")
    town.fill("[name=text]", "Ja, den kom i går.")
    town.locator("form.say button[type=submit]").click()
    town.goto("/")
    expect(town.locator("#live")).to_contain_text("Inget väntar på")

    ward.reload()
    expect(ward.locator(card)).to_contain_text("Hemma, svar hittills: från")
    expect(ward.locator(card)).to_contain_text("inget svar från Socialtjänst")
    assert faults_at_each_width(ward) == []
    ward.goto("/")
    expect(ward.locator("#live")).to_contain_text("Ja, den kom i går.")
    ward.goto(f"/cases/{notified.pk}")
    expect(ward.locator(".turn")).to_contain_text(f"Svar väntas från: {cast.david.unit.name}")
    expect(ward.locator("#m8 .comes-to, #m7 .comes-to").first).to_contain_text("Räknas för sig")
    assert faults_at_each_width(ward) == []


def test_the_ward_asks_and_is_asked_for_consent_to_the_plan(page_for: SignIn, cast: Cast, notified: Case) -> None:
    centre = page_for(cast.boris)
    centre.goto(f"/cases/{notified.pk}/say/sip-held")
    centre.locator("form.say button[type=submit]").click()
    expect(centre.get_by_role("alert")).to_contain_text("Patienten samtycker till planen")
    assert notified.messages.count() == 2
    centre.get_by_label("Ja", exact=True).check()
    centre.locator("form.say button[type=submit]").click()
    expect(centre.locator("#m3")).to_contain_text("Ja")
    expect(centre.locator(".sayable")).not_to_contain_text("SIP behövs inte")

    ward = page_for(cast.anna)
    ward.goto(f"/cases/{notified.pk}/say/question")
    expect(ward.get_by_role("checkbox")).to_have_count(3)
    ward.get_by_role("checkbox", name=cast.cecilia.unit.name).check()
    ward.fill("[name=text]", "När kan ni ta emot?")
    ward.locator("form.say button[type=submit]").click()
    expect(ward.locator(".turn")).to_contain_text(cast.cecilia.unit.name)
