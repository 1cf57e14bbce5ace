"""Carries out a run that two have approved: batch by batch, each a transaction with its entries on the trail first.

What stops half way goes on where it stopped. Each record is judged anew when its turn comes: a message, a statement or
a hold that has come since the list was made keeps it. A case goes when nobody holds anything of it any longer.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, Model
from django.utils import timezone

from brygga.access.basis import Basis
from brygga.retention import RecordKind
from brygga_site.cases.models import Case, Message, Overview, Owing, Participant, Receipt, Tie, UnderWay
from brygga_site.charges.models import KeptStay
from brygga_site.charges.months import Unsettled, close
from brygga_site.keeping import reads
from brygga_site.keeping.listing import approval_of, step
from brygga_site.keeping.models import Destruction, Hold, Lift, ListedRecord, Release
from brygga_site.organisations.models import Assignment
from brygga_site.people.models import Guardian, Listing, Person, Statement
from brygga_site.trail.actions import Deed, record
from brygga_site.trail.models import Action

AT_ONCE = 50

UNSETTLED, GONE = "unsettled", "gone"
"""What else keeps a record when its turn comes: a month of its stay cannot be settled; or it is there no longer."""

OF_CASE: tuple[type[Model], ...] = (Owing, Tie, UnderWay, Participant, Overview, Release)
"""The tables whose rows about a case go with it, beside messages and their receipts, and its stay."""

OF_PERSON: tuple[type[Model], ...] = (Listing, Guardian, Lift, Hold)
"""The tables whose rows about a person go with them, beside statements."""


class NotApproved(ValueError):
    """The run is not one that two have approved."""


def carry_out(
    run_id: int, now: Callable[[], datetime], done: Callable[[int], None] = lambda count: None
) -> Destruction:
    """Destroys what a run lists, as far as it still may; `done` is told how many records each batch had.

    Safe to begin again after whatever stopped it. Raises NotApproved.
    """
    _zeroing()
    _check_list(run_id)
    while (count := _batch(run_id, now())) is not None:
        done(count)
    _emptied()
    return Destruction.objects.get(pk=run_id)


def _check_list(run_id: int) -> None:
    """That the list is the one that was approved, by the steps, which nobody can change. Raises NotApproved."""
    run = Destruction.objects.get(pk=run_id)
    if run.stage == Destruction.Stage.APPROVED and approval_of(run) is None:
        raise NotApproved(f"the list of run {run_id} is not the one that a second person has approved: make another")


def _batch(run_id: int, now: datetime) -> int | None:
    """One batch; None when there was nothing left, and the run is finished."""
    with transaction.atomic():
        # Two that carry out one run take turns.
        run = (
            Destruction.objects.select_for_update(of=("self",))
            .select_related("organisation", "decided_by")
            .get(pk=run_id)
        )
        if run.stage == Destruction.Stage.FINISHED:
            return None
        if run.stage != Destruction.Stage.APPROVED:
            raise NotApproved(
                f"run {run_id} is {run.stage}: only a list that a second person has approved is destroyed"
            )
        items = list(run.items.filter(outcome="").order_by("case", "record")[:AT_ONCE])
        if not items:
            run.stage, run.finished_at = Destruction.Stage.FINISHED, now
            run.save(update_fields=["stage", "finished_at"])
            _forget_persons(run, now)
            finished = step(run, Destruction.Stage.FINISHED, _doer(run), now)
            record(_doer(run), replace(_deed(run, Action.WRITE, f"destruction {run.pk} finished"), told=[finished]))
            return None
        _decide(run, items, timezone.localdate(now))
        ListedRecord.objects.bulk_update(items, ["outcome", "because", "messages"])
    return len(items)


def _decide(run: Destruction, items: Sequence[ListedRecord], today: date) -> None:
    # Whoever says something in a case locks it, so nothing comes between the judgement and the destruction.
    cases = {case.pk: case for case in Case.objects.select_for_update().filter(pk__in={one.case for one in items})}
    counts = reads.messages_in(cases)
    standings = {(one.case.pk, one.record): one for one in reads.standings(run.organisation, today, cases)}
    for item in items:
        found = standings.get((item.case, RecordKind(item.record)))
        if found is None:
            item.outcome, item.because = ListedRecord.Outcome.KEPT, GONE
        elif found.ends.kept:
            item.outcome, item.because = ListedRecord.Outcome.KEPT, found.ends.kept[0].because.value
        else:
            item.messages = counts.get(item.case, 0)
            _let_go(run, item, cases[item.case])


def _let_go(run: Destruction, item: ListedRecord, case: Case) -> None:
    """The organisation holds the record no longer; the case goes with it when nobody else does."""
    held = reads.holdings([case])[case.pk] - {(run.organisation_id, RecordKind(item.record))}
    if held:
        made = Release.objects.create(case=case, organisation=run.organisation, record=item.record, run=run)
        deed = _deed(run, Action.WRITE, f"destruction {run.pk}: {item.record} record let go", case)
        record(_doer(run), replace(deed, told=[made]))
        item.outcome = ListedRecord.Outcome.RELEASED
        return
    try:
        # The sums are settled for good while the stay is there; what cannot be settled keeps it.
        with transaction.atomic():
            close(list(KeptStay.objects.filter(case=case)))
            _destroy(run, case, f"destruction {run.pk}: {item.process} by {item.rule}")
    except Unsettled:
        item.outcome, item.because = ListedRecord.Outcome.KEPT, UNSETTLED
        return
    item.outcome = ListedRecord.Outcome.DESTROYED


def _destroy(run: Destruction, case: Case, what: str) -> None:
    """The entry first, then what it tells of: the triggers let nothing go before."""
    said = list(Message.objects.filter(case=case).order_by("sequence"))
    released = Release.objects.filter(case=case).order_by("pk")
    record(_doer(run), replace(_deed(run, Action.DESTROY, what, case), told=[case, *said, *released]))
    Receipt.objects.filter(message__case=case).delete()
    for table in OF_CASE:
        table.objects.filter(case=case).delete()
    Message.objects.filter(case=case).delete()
    person = case.person_id
    case.delete()
    if person:
        _forget(run, person)


def _forget(run: Destruction, person: int) -> bool:
    """A person nobody has a case about goes too, unless the rules of its record keep a statement of theirs.

    Statements are what care and social care have written down; those that are left go in a later run, all at once.
    """
    people = Person.objects.select_for_update().filter(pk=person)
    found = people.first()
    if found is None or _is_needed(found, run.on):
        return False
    deed = Deed(
        Action.DESTROY,
        f"destruction {run.pk}: what stands about a person",
        Basis.COME_OF_AGE,
        [person],
        purpose=_doer(run).purpose,
        told=[*found.statements.order_by("sequence"), *found.holds.order_by("pk"), *Lift.objects.filter(person=found)],
    )
    record(_doer(run), deed)
    Statement.objects.filter(person=found).delete()
    for table in OF_PERSON:
        field = "child" if table is Guardian else "person"
        table.objects.filter(**{field: found}).delete()
    replaced = list(found.replaces.values_list("pk", flat=True))
    found.replaces.update(replaced_by=None)
    found.delete()
    for other in replaced:
        _forget(run, other)
    return True


def _is_needed(person: Person, on: date) -> bool:
    if person.cases.exists() or person.ties.exists() or person.replaced_by_id:
        return True
    if person.holds.filter(lift=None).exists():
        return True
    return any(ends.kept for ends in reads.ends_of_statements(person, on))


def _forget_persons(run: Destruction, now: datetime) -> None:
    """Persons whom nothing but old statements tells of, whose cases went in an earlier run."""
    on = timezone.localdate(now)
    soonest = reads.years_before(on, min(period.years for period in reads.rules(on).years.values()))
    before = timezone.make_aware(datetime(*soonest.timetuple()[:3]))
    left = Person.objects.filter(cases=None, statements__isnull=False).annotate(newest=Max("statements__sent_at"))
    forgotten = 0
    for person in left.filter(newest__lt=before).order_by("newest").values_list("pk", flat=True):
        forgotten += _forget(run, person)
        if forgotten == AT_ONCE:
            return


def _doer(run: Destruction) -> Assignment:
    """Whoever approved it answers for it, whoever starts the command."""
    if run.decided_by is None:
        raise NotApproved(f"nobody has approved run {run.pk}")
    return run.decided_by


def _deed(run: Destruction, action: Action, what: str, case: Case | None = None) -> Deed:
    about: Iterable[int] = case.persons if case else ()
    number: UUID | None = case.pk if case else None
    return Deed(action, what, Basis.COME_OF_AGE, about, number, purpose=_doer(run).purpose)


def _zeroing() -> None:
    """SQLite writes zeros over what is deleted; by itself it leaves it in pages that nothing points to."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def _emptied() -> None:
    """What SQLite's log still holds goes into the file and out of the log. PostgreSQL's VACUUM is the operator's."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
