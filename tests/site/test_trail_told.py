"""What was said is told of on the trail, so that a changed, removed or inserted row is found as an entry is."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone
from tests.site.access import admits, blocks
from tests.site.cast import Cast
from tests.site.keeping import decided
from tests.site.test_told import as_it_was
from tests.site.trail import sql, undone

from brygga.access.basis import Basis
from brygga.discharge.messages import MunicipalityCorrected
from brygga.process import Acknowledgement, FreeMessage
from brygga_site.append_only import TABLES
from brygga_site.cases.actions import say
from brygga_site.cases.models import Case, Message
from brygga_site.people.models import Person
from brygga_site.review.actions import open_finding
from brygga_site.review.rounds.actions import start_round
from brygga_site.trail import actions, bulk, reads, rows
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.inspecting import verified
from brygga_site.trail.models import Action, Entry, Seal, Subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(cast: Cast, notified: Case) -> None:
    """Something in every table that is told of, and two of each that can be exchanged; the triggers taken away."""
    now = timezone.now()
    today = timezone.localdate(now)
    admits(cast.ivar, Person.objects.create(identity_number="201212122381", given_name="Elva", municipality="1480"))
    say(cast.boris, notified.pk, Acknowledgement(of=2), 2, "b", now)
    say(cast.anna, notified.pk, FreeMessage(text="hej"), 3, "c", now)
    blocks(cast.anna, notified.person)
    blocks(cast.anna, notified.person, "unit")
    for number in (1, 2):
        start_round(cast.gerda, today, today, 100, now)
        open_finding(cast.gerda, number, "Varför?", today, now)
    decided(cast, notified, now)
    actions.seal(now)
    for table in TABLES.values():
        table.remove(connection)
    assert {model._meta.db_table for model in rows.tables() if model._base_manager.count() < 2} == set()


def findings() -> list[tuple[str, str]]:
    return [(one.kind, one.what) for one in verified(timezone.now())[0].findings]


def test_what_the_verbs_write_is_told_of_and_the_trail_is_whole(said: None) -> None:
    report, _ = verified(timezone.now())
    assert report.findings == ()
    assert report.told == sum(model._base_manager.count() for model in rows.tables())


def _columns() -> list[tuple[type[Model], str, str]]:
    return [
        (model, field.column, field.get_internal_type()) for model in rows.tables() for field in rows.columns_of(model)
    ]


def test_a_change_of_any_column_is_located_to_its_row(said: None) -> None:
    tried = 0
    for model, column, kind in _columns():
        table = model._meta.db_table
        key = next(rows.stored(model)).key
        entry = Entry.objects.filter(told__contains=f'["{table}",{json.dumps(key)},').get()
        with undone():
            sql(
                *(["SET CONSTRAINTS ALL DEFERRED"] if connection.vendor == "postgresql" else []),
                f"UPDATE {table} SET \"{column}\" = {_another(kind, column)} WHERE {model._meta.pk.column} = '{key}'",
            )
            report, _ = verified(timezone.now())
            [found] = report.findings
            assert (found.kind, found.what) == ("changed", f"{table} {key}"), column
            assert (found.first, found.last) == (entry.sequence, entry.sequence)
            tried += 1
    assert tried == len(_columns()) > 40


def _another(kind: str, column: str) -> str:
    kinds = {
        "DateTimeField": "'2020-01-01 00:00:00'",
        "DateField": "'2099-01-01'" if column == "last" else "'2020-01-01'",
        "JSONField": "'{\"of\": 1}'",
        "UUIDField": "'00000000000000000000000000000000'",
    }
    if column == "case_id":
        return kinds["UUIDField"]
    if column == "subject":
        # A case about a person has no other subject.
        return "'x', person_id = NULL"
    texts = {"CharField": "'x'", "TextField": "'x'"}
    return (kinds | texts).get(kind, f'COALESCE("{column}", 0) + 70')


def _copy(key: int) -> str:
    names = [f'"{field.column}"' for field in rows.columns_of(Message)]
    new = {'"sequence"': "9", '"idempotency_key"': "'new'"}
    values = ", ".join(new.get(name, name) for name in names)
    return f"INSERT INTO cases_message (id, {', '.join(names)}) SELECT {key}, {values} FROM cases_message WHERE id = 2"


EXCHANGED = [
    "UPDATE cases_message SET id = -1 WHERE id = {0}",
    "UPDATE cases_message SET id = {0} WHERE id = {1}",
    "UPDATE cases_message SET id = {1} WHERE id = -1",
]


def test_what_was_removed_inserted_or_exchanged_is_located(said: None) -> None:
    keys = list(Message.objects.order_by("pk").values_list("pk", flat=True))
    tries = [
        (["DELETE FROM cases_receipt", f"DELETE FROM cases_message WHERE id = {keys[1]}"], [("removed", [keys[1]])]),
        (["DELETE FROM cases_receipt", "DELETE FROM cases_message"], [("removed", keys)]),
        ([_copy(900).replace("id = 2", f"id = {keys[1]}")], [("inserted", [900])]),
        ([_copy(-9).replace("id = 2", f"id = {keys[1]}")], [("inserted", [-9])]),
        (["DELETE FROM cases_receipt", *(one.format(keys[0], keys[1]) for one in EXCHANGED)], [("swapped", keys[:2])]),
    ]
    for statements, expected in tries:
        with undone():
            sql(*statements)
            assert findings() == [(kind, _what(which)) for kind, which in expected], statements


def _what(keys: list[int]) -> str:
    return f"cases_message {keys[0]}" + (f" to {keys[-1]}" if len(keys) > 1 else "")


# Rows from before, and those that are destroyed


def test_rows_from_before_entries_told_of_any_are_taken_on_and_that_is_said(said: None) -> None:
    Seal.objects.all().delete()
    Subject.objects.all().delete()
    Entry.objects.all().delete()
    assert {kind for kind, _ in findings()} == {"inserted"}
    for model in rows.tables():
        bulk.adopt(Entry, model._base_manager.order_by("pk"))
    actions.seal(timezone.now())
    report, _ = verified(timezone.now())
    assert report.findings == ()
    [adoption] = report.adoptions
    assert adoption.rows == report.told == sum(model._base_manager.count() for model in rows.tables())


def test_what_is_taken_on_after_such_rows_were_told_of_is_a_finding(said: None) -> None:
    sql(_copy(900).replace("id = 2", f"id = {Message.objects.first().pk}"))
    bulk.adopt(Entry, Message.objects.filter(pk=900))
    assert findings() == [("adopted", "cases_message 900")]


def test_what_a_second_entry_tells_of_is_a_finding(said: None) -> None:
    """Somebody has changed a message, and has the trail say that it was always so."""
    sql("UPDATE cases_message SET part = 'x'")
    last = Message.objects.order_by("pk").last()
    with transaction.atomic():
        record(None, Deed(Action.WRITE, "x", Basis.OPERATOR, purpose="x", told=[last]))
    assert ("retold", f"cases_message {last.pk}") in findings()


@pytest.mark.parametrize(
    ("destroys", "expected"),
    [
        (lambda message: [message], []),
        (lambda message: [], ["removed"]),
        (lambda message: [_otherwise(message)], ["removed"]),
    ],
    ids=["that row", "nothing", "another content"],
)
def test_a_row_may_be_gone_only_when_an_entry_says_that_it_was_destroyed(
    said: None, destroys: Callable[[Message], list[Message]], expected: list[str]
) -> None:
    last = Message.objects.order_by("pk").last()
    with transaction.atomic():
        record(None, Deed(Action.DESTROY, "x", Basis.OPERATOR, purpose="x", told=destroys(last)))
        sql("DELETE FROM cases_receipt", f"DELETE FROM cases_message WHERE id = {last.pk}")
    assert [kind for kind, _ in findings()] == expected


def _otherwise(message: Message) -> Message:
    message.part = "x"
    return message


def test_a_row_that_an_entry_says_is_destroyed_and_that_is_still_there_is_a_finding(said: None) -> None:
    """Entry and removal are one transaction: whoever sees the one sees the other."""
    last, case = Message.objects.order_by("pk").last(), Case.objects.order_by("pk").first()
    with transaction.atomic():
        record(None, Deed(Action.DESTROY, "x", Basis.OPERATOR, purpose="x", told=[last, case]))
    assert findings() == [("standing", f"cases_case {case.pk.hex}"), ("standing", f"cases_message {last.pk}")]


def test_what_is_destroyed_while_a_verification_goes_on_is_no_finding(
    said: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its row was met before it went, and the entry that says so is heard of for the sake of another."""
    keys = list(Message.objects.order_by("pk").values_list("pk", flat=True))
    stored = rows.stored

    def destroyed_midway(model: type[Model]) -> Any:
        lying = list(stored(model))
        if model is Message:
            with transaction.atomic():
                gone = list(Message.objects.filter(pk__in=[keys[0], keys[-1]]))
                record(None, Deed(Action.DESTROY, "x", Basis.OPERATOR, purpose="x", told=gone))
                sql("DELETE FROM cases_receipt", f"DELETE FROM cases_message WHERE id IN ({keys[0]}, {keys[-1]})")
            return iter([row for row in lying if row.key != keys[0]])
        return iter(lying)

    monkeypatch.setattr(rows, "stored", destroyed_midway)
    assert findings() == []


