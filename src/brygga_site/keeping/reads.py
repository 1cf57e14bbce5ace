"""Fetches for keeping: what an organisation holds of each case, and whether it has come of age.

What is shown of it are kinds, days and counts, and numbers of cases; nothing about a person and nothing written.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import islice
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, Max, OuterRef
from django.http import Http404
from django.utils import timezone

from brygga.process import Role
from brygga.processes import PROCESSES
from brygga.retention import (
    Ends,
    HeldRecord,
    Planned,
    RecordKind,
    RetentionRules,
    decide,
    record_of,
    record_of_statement,
    rules_of,
)
from brygga_site.agreements import registry
from brygga_site.cases.models import Case, Message, Participant
from brygga_site.keeping.models import Count, Destruction, Hold, ListedRecord, Release, RetentionPlan
from brygga_site.keeping.permission import check_may_decide, may_decide
from brygga_site.organisations.models import Assignment, Organisation
from brygga_site.people.models import Listing, Person, Statement

AT_ONCE = 500
SAMPLE = 20
"""So many records of a list are shown before anybody decides."""


@dataclass(frozen=True)
class RecordStanding:
    """A record that an organisation holds of a case, and how it stands on a day."""

    case: Case
    record: RecordKind
    last_entry: date
    ends: Ends

    @property
    def rule(self) -> str:
        """By what it has come of age: the decision of the organisation's own plan, else the clause."""
        period = self.ends.period
        return (period.decision or period.clause) if period else ""


def rules(on: date) -> RetentionRules:
    """The acts' rules of a day."""
    return _rules(on)


@cache
def _rules(on: date) -> RetentionRules:
    return rules_of(registry().agreement("sverige"), on)


def plans_of(organisation: Organisation) -> dict[RecordKind, Planned]:
    """What the organisation has decided of each kind; the newest decision holds."""
    rows = RetentionPlan.objects.filter(organisation=organisation).order_by("pk")
    return {RecordKind(row.record): Planned(row.years, row.decision, row.decided_on) for row in rows}


def counted(organisation: Organisation, now: datetime) -> Count:
    """What an organisation holds now and how it stands; not stored yet."""
    due: Counter[str] = Counter()
    held: Counter[str] = Counter()
    kept: dict[str, Counter[str]] = defaultdict(Counter)
    must: list[date] = []
    for one in standings(organisation, timezone.localdate(now)):
        held[one.record.value] += 1
        for reason in one.ends.kept:
            kept[one.record.value][reason.because.value] += 1
        if one.ends.is_due:
            due[one.record.value] += 1
            must += [one.ends.must_have_gone] if one.ends.must_have_gone else []
    return Count(
        organisation=organisation, at=now, held=dict(held), due=dict(due), kept=kept, must_by=min(must, default=None)
    )


def count_of(assignment: Assignment) -> Count | None:
    """What the office's organisation held when it was last counted; None when it never was. Raises Http404."""
    check_may_decide(assignment)
    return Count.objects.filter(organisation=assignment.unit.organisation).first()


def standings(organisation: Organisation, on: date, cases: Iterable[UUID] | None = None) -> Iterator[RecordStanding]:
    """Every record that an organisation holds still, in the order of cases; of `cases` alone where given."""
    plans, found = plans_of(organisation), rules(on)
    mine = Participant.objects.filter(case=OuterRef("pk"), unit__organisation=organisation)
    own = Case.objects.filter(Exists(mine), process__in=PROCESSES.names).select_related("person", "overview")
    if cases is not None:
        own = own.filter(pk__in=list(cases))
    source = own.order_by("pk").iterator(AT_ONCE)
    while batch := tuple(islice(source, AT_ONCE)):
        yield from _of_batch(organisation, batch, found, plans, on)


def _of_batch(
    organisation: Organisation,
    batch: tuple[Case, ...],
    found: RetentionRules,
    plans: dict[RecordKind, Planned],
    on: date,
) -> Iterator[RecordStanding]:
    kinds = holdings(batch)
    newest, on_hold = _newest_about(organisation, batch), _on_hold(organisation, batch)
    for case in batch:
        last = timezone.localdate(case.overview.changed_at)
        is_over = case.overview.stage in {str(stage) for stage in case.runs.over}
        for owner, record in sorted(kinds[case.pk]):
            if owner != organisation.pk:
                continue
            held = HeldRecord(
                record,
                organisation.code,
                is_over,
                last,
                max(last, newest.get(case.person_id, last)),
                case.person.identity_number if case.person else "",
                case.person_id in on_hold,
            )
            yield RecordStanding(case, record, last, decide(held, found, plans.get(record), on))


