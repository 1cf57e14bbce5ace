"""What can be done to the trail: add an entry in the transaction of what it records, seal, purge."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.db.models import Max, Model, QuerySet
from django.utils import timezone

from brygga import access
from brygga.access.basis import CLAUSES, Basis
from brygga_site.trail import digests, rows, sealing, signing
from brygga_site.trail.models import KEPT_YEARS, OPERATION, Action, Entry, Inspection, Outcome, Seal, Subject
from brygga_site.trail.origin import origin
from brygga_site.trail.reads import content, entries_of
from brygga_site.trail.stored import told_in
from brygga_site.trail.tellings import Tellings

LOCK = 20260101
"""The advisory lock under which PostgreSQL's writers take their numbers; SQLite's writers queue as it is."""

AT_ONCE = 10_000
"""How many entries a seal covers at most."""

PURGED_AT_ONCE = 500

LONGEST = 200
"""Characters of what was done."""


class NotRecorded(Exception):
    """The database did not take the entry, so nothing is written and nothing shown. An outage stays what it is."""


class Unsealable(Exception):
    """The entries that wait for a seal are not whole: somebody has removed or changed one."""


class Doer(Protocol):
    """Under what something is done, such as an assignment: its number, `staff` and `unit.hsa_id`.

    `through` is the name of the key by which a program does it; empty for a person.
    """

    pk: Any
    staff: Any
    unit: Any
    through: str


@dataclass(frozen=True)
class Deed:
    """What is recorded: what was done or tried, on what ground, about whom (by number) and in what case.

    `ground` is one of the site's own or the id of one of `brygga.access`; `paragraph` the clause it rests on, that of
    the ground when none is given. `purpose` is what the data was wanted for and is always said: for what stands in a
    case the name of its process, otherwise the purpose of the assignment, or one of the trail's own. `told` are rows
    of other tables that the trail is to hold on to: written in the same transaction, already saved, or about to go.
    """

    action: Action
    what: str
    ground: str
    persons: Iterable[int] = ()
    case: UUID | None = None
    paragraph: str = ""
    purpose: str = field(kw_only=True)
    told: Iterable[Model] = field(default=(), kw_only=True)

    @classmethod
    def by(
        cls,
        decision: access.Decision,
        action: Action,
        what: str,
        persons: Iterable[int] = (),
        case: UUID | None = None,
        *,
        purpose: str,
    ) -> "Deed":
        """What was decided by `brygga.access`, with its ground and clause."""
        return cls(action, what, decision.ground.id, persons, case, decision.clause, purpose=purpose)

    def resting_on(self, clause: str) -> "Deed":
        """The same, by another clause than that of its ground."""
        return replace(self, paragraph=clause)


def record(assignment: Doer | None, deed: Deed) -> None:
    """Adds an entry, in the transaction that is under way and last in it; others wait for its number until it ends.

    Without an assignment it is the operator's. Raises NotRecorded.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an entry is recorded in the transaction of what it records: use transaction.atomic()")
    _add(assignment, deed, Outcome.ALLOWED)


def record_all(assignment: Doer | None, deeds: Iterable[Deed]) -> None:
    """Adds an entry for each of many deeds that are about no person, as `record` does for one. Raises NotRecorded."""
    if not connection.in_atomic_block:
        raise RuntimeError("an entry is recorded in the transaction of what it records: use transaction.atomic()")
    made = [_entry(assignment, deed, Outcome.ALLOWED) for deed in deeds]
    with _taken():
        for sequence, entry in enumerate(made, start=next_number()):
            entry.sequence = sequence
            entry.digest = digests.entry_digest(content(entry, []), signing.digest_algorithm())
        Entry.objects.bulk_create(made, batch_size=1000)


def refuse(assignment: Doer, deed: Deed) -> None:
    """Adds an entry of what was refused, in a transaction of its own that nothing undoes. Raises NotRecorded."""
    with transaction.atomic(durable=True):
        _add(assignment, deed, Outcome.REFUSED)


def _entry(assignment: Doer | None, deed: Deed, decision: Outcome) -> Entry:
    return Entry(
        at=timezone.now(),
        staff=assignment.staff.username if assignment else "",
        staff_number=assignment.staff.pk if assignment else None,
        assignment=str(assignment.pk) if assignment else "",
        unit=assignment.unit.hsa_id if assignment else "",
        purpose=deed.purpose,
        action=deed.action.value,
        decision=decision.value,
        ground=str(deed.ground),
        paragraph=deed.paragraph or CLAUSES.get(deed.ground, ""),
        what=_through(deed.what, assignment),
        case=deed.case,
        origin=origin.get(),
        told=rows.told_text(deed.told, signing.telling_algorithms(deed.action)),
    )


def _through(what: str, assignment: Doer | None) -> str:
    """What was done, and by which key where a program did it."""
    name = assignment.through if assignment else ""
    by = f", by key {name}" if name else ""
    return what[: LONGEST - len(by)] + by


def _add(assignment: Doer | None, deed: Deed, decision: Outcome) -> None:
    entry, about = _entry(assignment, deed, decision), sorted(set(deed.persons))
    with _taken():
        entry.sequence = next_number()
        entry.digest = digests.entry_digest(content(entry, about), signing.digest_algorithm())
        entry.save(force_insert=True)
        Subject.objects.bulk_create(Subject(entry=entry, person=person) for person in about)


