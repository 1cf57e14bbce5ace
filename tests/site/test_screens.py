"""Pages that stay open: what they are told when nothing has changed, and that whatever changes reaches them at once."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from threading import Thread
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session as Cookie
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.site.access import admits, blocks, in_danger, lifts, states
from tests.site.cast import Cast, notice, signed_in
from tests.site.sign_in import age
from tests.site.test_told import as_it_was
from tests.site.trail import after, entries, persons

from brygga.access import Protection
from brygga.access import messages as say
from brygga.discharge.messages import Admission
from brygga.process import Correction, FreeMessage
from brygga_site.accounts.models import Session
from brygga_site.cases import actions
from brygga_site.cases.lists.versions import version_of_lists
from brygga_site.cases.models import Case, ListsVersion, Owing
from brygga_site.door import pace
from brygga_site.organisations.models import Assignment, Unit
from brygga_site.people.actions import mark_protected
from brygga_site.people.models import Person

SECRET = "Dottern har nyckeln."


class Screen:
    """A page that stays open in a browser of its own."""

    def __init__(self, who: Assignment, address: str, client: Client | None = None) -> None:
        self.client, self.address = client or signed_in(who), address
        self.etag = self.client.get(address).headers["ETag"]

    def asks(self) -> HttpResponse:
        """What the page is told when it asks again; it takes over what has changed."""
        answer = self.client.get(self.address, HTTP_HX_REQUEST="true", HTTP_IF_NONE_MATCH=self.etag)
        self.etag = answer.headers.get("ETag", self.etag)
        return answer


def screens(who: Assignment, case: Case) -> list[Screen]:
    # What is new in the case has been read: to open it is what changes the lists, not what is tried.
    signed_in(who).get(f"/cases/{case.pk}")
    return [Screen(who, address) for address in ("/", "/board/discharge", f"/cases/{case.pk}")]


def statuses(open_pages: list[Screen]) -> list[int]:
    return [page.asks().status_code for page in open_pages]


# Nothing has changed


def test_a_page_that_shows_what_is_so_is_told_so_by_two_queries_without_an_entry(cast: Cast, notified: Case) -> None:
    for page in screens(cast.boris, notified):
        before = len(entries())
        with CaptureQueriesContext(connection) as queries:
            answer = page.asks()
        assert (answer.status_code, answer.content) == (304, b"")
        assert len(queries) == 2, [query["sql"] for query in queries]
        assert after(before) == []


def test_a_search_that_finds_what_it_found_is_answered_without_content(cast: Cast, notified: Case) -> None:
    client = signed_in(cast.boris)
    etag = client.post("/board/discharge", {"q": "tolv"}).headers["ETag"]
    before = len(entries())
    asks = {"HTTP_HX_REQUEST": "true", "HTTP_IF_NONE_MATCH": etag}
    assert client.post("/board/discharge", {"q": "tolv"}, **asks).status_code == 204
    assert after(before) == []


def test_what_happens_elsewhere_reaches_no_other_unit(cast: Cast, notified: Case) -> None:
    pages = screens(cast.boris, notified)
    elsewhere = Person.objects.create(
        identity_number="201801072370", given_name="T", family_name="T", municipality="1480"
    )
    admits(cast.ivar, elsewhere)
    assert statuses(pages) == [304, 304, 304]


def test_an_open_page_shows_nothing_of_what_it_is_made_from(cast: Cast, notified: Case) -> None:
    assert notified.pk.hex not in Screen(cast.boris, f"/cases/{notified.pk}").etag


@pytest.mark.parametrize("etag", ["", '"nothing"', '"gAAAAA=="', "W/é"])
def test_what_no_page_was_given_is_answered_with_the_page(cast: Cast, notified: Case, etag: str) -> None:
    page = Screen(cast.boris, "/")
    page.etag = etag
    assert page.asks().status_code == 200


def test_a_page_that_asks_without_end_is_made_to_wait(
    cast: Cast, notified: Case, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "PACE", pace.RequestPace())
    page = Screen(cast.boris, "/")
    settings.BRYGGA_PER_MINUTE = settings.BRYGGA_PER_MINUTE | {"staff": 5}
    assert 429 in [page.asks().status_code for _ in range(8)]


# Whoever asks is checked first


def _revoked(cast: Cast) -> None:
    Assignment.objects.filter(pk=cast.boris.pk).update(revoked_at=timezone.now())


def _over(cast: Cast) -> None:
    Assignment.objects.filter(pk=cast.boris.pk).update(to_day=timezone.localdate() - timedelta(days=1))


def _closed(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.boris.unit_id).update(closed_at=timezone.now())


def _another(cast: Cast) -> None:
    """Nobody finds themselves acting under one of two when they have chosen none."""
    fields = {"title": "Tester", "purpose": "care", "from_day": date(2020, 1, 1)}
    Assignment.objects.create(staff=cast.boris.staff, unit=cast.anna.unit, **fields)


def _other_purpose(cast: Cast) -> None:
    Assignment.objects.filter(pk=cast.boris.pk).update(purpose="log-review")


CHANGED_ASSIGNMENTS = [_revoked, _over, _closed, _another, _other_purpose]


@pytest.mark.parametrize("change", CHANGED_ASSIGNMENTS, ids=[one.__name__.strip("_") for one in CHANGED_ASSIGNMENTS])
def test_an_assignment_that_has_ended_bites_on_an_open_page(
    cast: Cast, notified: Case, change: Callable[[Cast], None]
) -> None:
    pages = screens(cast.boris, notified)
    change(cast)
    for page in pages:
        answer = page.asks()
        assert answer.status_code != 304
        assert "Tolvansson" not in answer.content.decode()


def test_an_assignment_chosen_in_another_window_is_not_answered_for_the_old_one(cast: Cast, notified: Case) -> None:
    other = Assignment.objects.create(
        staff=cast.boris.staff, unit=cast.olga.unit, title="T", purpose="social-care", from_day=date(2020, 1, 1)
    )
    client = signed_in(cast.boris)
    client.post("/assignment", {"assignment": cast.boris.pk})
    page = Screen(cast.boris, "/", client)
    assert page.asks().status_code == 304
    client.post("/assignment", {"assignment": other.pk})
    answer = page.asks()
    assert answer.status_code == 200
    assert "Tolvansson" not in answer.content.decode()


def _ended(cast: Cast) -> None:
    Session.objects.all().delete()


def _idle(cast: Cast) -> None:
    age(cast.boris.staff, timedelta(minutes=30))


def _longest(cast: Cast) -> None:
    age(cast.boris.staff, timedelta(minutes=1), began=timedelta(hours=12))


def _forgotten(cast: Cast) -> None:
    Cookie.objects.all().delete()


def _expired(cast: Cast) -> None:
    Cookie.objects.update(expire_date=timezone.now())


def _new_password(cast: Cast) -> None:
    cast.boris.staff.password = make_password("another-long-password")
    cast.boris.staff.save()


def _deactivated(cast: Cast) -> None:
    cast.boris.staff.is_active = False
    cast.boris.staff.save()


ENDED_SESSIONS = [_ended, _idle, _longest, _forgotten, _expired, _new_password, _deactivated]


@pytest.mark.parametrize("ends", ENDED_SESSIONS, ids=[one.__name__.strip("_") for one in ENDED_SESSIONS])
def test_a_session_that_has_ended_leads_an_open_page_to_sign_in(
    cast: Cast, notified: Case, ends: Callable[[Cast], None]
) -> None:
    pages = screens(cast.boris, notified)
    ends(cast)
    for page in pages:
        assert urlsplit(page.asks().headers["HX-Redirect"]).path == "/sign-in"


def test_what_a_page_was_given_is_good_in_its_own_session_alone(cast: Cast, notified: Case) -> None:
    theirs, own, elsewhere = (Screen(who, "/") for who in (cast.cecilia, cast.boris, cast.boris))
    theirs.etag = elsewhere.etag = own.etag
    assert statuses([theirs, elsewhere, own]) == [200, 200, 304]


# What is said reaches every open page that shows it


def test_a_message_reaches_everyone_who_takes_part_and_lists_name_who_is_shown(cast: Cast, notified: Case) -> None:
    pages = [page for who in (cast.boris, cast.cecilia) for page in screens(who, notified)]
    actions.say(cast.david, notified.pk, FreeMessage(text=SECRET), 2, "free", timezone.now())
    before = len(entries())
    assert statuses(pages) == [200] * 6
    assert [persons(entry) for entry in after(before)] == [[notified.person_id]] * 6
    assert statuses(pages) == [304] * 6


def test_a_person_who_comes_to_an_open_page_is_on_the_trail(cast: Cast, admitted: Case) -> None:
    pages = [Screen(cast.boris, address) for address in ("/", "/board/discharge")]
    assert statuses(pages) == [304, 304]
    actions.say(cast.anna, admitted.pk, notice(cast, timezone.now()), 1, "notice", timezone.now())
    before = len(entries())
    for page in pages:
        assert "Tolvansson" in page.asks().content.decode()
    assert [persons(entry) for entry in after(before)] == [[admitted.person_id]] * 2


def test_a_unit_that_is_no_longer_told_sees_the_case_go(cast: Cast, notified: Case) -> None:
    pages = screens(cast.david, notified)
    actions.say(cast.anna, notified.pk, Correction(of=2, reason="wrong patient"), 2, "undo", timezone.now())
    assert not notified.participants.filter(unit=cast.david.unit).exists()
    today, board, case = (page.asks() for page in pages)
    for answer in (today, board):
        assert answer.status_code == 200
        assert "Tolvansson" not in answer.content.decode()
    assert (case.status_code, case.headers["HX-Refresh"]) == (403, "true")


def test_a_block_and_its_lifting_bite_on_open_pages_at_once(cast: Cast, notified: Case) -> None:
    actions.say(cast.cecilia, notified.pk, FreeMessage(text=SECRET), 2, "free", timezone.now())
    page = Screen(cast.anna, f"/cases/{notified.pk}")
    block = blocks(cast.cecilia, notified.person)
    answer = page.asks()
    assert answer.status_code == 200
    assert SECRET not in answer.content.decode()
    lifts(cast.cecilia, notified.person, block.sequence)
    assert SECRET in page.asks().content.decode()


def test_a_protected_identity_is_marked_on_open_pages_at_once(cast: Cast, notified: Case) -> None:
    pages = screens(cast.boris, notified)
    mark_protected(cast.anna, notified.person_id, Protection.CONFIDENTIALITY_MARKING, timezone.now())
    for page in pages:
        assert "Skyddade personuppgifter" in page.asks().content.decode()


def test_a_request_to_lift_a_block_comes_to_the_open_page_of_whoever_set_it(cast: Cast, notified: Case) -> None:
    block = blocks(cast.cecilia, notified.person)
    page = Screen(cast.cecilia, "/")
    in_danger(cast.boris, notified.person)
    page.asks()
    states(cast.boris, notified.person, say.LiftRequested(of=block.sequence, reason="unconscious"))
    assert 'id="request-' in page.asks().content.decode()


def test_a_case_about_oneself_leaves_the_open_page(cast: Cast, notified: Case) -> None:
    pages = screens(cast.boris, notified)
    cast.boris.staff.identity_number = notified.person.identity_number
    cast.boris.staff.save()
    assert statuses(pages) == [200, 200, 403]


def test_what_is_undone_leaves_the_numbers_as_they_were(cast: Cast, notified: Case) -> None:
    before, page = version_of_lists(cast.boris), Screen(cast.boris, "/")

    def fails() -> None:
        with transaction.atomic():
            actions.say(cast.anna, notified.pk, FreeMessage(text="hej"), 2, "free", timezone.now())
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        fails()
    assert version_of_lists(cast.boris) == before
    assert page.asks().status_code == 304
    actions.say(cast.anna, notified.pk, FreeMessage(text="hej"), 2, "free", timezone.now())
    assert version_of_lists(cast.boris) == before + 1


@pytest.mark.django_db(transaction=True)
def test_writers_in_many_cases_of_the_same_units_lose_no_change_and_none_waits_for_ever(
    transactional_db: None, cast: Cast
) -> None:
    """Each begins a case, which records the registration first, and tells all the others, in an order of its own."""
    before = {who.unit_id: version_of_lists(who) for who in (cast.anna, cast.ivar, cast.boris, cast.cecilia)}
    failed: list[BaseException] = []

    def works(ward: Assignment, number: str) -> None:
        try:
            person = Person.objects.create(identity_number=number, given_name="T", family_name="T", municipality="1480")
            now = timezone.now()
            admission = Admission(admitted_at=now - timedelta(hours=1), care_type="somatic", needs_expected=True)
            case = actions.open_case(ward, person, admission, number, now)
            actions.say(ward, case.pk, notice(cast, now), 1, "notice", now)
            for seen in range(2, 6):
                actions.say(ward, case.pk, FreeMessage(text="hej"), seen, f"{seen}", timezone.now())
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    numbers = ("201801072370", "201801082361", "201801092386", "201801102383")
    wards = (cast.anna, cast.ivar, cast.anna, cast.ivar)
    threads = [Thread(target=works, args=one) for one in zip(wards, numbers, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    raised = {unit: ListsVersion.objects.get(unit=unit).number - number for unit, number in before.items()}
    # Two cases of six messages on each ward; of each case the others are told with the second message.
    assert raised == {cast.anna.unit_id: 12, cast.ivar.unit_id: 12, cast.boris.unit_id: 20, cast.cecilia.unit_id: 20}


# What the clock changes


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the clock; whoever is signed in has just done something."""

    def at(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        Session.objects.update(seen_at=moment, began_at=moment)
        Cookie.objects.update(expire_date=moment + timedelta(hours=1))

    return at


SECOND = timedelta(seconds=1)


def turns_at(pages: list[Screen], moment: datetime, clock: Callable[[datetime], None]) -> None:
    """The pages stay as they are until the moment, and no longer; after it they stay as they are again."""
    clock(moment - timedelta(seconds=30))
    statuses(pages)
    clock(moment - SECOND)
    assert set(statuses(pages)) == {304}
    clock(moment + SECOND)
    assert set(statuses(pages)) == {200}
    clock(moment + 2 * SECOND)
    assert set(statuses(pages)) == {304}


def test_a_minute_changes_nothing(cast: Cast, notified: Case, clock: Callable[[datetime], None]) -> None:
    # Every duty has arisen and is overdue by then.
    noon = timezone.localtime().replace(hour=12, minute=0) + timedelta(days=60)
    clock(noon)
    pages = screens(cast.boris, notified)
    clock(noon + timedelta(minutes=29))
    assert statuses(pages) == [304, 304, 304]


def test_a_duty_that_arises_comes_to_the_open_pages(
    cast: Cast, notified: Case, clock: Callable[[datetime], None]
) -> None:
    arises = Owing.objects.filter(unit=cast.anna.unit, since__gt=timezone.now()).earliest("since").since
    turns_at(screens(cast.anna, notified), arises, clock)


def test_a_duty_that_is_not_done_in_time_becomes_overdue_on_the_open_pages(
    cast: Cast, notified: Case, clock: Callable[[datetime], None]
) -> None:
    due = Owing.objects.filter(case=notified, due_at__gt=timezone.now()).earliest("due_at")
    who = next(one for one in (cast.anna, cast.boris, cast.cecilia, cast.david) if one.unit_id == due.unit_id)
    pages = screens(who, notified)
    clock(due.due_at - timedelta(seconds=30))
    statuses(pages)
    clock(due.due_at - SECOND)
    assert statuses(pages) == [304, 304, 304]
    clock(due.due_at + SECOND)
    today, board, case = (page.asks() for page in pages)
    assert {today.status_code, board.status_code, case.status_code} == {200}
    assert 'data-color="danger"' in today.content.decode()
    assert 'data-color="danger"' in board.content.decode()
    assert "Försenat" in case.content.decode()


def test_a_case_that_is_listed_no_longer_leaves_the_open_board(
    cast: Cast, notified: Case, clock: Callable[[datetime], None]
) -> None:
    ends = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)
    type(notified.overview).objects.filter(case=notified).update(listed_until=ends)
    notified.participants.update(listed_until=ends)
    page = Screen(cast.boris, "/board/discharge")
    clock(ends - timedelta(minutes=1))
    assert "Tolvansson" in page.asks().content.decode()
    clock(ends)
    assert page.asks().status_code == 304
    clock(ends + SECOND)
    assert "Tolvansson" not in page.asks().content.decode()


