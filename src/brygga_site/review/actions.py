"""What a log reviewer can do about an entry: open a finding, and say something about one (rounds: `rounds.actions`)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Model
from django.http import Http404

from brygga_site.organisations.models import Assignment
from brygga_site.review.findings.reads import finding_of
from brygga_site.review.log.reads import own_entry, persons_of
from brygga_site.review.models import Finding, Round, Step
from brygga_site.review.permission import check_may_review
from brygga_site.review.reads import record_review, refuse_entry
from brygga_site.review.steps import StepKind, check_next
from brygga_site.review.who.reads import is_own, number_of
from brygga_site.told.actions import Changed, Telling
from brygga_site.trail.models import Action

IN_PARTICULAR = 3
"""An entry about more persons than this is about no one in particular."""


class AlreadyOpened(Exception):
    """Somebody has opened a finding on the entry, with other words or another day; nothing of this was written."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(f"finding {finding.pk} is opened already")


class OwnAccess(Exception):
    """Nobody judges what they have read themselves; another reviewer does."""


def open_finding(
    assignment: Assignment, entry: int, text: str, follow_up: date, now: datetime, of: Round | None = None
) -> Finding:
    """Opens a finding on an entry; sent again it gives the one there is. Raises Http404, OwnAccess, AlreadyOpened."""
    check_may_review(assignment)
    organisation = assignment.unit.organisation
    row = own_entry(organisation, entry)
    if row is None:
        refuse_entry(assignment)
        raise Http404("no such entry")
    number = number_of(row)
    _check_not_own(assignment, number, row.staff)
    persons = persons_of(row)
    person = persons[0] if len(persons) == 1 else None
    with transaction.atomic():
        finding, is_new = Finding.objects.get_or_create(
            organisation=organisation,
            entry=entry,
            defaults={
                "round": of,
                "staff": row.staff,
                "staff_number": number,
                "unit": row.unit,
                "person": person,
                "opened_at": now,
            },
        )
        content = {"text": text, "follow_up": follow_up.isoformat()}
        first = None if is_new else finding.steps.first()
        if first and (first.content, first.assignment_id) != (content, assignment.pk):
            raise AlreadyOpened(finding)
        told: list[Model] = []
        if is_new:
            telling = Telling([], assignment, StepKind.OPENED.value, content, 0, "opened", now)
            told = [finding, telling.add(Step(finding=finding, part=assignment.unit.role))]
        record_review(assignment, Action.WRITE, f"finding {finding.pk}", persons[:IN_PARTICULAR], told)
    return finding


def say(
    assignment: Assignment,
    number: int,
    kind: StepKind,
    text: str,
    follow_up: date | None,
    seen: int,
    key: str,
    now: datetime,
) -> Step:
    """Says something about a finding of which the writer has seen the first `seen` steps.

    When others have come since, nothing is written and Changed tells which. Asked again with the same `key` it returns
    the step made the first time. Raises Http404 for a finding that is not the organisation's, OwnAccess, NotNext for
    what may not be said next, and OtherContent for a key that was used for something else.
    """
    check_may_review(assignment)
    with transaction.atomic():
        finding = finding_of(assignment, number, lock=True)
        _check_not_own(assignment, finding.staff_number, finding.staff)
        steps = list(finding.steps.all())
        content = {"text": text, "follow_up": follow_up.isoformat() if follow_up else None}
        telling = Telling(steps, assignment, kind.value, content, seen, key, now)
        again = telling.again()
        if again:
            return again
        unseen = telling.unseen(steps)
        if unseen:
            newest, action = unseen[-1], Action.READ
        else:
            check_next([step.kind for step in steps], kind)
            newest, action = telling.add(Step(finding=finding, part=assignment.unit.role)), Action.WRITE
        what = f"finding {finding.pk} {newest.kind}"
        about = [finding.person] if finding.person is not None else []
        record_review(assignment, action, what, about, [] if unseen else [newest])
    if unseen:
        raise Changed(unseen)
    return newest


def _check_not_own(assignment: Assignment, number: int | None, then: str) -> None:
    if is_own(number, then, assignment.staff):
        raise OwnAccess("nobody judges what they have read themselves")
