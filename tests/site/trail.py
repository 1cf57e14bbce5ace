"""What the tests of the trail ask of it, and how they break it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import connection, transaction

from brygga_site.trail.models import Entry, Subject

_FAILING = {
    "sqlite": ["CREATE TRIGGER trail_broken BEFORE INSERT ON trail_entry BEGIN SELECT RAISE(ABORT, 'broken'); END"],
    "postgresql": [
        "CREATE FUNCTION trail_broken() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'broken' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER trail_broken BEFORE INSERT ON trail_entry FOR EACH ROW EXECUTE FUNCTION trail_broken()",
    ],
}
_MENDED = {
    "sqlite": ["DROP TRIGGER trail_broken"],
    "postgresql": ["DROP TRIGGER trail_broken ON trail_entry", "DROP FUNCTION trail_broken()"],
}


def sql(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def broken() -> Iterator[None]:
    """The database takes no entries."""
    sql(*_FAILING[connection.vendor])
    yield
    sql(*_MENDED[connection.vendor])


def entries() -> list[Entry]:
    return list(Entry.objects.order_by("sequence"))


def after(count: int) -> list[Entry]:
    """The entries that have come since there were so many."""
    return entries()[count:]


def persons(entry: Entry) -> list[int]:
    return list(Subject.objects.filter(entry=entry).values_list("person", flat=True))


class _Undone(Exception):
    pass


@contextmanager
def undone() -> Iterator[None]:
    """What is tried is taken back, so that each try finds the same rows."""
    with suppress(_Undone), transaction.atomic():
        yield
        raise _Undone
