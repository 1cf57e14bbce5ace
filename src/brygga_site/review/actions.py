"""What a log reviewer can do about an entry: open a finding, and say something about one (rounds: `rounds.actions`)."""

from datetime import date, datetime

from django.db import transaction
from django.http import Http404

from brygga_site.organisations.models import Assignment
from brygga_site.review.findings.reads import finding_of
from brygga_site.review.log.reads import own_entry, persons_of
from brygga_site.review.models import Finding, Round, Step
from brygga_site.review.permission import check_may_review
from brygga_site.review.reads import record_review, refuse_entry
from brygga_site.review.steps import StepKind, check_next
from brygga_site.trail.models import Action

IN_PARTICULAR = 3
"""An entry about more persons than this is about no one in particular."""


class OwnAccess(Exception):
    """Nobody judges what they have read themselves; another reviewer does."""


class Changed(Exception):
    """Something was said about the finding that the writer had not seen; nothing was written."""


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


def _check_not_own(assignment: Assignment, staff: str) -> None:
    if staff == assignment.staff.username:
        raise OwnAccess("nobody judges what they have read themselves")
