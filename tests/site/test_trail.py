"""Whoever reads or writes about a person leaves an entry on the trail; without it nothing is shown or written."""

import re
from datetime import datetime
from threading import Thread
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from tests.site.cast import Cast, forget_stay, ready_notice, signed_in
from tests.site.trail import after, broken, entries, persons, sql

from brygga import access
from brygga.access.basis import Basis
from brygga.discharge import DISCHARGE
from brygga.discharge.messages import Discharged
from brygga.process import Acknowledgement, FreeMessage, NotAllowed
from brygga.processes import PROCESSES
from brygga_site.cases import actions, reads
from brygga_site.cases.models import Case, Message
from brygga_site.cases.seen import sent
from brygga_site.organisations.models import Assignment, Staff
from brygga_site.people.models import Person
from brygga_site.people.reads import person_by_number
from brygga_site.people.refused import Refused
from brygga_site.review.actions import open_finding
from brygga_site.review.models import Finding, Flagged, Round
from brygga_site.review.rounds.actions import start_round
from brygga_site.trail.actions import Deed, NotRecorded, record, refuse
from brygga_site.trail.models import Action, Entry, Subject

SUMS_ONLY = {"settlement", "settlement-chart"}
"""Routes that count stays and show nobody's."""

NOBODY_YET = {
    "new-case-from",
    "join-case",
    "take-up",
    "keep-unsent",
    "board-paper",  # the case here is over
    "lists-shown-as",
    "find-units",
    "invite-staff",
    "new-case",
    "find-person",
    "who-blocked",
    "settlement-excel",
    "settlement-pdf",
    "review",
}
NOBODY_YET |= {"case-paper"}  # a discharge gives none; tests/site/test_case_paper.py opens a plan's
NOBODY_YET |= {"review-log", "review-report", "review-protocol", "review-extract", "review-heads"}
NOBODY_YET |= {"retention", "retention-run", "retention-pdf", "retention-csv"}
"""Routes that show nobody until something is asked of them, or whose documents hide their words from this test."""

ABOUT_PERSONS = ("people_person", "people_statement", "cases_case", "cases_message", "cases_overview", "cases_owing")


@pytest.fixture
def discharged(cast: Cast, notified: Case, settings: object) -> Case:
    """A case that is on every page, the settlement's among them."""
    now = timezone.now()
    settings.BRYGGA_EXAMPLE_RATES = {timezone.localdate(now).year: 12000}
    actions.say(cast.anna, notified.pk, ready_notice(now), 2, "ready", now)
    actions.say(cast.anna, notified.pk, Discharged(discharged_at=now, destination="home"), 3, "home", now)
    _curious(cast.ivar, notified)
    start_round(cast.gerda, timezone.localdate(now), timezone.localdate(now), 1, now)
    open_finding(cast.gerda, 1, "Varför?", timezone.localdate(now), now)
    return notified


def _curious(who: Assignment, case: Case) -> None:
    """Somebody opens a case that is not their unit's, and tries again: two patterns for the log's reviewer."""
    with transaction.atomic():
        record(who, Deed(Action.READ, "case", Basis.TAKES_PART, [case.person_id], case.pk, purpose="discharge"))
    for _ in range(5):
        refuse(who, Deed(Action.READ, "case", Basis.TAKES_NO_PART, [case.person_id], case.pk, purpose="discharge"))


def _patterns(resolver: URLResolver) -> list[URLPattern]:
    found: list[URLPattern] = []
    for one in resolver.url_patterns:
        found += _patterns(one) if isinstance(one, URLResolver) else [one]
    return found


def visitor(who: Assignment) -> Client:
    """Sees the page of an error, as a visitor does."""
    client = signed_in(who)
    client.raise_request_exception = False
    return client


GUARDED = [
    one
    for one in _patterns(get_resolver())
    # Those of the administrator show nobody whose care it is; tests/site/test_administration.py says who sees them.
    if getattr(one.callback, "guard", None) == "assignment" and not one.name.startswith("administration-")
]