def holdings(cases: Iterable[Case]) -> dict[UUID, set[tuple[int, RecordKind]]]:
    """Who holds what of each case and has not let it go: organisations by number, with the kind of record."""
    by_number = {case.pk: case for case in cases}
    held: dict[UUID, set[tuple[int, RecordKind]]] = defaultdict(set)
    parts = Participant.objects.filter(case__in=by_number).values_list(
        "case", "unit__organisation", "unit__role", "unit__organisation__kind"
    )
    for case, owner, role, kind in parts:
        private = kind == Organisation.Kind.PROVIDER
        held[case].add((owner, record_of(by_number[case].runs, Role(role) if role else None, private)))
    for case, owner, record in Release.objects.filter(case__in=by_number).values_list("case", "organisation", "record"):
        held[case].discard((owner, RecordKind(record)))
    return held


def has_let_go(case: Case, assignment: Assignment) -> bool:
    """Whether the organisation has let go of what a unit of this kind holds of the case."""
    organisation, role = assignment.unit.organisation, assignment.unit.role
    private = organisation.kind == Organisation.Kind.PROVIDER
    record = record_of(case.runs, Role(role) if role else None, private)
    return Release.objects.filter(case=case, organisation=organisation, record=record).exists()


def has_let_go_of(person: Person, assignment: Assignment) -> bool:
    """Whether the organisation has let go of something about a person and holds nothing about them any longer."""
    organisation = assignment.unit.organisation_id
    if not Release.objects.filter(case__person=person, organisation=organisation).exists():
        return False
    if person.statements.filter(unit__organisation=organisation).exists():
        return False
    if Listing.objects.filter(person=person, unit__organisation=organisation).exists():
        return False
    held = holdings(Case.objects.filter(person=person, participants__unit__organisation=organisation).distinct())
    return not any(owner == organisation for records in held.values() for owner, _ in records)


def _newest_about(organisation: Organisation, batch: Iterable[Case]) -> dict[int, date]:
    """The day of the newest entry about each person: in the organisation's cases, or a statement of anybody's."""
    persons = {case.person_id for case in batch if case.person_id}
    theirs = Case.objects.filter(person__in=persons, participants__unit__organisation=organisation).order_by()
    found: dict[int, date] = {}
    of_cases = theirs.values("person").annotate(newest=Max("overview__changed_at")).values_list("person", "newest")
    stated = Statement.objects.filter(person__in=persons).order_by()
    of_wishes = stated.values("person").annotate(newest=Max("sent_at")).values_list("person", "newest")
    for person, newest in (*of_cases, *of_wishes):
        day = timezone.localdate(newest)
        found[person] = max(day, found.get(person, day))
    return found


def _on_hold(organisation: Organisation, batch: Iterable[Case]) -> set[int]:
    persons = {case.person_id for case in batch if case.person_id}
    holds = Hold.objects.filter(person__in=persons, organisation=organisation, lift=None)
    return set(holds.values_list("person", flat=True))


def ends_of_statements(person: Person, on: date) -> Iterator[Ends]:
    """How each statement about a person stands on a day: as the record that it is a part of, whoever's that is.

    Others rest on a statement of care, so it is kept by the longest plan that any organisation has.
    """
    for one in person.statements.select_related("unit__organisation"):
        unit, owner = one.unit, one.unit.organisation
        record = record_of_statement(Role(unit.role) if unit.role else None, owner.kind == Organisation.Kind.PROVIDER)
        day = timezone.localdate(one.sent_at)
        held = HeldRecord(record, owner.code, True, day, day, person.identity_number, False)
        yield decide(held, rules(on), _longest_plan(record), on)


def _longest_plan(record: RecordKind) -> Planned | None:
    """Of the newest plan that each organisation has for a kind, the longest."""
    rows = RetentionPlan.objects.filter(record=record).order_by("pk")
    newest = {row.organisation_id: Planned(row.years, row.decision, row.decided_on) for row in rows}
    return max(newest.values(), key=lambda plan: plan.years, default=None)


