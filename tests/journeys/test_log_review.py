"""Gerda reviews the log: she finds an emergency access, follows it up, and hands a person their own report."""

import io
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from tests.journeys.conftest import SignIn, faults
from tests.site.access import in_danger
from tests.site.cast import Cast

from brygga_site.cases import reads
from brygga_site.cases.models import Case
from brygga_site.review.rounds import actions


def test_an_emergency_access_is_found_documented_and_followed_up(page_for: SignIn, cast: Cast, notified: Case) -> None:
    _emergency(cast, notified)
    page = page_for(cast.gerda)
    expect(page.locator("h1")).to_have_text("Loggranskning")
    expect(page.locator(".empty").first).to_contain_text("Inget fynd är öppet.")
    _today(page)
    page.get_by_role("button", name="Börja granskningen").click()
    page.wait_for_url("**/review/rounds/*")
    page.select_option("#kind", label="Nödåtkomst (1)")
    page.get_by_role("button", name="Visa").click()
    page.wait_for_url("**kind=emergency**")
    page.get_by_role("link", name="Nödåtkomst: Ivar").click()
    page.wait_for_url("**/review/entries/*")
    expect(page.locator(".facts")).to_contain_text("Vid fara för liv eller hälsa")

    page.fill("[name=text]", "Fanns det fara för livet?")
    page.get_by_role("button", name="Öppna ett fynd").click()
    page.wait_for_url("**/review/findings/*")
    for kind, text in [("Begär en förklaring", "Frågat chefen."), ("Bedöm som befogat", "Patienten var medvetslös.")]:
        page.get_by_label(kind).check()
        page.fill("[name=text]", text)
        page.fill("[name=follow_up]", timezone.localdate().isoformat())
        page.get_by_role("button", name="Spara").click()
        expect(page.locator(".timeline")).to_contain_text(text)
    expect(page.locator(".page-head .ds-tag")).to_have_text("Befogat")
    assert faults(page) == []
    page.goto("/review")
    expect(page.locator("#findings .count")).to_have_text("0")


def test_a_large_round_shows_itself_when_it_has_been_drawn(
    page_for: SignIn, cast: Cast, notified: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", -1)
    _emergency(cast, notified)
    page = page_for(cast.gerda, width=390)
    expect(page.locator("h1")).to_have_text("Loggranskning")
    _today(page)
    page.get_by_role("button", name="Börja granskningen").click()
    page.wait_for_url("**/review/rounds/*")
    expect(page.locator("#live [role=status]")).to_contain_text("Granskningen tas fram.")
    assert faults(page) == []
    assert [one.pk for one in actions.draw_waiting(timezone.now())]
    expect(page.get_by_role("link", name="Nödåtkomst: Ivar")).to_be_visible()
    assert faults(page) == []


def test_the_persons_own_report_is_shown_and_downloaded(
    page_for: SignIn, cast: Cast, notified: Case, tmp_path: Path
) -> None:
    _emergency(cast, notified)
    page = page_for(cast.gerda, width=390)
    page.goto("/review/report")
    page.fill("[name=identity_number]", "20180104-2380")
    page.get_by_role("button", name="Visa utdraget").click()
    expect(page.get_by_role("alert")).to_contain_text("tolv siffror")
    page.fill("[name=identity_number]", notified.person.shown_number)
    _today(page)
    page.get_by_role("button", name="Visa utdraget").click()
    expect(page.locator("#report")).to_contain_text("Tolv Tolvansson")
    expect(page.locator("section table")).to_contain_text("Vid fara för liv eller hälsa")
    assert faults(page) == []
    assert notified.person.identity_number not in page.url

    with page.expect_download() as download:
        page.get_by_role("button", name="Som PDF").click()
    download.value.save_as(tmp_path / "report.pdf")
    paper = PdfReader(io.BytesIO((tmp_path / "report.pdf").read_bytes()))
    text = " ".join(" ".join(one.extract_text() for one in paper.pages).split())
    assert "Ivar, Tester" in text
    assert paper.trailer["/Root"]["/Lang"] == "sv-SE"
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]


def _emergency(cast: Cast, case: Case) -> None:
    """Ivar says what the danger is and opens the case, as the journey of the ward does."""
    in_danger(cast.ivar, case.person)
    reads.open_for(cast.ivar, case.pk, timezone.now())


def _today(page: Page) -> None:
    for name in ("first", "last"):
        page.fill(f"[name={name}]", timezone.localdate().isoformat())
