"""What must hold in a database whose writers have been killed. Each check returns its faults in words."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max

from bench.killed import scene
from bench.killed.writer import acknowledgement
from brygga_site.cases import projection
from brygga_site.cases.keepers import keepers_of
from brygga_site.cases.models import Case, Message
from brygga_site.cases.reads import messages_of
from brygga_site.cases.seen import sent


def highest() -> int:
    """The number of the newest row of messages."""
    return Message.objects.aggregate(highest=Max("pk"))["highest"] or 0


def changed_since(row: int) -> list[Case]:
    return list(Case.objects.filter(messages__pk__gt=row).distinct())


def lost(acknowledged: Mapping[str, str]) -> list[str]:
    """Acknowledged messages that are missing, or stand otherwise than acknowledged. By key: sender-number."""
    rows = dict(_as_acknowledged(acknowledged))
    wrong = {key: line for key, line in acknowledged.items() if rows.get(key) != line}
    return [f"{line} acknowledged, {rows.get(key)} stored" for key, line in wrong.items()]


def _as_acknowledged(keys: Iterable[str]) -> Iterable[tuple[str, str]]:
    wanted = set(keys)
    for key, sequence, content in Message.objects.values_list("idempotency_key", "sequence", "content").iterator():
        if key in wanted:
            sender, number = key.rsplit("-", 1)
            yield key, acknowledgement(sender, int(number), sequence, content)


def unacknowledged(last: Mapping[str, int]) -> tuple[list[str], int]:
    """Faults in the numbers of each sender's messages, and how many are stored that were never acknowledged."""
    numbers: dict[str, list[int]] = {sender: [] for sender in last}
    for key in Message.objects.values_list("idempotency_key", flat=True):
        sender, number = key.rsplit("-", 1)
        if sender in numbers:
            numbers[sender].append(int(number))
    faults, more = [], 0
    for sender, found in numbers.items():
        if sorted(found) not in (all_to := list(range(1, last[sender] + 1)), [*all_to, last[sender] + 1]):
            faults.append(f"{sender}: {last[sender]} acknowledged, stored {len(found)}, up to {max(found, default=0)}")
        more += len(found) - last[sender]
    return faults, more


def torn(case: Case) -> list[str]:
    """Gaps in the sequence, and messages that do not read as the type that was sent."""
    rows = list(messages_of(case))
    if [row.sequence for row in rows] != list(range(1, len(rows) + 1)):
        return [f"case {case.pk}: the sequence is {[row.sequence for row in rows]}"]
    faults = []
    for row, message in zip(rows, sent(case.runs, rows), strict=True):
        text = getattr(message.body, "text", None)
        if text is not None and text != scene.text_of(row.idempotency_key):
            faults.append(f"case {case.pk}: message {row.sequence} does not hold what was sent")
    return faults


def disagreeing(case: Case) -> list[str]:
    """Where the projections differ from a fresh fold of the messages."""
    messages = sent(case.runs, messages_of(case))
    state = case.runs.fold(messages, messages[-1].sent_at)
    taking_part = {one.unit: one.part for one in case.participants.select_related("unit")}
    kept = (keeper.rows(case, state) for keeper in keepers_of(case.process))
    fresh = (*projection.projected(case, state, taking_part), *kept)
    return [
        f"case {case.pk}: {type(rows[0]).__name__} differs from what the messages say"
        for rows in fresh
        if rows and said_in(rows) != said_in(list(type(rows[0]).objects.filter(case=case)))
    ]


def said_in(rows: list[Any]) -> list[list[str]]:
    """What rows say, without their own numbers and since when they say it."""
    left_out = {"id", "version", "changed_at"}
    return sorted(
        [plain(getattr(row, field.attname)) for field in row._meta.fields if field.attname not in left_out]
        for row in rows
    )


def plain(value: object) -> str:
    """A value as text; a moment the same in any time zone."""
    return str(value.timestamp()) if isinstance(value, datetime) else str(value)


def unsound() -> list[str]:
    """What the database finds wrong in its own file: SQLite's integrity check, PostgreSQL's amcheck."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            found = [text for (text,) in cursor.fetchall() if text != "ok"]
            cursor.execute("PRAGMA foreign_key_check")
            return found + [str(row) for row in cursor.fetchall()]
        cursor.execute("CREATE EXTENSION IF NOT EXISTS amcheck")
        # Raises for a damaged index, and for a row that its index does not know.
        cursor.execute(
            "SELECT bt_index_check(index => i.indexrelid, heapallindexed => true) FROM pg_index i "
            "JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam AND a.amname = 'btree' "
            "JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public' WHERE i.indisvalid"
        )
        cursor.execute(
            "SELECT c.relname, v.* FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, "
            "verify_heapam(c.oid) v WHERE c.relkind = 'r' AND n.nspname = 'public'"
        )
        return [str(row) for row in cursor.fetchall()]
