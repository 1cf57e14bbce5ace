"""Who did what is told by a number that is never another's; and nobody learns whose a number is by looking it up."""

from collections.abc import Iterator
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone
from django.utils.translation import override
from tests.site.cast import Cast, signed_in
from tests.site.pages import page
from tests.site.test_review import opened, today_reviewed
from tests.site.trail import entries

from brygga.access.basis import Basis
from brygga.access.flags import FlagKind
from brygga_site.cases.models import Case
from brygga_site.organisations.actions import change_staff, register_staff
from brygga_site.organisations.fitness import Unfit
from brygga_site.organisations.importing.planning import plan
from brygga_site.organisations.models import Assignment, FormerUserName, Staff
from brygga_site.people.models import Person
from brygga_site.review import actions
from brygga_site.review.actions import OwnAccess
from brygga_site.review.findings import reads as findings
from brygga_site.review.models import APPEND_ONLY, Finding, Flagged
from brygga_site.review.report.reads import report
from brygga_site.trail import bulk
from brygga_site.trail.models import Action, Entry, Subject

pytestmark = pytest.mark.django_db


def renamed(cast: Cast, staff: Staff, username: str, name: str) -> None:
    change_staff(cast.hugo, staff, username, name, staff.hsa_id, staff.identity_number)
    staff.refresh_from_db()


def handed_over(name: str, giver: Staff, taker: Staff) -> None:
    """A user name given to somebody else: what nobody can do any more, and what may have been done before."""
    Staff.objects.filter(pk=giver.pk).update(username=f"{name}-before")
    Staff.objects.filter(pk=taker.pk).update(username=name)
    giver.refresh_from_db()
    taker.refresh_from_db()


def of_before(who: Assignment, person: Person, assignment: str | None = None) -> Entry:
    """An entry as they were made before the number of staff was kept."""
    made = Entry(
        at=timezone.now(),
        staff=who.staff.username,
        assignment=str(who.pk) if assignment is None else assignment,
        unit=who.unit.hsa_id,
        purpose="discharge",
        action=Action.READ.value,
        decision="allowed",
        ground=Basis.TAKES_PART.value,
        what="case",
    )
    bulk.load([(made, [person.pk])])
    return entries()[-1]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def period() -> tuple[date, date]:
    today = timezone.localdate()
    return today, today


# A user name in other hands


@pytest.mark.parametrize("made", [opened, of_before])
def test_what_one_has_read_never_becomes_anothers_who_is_given_the_user_name(
    cast: Cast, notified: Case, period: tuple[date, date], made: object
) -> None:
    entry = made(cast.ivar, notified.person)
    handed_over("ivar", cast.ivar.staff, cast.boris.staff)
    client, shown = signed_in(cast.gerda), "Ivar (then ivar, now ivar-before)"
    assert shown in page(client, f"/review/entries/{entry.pk}")
    asked = {"first": period[0], "last": period[1]}
    for sought, count in [("Ivar", 1), ("ivar-before", 1)]:
        part = client.post("/review/log", {**asked, "staff": sought}).context["part"]
        assert ([one.pk for one in part.entries] == [entry.pk], part.count) == (True, count)
    told = [one for day in report(cast.gerda, "201801042381", *period).days for one in day.accesses]
    assert [one.staff for one in told if "ivar-before" in one.staff]
    round_ = today_reviewed(cast)
    flag = Flagged.objects.get(round=round_, kind=FlagKind.UNRELATED)
    assert (flag.staff, flag.staff_number) == ("ivar", cast.ivar.staff_id)
    assert shown in page(client, f"/review/rounds/{round_.pk}?staff={cast.ivar.staff_id}")
    assert "No pattern matches" in page(client, f"/review/rounds/{round_.pk}?staff={cast.boris.staff_id}")
    finding = actions.open_finding(cast.gerda, entry.pk, "Varför?", period[0], timezone.now())
    assert finding.staff_number == cast.ivar.staff_id
    assert [one.staff for one in findings.open_findings(cast.gerda)] == [shown]
    assert shown in page(client, f"/review/findings/{finding.pk}")
    assert opened(cast.boris, notified.person).pk not in [
        one.entry.pk for one in findings.opened_finding(cast.gerda, finding.pk).alike
    ]


@pytest.mark.parametrize("made", [opened, of_before])
def test_a_reviewer_who_has_another_user_name_by_now_does_not_judge_her_own_reading(
    cast: Cast, notified: Case, period: tuple[date, date], made: object
) -> None:
    entry = made(cast.gerda, notified.person)
    renamed(cast, cast.gerda.staff, "gerda.berg", "Gerda Berg")
    with pytest.raises(OwnAccess):
        actions.open_finding(cast.gerda, entry.pk, "Varför?", period[0], timezone.now())
    assert "Another log reviewer judges it" in page(signed_in(cast.gerda), f"/review/entries/{entry.pk}")
    assert Finding.objects.count() == 0


def test_an_entry_of_before_whose_assignment_is_not_there_is_nobodys(
    cast: Cast, notified: Case, period: tuple[date, date]
) -> None:
    entry = of_before(cast.ivar, notified.person, assignment="999999")
    assert "not known, with the user name ivar" in page(signed_in(cast.gerda), f"/review/entries/{entry.pk}")
    assert actions.open_finding(cast.gerda, entry.pk, "Vem?", period[0], timezone.now()).staff_number is None
    own = of_before(cast.gerda, notified.person, assignment="")
    with pytest.raises(OwnAccess):
        actions.open_finding(cast.gerda, own.pk, "Varför?", period[0], timezone.now())