def test_a_case_that_is_changed_by_rule_is_told_of_anew_and_otherwise_it_is_found(
    said: None, cast: Cast, notified: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def corrected(to: str, was: str, seen: int) -> None:
        body = MunicipalityCorrected(municipality=to, was=was, reason="fel")
        say(cast.anna, notified.pk, body, seen, f"to {to}", timezone.now())

    was = Case.objects.get(pk=notified.pk)
    corrected("1490", "1480", 4)
    notified.refresh_from_db()
    assert notified.municipality == "1490"
    assert findings() == []
    with undone():
        # As it was before, which an entry has told of; but that is not what the last one told.
        sql(f"UPDATE cases_case SET municipality = '1480', agreement = '{was.agreement}'")
        assert findings() == [("changed", f"cases_case {notified.pk.hex}")]
    # It changes once more between the walk and the look at the rows.
    newest = reads.newest()

    def changes_first() -> Any:
        if Message.objects.filter(case=notified).count() == 5:
            corrected("1480", "1490", 5)
        return newest

    monkeypatch.setattr(reads, "newest", changes_first)
    assert findings() == []
    assert Case.objects.get(pk=notified.pk).municipality == "1480"


def test_ten_years_on_an_entry_stays_while_a_row_that_it_tells_of_does(
    said: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = timezone.now() + timedelta(days=11 * 366)
    telling = set(Entry.objects.exclude(told=None).values_list("sequence", flat=True))
    last = Message.objects.order_by("pk").last()
    with transaction.atomic():
        record(None, Deed(Action.DESTROY, "x", Basis.OPERATOR, purpose="x", told=[last]))
        sql("DELETE FROM cases_receipt", f"DELETE FROM cases_message WHERE id = {last.pk}")
    of_last = Entry.objects.get(told__contains=f'["cases_message",{last.pk},', action="write").sequence
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert actions.purge(later)
    left = set(Entry.objects.values_list("sequence", flat=True))
    assert telling - left == {of_last}
    assert left - telling == {max(left) - 1, max(left)}  # the destruction, not yet sealed, and the purge
    assert [one.kind for one in verified(later)[0].findings] == []
    assert actions.purge(later) is None


def test_what_came_while_a_verification_went_on_is_no_finding(
    said: None, cast: Cast, notified: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = reads.newest()

    def writes_first() -> Any:
        say(cast.anna, notified.pk, FreeMessage(text="meanwhile"), 4, "m", timezone.now())
        return newest

    monkeypatch.setattr(reads, "newest", writes_first)
    assert findings() == []
    assert Message.objects.filter(case=notified).count() == 5


@pytest.mark.django_db(transaction=True)
def test_the_migration_takes_on_what_stood_before(transactional_db: None, cast: Cast, notified: Case) -> None:
    with as_it_was("review", "0007_staff_by_number"):
        for table in TABLES.values():
            table.remove(connection)
        Subject.objects.all().delete()
        Entry.objects.all().delete()
        for table in TABLES.values():
            table.install(connection)
    report, _ = verified(timezone.now())
    assert report.findings == ()
    # Two messages, and their case.
    assert [(one.first, one.last, one.rows) for one in report.adoptions] == [(1, 2, 3)]
