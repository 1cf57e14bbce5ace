"""Every page in a browser: nothing that axe-core finds, nothing wider than the window, in both languages."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.journeys.conftest import SignIn, faults_at_each_width
from tests.site.cast import Cast, ready_notice
from tests.site.test_contact import KIM, appointed, say

from brygga import access
from brygga_site.cases import actions
from brygga_site.cases.models import Case
from brygga_site.organisations.models import Unit
from brygga_site.review.actions import open_finding
from brygga_site.review.rounds.actions import start_round

LONG = "Maria-Fernanda Wilhelmina Oxenstierna-Älvsbyhyttan " * 4

OPEN_PAGES = (
    "/sign-in",
    "/agreements",
    "/agreements?on=2023-01-01",
    "/agreements/vastra-gotaland",
    "/agreements/sverige",
    "/agreements/vastra-gotaland/clauses/C.utskrivning.5.2.1",
    "/agreements/search?q=utskrivning",
    "/agreements/search?q=xyzzy",
    "/carriers/message/ready-notice",
    "/carriers/pending/dental",
    "/responsible",
    "/responsible?agreement=1480&table=care",
    "/responsible?agreement=vastra-gotaland&table=pays&ask=age",
    "/responsible?agreement=vastra-gotaland&table=care&registered=party&legal_status=asylum-seeker",
    "/responsible?agreement=jamtland-harjedalen&table=care&need_kind=dental&legal_status=asylum-seeker&age=94",
    "/responsible?agreement=vastra-gotaland&table=pays&cost_item=prescribed-medicine&in_benefit=false",
    "/responsible?agreement=gotland&table=care&agee=1&dwelling=ordinery",
    "/agreements/vastra-gotaland/tables/pays",
    "/agreements/gavleborg-lansledning/tables/care",
    "/carriers/table/care/asylum",
    "/compare",
    "/compare?a=vastra-gotaland&b=jamtland-harjedalen&table=deceased",
    "/compare?a=sverige&b=sverige&table=care",
    "/compare?a=nowhere",
    "/nowhere",
)
OFFICE_PAGES = ("/", "/settlement", "/assignment")
REVIEW_PAGES = ("/review", "/review/log", "/review/report")
CARE_PAGES = ("/", "/board", "/assignment")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_pages_open_to_all(page_for: SignIn, cast: Cast, language: str) -> None:
    page = page_for(None, language=language)
    _check(page, OPEN_PAGES)


def test_an_empty_county(page_for: SignIn, cast: Cast) -> None:
    _check(page_for(cast.anna), (*CARE_PAGES, "/cases/new/discharge"))
    _check(page_for(cast.filip), OFFICE_PAGES)
    _check(page_for(cast.gerda), REVIEW_PAGES)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_case_with_very_long_names(page_for: SignIn, cast: Cast, notified: Case, language: str) -> None:
    notified.person.given_name = LONG[:200]
    notified.person.save()
    Unit.objects.filter(pk=cast.anna.unit_id).update(name=LONG)
    actions.say(cast.anna, notified.pk, ready_notice(timezone.now()), 2, "r", timezone.now())
    page = page_for(cast.boris, language=language)
    kinds = ("acknowledgement", "sip-call", "named-care-contact", "outpatient-interventions", "free-message")
    case = f"/cases/{notified.pk}"
    _check(page, (*CARE_PAGES, case, *(f"{case}/say/{kind}" for kind in kinds)))
    person = f"/people/{notified.person_id}"
    _check(page, (person, f"{person}/protection", *(f"{person}/say/{kind}" for kind in access.BODIES)))
    _check(page, ("/people", "/people/0", f"{person}/blocked"))
    _check(
        page_for(cast.anna, language=language),
        (f"{case}/say/discharged", f"{case}/say/correction", "/cases/new/discharge"),
    )


@pytest.mark.parametrize("language", ["sv", "en"])
def test_named_contacts_with_very_long_names(page_for: SignIn, cast: Cast, notified: Case, language: str) -> None:
    Unit.objects.filter(pk=cast.boris.unit_id).update(name=LONG)
    case = appointed(cast, notified.person, name=LONG[:200], review=timezone.localdate() + timedelta(days=90))
    say(cast.boris, case, "contact-appointed", **KIM | {"name": LONG[100:190], "since": timezone.localdate()})
    page = page_for(cast.boris, language=language)
    of = f"/cases/{case.pk}"
    kinds = ("contact-appointed", "contact-reviewed", "contact-handed-over", "contact-vacant", "contact-ended")
    _check(page, ("/board/contact", "/cases/new/contact", of, *(f"{of}/say/{kind}" for kind in kinds)))
    page.goto(f"/people/{notified.person_id}")
    for folded in page.locator("details").all():
        folded.locator("summary").focus()
        page.keyboard.press("Enter")
    assert faults_at_each_width(page) == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_log_review_with_very_long_names(page_for: SignIn, cast: Cast, notified: Case, language: str) -> None:
    notified.person.given_name = LONG[:200]
    notified.person.save()
    Unit.objects.filter(pk=cast.anna.unit_id).update(name=LONG)
    now = timezone.now()
    today = timezone.localdate(now)
    made = start_round(cast.gerda, today, today, 1, now)
    finding = open_finding(cast.gerda, 1, LONG, today, now, made)
    page = page_for(cast.gerda, language=language)
    of = f"/review/rounds/{made.pk}"
    _check(page, ("/review", of, f"{of}?kind=none", f"{of}?tab=sample", "/review/entries/1", "/review/entries/2"))
    _check(page, [f"{of}/flags/{flag.pk}" for flag in made.flagged.all()])
    _check(page, (f"/review/findings/{finding.pk}", "/review/log", "/review/report"))


def _check(page: object, addresses: tuple[str, ...]) -> None:
    found = {}
    for address in addresses:
        page.goto(address)
        if problems := faults_at_each_width(page):
            found[address] = problems
    assert not found
