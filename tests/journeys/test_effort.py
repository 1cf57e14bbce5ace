"""What the daily tasks cost in clicks and keystrokes, and how much one sees at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from tests.journeys.conftest import SignIn, faults_at_each_width
from tests.site.cast import Cast, notice, ready_notice
from tests.site.test_told_and_taken_up import tells

from brygga.discharge.messages import Admission
from brygga.process import Acknowledgement
from brygga_site.cases import actions
from brygga_site.cases.models import Case
from brygga_site.organisations.models import Assignment
from brygga_site.people.models import Person

SEEN = "rows => rows.filter(row => row.getBoundingClientRect().bottom <= innerHeight).length"


@dataclass(frozen=True)
class Task:
    """Something done daily: by whom, from which page on, what is done there, and the most that it may cost.

    `before` is what others have said of the case by then.
    """

    who: Callable[[Cast], Assignment]
    begins_at: Callable[[Case], str]
    done: Callable[[Page], None]
    clicks: int
    keys: int
    before: Callable[[Cast, Case], None] = lambda cast, case: None


def _acknowledges(page: Page) -> None:
    page.get_by_role("button", name="Kvittera", exact=True).click()
    expect(page.locator(".ds-alert")).to_contain_text("1 meddelande kvitterat")


def _tells_ready(page: Page) -> None:
    page.get_by_role("link", name="Meddela utskrivningsklar").click()
    page.locator("form.say button[type=submit]").click()
    expect(page.locator(".ds-alert")).to_contain_text("Skickat")


def _says_when_home_is_ready(page: Page) -> None:
    page.get_by_role("link", name="Ange när ni kan ta emot").click()
    expect(page.locator("[name=from_day]")).to_be_focused()
    day = timezone.localdate() + timedelta(days=2)
    # The browser here has a day typed as in America, whatever the language of the page.
    page.keyboard.type(day.strftime("%m%d%Y"))
    expect(page.locator("[name=from_day]")).to_have_value(day.isoformat())
    page.locator("form.say button[type=submit]").click()
    expect(page.locator(".ds-alert")).to_contain_text("Skickat: Kan ta emot")


# A further task is a further row.
TASKS = {
    "a municipality acknowledges": Task(lambda cast: cast.cecilia, lambda case: "/", _acknowledges, 1, 0),
    "a ward tells that a patient is ready": Task(
        lambda cast: cast.anna, lambda case: f"/cases/{case.pk}", _tells_ready, 2, 0
    ),
    "a municipality says from when it can receive": Task(
        lambda cast: cast.cecilia,
        lambda case: "/",
        _says_when_home_is_ready,
        2,
        8,
        lambda cast, case: tells(cast.anna, case, ready_notice(timezone.now())),
    ),
}


@pytest.mark.parametrize("name", TASKS)
def test_a_daily_task_costs_no_more_clicks_and_keystrokes_than_this(
    name: str, page_for: SignIn, cast: Cast, notified: Case
) -> None:
    task, spent = TASKS[name], {"click": 0, "keydown": 0}
    for who in (cast.boris, cast.cecilia, cast.david):
        if who != task.who(cast):
            tells(who, notified, Acknowledgement(of=2))
    task.before(cast, notified)
    page = page_for(task.who(cast))
    page.expose_function("spent", lambda what: spent.__setitem__(what, spent[what] + 1))
    # A button pressed by a key clicks by itself; only what the hand does counts.
    page.add_init_script(
        "for (const what of ['click', 'keydown']) addEventListener(what, (one) => one.isTrusted && spent(what), true)"
    )
    page.goto(task.begins_at(notified))
    task.done(page)
    assert (spent["click"], spent["keydown"]) <= (task.clicks, task.keys)
    assert spent["keydown"] <= task.keys


def _admitted(cast: Cast, many: int) -> None:
    now = timezone.now()
    for number in range(many):
        person = Person.objects.create(
            identity_number=f"made-up {number}", given_name="Kim", family_name=f"Kimsson {number}", municipality="1480"
        )
        admission = Admission(admitted_at=now - timedelta(hours=1), care_type="somatic", needs_expected=True)
        case = actions.open_case(cast.anna, person, admission, f"open {number}", now)
        actions.say(cast.anna, case.pk, notice(cast, now), 1, "notice", now)


def test_in_rows_twenty_five_cases_and_fifteen_duties_are_in_view_and_the_arrows_go_from_row_to_row(
    page_for: SignIn, cast: Cast
) -> None:
    _admitted(cast, 26)
    ward = page_for(cast.anna)
    ward.goto("/board")
    ward.get_by_role("button", name="Rader").click()
    rows = ward.locator("table.rows tbody tr")
    expect(rows).to_have_count(26)
    assert rows.evaluate_all(SEEN) >= 25
    ward.locator("table.rows tbody a").first.focus()
    ward.keyboard.press("ArrowDown")
    ward.keyboard.press("ArrowDown")
    ward.keyboard.press("ArrowUp")
    assert rows.nth(1).evaluate("row => row.contains(document.activeElement)")
    assert faults_at_each_width(ward) == []
    ward.get_by_role("link", name="Lista på papper").click()
    assert len(PdfReader(BytesIO(ward.pdf(prefer_css_page_size=True))).pages) == 1
    assert faults_at_each_width(ward) == []

    town = page_for(cast.cecilia)
    town.get_by_role("button", name="Rader").click()
    expect(town.locator(".todo.compact")).to_have_count(2)
    assert town.locator(".todo > li").evaluate_all(SEEN) >= 15
    assert faults_at_each_width(town) == []
    town.set_viewport_size({"width": 390, "height": 900})
    town.goto("/board")
    town.get_by_role("button", name="Kort").click()
    town.get_by_role("link", name="Under planering 26").click()
    expect(town.locator("#stage-notified")).to_be_in_viewport()
    assert faults_at_each_width(town) == []
