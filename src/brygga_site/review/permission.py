"""Who may review: whoever acts under an assignment to review the log, and then their own organisation's alone."""

from django.http import Http404

from brygga.access.basis import Basis
from brygga_site.organisations.models import Assignment, Organisation
from brygga_site.trail.actions import Deed, refuse
from brygga_site.trail.models import Action


def may_review(assignment: Assignment | None) -> bool:
    return bool(assignment) and assignment.purpose == Assignment.Purpose.LOG_REVIEW


def check_may_review(assignment: Assignment) -> None:
    """Raises Http404, once the refusal is on the trail, for whoever may not review."""
    if not may_review(assignment):
        refuse(assignment, Deed(Action.READ, "log review", Basis.NO_REVIEWER, purpose=Assignment.Purpose.LOG_REVIEW))
        raise Http404("only a log reviewer reviews the log")


def review_paragraph(organisation: Organisation) -> str:
    """The clause that the review rests on: a municipality answers for care and support, others for health care."""
    return "2022-913.4.4.2" if organisation.kind == Organisation.Kind.MUNICIPALITY else "2008-355.4.3.2"


def report_paragraph(organisation: Organisation) -> str:
    """The clause that the person's own report rests on."""
    return "2022-913.4.5.1" if organisation.kind == Organisation.Kind.MUNICIPALITY else "2008-355.8.5.1"
