"""What a log reviewer can do: start a round, open a finding, and say something about one."""

import secrets
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.http import Http404

from brygga.access.flags import Flag, flags
from brygga.access.looks import gather
from brygga_site.organisations.models import Assignment
from brygga_site.review import sample
from brygga_site.review.findings.reads import finding_of
from brygga_site.review.log.reads import own_entry, persons_of
from brygga_site.review.models import Drawn, Finding, Flagged, Round, Step
from brygga_site.review.patterns.reads import known, looks
from brygga_site.review.permission import check_may_review
from brygga_site.review.reads import population, record_review, refuse_entry
from brygga_site.review.steps import StepKind, check_next
from brygga_site.trail.models import Action, Entry

IN_PARTICULAR = 3
"""An entry about more persons than this is about no one in particular."""


class OwnAccess(Exception):
    """Nobody judges what they have read themselves; another reviewer does."""


class Changed(Exception):
    """Something was said about the finding that the writer had not seen; nothing was written."""


def start_round(assignment: Assignment, first: date, last: date, percent: int, now: datetime) -> Round:
    """Draws the sample of a period, `percent` of its entries, and finds its patterns.

    The log is read before the transaction, so that nobody waits for a long one. Raises Http404 for no reviewer.
    """
    check_may_review(assignment)
    organisation, seed = assignment.unit.organisation, secrets.token_hex(16)
    until = Entry.objects.aggregate(last=Max("sequence"))["last"] or 0
    entries = list(population(organisation, first, last, until))
    drawn = sample.draw(entries, sample.size(len(entries), percent), seed)
    gathered = gather(looks(organisation, first, last, until))
    found = flags(gathered, known(organisation, gathered.persons))
    with transaction.atomic():
        made = Round.objects.create(
            organisation=organisation,
            assignment=assignment,
            made_at=now,
            first=first,
            last=last,
            until=until,
            percent=percent,
            population=len(entries),
            seed=seed,
        )
        Drawn.objects.bulk_create((Drawn(round=made, rank=n, entry=e) for n, e in enumerate(drawn, 1)), 1000)
        Flagged.objects.bulk_create((_row(made, flag) for flag in found), 1000)
        record_review(assignment, Action.WRITE, f"review round {made.pk}", [])
    return made


def open_finding(
    assignment: Assignment, entry: int, text: str, follow_up: date, now: datetime, of: Round | None = None
) -> Finding:
    """Opens a finding on an entry, or gives the one there is. Raises Http404 and OwnAccess."""
    check_may_review(assignment)
    organisation = assignment.unit.organisation
    row = own_entry(organisation, entry)
    if row is None:
        refuse_entry(assignment)
        raise Http404("no such entry")
    _check_not_own(assignment, row.staff)
    persons = persons_of(row)
    person = persons[0] if len(persons) == 1 else None
    with transaction.atomic():
        finding, is_new = Finding.objects.get_or_create(
            organisation=organisation,
            entry=entry,
            defaults={"round": of, "staff": row.staff, "unit": row.unit, "person": person, "opened_at": now},
        )
        if is_new:
            _step(finding, 1, StepKind.OPENED, text, follow_up, now, assignment)
        record_review(assignment, Action.WRITE, f"finding {finding.pk}", persons[:IN_PARTICULAR])
    return finding


def say(
    assignment: Assignment, number: int, kind: StepKind, text: str, follow_up: date | None, seen: int, now: datetime
) -> Finding:
    """Says something about a finding of which the writer has seen the first `seen` steps.

    Raises Http404 for a finding that is not the organisation's, OwnAccess, Changed, and ValueError for what may not be
    said next.
    """
    check_may_review(assignment)
    with transaction.atomic():
        finding = finding_of(assignment, number, lock=True)
        _check_not_own(assignment, finding.staff)
        said = [step.kind for step in finding.steps.all()]
        if len(said) != seen:
            raise Changed
        check_next(said, kind)
        _step(finding, seen + 1, kind, text, follow_up, now, assignment)
        what = f"finding {finding.pk} {kind.value}"
        record_review(assignment, Action.WRITE, what, [finding.person] if finding.person is not None else [])
    return finding


def _step(
    finding: Finding,
    number: int,
    kind: StepKind,
    text: str,
    follow_up: date | None,
    now: datetime,
    assignment: Assignment,
) -> None:
    Step.objects.create(
        finding=finding,
        sequence=number,
        kind=kind.value,
        text=text,
        follow_up=follow_up,
        at=now,
        assignment=assignment,
    )


def _row(made: Round, flag: Flag) -> Flagged:
    return Flagged(
        round=made,
        kind=flag.kind.value,
        staff=flag.staff,
        unit=flag.unit,
        person=flag.person,
        entry=flag.entry,
        entries=flag.entries,
        first_at=flag.first,
        last_at=flag.last,
        figures=dict(flag.figures),
    )


def _check_not_own(assignment: Assignment, staff: str) -> None:
    if staff == assignment.staff.username:
        raise OwnAccess("nobody judges what they have read themselves")
