"""What is told about a subject: numbered, once, and by nobody who has not seen what was told before."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.apps.registry import Apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.site.access import MADE, blocks
from tests.site.cast import Cast

from brygga.access.messages import Block
from brygga_site.cases.models import Case
from brygga_site.organisations.models import Assignment
from brygga_site.organisations.providers import provider_of
from brygga_site.people.actions import state_wish
from brygga_site.people.models import Person, Statement
from brygga_site.review.actions import open_finding, say
from brygga_site.review.findings.reads import open_findings
from brygga_site.review.steps import StepKind
from brygga_site.told.actions import Changed, OtherContent, Telling

NOW = datetime(2026, 3, 2, 8, tzinfo=timezone.get_fixed_timezone(60))


def telling(
    who: Assignment,
    rows: Sequence[Statement] = (),
    key: str = "k",
    seen: int = 0,
    reason: str = "",
    at: datetime = NOW,
) -> Telling[Statement]:
    return Telling(rows, who, "child-may-be-harmed", {"reason": reason}, seen, key, at)


def add(person: Person, telling: Telling[Statement]) -> Statement:
    return telling.add(Statement(person=person, provider="region:14:care", part=telling.assignment.unit.role))


def test_the_first_is_number_1_and_the_next_is_one_more_and_neither_costs_more_than_its_insert(
    cast: Cast, person: Person
) -> None:
    with CaptureQueriesContext(connection) as queries:
        first = add(person, telling(cast.anna))
        second = add(person, telling(cast.boris, [first], "b", 1))
    assert [first.sequence, second.sequence] == [1, 2]
    assert [query["sql"].split()[0] for query in queries] == ["INSERT", "INSERT"]
    second.refresh_from_db()
    assert (second.unit, second.assignment, second.sent_at) == (cast.boris.unit, cast.boris, NOW)
    assert (second.kind, second.content, second.idempotency_key) == ("child-may-be-harmed", {"reason": ""}, "b")


def test_what_is_told_later_is_never_earlier_though_the_clock_is_set_back(cast: Cast, person: Person) -> None:
    first = add(person, telling(cast.anna))
    assert telling(cast.boris, [first], at=NOW - timedelta(hours=1)).sent_at == NOW
    assert telling(cast.boris, [first], at=NOW + timedelta(hours=1)).sent_at == NOW + timedelta(hours=1)


def test_sent_again_under_its_key_it_is_the_row_made_the_first_time(cast: Cast, person: Person) -> None:
    first = add(person, telling(cast.anna, reason="made up"))
    assert telling(cast.anna).again() is None
    assert telling(cast.anna, [first], reason="made up").again() == first
    first.refresh_from_db()
    assert telling(cast.anna, [first], reason="made up").again() == first


def test_a_key_does_not_do_for_something_else(cast: Cast, person: Person) -> None:
    first = add(person, telling(cast.anna, reason="made up"))
    of_another_kind = Telling([first], cast.anna, "immature-child", {"reason": "made up"}, 0, "k", NOW)
    for other in (telling(cast.anna, [first], reason="other"), telling(cast.boris, [first]), of_another_kind):
        with pytest.raises(OtherContent, match="the key k was used before for something else"):
            other.again()


def test_of_what_the_sender_may_see_that_which_came_after_is_unseen(cast: Cast, person: Person) -> None:
    rows: list[Statement] = []
    for number in range(4):
        rows.append(add(person, telling(cast.anna, rows, f"k{number}", number)))
    assert telling(cast.boris, rows, "b", seen=2).unseen([rows[0], rows[3]]) == [rows[3]]
    assert telling(cast.boris, rows, "b", seen=4).unseen(rows) == []
    assert [row.sequence for row in Changed(rows[2:]).since] == [3, 4]


@pytest.mark.parametrize(
    "fault",
    [{"sequence": 1}, {"idempotency_key": "k"}, {"sequence": 0}],
    ids=["number twice", "key twice", "number 0"],
)
def test_the_database_refuses_a_number_twice_a_key_twice_and_a_number_below_1(
    cast: Cast, person: Person, fault: dict[str, object]
) -> None:
    first = add(person, telling(cast.anna))
    row = {"sequence": 2, "idempotency_key": "b"} | fault
    copy = Statement.objects.get(pk=first.pk)
    copy.pk, copy.sequence, copy.idempotency_key = None, row["sequence"], row["idempotency_key"]
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)


# Two at once


def state_at_once(cast: Cast, person: Person, keys: Sequence[str]) -> list[str]:
    """What comes of it when the ward states the same wish from two browsers at once."""
    outcomes: list[str] = []
    together = Barrier(2)
    body = Block(level="provider", provider=provider_of(cast.anna.unit), **MADE)

    def state(key: str) -> None:
        together.wait()
        try:
            outcomes.append(f"statement {state_wish(cast.anna, person.pk, body, 0, key, timezone.now()).sequence}")
        except Changed as changed:
            outcomes.append(f"told of {[row.sequence for row in changed.since]}")
        finally:
            connection.close()

    threads = [Thread(target=state, args=[key]) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_a_double_click_makes_one_row_and_both_clicks_are_given_it(
    transactional_db: None, cast: Cast, notified: Case
) -> None:
    assert state_at_once(cast, notified.person, ["k", "k"]) == ["statement 1", "statement 1"]
    assert Statement.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_written_and_the_other_is_told_of_it(
    transactional_db: None, cast: Cast, notified: Case
) -> None:
    assert state_at_once(cast, notified.person, ["a", "b"]) == ["statement 1", "told of [1]"]
    assert Statement.objects.count() == 1


# Tables that were there before


@contextmanager
def as_it_was(app: str, migration: str) -> Iterator[Apps]:
    """The database as it was after an earlier migration, with its models; afterwards as it is now."""
    MigrationExecutor(connection).migrate([(app, migration)])
    try:
        yield MigrationExecutor(connection).loader.project_state([(app, migration)]).apps
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())


def check_append_only(table: str) -> None:
    for statement in (f"UPDATE {table} SET sequence = 9", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_what_was_stated_before_statements_were_told_is_kept_and_still_never_changed(
    transactional_db: None, cast: Cast, notified: Case
) -> None:
    made = blocks(cast.anna, notified.person)
    with as_it_was("people", "0003_append_only") as apps:
        [before] = apps.get_model("people", "Statement").objects.all()
        assert (before.role, before.content) == ("inpatient-care", made.content)
        check_append_only("people_statement")
    [after] = Statement.objects.all()
    assert (after.pk, after.part, after.content, after.sent_at) == (made.pk, made.part, made.content, made.sent_at)
    check_append_only("people_statement")


@pytest.mark.django_db(transaction=True)
def test_steps_taken_before_steps_were_told_are_kept_and_still_never_changed(
    transactional_db: None, cast: Cast, notified: Case
) -> None:
    opened = open_finding(cast.gerda, 1, "Varför?", date(2026, 3, 9), NOW)
    with as_it_was("review", "0003_a_round_is_drawn_later") as apps:
        steps = apps.get_model("review", "Step").objects
        [first] = steps.all()
        assert (first.text, first.follow_up, first.at) == ("Varför?", date(2026, 3, 9), NOW)
        old = {"finding_id": opened.pk, "assignment_id": cast.gerda.pk, "text": "Ett fel", "follow_up": None}
        steps.create(sequence=2, kind="note", at=NOW + timedelta(hours=1), **old)
        check_append_only("review_step")
    first, second = opened.steps.all()
    assert (first.kind, first.text, first.follow_up) == ("opened", "Varför?", date(2026, 3, 9))
    assert (second.kind, second.text, second.follow_up) == ("note", "Ett fel", None)
    assert (second.sent_at, second.unit, second.assignment) == (NOW + timedelta(hours=1), cast.gerda.unit, cast.gerda)
    assert [line.due for line in open_findings(cast.gerda)] == [date(2026, 3, 9)]
    check_append_only("review_step")
    assert say(cast.gerda, opened.pk, StepKind.NOTE, "Mera", None, 2, "k", NOW).sequence == 3
