"""What is told about a subject: numbered, once, and by nobody who has not seen what was told before."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.site.cast import Cast

from brygga_site.organisations.models import Assignment
from brygga_site.people.models import Person, Statement
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
