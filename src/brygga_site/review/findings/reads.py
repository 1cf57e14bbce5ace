"""Fetches of findings for the log reviewer: those of their own organisation and of no other."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import DateField, F, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.http import Http404

from brygga_site.organisations.models import Assignment, Organisation, Unit
from brygga_site.review.log import reads as log
from brygga_site.review.models import Finding, Round, Step
from brygga_site.review.permission import check_may_review
from brygga_site.review.reads import ALIKE_AT_MOST, persons_in, record_review, round_of
from brygga_site.review.steps import CLOSED, NEXT, StepKind, stage
from brygga_site.review.who.reads import people
from brygga_site.trail.models import Action


@dataclass(frozen=True)
class FindingLine:
    """A finding on the start page: nobody but the staff member is named."""

    finding: Finding
    staff: str
    unit: Unit | None
    stage: StepKind
    due: date | None


@dataclass(frozen=True)
class OpenedFinding:
    """A finding with its steps, where it stands, and what may be said next."""

    finding: Finding
    staff: str
    line: log.LogLine | None
    steps: list[Step]
    stage: StepKind
    next: tuple[StepKind, ...]
    alike: list[log.LogLine]


def open_findings(assignment: Assignment) -> list[FindingLine]:
    """The findings that are not closed, the one to be followed up first at the top."""
    check_may_review(assignment)
    rows = list(_staged(assignment.unit.organisation).exclude(stage__in=CLOSED).order_by(F("due").asc(nulls_last=True)))
    staff = people((one.staff_number, one.staff) for one in rows)
    units = log.units_by_number(one.unit for one in rows)
    return [
        FindingLine(one, str(staff[one.staff_number, one.staff]), units.get(one.unit), StepKind(one.stage), one.due)
        for one in rows
    ]


def finding_of(assignment: Assignment, number: int, lock: bool = False) -> Finding:
    """One of the organisation's findings, locked against other writers when asked. Raises Http404."""
    rows = Finding.objects.filter(organisation=assignment.unit.organisation, pk=number)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise Http404("no such finding")
    return found


def opened_finding(assignment: Assignment, number: int) -> OpenedFinding:
    """A finding whole. Raises Http404."""
    check_may_review(assignment)
    finding = finding_of(assignment, number)
    with transaction.atomic():
        steps = list(finding.steps.select_related("assignment__staff"))
        entry = log.entries_by_number([finding.entry]).get(finding.entry)
        lines = log.lines([entry], log.NAMED_AT_MOST) if entry else []
        alike = log.alike(entry, finding.person, ALIKE_AT_MOST) if entry and finding.person is not None else []
        at = stage(step.kind for step in steps)
        record_review(assignment, Action.READ, f"finding {number}", persons_in(lines))
        [staff] = people([(finding.staff_number, finding.staff)]).values()
        return OpenedFinding(finding, str(staff), next(iter(lines), None), steps, at, NEXT[at], log.lines(alike))


def findings_of_round(assignment: Assignment, number: int) -> tuple[Round, list[Finding]]:
    """A round and the findings that came of it, with their steps, for its protocol. Raises Http404."""
    of = round_of(assignment, number)
    with transaction.atomic():
        rows = list(Finding.objects.filter(round=of).prefetch_related("steps__assignment__staff"))
        persons = [one.person for one in rows if one.person is not None]
        record_review(assignment, Action.READ, f"review round {of.pk}, protocol", persons)
    return of, rows


def _staged(organisation: Organisation) -> QuerySet[Any]:
    """Findings with where they stand, `stage`, and by which day they are followed up, `due`."""
    latest = Step.objects.filter(finding=OuterRef("pk")).order_by("-sequence")
    followed_up = latest.annotate(by=Cast(KT("content__follow_up"), DateField())).filter(by__isnull=False)
    return Finding.objects.filter(organisation=organisation).annotate(
        stage=Subquery(latest.exclude(kind=StepKind.NOTE.value).values("kind")[:1]),
        due=Subquery(followed_up.values("by")[:1]),
    )