def _addresses(pattern: URLPattern, case: Case, now: datetime) -> list[str]:
    """The addresses of a route with a real case; a route with a parameter that is not known here has to be added."""
    kinds = list(access.BODIES if pattern.name == "state-wish" else DISCHARGE.bodies)
    known = {"case_id": [case.pk], "kind": kinds, "municipality": ["1480"], "month": [f"{now:%Y-%m}"]}
    known |= {"person_id": [case.person_id], "process": PROCESSES.names, "sequence": [1, 2]}
    known |= {"round_id": Round.objects.values_list("pk", flat=True), "entry": [1]}
    known["flag_id"] = Flagged.objects.values_list("pk", flat=True)
    known["stay_id"], known["run_id"] = [case.pk], [1]
    known["pk"] = Staff.objects.values_list("pk", flat=True)[:1]
    known["finding_id"] = Finding.objects.values_list("pk", flat=True)
    given = [{}]
    for name in pattern.pattern.converters:
        given = [{**one, name: value} for one in given for value in known[name]]
    if {"process", "kind"} <= set(pattern.pattern.converters):
        # What goes to units in this process, and of every other whatever begins it.
        given = [{"process": DISCHARGE.name, "kind": body.kind} for body in DISCHARGE.addressing]
        given += [{"process": one.name, "kind": one.opens.kind} for one in PROCESSES]
    return [reverse(pattern.name, kwargs=one) for one in given]


@pytest.mark.parametrize("pattern", GUARDED, ids=lambda one: one.name)
def test_no_route_asks_the_database_about_a_person_without_an_entry(
    cast: Cast, discharged: Case, pattern: URLPattern
) -> None:
    """A new route that reads past the trail fails here."""
    shown = 0
    for address in _addresses(pattern, discharged, timezone.localtime()):
        for who in (cast.anna, cast.boris, cast.david, cast.ella, cast.filip, cast.olga, cast.gerda):
            client, before = signed_in(who), len(entries())
            with CaptureQueriesContext(
                connection,
            ) as asked:
                response = client.get(address)
            text, made = response.content.decode(errors="ignore"), after(before)
            read = any(table in query["sql"] for query in asked for table in ABOUT_PERSONS)
            # A message that no role may send has no form; a log reviewer's day begins at the review.
            assert response.status_code in (200, 302, 403, 404, 405), address
            if read and pattern.name not in SUMS_ONLY:
                assert made, f"{address} was opened by {who} and left no entry"
                assert {(one.staff, one.unit) for one in made} == {(who.staff.username, who.unit.hsa_id)}
            if response.status_code in (403, 404):
                assert discharged.person.family_name not in text
            elif discharged.person.family_name in text or str(discharged.pk)[:8] in text:
                shown += 1
                assert any(discharged.person_id in persons(one) for one in made), address
                assert all(one.decision == "allowed" for one in made)
    assert shown or pattern.name in SUMS_ONLY | NOBODY_YET


@pytest.mark.parametrize("route", ["settlement-excel", "settlement-pdf"])
def test_a_document_leaves_an_entry_about_everyone_whose_stay_is_in_it(
    cast: Cast, discharged: Case, route: str
) -> None:
    before = len(entries())
    assert signed_in(cast.filip).get(reverse(route)).status_code == 200
    [entry] = after(before)
    assert persons(entry) == [discharged.person_id]
    assert (entry.action, entry.purpose, entry.ground) == ("list", "settlement", Basis.OFFICE_SETTLES)


def test_the_protocol_of_a_round_leaves_an_entry_about_everyone_its_findings_are_about(
    cast: Cast, discharged: Case
) -> None:
    of, now = Round.objects.get(), timezone.now()
    theirs = Entry.objects.filter(staff="ivar", decision="allowed").get()
    open_finding(cast.gerda, theirs.pk, "Varför?", timezone.localdate(now), now, of)
    before = len(entries())
    assert signed_in(cast.gerda).get(reverse("review-protocol", args=[of.pk])).status_code == 200
    [entry] = after(before)
    assert persons(entry) == [discharged.person_id]
    assert (entry.action, entry.purpose, entry.ground) == ("read", "log-review", Basis.REVIEWS)
    assert entry.what == f"review round {of.pk}, protocol"


