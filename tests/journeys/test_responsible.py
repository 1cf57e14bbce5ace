"""From the question to the answer, its link and the printed page, as a nurse at night sees them."""

import io

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from tests.journeys.conftest import SignIn, faults
from tests.site.cast import Cast
from tests.site.rules_tables import tables  # noqa: F401 (a fixture)

pytestmark = pytest.mark.usefixtures("tables", "cast")


def test_who_is_responsible_is_answered_question_by_question_and_shown_to_the_other_side(
    page_for: SignIn, cast: Cast
) -> None:
    page = page_for(None)
    page.click("nav >> text=Vem ansvarar?")
    page.select_option("#agreement", label="Göteborg")
    page.select_option("#table", label="Vem har ansvaret, och vem utför?")
    page.click("text=Börja")
    expect(page.locator(".which")).to_contain_text("Göteborgs kommun")
    expect(page.locator("main")).to_contain_text("Rättslig ställning: bosatt i Sverige")
    page.locator(".later summary").click()
    page.click(".later >> text=Ålder")
    page.get_by_label("Hur gammal är personen?").fill("82")
    page.click("text=Fortsätt")
    _answer(page, "Var bor eller vistas personen?", "Ordinärt boende")

    expect(page.locator(".said")).to_have_text("Kommunen ansvarar. Kommunens hälso- och sjukvård utför.")
    expect(page.locator(".answer")).to_contain_text("Kommunen bokar besöken.")
    expect(page.locator(".given > ul").first.locator("li")).to_have_count(2)
    assert faults(page) == []

    other_side = page_for(cast.cecilia, width=390, language="en")
    other_side.goto(page.locator("#link").input_value())
    expect(other_side.locator(".said")).to_have_text(
        "The municipality is responsible. The municipality's health care carries it out."
    )
    other_side.click(".changes a >> nth=0")
    expect(other_side.locator(".said")).not_to_contain_text("The municipality is responsible.")


def test_the_answer_prints_on_one_page_with_its_clause_and_its_link(page_for: SignIn) -> None:
    page = page_for(None)
    page.goto("/responsible?agreement=vastra-gotaland&table=care&legal_status=resident&dwelling=sis&age=82")
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = " ".join(printed.pages[0].extract_text().split())
    assert len(printed.pages) == 1
    for said in ("Avtalet svarar inte på det här.", "Avtalet nämner inte SiS.", "B.7", "dwelling=sis", "Boende:"):
        assert said in text
    assert "Fortsätt" not in text


def test_the_questions_can_be_answered_with_the_keyboard_alone(page_for: SignIn) -> None:
    page = page_for(None)
    page.goto("/responsible?agreement=vastra-gotaland&table=care&age=82&ask=dwelling#now")
    page.locator("#now").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#answer-1")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**dwelling=ordinary**")
    expect(page.locator("#now")).to_be_focused()


def _answer(page: Page, question: str, choice: str) -> None:
    group = page.get_by_role("group", name=question)
    group.get_by_label(choice, exact=True).check()
    page.click(".ask >> text=Fortsätt")
