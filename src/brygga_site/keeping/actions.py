"""What can be done about keeping: decide on a plan, hold something back, list what has come of age, and decide on it.

An office lists, and another member of its staff approves; what is approved is carried out by `destruction`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model
from django.http import Http404
from django.utils import timezone

from brygga.access.basis import Basis
from brygga.process import NotAllowed
from brygga.retention import RecordKind, check_plan
from brygga_site.keeping import reads
from brygga_site.keeping.listing import step
from brygga_site.keeping.models import Count, Destruction, Hold, Lift, ListedRecord, RetentionPlan
from brygga_site.keeping.permission import check_may_decide
from brygga_site.organisations.models import Assignment, Organisation, Unit
from brygga_site.people.models import Person
from brygga_site.trail.actions import Deed, record, refuse
from brygga_site.trail.models import Action

DECISIONS_FROM = date(1900, 1, 1)


class NotDecided(NotAllowed):
    """What an office asked for and may not do, or not now; nothing was written."""


@contextmanager
def _deciding(assignment: Assignment, what: str) -> Iterator[None]:
    """A transaction of an office's. What is refused in it is put on the trail as tried, and raised on."""
    check_may_decide(assignment)
    try:
        with transaction.atomic():
            yield
    except NotDecided:
        refuse(assignment, _deed(assignment, what))
        raise


def _deed(assignment: Assignment, what: str, persons: tuple[int, ...] = (), told: tuple[Model, ...] = ()) -> Deed:
    return Deed(Action.WRITE, what, Basis.DECIDES_KEEPING, persons, purpose=assignment.purpose, told=told)


def decide_plan(
    assignment: Assignment, record_kind: RecordKind, years: int, decision: str, decided_on: date, now: datetime
) -> RetentionPlan:
    """Decides for the office's organisation how many years a kind of record is kept.

    `decision` is the number of the organisation's own decision. Raises UnlawfulPlan for fewer years than the act has
    and for what the act orders destroyed, NotDecided for a decision without a number or of a day to come.
    """
    today = timezone.localdate(now)
    with _deciding(assignment, f"retention plan {record_kind}"):
        check_plan(reads.rules(today), record_kind, years)
        if not decision.strip():
            raise NotDecided("say the number of the decision")
        if not DECISIONS_FROM <= decided_on <= today:
            raise NotDecided("the decision is of a day that has not come")
        plan = RetentionPlan.objects.create(
            organisation=assignment.unit.organisation,
            record=record_kind.value,
            years=years,
            decision=decision.strip(),
            decided_on=decided_on,
            assignment=assignment,
            made_at=now,
        )
        what = f"retention plan {record_kind}: {years} years, {plan.decision}"
        record(assignment, _deed(assignment, what, told=(plan,)))
    return plan


def hold(assignment: Assignment, number: str, reason: str, now: datetime) -> Hold | None:
    """Lets nothing of the organisation's about a person be destroyed until it is lifted.

    None when nobody has the number: the same is told either way, so that no office learns who is known. Raises
    NotDecided without a reason.
    """
    with _deciding(assignment, "hold"):
        if not reason.strip():
            raise NotDecided("say what the records are needed for")
        person = Person.objects.filter(identity_number=number).first()
        if person is None:
            record(assignment, _deed(assignment, "hold for a number that nobody has"))
            return None
        made = Hold.objects.create(
            organisation=assignment.unit.organisation,
            person=person,
            reason=reason.strip(),
            assignment=assignment,
            made_at=now,
        )
        record(assignment, _deed(assignment, f"hold {made.pk}", (person.pk,), (made,)))
    return made


def lift(assignment: Assignment, hold_id: int, now: datetime) -> None:
    """Lifts a hold of the organisation's; one that is lifted already stays so. Raises Http404 for no such hold."""
    with _deciding(assignment, "hold lifted"):
        own = Hold.objects.select_for_update().filter(organisation=assignment.unit.organisation)
        found = own.filter(pk=hold_id).first()
        if found is None:
            raise Http404("no such hold")
        if Lift.objects.filter(hold=found).exists():
            return
        lifted = Lift.objects.create(hold=found, person=found.person, assignment=assignment, made_at=now)
        record(assignment, _deed(assignment, f"hold {found.pk} lifted", (found.person_id,), (lifted,)))