def years_before(day: date, years: int) -> date:
    """The day so many years before, on which an entry may still have been made for its period to be over on `day`."""
    return day - relativedelta(years=years) - timedelta(days=1)


def messages_in(cases: Iterable[UUID]) -> dict[UUID, int]:
    """How many messages each case has, by its newest number."""
    rows = Message.objects.filter(case__in=list(cases)).order_by().values("case").annotate(n=Max("sequence"))
    return dict(rows.values_list("case", "n"))


# Runs


def runs_of(assignment: Assignment) -> list[Destruction]:
    """The organisation's runs, the newest first. Raises Http404 for no office."""
    check_may_decide(assignment)
    people = ("proposed_by__staff", "decided_by__staff")
    return list(Destruction.objects.filter(organisation=assignment.unit.organisation).select_related(*people))


def run_for(assignment: Assignment, run_id: int) -> Destruction:
    """One run of the organisation's own. Raises Http404, also when it is another's."""
    check_may_decide(assignment)
    people = ("organisation", "proposed_by__staff", "proposed_by__unit", "decided_by__staff", "decided_by__unit")
    own = Destruction.objects.filter(organisation=assignment.unit.organisation).select_related(*people)
    found = own.filter(pk=run_id).first()
    if found is None:
        raise Http404("no such run")
    return found


@dataclass(frozen=True)
class ProtocolLine:
    """Of a run, by process, kind and rule: how many records, the days they were counted from, and what came of them."""

    process: str
    record: str
    rule: str
    first: date
    last: date
    listed: int
    destroyed: int
    released: int
    kept: int
    messages: int


def protocol_of(run: Destruction) -> list[ProtocolLine]:
    """What a run did, without numbers of cases and without persons."""
    groups: dict[tuple[str, str, str], list[ListedRecord]] = defaultdict(list)
    for item in run.items.all():
        groups[item.process, item.record, item.rule].append(item)
    made = []
    for key, items in sorted(groups.items()):
        by = Counter(item.outcome for item in items)
        days = [item.last_entry for item in items]
        outcome = ListedRecord.Outcome
        counts = (len(items), by[outcome.DESTROYED], by[outcome.RELEASED], by[outcome.KEPT])
        made.append(ProtocolLine(*key, min(days), max(days), *counts, sum(item.messages for item in items)))
    return made


def kept_in(run: Destruction) -> list[tuple[str, int]]:
    """What kept records of a run when their turn came, and how many."""
    rows = run.items.filter(outcome=ListedRecord.Outcome.KEPT).values_list("because", flat=True)
    return Counter(rows).most_common()


def waiting_in(run: Destruction) -> int:
    """How many records of a run have not had their turn."""
    return run.items.filter(outcome="").count()


def holds_of(assignment: Assignment) -> list[Hold]:
    """The organisation's holds that have not been lifted. Their persons are not named: an office sees no patient."""
    check_may_decide(assignment)
    own = Hold.objects.filter(organisation=assignment.unit.organisation, lift=None)
    return list(own.select_related("assignment__staff"))


def sample_of(run: Destruction) -> list[ListedRecord]:
    """Some records of a list, spread over it: the same each time."""
    total = run.items.count()
    step = max(1, total // SAMPLE)
    return list(run.items.order_by("case", "record")[:total:step][:SAMPLE])


@dataclass(frozen=True)
class KeepingAsked:
    """What an office has to decide: a list that waits, or so many records that have come of age and are on none."""

    run: Destruction | None
    come_of_age: int
    must_by: date | None


def asked_of(assignment: Assignment) -> KeepingAsked | None:
    """What stands on an office's Today; None where there is nothing, and for others."""
    if not may_decide(assignment):
        return None
    organisation = assignment.unit.organisation_id
    open_ = Destruction.objects.filter(organisation=organisation, stage__in=Destruction.OPEN)
    run = open_.select_related("proposed_by__staff").first()
    if run:
        return KeepingAsked(run, 0, None) if run.stage == Destruction.Stage.PROPOSED else None
    count = Count.objects.filter(organisation=organisation).first()
    return KeepingAsked(None, count.total, count.must_by) if count and count.total else None
