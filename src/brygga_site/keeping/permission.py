"""Who decides about keeping: an office of the organisation, under an assignment for administration."""

from django.http import Http404

from brygga.access.basis import Basis
from brygga_site.organisations.models import Assignment, Unit
from brygga_site.trail.actions import Deed, refuse
from brygga_site.trail.models import Action


def may_decide(assignment: Assignment | None) -> bool:
    """Whether the assignment is for administration at an office."""
    if not assignment:
        return False
    return assignment.unit.kind == Unit.Kind.OFFICE and assignment.purpose == Assignment.Purpose.ADMINISTRATION


def check_may_decide(assignment: Assignment) -> None:
    """Raises Http404, once the refusal is on the trail, for whoever may not."""
    if not may_decide(assignment):
        refuse(assignment, Deed(Action.READ, "retention", Basis.NO_OFFICE, purpose=assignment.purpose))
        raise Http404("only an office decides about keeping")