def count(assignment: Assignment, now: datetime) -> Count:
    """Counts what the office's organisation holds, and keeps what came of it."""
    with _deciding(assignment, "retention counted"):
        made = _counted(assignment.unit.organisation, now)
        record(assignment, _deed(assignment, "retention counted"))
    return made


def count_all(now: datetime) -> list[Count]:
    """Counts what every organisation with an office holds: for a timer. It destroys nothing and lists nothing."""
    offices = Organisation.objects.filter(units__kind=Unit.Kind.OFFICE).distinct().order_by("pk")
    made = []
    for organisation in offices:
        with transaction.atomic():
            made.append(_counted(organisation, now))
    return made


def _counted(organisation: Organisation, now: datetime) -> Count:
    made = reads.counted(organisation, now)
    made.save()
    return made


def propose(assignment: Assignment, now: datetime) -> Destruction:
    """Lists what of the organisation's has come of age, for another to approve.

    Raises NotDecided when nothing has, and while another list waits or is being carried out.
    """
    today = timezone.localdate(now)
    organisation = assignment.unit.organisation
    with _deciding(assignment, "destruction proposed"):
        # Two that list at once: the organisation is locked, so the second sees the first's.
        type(organisation).objects.select_for_update().get(pk=organisation.pk)
        under_way = Destruction.objects.filter(organisation=organisation, stage__in=Destruction.OPEN)
        if under_way.exists():
            raise NotDecided("a list waits already; decide on it first")
        run = Destruction.objects.create(organisation=organisation, on=today, proposed_by=assignment, proposed_at=now)
        due = (one for one in reads.standings(organisation, today) if one.ends.is_due)
        items = [
            ListedRecord(
                run=run,
                case=one.case.pk,
                process=one.case.process,
                record=one.record.value,
                rule=one.rule,
                last_entry=one.last_entry,
            )
            for one in due
        ]
        if not items:
            raise NotDecided("nothing has come of age")
        ListedRecord.objects.bulk_create(items, batch_size=1000)
        _counted(organisation, now)
        listed = step(run, Destruction.Stage.PROPOSED, assignment, now)
        record(assignment, _deed(assignment, f"destruction {run.pk} proposed: {len(items)} records", told=(listed,)))
    return run


def approve(assignment: Assignment, run_id: int, now: datetime) -> Destruction:
    """Approves a list that another member of staff has made. Raises NotDecided, Http404 for no run of theirs."""
    with _deciding(assignment, f"destruction {run_id} approved"):
        run = _locked(assignment, run_id)
        if run.proposed_by.staff_id == assignment.staff_id:
            raise NotDecided("whoever made the list does not approve it; another at the office does")
        _decided(run, assignment, Destruction.Stage.APPROVED, now)
    return run


def withdraw(assignment: Assignment, run_id: int, now: datetime) -> Destruction:
    """Puts a list away that waits; whoever is at the office may. Raises NotDecided, Http404 for no run of theirs."""
    with _deciding(assignment, f"destruction {run_id} withdrawn"):
        run = _locked(assignment, run_id)
        _decided(run, assignment, Destruction.Stage.WITHDRAWN, now)
    return run


def _locked(assignment: Assignment, run_id: int) -> Destruction:
    own = Destruction.objects.select_for_update(of=("self",)).filter(organisation=assignment.unit.organisation)
    run = own.select_related("proposed_by", "organisation").filter(pk=run_id).first()
    if run is None:
        raise Http404("no such run")
    return run


def _decided(run: Destruction, assignment: Assignment, stage: Destruction.Stage, now: datetime) -> None:
    if run.stage != Destruction.Stage.PROPOSED:
        raise NotDecided("the list has been decided on already")
    run.stage, run.decided_by, run.decided_at = stage, assignment, now
    run.save(update_fields=["stage", "decided_by", "decided_at"])
    decided = step(run, stage, assignment, now)
    record(assignment, _deed(assignment, f"destruction {run.pk} {stage}", told=(decided,)))