def test_a_user_name_that_somebody_has_had_is_given_to_nobody_else(cast: Cast) -> None:
    renamed(cast, cast.anna.staff, "anna.berg", "Anna Berg")
    with pytest.raises(Unfit, match="somebody has had the user name Anna"):
        register_staff(cast.hugo, "Anna", "Anna Ny")
    with pytest.raises(Unfit, match="somebody has had"):
        renamed(cast, cast.boris.staff, "anna", "Boris")
    file = b"unit;person;username;name\nSE0000000000-ANNA;;anna;Anna Ny\n"
    assert "somebody has had" in str(plan(cast.hugo, file, timezone.localdate()).faults)
    renamed(cast, cast.anna.staff, "anna", "Anna Berg")
    assert list(FormerUserName.objects.values_list("pk", "staff")) == [
        ("anna", cast.anna.staff_id),
        ("anna.berg", cast.anna.staff_id),
    ]


def test_what_was_kept_before_staff_had_numbers_gets_them_from_the_assignment_alone(
    cast: Cast, notified: Case, period: tuple[date, date]
) -> None:
    entry = of_before(cast.ivar, notified.person)
    handed_over("ivar", cast.ivar.staff, cast.boris.staff)
    kept = {"staff": "ivar", "unit": entry.unit, "entry": entry.pk}
    finding = Finding.objects.create(organisation=cast.gerda.unit.organisation, opened_at=timezone.now(), **kept)
    next(one for one in APPEND_ONLY if one.table == "review_finding").remove(connection)
    import_module("brygga_site.review.migrations.0007_staff_by_number").by_assignment(apps, None)
    finding.refresh_from_db()
    assert finding.staff_number == cast.ivar.staff_id
    entry.refresh_from_db()
    assert entry.staff_number is None


def test_names_given_up_before_they_were_kept_are_read_off_the_trail(cast: Cast, notified: Case) -> None:
    of_before(cast.ivar, notified.person)
    of_before(cast.anna, notified.person)
    Staff.objects.filter(pk=cast.ivar.staff_id).update(username="ivar.berg")
    import_module("brygga_site.organisations.migrations.0010_former_user_names").read_off_the_trail(apps, None)
    assert list(FormerUserName.objects.values_list("pk", "staff")) == [("ivar", cast.ivar.staff_id)]


# Looked up by number


def test_a_look_up_in_the_log_tells_nobody_whose_a_number_is_however_often_it_is_made(
    cast: Cast, person: Person, period: tuple[date, date]
) -> None:
    client, asked = signed_in(cast.gerda), {"first": period[0], "last": period[1]}
    for _ in range(2):
        answer = client.post("/review/log", {**asked, "identity_number": "20180104-2381"})
        assert answer.context["known"] is False
    strange = client.post("/review/log", {**asked, "identity_number": "201801082387"})
    assert strange.context["known"] is False
    assert Subject.objects.filter(person=person.pk).count() == 2
    for address in ("/review/log", *(f"/review/entries/{one.pk}" for one in entries()[:2])):
        shown = (client.post(address, asked) if address == "/review/log" else client.get(address)).content.decode()
        assert "Tolvansson" not in shown
    assert "ett personnummer som någon sökte på" in client.get(f"/review/entries/{entries()[0].pk}").content.decode()


def test_a_report_shows_what_was_there_before_it_and_names_nobody_by_its_own_look_up(
    cast: Cast, person: Person, period: tuple[date, date]
) -> None:
    assert report(cast.gerda, "201801042381", *period).days == ()
    again = report(cast.gerda, "201801042381", *period)
    assert again.name == ""
    assert [one.what for day in again.days for one in day.accesses] == [
        "Made a report of who has read about the person"
    ]
    for _ in range(2):
        sheet = signed_in(cast.gerda).post("/review/report", {"last": period[1], "identity_number": "201801042381"})
        assert "Tolvansson" not in sheet.content.decode()


def test_a_round_names_nobody_whom_only_a_reviewer_has_looked_up(
    cast: Cast, person: Person, period: tuple[date, date]
) -> None:
    Staff.objects.filter(pk=cast.gerda.staff_id).update(name="Gerda Tolvansson")
    asked = {"first": period[0], "last": period[1], "identity_number": "201801042381"}
    signed_in(cast.gerda).post("/review/log", asked)
    round_ = today_reviewed(cast)
    assert not Flagged.objects.exclude(kind=FlagKind.HOURS).exists()
    text = page(signed_in(cast.gerda), f"/review/rounds/{round_.pk}?tab=sample")
    assert "Tolv Tolvansson" not in text


def test_what_the_organisation_had_opened_before_is_shown_with_its_name(
    cast: Cast, notified: Case, period: tuple[date, date]
) -> None:
    made = report(cast.gerda, "201801042381", *period)
    assert made.name == "Tolv Tolvansson"
    assert cast.gerda.unit.name not in [one.unit for day in made.days for one in day.accesses]
    asked = {"first": period[0], "last": period[1], "identity_number": "201801042381"}
    assert signed_in(cast.gerda).post("/review/log", asked).context["part"].count >= 2
    assert "Tolv Tolvansson" in page(signed_in(cast.gerda), f"/review/entries/{entries()[0].pk}")