@contextmanager
def _taken() -> Iterator[None]:
    """Says NotRecorded when the database does not take what is added."""
    try:
        yield
    except OperationalError:
        raise
    except DatabaseError as error:
        # The database's own words may quote the row, and end in a log.
        raise NotRecorded(type(error).__name__) from None


def next_number() -> int:
    """The next number. Whoever has taken one keeps the others waiting until its transaction ends, so none is lost."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Two statements in one exchange: the second sees what others committed while the first waited.
            cursor.execute("SELECT pg_advisory_xact_lock(%s); SELECT max(sequence) FROM trail_entry", [LOCK])
            cursor.nextset()
        else:
            cursor.execute("SELECT max(sequence) FROM trail_entry")
        return (cursor.fetchone()[0] or 0) + 1


def seal(now: datetime) -> Seal | None:
    """Seals the entries that have no seal, at most AT_ONCE and of one algorithm; None when there are none.

    Requests do not wait for it.

    Raises Unsealable, and ValueError or OSError for a key that cannot be used.
    """
    before = Seal.objects.order_by("-first").first()
    first = before.last + 1 if before else 1
    waiting = Entry.objects.filter(sequence__gte=first).order_by("sequence")
    numbered = list(waiting.values_list("sequence", "digest")[:AT_ONCE])
    if not numbered:
        return None
    covered, algorithm = _joined(numbered, first)
    made = sealing.make(before, covered, signing.private_key(), now, algorithm)
    try:
        with transaction.atomic():
            return Seal.objects.create(**{**asdict(made), "at": now})
    except IntegrityError:
        # Somebody else has sealed them meanwhile.
        return None


def _joined(numbered: list[tuple[int, str]], first: int) -> tuple[bytes, str]:
    """The digests one after another, up to the first that is of another algorithm: the next seal's; and theirs."""
    algorithm, covered = digests.algorithm_of(numbered[0][1]) or digests.FIRST, []
    for expected, (sequence, digest) in enumerate(numbered, start=first):
        raw = digests.raw(digest)
        if sequence != expected or raw is None:
            raise Unsealable(f"entry {expected} of the trail is missing or damaged: run brygga trail verify")
        if digests.algorithm_of(digest) != algorithm:
            break
        covered.append(raw)
    return b"".join(covered), algorithm


def note_export(now: datetime, last: int) -> None:
    """Keeps that the head up to the entry `last` was exported."""
    Inspection.objects.create(kind=Inspection.Kind.EXPORTED, at=now, last=last)


def note_verified(now: datetime, last: int, findings: int, against_head: bool) -> None:
    """Keeps that the trail was verified up to the entry `last`, and how many findings there were."""
    Inspection.objects.create(
        kind=Inspection.Kind.VERIFIED, at=now, last=last, findings=findings, against_head=against_head
    )


def note_backup(now: datetime, entries: int, findings: int) -> None:
    """Keeps that the database was backed up with so many entries, and how many findings the trail then had."""
    Inspection.objects.create(kind=Inspection.Kind.BACKED_UP, at=now, last=entries, findings=findings)


def purge(now: datetime) -> tuple[int, int] | None:
    """Removes the entries whose seal is more than ten years old, and records that; the seals themselves stay.

    An entry stays as long as a row that it tells of. Gives the first number removed and the last that could have been,
    None when there is nothing so old. Raises NotRecorded.
    """
    # A day more than the ten years, so that no clock decides it.
    lapsed = now - relativedelta(years=KEPT_YEARS, days=1)
    with transaction.atomic():
        last = Seal.objects.filter(at__lt=lapsed).aggregate(last=Max("last"))["last"] or 0
        removed = _removed(last)
        if removed:
            what = f"{removed[0]}-{last}"
            record(None, Deed(Action.PURGE, what, Basis.LAPSED, purpose=OPERATION))
    return (removed[0], last) if removed else None


def _removed(last: int) -> list[int]:
    """The numbers of the entries up to `last` that were removed: those whose rows, if any, were destroyed by rule.

    An entry that tells of a row that is still there, or that somebody has taken away, goes on bearing witness; so does
    the one that destroyed some of the rows of an entry that stays.
    """
    removed, bearing = [], set[int]()
    with Tellings(rows.CHANGING) as tellings:
        tellings.told_later(entries_of(Action.DESTROY))
        for part in _parts(Entry.objects.filter(sequence__lte=last).order_by("sequence")):
            going = []
            for sequence, action, told in part:
                rows_told = list(told_in(told)) if told and action != Action.DESTROY else []
                ended = [tellings.ended_by(*row, sequence) for row in rows_told]
                if None in ended:
                    bearing |= {number for number in ended if number}
                elif sequence not in bearing:
                    going.append(sequence)
            Subject.objects.filter(entry_id__in=going).delete()
            Entry.objects.filter(sequence__in=going).delete()
            removed += going[:1]
    return removed


def _parts(entries: QuerySet[Entry]) -> Iterator[list[tuple[int, str, str | None]]]:
    """Some at a time, so that nothing is fetched from what is being removed."""
    last = 0
    while part := list(entries.filter(sequence__gt=last).values_list("sequence", "action", "told")[:PURGED_AT_ONCE]):
        yield part
        last = part[-1][0]