def test_without_its_entry_there_is_no_protocol_and_no_round(cast: Cast, discharged: Case) -> None:
    of = Round.objects.get()
    flag = of.flagged.first()
    with broken():
        for address in (
            reverse("review-protocol", args=[of.pk]),
            reverse("review-round", args=[of.pk]),
            reverse("review-flag", args=[of.pk, flag.pk]),
        ):
            assert visitor(cast.gerda).get(address).status_code == 503


def test_an_entry_says_by_itself_who_did_what_where_and_on_what_ground(cast: Cast, notified: Case) -> None:
    before, now = len(entries()), timezone.now()
    signed_in(cast.boris).get(f"/cases/{notified.pk}", REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR="198.51.100.1")
    [entry] = after(before)
    assert (entry.staff, entry.assignment, entry.unit) == ("boris", str(cast.boris.pk), cast.boris.unit.hsa_id)
    assert (entry.purpose, entry.action, entry.decision) == ("discharge", "read", "allowed")
    assert (entry.ground, entry.paragraph, entry.what) == ("sent-to-unit", "2008-355.4.1", "case")
    assert (entry.case, entry.origin, persons(entry)) == (notified.pk, "192.0.2.7", [notified.person_id])
    assert now <= entry.at <= timezone.now()


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_has_added(
    cast: Cast, notified: Case, settings: object
) -> None:
    settings.BRYGGA_BEHIND_PROXY, settings.BRYGGA_TRUSTED_PROXIES = True, ["10.0.0.1"]
    for forwarded, expected in [("203.0.113.9, 192.0.2.7", "192.0.2.7"), ("nonsense", "10.0.0.1")]:
        client = signed_in(cast.boris)  # each time anew: a session that goes on from elsewhere is asked who it is
        client.get("/board", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
        assert entries()[-1].origin == expected


def test_who_has_seen_a_person_is_one_look_into_an_index(cast: Cast, notified: Case) -> None:
    signed_in(cast.cecilia).get("/board")
    seen = Subject.objects.filter(person=notified.person_id)
    assert "cecilia" in seen.values_list("entry__staff", flat=True)
    plan = seen.explain().lower()
    assert "index" in plan or connection.vendor == "postgresql"  # which scans a table this small


def test_a_search_on_the_board_leaves_an_entry_about_those_it_found_alone(cast: Cast, notified: Case) -> None:
    before = len(entries())
    signed_in(cast.boris).post("/board", {"q": "tolv"})
    signed_in(cast.boris).post("/board", {"q": "nobody"})
    found, nobody = after(before)
    assert persons(found) == [notified.person_id]
    assert (nobody.what, persons(nobody)) == ("board", [])


@pytest.mark.parametrize("address", ["/", "/board", "/cases/{case}"])
def test_a_page_that_asks_again_and_gets_nothing_new_leaves_no_entry(cast: Cast, notified: Case, address: str) -> None:
    client, where = signed_in(cast.boris), address.format(case=notified.pk)
    etag = client.get(where).headers["ETag"]
    before = len(entries())
    assert client.get(where, HTTP_HX_REQUEST="true", HTTP_IF_NONE_MATCH=etag).status_code == 304
    assert after(before) == []


def test_each_message_leaves_its_entry(cast: Cast, notified: Case) -> None:
    before = len(entries())
    actions.say(cast.boris, notified.pk, Acknowledgement(of=2), 2, "b", timezone.now())
    actions.say(cast.boris, notified.pk, Acknowledgement(of=2), 2, "b", timezone.now())
    [entry] = after(before)
    assert (entry.action, entry.what, entry.case) == ("write", "acknowledgement 3", notified.pk)
    assert persons(entry) == [notified.person_id]


def test_a_sender_who_is_told_what_changed_has_read_it(cast: Cast, notified: Case) -> None:
    before = len(entries())
    with pytest.raises(actions.Changed):
        actions.say(cast.boris, notified.pk, FreeMessage(text="hej"), 1, "b", timezone.now())
    [entry] = after(before)
    assert (entry.action, entry.what) == ("read", "case")


def test_what_the_process_does_not_allow_leaves_no_message_and_the_reading_that_came_with_it(
    cast: Cast, notified: Case
) -> None:
    before = len(entries())
    with pytest.raises(NotAllowed):
        actions.say(cast.boris, notified.pk, ready_notice(timezone.now()), 2, "b", timezone.now())
    assert [(entry.action, entry.what) for entry in after(before)] == [("read", "case")]
    assert notified.messages.count() == 2


def test_an_admission_leaves_an_entry_for_the_search_the_person_and_the_case(cast: Cast) -> None:
    before = len(entries())
    _admit(cast.anna)
    found = [(one.action, one.what, one.ground) for one in after(before)]
    assert found == [
        ("read", "person by number", Basis.BY_NUMBER),
        ("write", "registration", Basis.OPENS),
        ("write", "admission", Basis.OPENS),
    ]
    case = Case.objects.get()
    assert [persons(one) for one in after(before)] == [[], [case.person_id], [case.person_id]]


def _admit(who: Assignment) -> object:
    client = visitor(who)
    form = {
        "identity_number": "201801042381",
        "given_name": "Tolv",
        "family_name": "Tolvansson",
        "municipality": "1480",
        "admitted_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
        "care_type": "somatic",
        "needs_expected": "on",
    }
    return client.post("/cases/new/discharge", form)


# What is refused


def test_a_refused_case_is_on_the_trail_with_the_person_and_looks_like_one_that_does_not_exist(
    cast: Cast, notified: Case
) -> None:
    before, client = len(entries()), signed_in(cast.olga)
    texts = []
    for number in (notified.pk, uuid4()):
        response = client.get(f"/cases/{number}")
        assert response.status_code == 403
        texts.append(re.sub(f'{number}|value="[^"]{{64}}"', "", response.content.decode()))
    assert texts[0] == texts[1]
    for one in after(before):
        assert (one.decision, one.action, one.staff) == ("refused", "read", "olga")
        assert (one.ground, one.paragraph) == ("no-relation-social", "2022-913.3.2.1")
    assert [persons(one) for one in after(before)] == [[notified.person_id], []]


def test_a_refused_message_is_on_the_trail_and_is_not_written(cast: Cast, notified: Case) -> None:
    before = len(entries())
    with pytest.raises(Refused):
        actions.say(cast.olga, notified.pk, FreeMessage(text="hej"), 2, "o", timezone.now())
    [entry] = after(before)
    assert (entry.decision, entry.action, entry.what) == ("refused", "write", "free-message")
    assert Message.objects.filter(case=notified).count() == 2


def test_what_only_wards_and_offices_may_is_refused_to_others_on_the_trail(cast: Cast, person: Person) -> None:
    before = len(entries())
    assert signed_in(cast.boris).get("/cases/new/discharge").status_code == 404
    with pytest.raises(Http404):
        person_by_number(cast.david, person.identity_number)
    assert signed_in(cast.boris).get("/settlement").status_code == 404
    assert signed_in(cast.ella).get("/settlement?municipality=1490").status_code == 404
    assert [(one.decision, one.ground) for one in after(before)] == [
        ("refused", "not-opening"),
        ("refused", Basis.NOT_SEEKING),
        ("refused", Basis.NO_OFFICE),
        ("refused", Basis.OTHER_MUNICIPALITY),
    ]


# In one transaction


@pytest.mark.parametrize("address", ["/", "/board", "/cases/{case}", "/cases/{case}/say/acknowledgement"])
def test_without_its_entry_nothing_is_shown(cast: Cast, notified: Case, address: str) -> None:
    client = visitor(cast.boris)
    with broken():
        response = client.get(address.format(case=notified.pk), headers={"accept-language": "en"})
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    text = response.content.decode()
    assert "could not write down who reads or writes" in text
    assert notified.person.family_name not in text
    assert client.get(address.format(case=notified.pk)).status_code == 200


@pytest.mark.parametrize("route", ["settlement-excel", "settlement-pdf", "settlement-month"])
def test_without_its_entry_no_stay_is_shown(cast: Cast, discharged: Case, route: str) -> None:
    kwargs = {"municipality": "1480", "month": f"{timezone.localtime():%Y-%m}"} if route == "settlement-month" else {}
    with broken():
        assert visitor(cast.ella).get(reverse(route, kwargs=kwargs)).status_code == 503


def test_without_its_entry_a_refusal_is_not_even_a_refusal(cast: Cast, notified: Case) -> None:
    with broken():
        assert visitor(cast.olga).get(f"/cases/{notified.pk}").status_code == 503


def test_without_its_entry_nothing_is_written(cast: Cast, notified: Case) -> None:
    with broken():
        with pytest.raises(NotRecorded):
            actions.say(cast.boris, notified.pk, Acknowledgement(of=2), 2, "b", timezone.now())
        admission = sent(DISCHARGE, reads.messages_of(notified))[0].body
        with pytest.raises(NotRecorded):
            forget_stay(notified.person)
            actions.open_case(cast.anna, notified.person, admission, "again", timezone.now())
        Person.objects.filter(identity_number="201801042381").update(identity_number="201801072370")
        assert _admit(cast.anna).status_code == 503
    assert Message.objects.count() == 2
    assert Case.objects.count() == Person.objects.count() == 1
    notified.overview.refresh_from_db()
    assert notified.overview.version == 2


@pytest.mark.django_db(transaction=True)
def test_an_entry_is_refused_outside_a_transaction(transactional_db: None, cast: Cast) -> None:
    with pytest.raises(RuntimeError, match="in the transaction of what it records"):
        record(cast.anna, Deed(Action.READ, "case", Basis.TAKES_PART, purpose="discharge"))
    assert entries() == []


@pytest.mark.parametrize("table", ["trail_entry", "trail_subject", "trail_seal"])
@pytest.mark.parametrize("statement", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}"])
def test_the_database_itself_refuses_to_change_or_remove_what_is_on_the_trail(
    cast: Cast, notified: Case, sealed: None, table: str, statement: str
) -> None:
    column = {"trail_entry": "staff", "trail_subject": "person", "trail_seal": "head"}[table]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(statement.format(table, column))


@pytest.mark.parametrize("table", ["trail_entry", "trail_subject", "trail_seal"])
def test_postgresql_refuses_to_empty_the_trail(cast: Cast, notified: Case, sealed: None, table: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql("SET CONSTRAINTS ALL IMMEDIATE", f"TRUNCATE {table} CASCADE")


@pytest.mark.django_db(transaction=True)
def test_many_at_once_and_some_that_fail_leave_numbers_without_a_hole(
    transactional_db: None, cast: Cast, notified: Case
) -> None:
    before, failures = len(entries()), []

    def read(who: Assignment) -> None:
        try:
            for number in range(10):
                reads.open_for(who, notified.pk, timezone.now())
                with pytest.raises(ZeroDivisionError), transaction.atomic():
                    record(who, Deed(Action.READ, f"lost {number}", Basis.TAKES_PART, [1], purpose="discharge"))
                    raise ZeroDivisionError
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=read, args=[who]) for who in (cast.anna, cast.boris, cast.cecilia, cast.david) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [one.sequence for one in entries()] == list(range(1, before + 80 + 1))
    assert not Entry.objects.filter(what__startswith="lost").exists()
