"""A municipality learns without looking: what it is told stands before it, and one click takes it up."""

from datetime import date, timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.journeys.conftest import SignIn, faults_at_each_width
from tests.site.cast import Cast, notice, ready_notice
from tests.site.test_told_and_taken_up import at_another_unit, several, tells

from brygga.discharge.messages import ChangedDischargeDate, Discharged, SipCall
from brygga.process import Acknowledgement, FreeMessage
from brygga_site.cases import actions
from brygga_site.cases.models import Case, Message

ASKS = "htmx.trigger('#live', 'ask')"


def spent(page: Page) -> dict[str, int]:
    """Counts what one does on the page from now on."""
    counted = {"clicks": 0, "keys": 0}
    page.expose_function("told", lambda what: counted.__setitem__(what, counted[what] + 1))
    page.evaluate("addEventListener('click', (one) => one.isTrusted && told('clicks'), true)")
    page.evaluate("addEventListener('keydown', () => told('keys'), true)")
    return counted


def test_a_municipality_learns_of_all_that_comes_after_its_acknowledgement_without_looking(
    page_for: SignIn, cast: Cast, notified: Case
) -> None:
    town = page_for(cast.cecilia)
    # The notice, and services at home that no clause orders paused.
    expect(town).to_have_title("(2) I dag – Brygga")
    expect(town.locator(".todo .told")).to_contain_text("Inskrivningsmeddelande")
    effort = spent(town)
    with town.expect_navigation():
        town.get_by_role("button", name="Kvittera", exact=True).click()
    assert effort == {"clicks": 1, "keys": 0}
    expect(town.locator("#live")).not_to_contain_text("Kvittera och börja planera")
    expect(town).to_have_title("(1) I dag – Brygga")

    now = timezone.now()
    tells(cast.anna, notified, ChangedDischargeDate(expected_discharge=date(2030, 5, 17)))
    tells(cast.boris, notified, SipCall(meeting_at=now + timedelta(days=1), place="Rum 4, plan 2"))
    tells(cast.anna, notified, ready_notice(now))
    tells(cast.anna, notified, FreeMessage(text="Kan ni ta emot på fredag?"))
    tells(cast.anna, notified, Discharged(discharged_at=timezone.now(), destination="home"))
    town.evaluate(ASKS)
    expect(town).to_have_title("(5) I dag – Brygga")
    new = town.locator("section", has=town.get_by_role("heading", name="Nytt"))
    for text in ("17 maj 2030", "Rum 4, plan 2", "Utskrivningsklar", "Kan ni ta emot på fredag?", "Eget hem"):
        expect(new).to_contain_text(text)
    assert faults_at_each_width(town) == []

    town.goto("/board")
    expect(town.locator(".board .ds-tag", has_text="5 nya")).to_be_visible()
    assert faults_at_each_width(town) == []
    town.click(f"text={notified.person}")
    expect(town.locator(".timeline .ds-tag", has_text="Nytt")).to_have_count(5)
    assert faults_at_each_width(town) == []

    ward = page_for(cast.anna)
    ward.goto(f"/cases/{notified.pk}")
    reached = ward.locator("#m7 .reached")
    expect(reached).to_contain_text("Läst av Cecilias enhet")
    expect(reached).to_contain_text("Ännu inte läst av Boriss enhet, Davids enhet")
    expect(ward.locator("#m2 .reached")).to_contain_text("Kvitterat av Cecilias enhet")
    town.goto("/")
    expect(town).to_have_title("I dag – Brygga")


def test_of_two_units_of_one_kind_the_other_still_has_it_before_it(
    page_for: SignIn, cast: Cast, admitted: Case
) -> None:
    other = at_another_unit(cast.cecilia, "Disa")
    told = notice(cast, timezone.now())
    told = told.model_copy(update={"recipients": (*told.recipients, other.unit.hsa_id)})
    actions.say(cast.anna, admitted.pk, told, 1, "notice", timezone.now())
    page_for(cast.cecilia).get_by_role("button", name="Kvittera", exact=True).click()
    waits = page_for(other)
    expect(waits).to_have_title("(2) I dag – Brygga")
    expect(waits.get_by_role("button", name="Kvittera", exact=True)).to_be_visible()


def test_what_is_ticked_stays_ticked_when_something_comes_and_several_are_taken_up_at_once(
    page_for: SignIn, cast: Cast
) -> None:
    cases = several(cast)
    town = page_for(cast.cecilia)
    ticks = town.get_by_role("checkbox")
    expect(ticks).to_have_count(3)
    ticks.nth(0).check()
    ticks.nth(2).check()
    tells(cast.anna, cases[1], FreeMessage(text="hej"))
    town.evaluate(ASKS)
    expect(town.locator("#live")).to_contain_text("hej")
    expect(ticks.nth(0)).to_be_checked()
    expect(ticks.nth(1)).not_to_be_checked()
    expect(ticks.nth(2)).to_be_checked()
    assert faults_at_each_width(town) == []
    with town.expect_navigation():
        town.get_by_role("button", name="Kvittera markerade").click()
    expect(town.locator(".ds-alert")).to_contain_text("2 meddelanden kvitterade.")
    taken_up = Message.objects.filter(kind=Acknowledgement.kind).values_list("case", flat=True)
    assert set(taken_up) == {cases[0].pk, cases[2].pk}


def test_what_comes_while_a_case_stands_open_is_new_there_until_it_is_marked_as_read(
    page_for: SignIn, cast: Cast, notified: Case
) -> None:
    town = page_for(cast.cecilia)
    town.goto(f"/cases/{notified.pk}")
    tells(cast.anna, notified, FreeMessage(text="Kan ni ta emot på fredag?"))
    town.evaluate(ASKS)
    expect(town.locator("#m3 .ds-tag")).to_have_text("Nytt")
    assert faults_at_each_width(town) == []
    town.get_by_role("link", name="Markera som läst").click()
    expect(town.get_by_role("link", name="Markera som läst")).to_have_count(0)
    town.goto("/")
    expect(town.locator("#group-new")).to_have_count(0)