def test_a_lift_that_lasts_twelve_hours_ends_on_the_open_page(
    cast: Cast, notified: Case, clock: Callable[[datetime], None]
) -> None:
    actions.say(cast.cecilia, notified.pk, FreeMessage(text=SECRET), 2, "free", timezone.now())
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)
    clock(noon - timedelta(hours=6))
    block = blocks(cast.cecilia, notified.person)
    in_danger(cast.cecilia, notified.person)
    lifts(cast.cecilia, notified.person, block.sequence, ground="cannot-ask")
    page = Screen(cast.boris, f"/cases/{notified.pk}")
    clock(noon + timedelta(hours=6) - timedelta(seconds=30))
    page.asks()
    clock(noon + timedelta(hours=6) - SECOND)
    assert SECRET in page.client.get(page.address).content.decode()
    assert page.asks().status_code == 304
    clock(noon + timedelta(hours=6))
    answer = page.asks()
    assert answer.status_code == 200
    assert SECRET not in answer.content.decode()


def test_the_day_turns_on_every_open_page(cast: Cast, notified: Case, clock: Callable[[datetime], None]) -> None:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    turns_at(screens(cast.boris, notified), midnight, clock)


# What is sent


@pytest.mark.parametrize("address", ["/", "/board/discharge", "/cases/{case}"])
def test_a_page_that_has_changed_gets_its_live_part_alone(cast: Cast, notified: Case, address: str) -> None:
    page = Screen(cast.boris, address.format(case=notified.pk))
    actions.say(cast.anna, notified.pk, FreeMessage(text="hej"), 2, "free", timezone.now())
    part = page.asks().content
    whole = page.client.get(page.address).content
    assert b'id="live"' in part
    assert b"<header" not in part
    assert len(part) < len(whole) - 2000
    assert page.asks().status_code == 304


def test_nothing_of_a_page_is_kept_by_the_browser(cast: Cast, notified: Case) -> None:
    page = Screen(cast.boris, "/")
    assert page.client.get("/").headers["Cache-Control"] == "no-store"
    assert page.asks().headers["Cache-Control"] == "no-store"


# Units that were there before


@pytest.mark.django_db(transaction=True)
def test_every_unit_there_was_gets_a_number(transactional_db: None, cast: Cast) -> None:
    with as_it_was("cases", "0005_overview_of_any_process"):
        pass
    assert set(ListsVersion.objects.values_list("unit", flat=True)) == set(Unit.objects.values_list("pk", flat=True))
